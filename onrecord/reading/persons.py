"""Names of persons: what surely is one on a page, and where one begins in a run of capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.states import end_state

NAME_LENGTH = 5  # words in a person's name at most
APPOSED = 14  # words in an office behind a name of one word at most
STRUCTURAL = (
    "body",
    "post",
    "instrument",
    "operation",
    "title",
    "rank",
    "adjective",
    "calendar",
    "field",
    "number",
    "ordinal",
    "venue",
    "region",
    "gathering",
)


@dataclass(frozen=True, slots=True)
class Names:
    """The persons' names that a page is sure of: whole ones, and the words in them, folded."""

    full: frozenset[tuple[str, ...]] = frozenset()
    words: frozenset[str] = frozenset()


def is_name_word(word: Word) -> bool:
    """Whether a word can stand in a person's name as far as lexicons tell."""
    if not word.text[0].isupper() and not word.capital:
        return False
    if word.has("stop", "mark", "break", "state"):
        return False
    return not word.has(*STRUCTURAL) or (
        word.entity == "PERSON" and not word.has("post", "body", "title")
    )


def is_rare(word: Word) -> bool:
    """Whether a word is no ordinary English word, no place and no acronym: good in a name."""
    return len(word.text) > 1 and not word.has(
        "common", "state", "capital_city", "acronym", "adjective", "stop", "mark", "break"
    )


def find_name_start(sheet: Sheet, names: Names, start: int, end: int) -> int:
    """Where a person's name begins at the end of the run of capitals; `end` where none does."""
    for at in range(max(start, end - NAME_LENGTH), end):
        if _lows(sheet, at, end) in names.full:
            return _widen_left(sheet, names, start, at)
    if (after := _name_after_state(sheet, names, start, end)) < end:
        return after
    at = end
    while at > start and _in_name(sheet, names, at - 1):
        at -= 1
    if at == end - 1 and _is_given_name(sheet, start, at - 1):
        at -= 1
    length = _count(sheet, at, end)
    if at == end:
        return _name_after_place(sheet, start, end)
    if at == start:
        return _split_all(sheet, start, end, length)
    if 2 <= length <= NAME_LENGTH or _surname_after_post(sheet, at, end):
        return at
    return at if _surname_after_field(sheet, start, at, end) else end


def _name_after_state(sheet: Sheet, names: Names, start: int, end: int) -> int:
    """Where a name begins that the name of a known state opens: 'of El Salvador Ana Hill Ruiz'."""
    if sheet.word(start - 1).low not in {"of", "the", "to"}:
        return end
    after = end_state(sheet, start)
    rest = [sheet.word(i) for i in range(after, end)]
    if after == start or not 2 <= len(rest) <= NAME_LENGTH:
        return end
    if any(word.has(*STRUCTURAL, "acronym", "stop") for word in rest):
        return end
    told = any(is_rare(w) or w.low in names.words or w.entity == "PERSON" for w in rest)
    return after if told else end


def _name_after_place(sheet: Sheet, start: int, end: int) -> int:
    """A name of ordinary words after a place: 'of Ruritania Mark Grant'."""
    if sheet.word(start - 1).low not in {"of", "the", "to"} or end - start not in {3, 4}:
        return end
    first = sheet.word(start)
    if not (first.has("state") or is_rare(first)):
        return end
    rest = [sheet.word(i) for i in range(start + 1, end)]
    return (
        end
        if any(word.has(*STRUCTURAL, "acronym", "state", "stop") for word in rest)
        else start + 1
    )


def _is_given_name(sheet: Sheet, start: int, at: int) -> bool:
    """Whether an ordinary word before a surname is the given name: 'Mark', 'Rose'."""
    word, before = sheet.word(at), sheet.word(at - 1)
    if at <= start or word.has(*STRUCTURAL, "acronym", "stop", "state"):
        return False
    tied = at - 1 == start and sheet.word(start - 1).low in {"of", "to", "the"}
    return tied or before.has("field", "body", "state", "post", "rank", "adjective", "instrument")


def _widen_left(sheet: Sheet, names: Names, start: int, at: int) -> int:
    """A known surname with the given names before it, the first word after 'of' left out."""
    first = start + 1 if sheet.word(start - 1).low in {"of", "the", "to"} else start
    while at > first and _in_name(sheet, names, at - 1):
        at -= 1
    return at


def _in_name(sheet: Sheet, names: Names, at: int) -> bool:
    word = sheet.word(at)
    if word.has("initial", "particle"):
        return True
    if word.low in load_words("names", "given") and is_rare(sheet.word(at + 1)):
        return word.capital
    if not is_name_word(word) or (word.has("field") and word.low not in names.words):
        return False
    if word.low in names.words or is_rare(word):
        return True
    return word.entity == "PERSON" or _is_shouted_surname(sheet, at)


