"""Runs: the lines of a list, each of which tells one thing and has its own day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.clean.dates import MONTH, find_dates, make_day
from onrecord.clean.lines import Line
from onrecord.clean.rows import ENTRY, Row, is_prose, tells_fact
from onrecord.clean.stamps import Stamp
from onrecord.clean.wording import tells_title
from onrecord.lexicon.loader import load_words

ENTRIES = 3  # such lines one after the other that make a list
LINKS = frozenset({"more", "menu", "share", "tags"})  # what may stand below an entry
KIND_WORDS = 3  # words of the longest name of a kind of text
TELLING_SHARE = 0.5  # share of them that tell a fact

WEEKDAY = "|".join(sorted(load_words("layout", "stamps.weekday"), key=len, reverse=True))
_PERIOD = re.compile(rf"(?:(?P<month>{MONTH})\.?,?\s)?(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}[.)]\s\S")
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?\.?"
_YEARLESS = re.compile(
    rf"(?:(?:{WEEKDAY})\.?,?\s)?(?:{_DAY.format('d1')}(?:\s(?P<m1>{MONTH})\.?)?"
    rf"|(?P<m2>{MONTH})\.?\s{_DAY.format('d2')})",
    re.IGNORECASE,
)


def open_cells(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page all of whose text stands in a table of days, as if there were none."""
    cells = [line for line in lines if "cell" in line.hints]
    days = sum(_find_day(line.flat) is not None for line in cells)
    told = sum(is_prose(line.flat) for line in cells)
    if days < ENTRIES or told < days or _find_day(cells[0].flat) is None:
        return lines
    if told < sum(is_prose(line.flat) for line in lines if not line.furniture):
        return lines
    return [replace(line, hints=line.hints - {"cell"}) for line in lines]


def read_periods(rows: list[Row]) -> list[Row]:
    """A day without a year is a stamp where a line above it is the year, or the month and year."""
    found: list[Row] = []
    year = month = ""
    for row in rows:
        flat = row.line.flat.strip(" :")
        period = _PERIOD.fullmatch(flat)
        if period:
            year, month = period["year"], period["month"] or ""
        stamp = _read_yearless(flat, year, month) if year and _may_date(row) else None
        found.append(Row(row.line, "stamp", "stamp", stamp) if stamp else row)
    return found


def _may_date(row: Row) -> bool:
    return row.kind in ("short", "item") and row.stamp is None and len(row.line.words) <= ENTRIES


def _read_yearless(flat: str, year: str, month: str) -> Stamp | None:
    match = _YEARLESS.fullmatch(flat)
    if match is None:
        return None
    day = make_day(year, match["m1"] or match["m2"] or month, match["d1"] or match["d2"])
    return Stamp("line", len(flat), day, (0, len(flat))) if day else None


def read_numbered(rows: list[Row]) -> list[Row]:
    """Numbered lines without a final stop, each over its text, are titles."""
    places = [
        at
        for at, row in enumerate(rows[:-1])
        if row.kind == "item" and _NUMBERED.match(row.line.flat) and rows[at + 1].kind == "prose"
    ]
    told = sum(tells_title(rows[at].line.flat) for at in places)
    if len(places) < ENTRIES or told < TELLING_SHARE * len(places):
        return rows
    titles = set(places)
    return [replace(row, kind="short") if at in titles else row for at, row in enumerate(rows)]


def read_entries(rows: list[Row]) -> list[Row]:
    """In a list of dated lines each line that tells a fact is an entry, running text by itself."""
    found = list(rows)
    for size, lead, is_entry in _FORMS:
        for run in _find_runs(found, size, is_entry):
            lines = [at + lead for at in run]
            told = sum(_is_told(found[at]) for at in lines)
            if told < TELLING_SHARE * len(lines) or not _falls(found, run, size):
                continue
            for at in run:
                found[at : at + size] = map(_read_cell, found[at : at + size])
            for at in lines:
                found[at] = _read_line(found[at])
    return found


def _find_runs(
    rows: Sequence[Row], size: int, is_entry: Callable[[Sequence[Row], int], bool]
) -> Iterator[list[int]]:
    """The first rows of entries, list by list."""
    at = 0
    while at < len(rows):
        run = []
        while at < len(rows) and is_entry(rows, at):
            run.append(at)
            at = _skip_links(rows, at + size)
        led = is_entry is _is_followed and bool(run) and _are_led(rows, run)
        if len(run) >= ENTRIES and not led:
            yield run
        at += 0 if run else 1


