"""A part's words: whole words with hyphens kept, and what the lexicons know of each."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Part
from onrecord.model.text import Span
from onrecord.reading.gazetteer import load_adjectives, load_states
from onrecord.reading.kinds import find_kinds

TITLE_SHARE = 0.6  # of a line's longer words in capitals from which it is set like a title
SHOUT_SHARE = 0.7  # of a line's words all in capitals from which it is set in capitals
TITLE_LENGTH = 30  # words that a line set like a title has at most
SMALL_WORD = 4  # letters up to which words stay small in titles

_WORD = re.compile(
    r"(?P<break>\s*\n\s*)"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s?[^\W\d_])|\d{1,3}(?:,\d{3})+\b"  # U.S., 3,000
    r"|\bSte?\.(?= [^\W\d_])"  # St. Helena
    r"|[^\W_](?:[^\W_]|[-'.&/](?=[^\W_]))*)"
    r"|(?P<mark>[^\w\s]|_)"
)
_POSSESSIVE = re.compile(r"(?<=\w)'s$|(?<=s)'$", re.IGNORECASE)
_PLURAL_OWNER = re.compile(r"'(?= [^\W\d_])")
_PREFIXED = re.compile(r"(?:a[ln]|el|a[sdrtz]h?|u[lr]|[dlo]|de)[-'][^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark or a line break at `start` of its part; `kinds` are what lexicons say of it.

    `capital` says that it is written with a capital where that tells something: not in a
    title that gives every word one, and not at the head of a sentence where the word is an
    ordinary one.
    """

    text: str
    start: int
    end: int
    low: str
    kinds: frozenset[str]
    capital: bool
    first: bool
    tag: str
    entity: str

    def has(self, *kinds: str) -> bool:
        """Whether the lexicons know the word as one of these."""
        return not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part with its words in order."""

    part: Part
    words: tuple[Word, ...]

    def span(self, start: int, end: int) -> Span:
        """The page's span from the word at `start` to the one before `end`."""
        return self.part.cut(self.words[start].start, self.words[end - 1].end)

    def place(self, at: int) -> int:
        """The page offset of a word."""
        return self.part.offset + self.words[at].start

    def word(self, at: int) -> Word:
        """The word at that place; a line break beyond both ends."""
        return self.words[at] if 0 <= at < len(self.words) else BREAK

    def starts(self) -> Mapping[int, int]:
        """The place of each word by its offset in the part."""
        return {word.start: at for at, word in enumerate(self.words)}


BREAK = Word("\n", 0, 0, "\n", frozenset({"break"}), False, False, "SPACE", "")


def make_sheets(parts: Iterable[Part]) -> tuple[Sheet, ...]:
    """The parts with their words, capitals judged over the whole page."""
    raw = [(part, list(_split(part.doc.text))) for part in parts]
    known = _count_capitals(pieces for _, pieces in raw)
    return tuple(Sheet(part, tuple(_read_words(part, pieces, known))) for part, pieces in raw)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    kind: str
    titled: bool
    first: bool
    shouted: bool = False


_NOTHING = _Piece("", 0, "mark", False, False)


def _split(text: str) -> Iterable[_Piece]:
    line: list[_Piece] = []
    for piece in _cut_pieces(text):
        if piece.kind == "break":
            yield from _mark_title(line)
            yield piece
            line = []
        else:
            line.append(piece)
    yield from _mark_title(line)


def _cut_pieces(text: str) -> Iterable[_Piece]:
    first, last, skip = True, "", -1
    for match in _WORD.finditer(text):
        if match.start() == skip:
            continue
        kind = str(match.lastgroup)
        if kind != "word":
            yield _Piece(match[0], match.start(), kind, False, False)
            first = _opens(kind, match[0], first, last)
            continue
        tail = _POSSESSIVE.search(match[0])
        plural = match[0].endswith("s") and _PLURAL_OWNER.match(text, match.end())
        cut = tail.start() if tail else len(match[0])
        yield _Piece(match[0][:cut], match.start(), "word", False, first)
        if tail:
            yield _Piece(tail[0], match.start() + cut, "owner", False, False)
        if plural:
            yield _Piece("'", match.end(), "owner", False, False)
            skip = match.end()
        first, last = False, match[0].lower()


def _opens(kind: str, mark: str, first: bool, last: str) -> bool:
    """Whether a sentence or a line opens after this mark."""
    if kind == "break" or mark in "!?:•":
        return True
    if mark == ".":
        return last not in _shortened()
    return first or mark in '"“«'


@functools.cache
def _shortened() -> frozenset[str]:
    """The words before a name whose full stop ends nothing."""
    keys = ("titles", "ranks", "short_posts")
    return frozenset(word for key in keys for word in load_words("offices", key))


def _mark_title(line: list[_Piece]) -> list[_Piece]:
    words = [p.text for p in line if p.kind == "word" and p.text[0].isalpha()]
    longer = [word for word in words if len(word) > SMALL_WORD]
    if len(words) < 4 or len(words) > TITLE_LENGTH or not longer:
        return line
    if sum(word.isupper() for word in longer) > SHOUT_SHARE * len(longer):
        return [_Piece(p.text, p.start, p.kind, True, p.first, True) for p in line]
    tall = sum(word[0].isupper() for word in longer)
    ended = line[-1].text in ".!?"
    if tall < TITLE_SHARE * len(longer) or ended or any(p.text == "," for p in line[:-1]):
        return line
    return [_Piece(p.text, p.start, p.kind, True, p.first) for p in line]