def _is_shouted_surname(sheet: Sheet, at: int) -> bool:
    word, left, right = sheet.word(at), sheet.word(at - 1), sheet.word(at + 1)
    if not (word.text.isupper() and len(word.text) > 3) or not word.has("acronym"):
        return False
    return any(w.capital and is_rare(w) and not w.text.isupper() for w in (left, right))


def _split_all(sheet: Sheet, start: int, end: int, length: int) -> int:
    """A run after 'of' in which every word could be a name's: the first must be the place's."""
    if sheet.word(start - 1).has("post", "rank", "title") and length >= 1:
        return start
    return (
        end - 2
        if length >= 3 and sheet.word(start - 1).low in {"of", "the", "to", "for", "in"}
        else end
    )


def _surname_after_post(sheet: Sheet, at: int, end: int) -> bool:
    return at == end - 1 and sheet.word(at - 1).has("post", "rank", "title", "after_post")


def _surname_after_field(sheet: Sheet, start: int, at: int, end: int) -> bool:
    """A surname alone behind an office with its field: 'Secretary of Commerce Orlo'."""
    if at != end - 1 or not sheet.word(at - 1).has("field"):
        return False
    word, head = sheet.word(at), sheet.word(start - 2)
    if sheet.word(start - 1).low not in {"of", "for"} or not head.capital:
        return False
    told = head.low in load_words("offices", "addressed")
    return told and is_rare(word) and not word.has("city", *STRUCTURAL)


def _count(sheet: Sheet, start: int, end: int) -> int:
    return sum(not sheet.word(i).has("particle") for i in range(start, end))


def _lows(sheet: Sheet, start: int, end: int) -> tuple[str, ...]:
    return tuple(sheet.word(i).low for i in range(start, end))


def learn_names(sheets: Iterable[Sheet]) -> Names:
    """The names that titles, posts, verbs of saying and the recogniser of names vouch for."""
    return add_names(Names(), {_lows(s, *name) for s in sheets for name in _sure_names(s)})


def add_names(names: Names, more: Iterable[tuple[str, ...]]) -> Names:
    """The names with more whole names and their words, particles and initials aside."""
    full = names.full | frozenset(more)
    words = {word for name in full for word in name if len(word) > 2}
    return Names(full, frozenset(words - load_words("names", "particles")))


def _sure_names(sheet: Sheet) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(sheet.words):
        start, end = find_name_words(sheet, at)
        start = _skip_place(sheet, start, end)
        if end > start and _is_sure(sheet, start, end):
            yield start, end
        at = max(end, at + 1)


def _skip_place(sheet: Sheet, start: int, end: int) -> int:
    """Without the state that an office's 'of' brings: 'Minister of Ruritania Ivan Petrov'."""
    before, first = sheet.word(start - 1), sheet.word(start)
    if before.low == "the":
        before = sheet.word(start - 2)
    tied = before.low in {"of", "to"}
    several = end - start > 2
    shouted = any(sheet.word(i).has("acronym") for i in range(start + 1, end))
    return start + 1 if several and (tied or (first.has("acronym") and not shouted)) else start


def find_name_words(sheet: Sheet, at: int) -> tuple[int, int]:
    """The longest stretch from `at` on that could be a person's name and nothing else."""
    end = at
    while end < len(sheet.words) and _could_stand(sheet, at, end):
        end += 1
    while end > at and sheet.word(end - 1).has("particle") and not sheet.word(end - 1).capital:
        end -= 1
    while end - at > 1 and sheet.word(at).has("rank", "title") and sheet.word(at + 1).capital:
        at += 1
    while end - at > 1 and _is_honour(sheet.word(end - 1)):
        end -= 1
    if end - at > 2 and sheet.word(at).has("field"):
        return at, at
    return at, end


def _is_honour(word: Word) -> bool:
    """'OBE' and 'MP' behind a name."""
    return word.text in load_words("offices", "postnominals") and word.has("acronym", "post")


def _could_stand(sheet: Sheet, start: int, at: int) -> bool:
    word = sheet.word(at)
    if word.has("initial"):
        return True
    if word.has("particle") and not word.capital:
        before = sheet.word(at - 1)
        opened = at > start or (before.capital and before.has("post", "title"))
        return opened and sheet.word(at + 1).capital
    if word.has("title") and at > start:
        after = sheet.word(at + 1)
        return word.capital and not word.has("courtesy") and after.capital and is_name_word(after)
    return word.capital and is_name_word(word)


