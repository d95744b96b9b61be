"""Where a person's name begins in a run of capitals: 'Minister of Ruritania | Ivan Petrov'."""

from __future__ import annotations

from onrecord.lexicon.loader import load_words
from onrecord.reading.namewords import (
    NAME_LENGTH,
    STRUCTURAL,
    Names,
    fold_words,
    is_name_word,
    is_rare,
)
from onrecord.reading.sheet import Sheet
from onrecord.reading.states import end_state


def find_name_start(sheet: Sheet, names: Names, start: int, end: int) -> int:
    """Where a person's name begins at the end of the run of capitals; `end` where none does."""
    for at in range(max(start, end - NAME_LENGTH), end):
        if fold_words(sheet, at, end) in names.full:
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
