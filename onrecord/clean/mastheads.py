"""Mastheads: lines that name who speaks and not what is told."""

from __future__ import annotations

import functools
import re
from itertools import pairwise

from onrecord.clean.dates import MONTH
from onrecord.lexicon.loader import load_words

BYLINE_WORDS = 14  # words of the longest line with a person or an office
INSTITUTION_WORDS = 16  # words of the longest name of an institution
HEAD_BEFORE = 5  # words among which an institution's name has its head
OFFICE_WORDS = 6  # words in which the post of a line with an office ends

_PARTS = re.compile(r"\s(?:/|\||–|—|-|::|•|·)\s")
_FIGURE = re.compile(r"[\d$€£%?!]")
_BARE_WORD = re.compile(r"^[\W_]*|[\W_]*$")
_NUMBERED = re.compile(
    r"(?:(?:press|media|news|joint)\s)*(?:release|statement|communiqu[eé]|note|notice|advisory|pr|ref)"
    r"s?\b[\s.:#]{0,3}(?:(?:no|nr|n[°ºo]|number|num)\b[\s.:°º]{0,3})?#?\s?[\w-]{0,8}\d[\w/.-]{0,20}",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:latest\s|recent\s)?(?:news|events|(?:press|media) releases|announcements)"
    r"(?:\s(?:and|&)\s(?:news|events|updates|announcements))?\s(?:of|from)\s",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"(?:latest|recent|all|other|more)\s(?:(?:news|press|media|public)\s)?"
    r"(?:news|releases|statements|updates|stories|headlines|notices)",
    re.IGNORECASE,
)
_PERIOD = re.compile(rf"(?:(?:{MONTH})\s?,?\s?)?(?:19|20)\d\d|(?:{MONTH})", re.IGNORECASE)
_SPACED = re.compile(r"(?:[^\W\d_]\s){4,}")
_TIES = frozenset(
    {"of", "for", "the", "and", "to", "in", "on", "at", "with", "&", "de", "la", "du"}
)
_CAPITAL_TIES = frozenset({"of", "for"})


def is_institution(flat: str) -> bool:
    """Whether a line is nothing but the name of an institution, or of one and its part."""
    parts = [part.strip(" ,.:|/–—-") for part in _PARTS.split(flat)]
    named = [part for part in parts if part]
    known = [_is_name(part) for part in named]
    if not any(known) or len(named) > 3:
        return False
    return all(name or _is_acronym(part) for name, part in zip(known, named, strict=True))


def _is_name(part: str) -> bool:
    """Whether a string is one institution's name: a head among its first words, then its field."""
    words = part.split()
    if not words or len(words) > INSTITUTION_WORDS or _FIGURE.search(part):
        return False
    plain = [word.casefold().strip(",.()") for word in words]
    heads = load_words("layout", "institution.heads")
    at = next((at for at, word in enumerate(plain[:HEAD_BEFORE]) if word in heads), None)
    if at is None or _TIES & set(plain[1:at]) or _tells_deed(plain[:at]):
        return False
    while at + 1 < len(plain) and plain[at + 1] in heads:
        at += 1
    after = plain[at + 1 :]
    fielded = not after or after[0] in _TIES or words[at].endswith(",") or words[at + 1][0] == "("
    return fielded and not _has_verb(after) and (part.isupper() or _is_even(words[1:], plain[1:]))


def _tells_deed(plain: list[str]) -> bool:
    """Whether a verb stands behind a post: 'Minister leads delegation'."""
    posts = load_words("offices", "posts")
    return any(one in posts and _has_verb([two]) for one, two in pairwise(plain))


def _is_even(words: list[str], plain: list[str]) -> bool:
    """Whether every word is a capitalised one or one that ties them."""
    return all(
        word[0].isupper() or low in _TIES or not word[0].isalnum()
        for word, low in zip(words, plain, strict=True)
    )


def _is_acronym(part: str) -> bool:
    return part.isupper() and len(part.split()) <= 2


def is_continued_name(flat: str) -> bool:
    """Whether a line only goes on with an institution's name: 'of the Republic of …'."""
    words = flat.split()
    if not 2 <= len(words) <= INSTITUTION_WORDS or words[0].casefold() not in _CAPITAL_TIES:
        return False
    return _is_even(words[1:], [word.casefold() for word in words[1:]])


def is_masthead(flat: str) -> bool:
    """Whether a line heads a press office's paper: 'FOR THE PRESS', 'Press Release No. 12/21'."""
    plain = flat.casefold().strip(" .:–—-|*")
    if plain in load_words("layout", "masthead.phrases"):
        return True
    if _SPACED.match(flat) or _LATEST.fullmatch(plain) or _PERIOD.fullmatch(plain):
        return True
    if _SECTION.match(flat) and _is_even(flat.split(), plain.split()):
        return True
    if len(plain.split()) > BYLINE_WORDS:
        return False
    opened = any(plain.startswith(start) for start in load_words("layout", "masthead.starts"))
    return opened or _NUMBERED.fullmatch(plain) is not None


def is_byline(flat: str) -> bool:
    """Whether a line is nothing but a person with a title of address, or an office."""
    words = flat.split()
    if not 1 < len(words) <= BYLINE_WORDS or flat.endswith(("?", "!")):
        return False
    plain = [_BARE_WORD.sub("", word).casefold() for word in words]
    if plain[0] in ("the", "his", "her", "by", "from", "and") and len(plain) > 2:
        words, plain = words[1:], plain[1:]
    return _is_even(words, plain) and (_is_addressed(plain) or _is_office(plain))


def _is_addressed(plain: list[str]) -> bool:
    """Whether a line opens with a title of address and a name and goes on with no verb."""
    if plain[0] not in _address_words():
        return False
    return not _has_verb(plain[1:])


def _is_office(plain: list[str]) -> bool:
    """Whether the words are a post with what may stand before it, and the field it is for."""
    posts = load_words("offices", "posts")
    before = load_words("offices", "before_post") | posts
    lead = next((at for at, word in enumerate(plain) if word not in before), len(plain))
    ends = [at for at in range(min(lead, OFFICE_WORDS)) if plain[at] in posts]
    if not ends:
        return False
    after = plain[ends[-1] + 1 :]
    if after[:1] and after[0] in load_words("offices", "after_post"):
        after = after[1:]
    return not after or (after[0] in _TIES and not _has_verb(after))


def _has_verb(plain: list[str]) -> bool:
    verbs = load_words("layout", "sentence.verbs") | load_words("layout", "headline.verbs")
    return any(word in verbs for word in plain)


@functools.cache
def _address_words() -> frozenset[str]:
    return load_words("offices", "courtesy") | frozenset(
        {"hon", "excellency", "honourable", "rt", "h.e"}
    )