def _is_sure(sheet: Sheet, start: int, end: int) -> bool:
    words = [sheet.word(i) for i in range(start, end)]
    if not 1 <= len(words) <= NAME_LENGTH or all(word.has("initial") for word in words):
        return False
    rare = sum(is_rare(word) for word in words)
    before = sheet.word(start - 1)
    if len(words) == 1:
        if any(check(sheet, start) for check in SINGLE_CHECKS):
            return True
        return bool(rare) and (_titled(sheet, start) or _is_apposed(sheet, start))
    if words[0].has("initial") or _titled(sheet, start) or _follows_plural(sheet, start):
        return bool(rare)
    if len(words) > 1 and before.capital and before.has("rank", "post", "courtesy"):
        return True
    if not rare or any(word.has("acronym") and len(word.text) < 4 for word in words):
        return False
    if before.has("post", "after_post", "rank"):
        return True
    return _vouched(sheet, words, start, end)


def is_addressed(sheet: Sheet, at: int) -> bool:
    """An ordinary word as a surname right behind an office of address: 'President Stone met'."""
    post, word, after = sheet.word(at - 1), sheet.word(at), sheet.word(at + 1)
    if not (post.capital and post.low in load_words("offices", "addressed")):
        return False
    if after.capital or sheet.word(at - 2).has("title", "rank") or not word.capital:
        return False
    return not word.has(
        *STRUCTURAL, "stop", "state", "acronym", "city", "plural", "after_post", "people"
    )


def _is_courteous(sheet: Sheet, at: int) -> bool:
    """Any word that is no structure behind 'Mr' or 'Ms': 'Ms Price'."""
    before = sheet.word(at - 2) if sheet.word(at - 1).text == "." else sheet.word(at - 1)
    word = sheet.word(at)
    if not before.has("courtesy") or sheet.word(at + 1).capital or len(word.text) < 3:
        return False
    return word.capital and not word.has(*STRUCTURAL, "stop", "state", "people", "after_post")


def _is_shouted(sheet: Sheet, at: int) -> bool:
    """'Senator ORLO -': a surname in capitals that labels a turn."""
    word, before, after = sheet.word(at), sheet.word(at - 1), sheet.word(at + 1)
    if not (word.text.isupper() and len(word.text) > 3 and before.capital):
        return False
    told = before.low in load_words("offices", "addressed") or before.has("title")
    return told and after.text in {"-", "–", "—", ":", "("} and not word.has("post", "body")


def _is_listed(sheet: Sheet, at: int) -> bool:
    """A surname in a list behind an office in the plural: 'Ministers Orlo and Pellin'."""
    if not is_rare(sheet.word(at)) or sheet.word(at).has("city", *STRUCTURAL):
        return False
    if sheet.word(at + 1).capital:
        return False
    return _follows_plural(sheet, at)


def _follows_plural(sheet: Sheet, at: int) -> bool:
    """Whether a list of names leads back from here to an office in the plural."""
    while sheet.word(at - 1).low in {",", "and"}:
        step = at - 2
        while is_name_word(sheet.word(step)) and step > at - 2 - NAME_LENGTH:
            step -= 1
        if step == at - 2:
            return False
        at = step + 1
    before = sheet.word(at - 1)
    return before.capital and before.has("post") and before.has("plural")


SINGLE_CHECKS = (is_addressed, _is_courteous, _is_shouted, _is_listed)


def _is_apposed(sheet: Sheet, at: int) -> bool:
    """A name of one word that an office explains: 'Oyun, Prime Minister of Tarvia, met'."""
    before, word = sheet.word(at - 1), sheet.word(at)
    if before.text not in {"\n", ".", ","} and not before.has("break"):
        return False
    if word.has("city", "acronym") or sheet.word(at + 1).text != ",":
        return False
    if not sheet.word(at + 2).capital or not _post_follows(sheet, at + 2):
        return False
    return any(_closes(sheet, step) for step in range(at + 3, at + APPOSED))


def _closes(sheet: Sheet, at: int) -> bool:
    return sheet.word(at).text == "," and sheet.word(at + 1).tag in {"VERB", "AUX"}


def _titled(sheet: Sheet, start: int) -> bool:
    before = sheet.word(start - 1)
    if before.low == ".":
        before = sheet.word(start - 2)
    return before.has("title")


def _vouched(sheet: Sheet, words: Sequence[Word], start: int, end: int) -> bool:
    while _is_honour(sheet.word(end)):
        end += 1
    after, before = sheet.word(end), sheet.word(start - 1)
    person = sum(word.entity == "PERSON" for word in words)
    if before.low in {"in", "at", "near", "from"}:
        return False
    if after.low in load_words("phrases", "saying") or before.low in {
        "said",
        "says",
        "added",
        "told",
        "chaired",
    }:
        return True
    if after.low in {",", "(", "–", "—", "as"} and _post_follows(sheet, end + 1):
        return True
    return person == len(words)


def _post_follows(sheet: Sheet, at: int) -> bool:
    for step in range(at, at + 5):
        word = sheet.word(step)
        if word.has("post"):
            return word.tag in {"NOUN", "PROPN", "ADJ"}
        if word.has("mark", "break") or word.tag in {"VERB", "AUX"}:
            return False
    return False
