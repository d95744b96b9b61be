"""Towns that no list knows, learned from the places where a page names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.lexicon.loader import load_words
from onrecord.reading.gazetteer import fold_name
from onrecord.reading.namewords import Names
from onrecord.reading.sheet import Sheet, Word

TOWN_WORDS = 3  # words in the name of a town at most


def learn_towns(sheets: Iterable[Sheet], names: Names, states: frozenset[str]) -> frozenset[str]:
    """The folded names that a page's own words show to be those of towns.

    They stand after 'in', after a way that leads there or what a town has ('the mayor of'),
    before their state, or before the day at the head of a report. Nobody's name is one, and
    no name of a state.
    """
    sheets = tuple(sheets)
    found = {town for sheet in sheets for town in _find_towns(sheet, states)}
    found |= {town for sheet in sheets for town in _find_beside(sheet, found)}
    return frozenset(t for t in found if names.words.isdisjoint(t.split()) and t not in states)


def _find_towns(sheet: Sheet, states: frozenset[str]) -> Iterator[str]:
    at = 0
    while at < len(sheet.words):
        end = at
        while end < at + TOWN_WORDS and _may_name(sheet.word(end)):
            end += 1
        if end > at and not sheet.word(end).capital and _stands_as_town(sheet, at, end, states):
            yield fold_words(sheet, at, end)
        at = max(end, at + 1)


def _find_beside(sheet: Sheet, towns: set[str]) -> Iterator[str]:
    """What 'and' joins to a town: 'Orlin and Ruritz', one word each."""
    for at, word in enumerate(sheet.words):
        if word.low != "and" or sheet.word(at - 2).capital or sheet.word(at + 2).capital:
            continue
        pair = [sheet.word(at - 1), sheet.word(at + 1)]
        told = [one.has("city") or fold_name(one.text) in towns for one in pair]
        if any(told) and all(map(_may_name, pair)):
            yield from (fold_name(one.text) for one in pair)


def fold_words(sheet: Sheet, start: int, end: int) -> str:
    """The words of a range in the form in which learned names are kept."""
    return fold_name(" ".join(sheet.word(at).text for at in range(start, end)))


def _may_name(word: Word) -> bool:
    return word.capital and not word.has(
        "acronym", "body", "instrument", "field", "state", "calendar", "venue", "post", "title",
        "rank", "adjective", "region", "operation", "gathering", "stop",
    )  # fmt: skip


def _stands_as_town(sheet: Sheet, start: int, end: int, states: frozenset[str]) -> bool:
    before, beyond = sheet.word(start - 1), sheet.word(start - 2)
    if before.low == "in" or before.low in load_words("phrases", "town_verbs"):
        return True
    if before.low in {"to", "for"} and beyond.low in load_words("phrases", "town_ways"):
        return True
    if before.low == "of" and beyond.low in load_words("phrases", "town_ties"):
        return True
    if end == start + 1 and _leads_to_state(sheet, end, states):
        return True
    return before.has("break") and _is_dateline(sheet, end)


def _leads_to_state(sheet: Sheet, end: int, states: frozenset[str]) -> bool:
    """'Ruritz, Ruritania': one word, and then the state that it lies in."""
    state, after = sheet.word(end + 1), sheet.word(end + 2)
    told = state.capital and (state.has("state") or state.low in states)
    return sheet.word(end).text == "," and told and not after.capital and after.low != "and"


def _is_dateline(sheet: Sheet, end: int) -> bool:
    """'Ruritz, 4 June': a name at the head of a line, and then a day."""
    if sheet.word(end).text not in {",", "("}:
        return False
    day, other = sheet.word(end + 1), sheet.word(end + 2)
    return (day.has("number") and other.has("calendar")) or (
        day.has("calendar") and other.has("number")
    )