@dataclass(frozen=True, slots=True)
class _Case:
    """How often words stand with and without a capital where it tells something."""

    tall: Mapping[str, int]
    small: Mapping[str, int]
    exact: frozenset[str]


def _count_capitals(pages: Iterable[Iterable[_Piece]]) -> _Case:
    tall: Counter[str] = Counter()
    small: Counter[str] = Counter()
    exact: set[str] = set()
    for pieces in pages:
        for piece in pieces:
            if piece.kind == "word" and not piece.titled:
                exact.add(piece.text)
            if piece.kind == "word" and not piece.titled and not piece.first:
                (tall if piece.text[0].isupper() else small)[piece.text.lower()] += 1
    return _Case(tall, small, frozenset(exact))


def _read_words(part: Part, pieces: Iterable[_Piece], case: _Case) -> Iterable[Word]:
    tokens = {token.idx: token for token in part.doc}
    token: Token | None = None
    pieces = list(pieces)
    beside = zip([_NOTHING, *pieces], pieces, [*pieces[1:], None], strict=False)
    for before, piece, after in beside:
        token = tokens.get(piece.start, token)
        low = piece.text.lower()
        kinds = find_kinds(piece.text) if piece.kind == "word" else frozenset({piece.kind})
        if piece.shouted and piece.text not in case.exact:
            kinds -= {"acronym"}
        if piece.kind == "word":
            kinds = _judge_beside(kinds, low, before.text.lower(), after)
        last = _last_token(tokens, piece) or token
        tag = last.pos_ if last is not None else "X"
        if "stop" in kinds and _is_named_stop(piece):
            kinds -= {"stop"}
        if "calendar" in kinds and _is_given_month(piece, after):
            kinds -= {"calendar"}
        capital = piece.kind == "word" and _is_capital(piece, kinds, tag, case)
        entity = token.ent_type_ if token is not None else ""
        end = piece.start + len(piece.text)
        yield Word(piece.text, piece.start, end, low, kinds, capital, piece.first, tag, entity)


def _judge_beside(
    kinds: frozenset[str], low: str, before: str, after: _Piece | None
) -> frozenset[str]:
    """The kinds of a word as its neighbours change them: 'First Lady', 'Sri Lanka'."""
    if low == "pm" and (before in {".", "m"} or before[-1:].isdigit()):
        return kinds - {"post"}
    if f"{before} {low}" in load_words("offices", "word_pairs"):
        return kinds - {"title", "courtesy"} | {"post"}
    if "title" in kinds and after is not None and _opens_state(low, after):
        return kinds - {"title", "courtesy"} | {"state"}
    return kinds


def _opens_state(low: str, after: _Piece) -> bool:
    pair = f"{low} {after.text.lower()}"
    return pair in load_states() or pair in load_adjectives()


def _is_given_month(piece: _Piece, after: _Piece | None) -> bool:
    """'Jan' and 'April' right before a capitalised word that is no office: a given name."""
    if (
        piece.text not in load_words("phrases", "given_months")
        or after is None
        or after.kind != "word"
    ):
        return False
    return after.text[0].isupper() and not find_kinds(after.text) & {
        "post",
        "title",
        "body",
        "stop",
    }


def _is_named_stop(piece: _Piece) -> bool:
    """'Per' and 'An' inside a sentence, with a capital: a name, not the little word."""
    if piece.first or piece.titled or piece.text.lower() in load_words("phrases", "ties"):
        return False
    return piece.text.istitle()


def _only_opens(piece: _Piece) -> bool:
    """'Today' at the head of a sentence, 'Meets' in a title: a capital that tells nothing."""
    low = piece.text.lower()
    if piece.first and low in load_words("phrases", "openers"):
        return True
    return piece.titled and not piece.first and low in load_words("phrases", "title_verbs")


def _last_token(tokens: Mapping[int, Token], piece: _Piece) -> Token | None:
    joint = max(piece.text.rfind("-"), piece.text.rfind("/"))
    return tokens.get(piece.start + joint + 1)


def _is_capital(piece: _Piece, kinds: frozenset[str], tag: str, case: _Case) -> bool:
    text, low = piece.text, piece.text.lower()
    if _PREFIXED.match(text):
        return True
    if not text[0].isupper() or "stop" in kinds or "calendar" in kinds:
        return False
    if not (piece.first or piece.titled):
        return True
    if _only_opens(piece):
        return False
    if case.tall.get(low, 0) or not kinds.isdisjoint({"state", "adjective", "city", "acronym"}):
        return True
    if piece.titled and tag in {"VERB", "AUX", "ADV", "ADP"} and "post" not in kinds:
        return False
    if "common" not in kinds:
        return tag not in {"VERB", "AUX", "ADV", "ADP", "DET", "PRON"} or "-" in text
    structural = kinds & {"body", "post", "instrument", "title", "rank", "venue", "operation"}
    return bool(structural) or (tag in {"PROPN", "ADJ", "NOUN"} and not case.small.get(low, 0))