def _are_led(rows: Sequence[Row], run: Sequence[int]) -> bool:
    """Whether days that stand below lines are those of the lines below them."""
    first, after = run[0], run[-1] + 2
    if first and _is_day(rows[first - 1]):
        return True
    return not _is_told(rows[first]) and after < len(rows) and _is_told(rows[after])


def _skip_links(rows: Sequence[Row], at: int) -> int:
    """The next row that is no link to more of the entry above it."""
    while at < len(rows) and rows[at].kind == "furniture" and _is_link(rows[at]):
        at += 1
    return at


def _is_link(row: Row) -> bool:
    return row.name in LINKS and len(row.line.words) <= KIND_WORDS


def _falls(rows: Sequence[Row], run: Sequence[int], size: int) -> bool:
    """Whether the newest entry stands first, as in lists of news and not in chronologies."""
    stamps = [_read_cell(row).stamp for at in run for row in rows[at : at + size]]
    days = [stamp.day for stamp in stamps if stamp and stamp.day]
    return all(newer >= older for newer, older in pairwise(days))


def _is_day(row: Row) -> bool:
    """Whether a row is a day and nothing else, be it in a cell of a table."""
    if "cell" in row.line.hints:
        return _find_day(row.line.flat) is not None
    return row.kind == "stamp" and row.stamp is not None and row.stamp.day is not None


def _find_day(flat: str) -> Stamp | None:
    date = next(find_dates(flat[:40]), None)
    if date is None or date.end - date.start < len(flat):
        return None
    return Stamp("line", len(flat), date.day, (0, len(flat)))


def _is_text(row: Row) -> bool:
    return row.kind in ("short", "prose") or "cell" in row.line.hints


def _is_led(rows: Sequence[Row], at: int) -> bool:
    """Whether a day and a line below it are an entry, and no text goes on below it."""
    if at + 1 >= len(rows) or not _is_day(rows[at]) or not _is_text(rows[at + 1]):
        return False
    return not _is_day(rows[at + 1]) and _ends(rows, at + 2)


def _is_followed(rows: Sequence[Row], at: int) -> bool:
    """Whether a line and the day below it are an entry, and no text goes on below it."""
    if at + 1 >= len(rows) or _is_day(rows[at]) or rows[at].kind not in ("short", "prose"):
        return False
    if not _is_day(rows[at + 1]):
        return False
    return (
        at + 2 == len(rows) or not rows[at + 2].is_body or _is_day(rows[min(at + 3, len(rows) - 1)])
    )


def _ends(rows: Sequence[Row], at: int) -> bool:
    return at >= len(rows) or not rows[at].is_body or "cell" in rows[at].line.hints


def _is_glued(rows: Sequence[Row], at: int) -> bool:
    """Whether a line begins or ends with its day."""
    stamp = rows[at].stamp
    if rows[at].kind not in ("short", "stamped") or stamp is None or stamp.day is None:
        return False
    return stamp.kind in ("glued", "tail")


def _is_told(row: Row) -> bool:
    stamp = row.stamp
    flat = row.line.flat
    if stamp and stamp.kind in ("glued", "tail"):
        flat = flat[stamp.end :] if stamp.kind == "glued" else flat[: stamp.end]
    return tells_fact(flat) or tells_title(flat)


def _read_line(row: Row) -> Row:
    glued = row.stamp is not None and row.stamp.kind in ("glued", "tail")
    return replace(row, kind="stamped" if glued else "prose", name=ENTRY)


def _read_cell(row: Row) -> Row:
    stamp = _find_day(row.line.flat) if "cell" in row.line.hints else None
    return Row(row.line, "stamp", "stamp", stamp) if stamp else row


def _is_filed(rows: Sequence[Row], at: int) -> bool:
    """Whether a line with its day has its kind in a line of its own below it."""
    if at + 1 >= len(rows) or not _is_glued(rows, at):
        return False
    below = rows[at + 1]
    few = len(below.line.words) <= KIND_WORDS and below.kind in ("short", "label", "furniture")
    return few and below.stamp is None


# The forms of entries: rows of one, which of them tells the fact, and how one is known.
_FORMS: tuple[tuple[int, int, Callable[[Sequence[Row], int], bool]], ...] = (
    (2, 0, _is_followed),
    (2, 1, _is_led),
    (2, 0, _is_filed),
    (1, 0, _is_glued),
)
