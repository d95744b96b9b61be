"""States, cities and regions of the world in a part, invented states learned from their forms."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from onrecord.lexicon.loader import load_words
from onrecord.reading.gazetteer import fold_name, load_cities, load_states
from onrecord.reading.sheet import Sheet, Word

LONGEST_NAME = 9  # words in the name of a state at most
CITY_WORDS = 3  # words in the name of a city at most
STATE_WORDS = 5  # words in the name of a state that lists are read by, at most


def learn_states(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The words, in lower case, that a page's own long forms show to be names of states."""
    sheets = tuple(sheets)
    learned = frozenset(name for sheet in sheets for name in _taught(sheet))
    return learned | {name for sheet in sheets for name in _listed(sheet, learned)}


def _listed(sheet: Sheet, learned: frozenset[str]) -> Iterator[str]:
    """Unknown names in one list with a state: 'Ruritania, Borduria and Syldavia'."""
    for at, word in enumerate(sheet.words):
        if not (word.has("state") or word.low in learned) or not word.text[0].isupper():
            continue
        for tie, other in ((at + 1, at + 2), (at - 1, at - 2)):
            name, beyond = sheet.word(other), sheet.word(2 * other - tie)
            joined = sheet.word(tie).low in {"and", ","} and not beyond.capital
            joined = joined and (sheet.word(tie).low == "and" or beyond.low in {"and", ","})
            if joined and name.capital and _is_unknown(name) and name.entity != "PERSON":
                yield name.low


def _taught(sheet: Sheet) -> Iterator[str]:
    for at, word in enumerate(sheet.words):
        name = sheet.word(at + 2)
        if name.low == "the":
            continue
        if sheet.word(at + 1).low != "of" or not name.capital or not _is_unknown(name):
            continue
        if (word.capital and word.low in load_words("states", "long_heads")) or (
            word.low in load_words("phrases", "state_ties") and word.capital
        ):
            yield name.low


def _is_unknown(word: Word) -> bool:
    return not word.has("common", "acronym", "body", "city", "instrument", "field", "state")


def find_states(sheet: Sheet, learned: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The word ranges that name states, long forms whole, each word in one range at most."""
    at = 0
    while at < len(sheet.words):
        end = _end_state(sheet, at, learned)
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _end_state(sheet: Sheet, at: int, learned: frozenset[str]) -> int:
    word = sheet.word(at)
    if not word.text[:1].isupper() or word.has("mark"):
        return at
    end = _end_known(sheet, at, load_states_long(), LONGEST_NAME)
    if end == at and word.low in learned and word.text[0].isupper():
        end = at + 1
    if end > at and sheet.word(end).text == "Republic":
        return end + 1
    if end > at:
        return at if end == at + 1 and _is_else(sheet, at) else end
    return _end_long(sheet, at, learned)


def _is_else(sheet: Sheet, at: int) -> bool:
    """Whether an ambiguous name is here a person's: 'Jordan Smith' outside a place's position."""
    word, after = sheet.word(at), sheet.word(at + 1)
    if word.text not in load_words("states", "ambiguous"):
        return False
    if sheet.word(at - 1).low in load_words("phrases", "where") or word.entity == "GPE":
        return False
    beside = after.capital or (sheet.word(at - 1).capital and not sheet.word(at - 1).has("common"))
    return beside and (word.entity == "PERSON" or not after.has("common"))


def _end_long(sheet: Sheet, at: int, learned: frozenset[str]) -> int:
    """The end of 'Federal Democratic Republic of X' that starts here."""
    step = at
    while sheet.word(step).capital and sheet.word(step).low in load_words("states", "long_words"):
        step += 1
    head = sheet.word(step)
    held = sheet.word(at - 1).low == "of" and sheet.word(at - 2).has("post")
    if held and head.low in {"state", "states"}:
        return at
    if not head.capital or head.low not in load_words("states", "long_heads"):
        return at
    if sheet.word(step + 1).low != "of":
        return at
    start = step + 3 if sheet.word(step + 2).low == "the" else step + 2
    end = _end_known(sheet, start, load_states_long(), LONGEST_NAME)
    if end == start and sheet.word(start).low in learned and sheet.word(start).capital:
        end = start + 1
    return end if end > start else at


@functools.cache
def load_states_long() -> frozenset[str]:
    """The folded names of states, with a leading article and without."""
    names = load_states()
    return frozenset({name.removeprefix("the ") for name in names} | set(names)) - {"us"} | {"us"}


def find_cities(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The word ranges that have the name of a city and stand like one."""
    at = 0
    while at < len(sheet.words):
        word = sheet.word(at)
        end = _end_known(sheet, at, load_cities(), CITY_WORDS) if word.capital else at
        if end > at and _stands_as_city(sheet, at, end):
            yield at, end
            at = end
        else:
            at += 1


def _stands_as_city(sheet: Sheet, start: int, end: int) -> bool:
    before, after, word = sheet.word(start - 1), sheet.word(end), sheet.word(start)
    if after.capital and not after.has(
        "state", "body", "venue", "region", "gathering", "instrument"
    ):
        return (
            before.low in load_words("phrases", "where")
            and word.has("capital_city")
            and word.entity == "GPE"
        )
    if word.has("capital_city") or end > start + 1:
        return not (before.capital and not before.has("body", "region", "common"))
    return before.low in load_words("phrases", "where") or (
        word.entity == "GPE" and not before.capital
    )


def find_world(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The word ranges that name a region of the world."""
    known = _world_names()
    at = 0
    while at < len(sheet.words):
        end = _end_known(sheet, at, known, CITY_WORDS) if sheet.word(at).capital else at
        if end > at:
            yield at, end
        at = max(end, at + 1)


@functools.cache
def _world_names() -> frozenset[str]:
    return frozenset(fold_name(name) for name in load_words("names", "world"))


def end_state(sheet: Sheet, at: int) -> int:
    """The end of the longest known name of a state that starts at this word, else the word."""
    return _end_known(sheet, at, load_states_long(), LONGEST_NAME)


def _end_known(sheet: Sheet, at: int, known: frozenset[str], longest: int) -> int:
    """The end of the longest name in `known` that starts at this word; `at` where none does."""
    text, best = "", at
    for step in range(at, min(at + longest, len(sheet.words))):
        word = sheet.word(step)
        if word.has("break"):
            break
        glue = (
            ""
            if step == at or word.has("owner") or (text.endswith(("-", ".")) and word.has("mark"))
            else " "
        )
        text = fold_name(text + glue + word.text)
        marked = word.has("mark") and text.replace(" .", ".") in known
        saint = text.startswith("st. ") and text.replace("st.", "saint", 1) in known
        if text in known or marked or saint:
            best = step + 1
    return best


def ends_state(sheet: Sheet, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` close with the name of a state, of any length."""
    if sheet.word(end - 1).has("state"):
        return True
    return any(end_state(sheet, at) == end for at in range(max(start, end - STATE_WORDS), end - 1))
