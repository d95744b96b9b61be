"""Names in quotation marks: operations, exercises, companies, texts, after or before their noun."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.reading import EntityType
from onrecord.reading.sheet import Sheet

LONGEST_TITLE = 25  # words in a quoted title at most
NAME_WORDS = 6  # words in a quoted name of an operation or a company at most
REACH = 12  # words between a quoted name and the noun that tells what it names
OPENING = frozenset({'"', "“", "«", "„"})


def find_quoted_names(sheet: Sheet) -> Iterator[tuple[int, int, EntityType]]:
    """The word range inside each pair of marks that names something, with what it names."""
    at = 0
    while at < len(sheet.words):
        close = _close_quote(sheet, at) if sheet.word(at).text in OPENING else at
        if close > at + 1 and (type_ := _what_it_names(sheet, at, close)):
            yield at + 1, close, type_
        at = max(close, at) + 1


def _close_quote(sheet: Sheet, at: int) -> int:
    for step in range(at + 1, at + LONGEST_TITLE + 2):
        if sheet.word(step).has("break"):
            return at
        if sheet.word(step).text in {'"', "”", "»"}:
            return step
    return at


def _what_it_names(sheet: Sheet, start: int, close: int) -> EntityType | None:
    first, last = sheet.word(start + 1), sheet.word(close - 1)
    if not (first.text[0].isupper() or first.has("number")) or last.text in {",", ".", "!", "?"}:
        return None
    short = close - start - 1 <= NAME_WORDS
    after, before = sheet.word(close + 1), sheet.word(start - 1)
    for word in (before, after):
        if word.has("operation") and short:
            return "operation"
        if word.has("instrument"):
            return "instrument"
        if word.has("gathering") and short:
            return "series"
        if word.has("body") and short:
            return "organisation"
    return "operation" if short and _operation_before(sheet, start) else None


def _operation_before(sheet: Sheet, start: int) -> bool:
    for step in range(start - 1, start - REACH, -1):
        word = sheet.word(step)
        if word.has("break") or word.text in {".", ";"}:
            return False
        if word.has("operation") and word.tag in {"NOUN", "PROPN"}:
            return True
    return False
