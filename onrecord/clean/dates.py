"""Dates as pages print them, in full: 17.06.2022, June 17, 2022, 17th of June 2022."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table

NEAR_DAYS = 7  # a page is stamped at most so many days after the day its text tells of
WEEKDAY_LENGTH = 12  # characters before a date in which its weekday stands
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(load_table("layout")["months"]["names"], start=1)
    for name in names
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"""
    (?<![\d./-])(?:
      (?P<iso>(?P<y1>\d{{4}})(?P<s1>[-./])\s?(?P<m1>\d{{1,2}})(?P=s1)\s?(?P<d1>\d{{1,2}}))
    | (?P<num>(?P<a>\d{{1,2}})\s?(?P<s2>[./-])\s?(?P<b>\d{{1,2}})\s?(?P=s2)\s?
        (?P<y2>\d{{4}}|\d{{2}}(?!\d)))
    | (?P<dmy>(?P<d3>{_DAY})\.?[\s-]{{0,2}}(?:(?:day\s)?of\s|de\s)?(?P<m3>{MONTH})(?![^\W\d_])\.?,?
        (?:(?:\sde\s|[\s-]{{0,2}})(?P<y3>\d{{4}})|(?:-|\s['’]?(?=\d\d\s?[:.)]?\s*\Z))(?P<y5>\d{{2}})))
    | (?P<spaced>\A(?P<d6>\d{{2}})\s(?P<m6>\d{{2}})\s(?P<y6>\d{{4}})\Z)
    | (?P<mdy>\b(?P<m4>{MONTH})\.?\s{{0,2}}(?P<d4>{_DAY}),?\s{{0,2}}(?P<y4>\d{{4}}))
    )(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"\d\d")  # every full date has a year of two figures at least
_FIGURED = re.compile(r"\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d")
_WORDED = re.compile(
    rf"\b(?:(?P<d1>{_DAY})\s(?:of\s)?(?P<m1>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{_DAY}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A full date at `start:end`; `swapped` is the other reading of a date in figures."""

    start: int
    end: int
    day: datetime.date
    swapped: datetime.date | None = None


def find_dates(text: str, month_first: bool = False) -> Iterator[PrintedDate]:
    """The full dates in a text, in order; `month_first` says how to read 05/06/2022."""
    if _YEAR.search(text) is None:
        return
    for match in _DATE.finditer(text):
        readings = [day for day in _read_match(match, month_first) if day]
        if readings:
            swapped = readings[1] if len(readings) > 1 and readings[1] != readings[0] else None
            yield PrintedDate(match.start(), match.end(), readings[0], swapped)


def _read_match(match: re.Match[str], month_first: bool) -> list[datetime.date | None]:
    if match["iso"]:
        return [make_day(match["y1"], match["m1"], match["d1"])]
    if match["dmy"]:
        return [make_day(match["y3"] or "20" + match["y5"], match["m3"], match["d3"])]
    if match["spaced"]:
        return [make_day(match["y6"], match["m6"], match["d6"])]
    if match["mdy"]:
        return [make_day(match["y4"], match["m4"], match["d4"])]
    year = match["y2"] if len(match["y2"]) == 4 else "20" + match["y2"]
    both = [make_day(year, match["b"], match["a"]), make_day(year, match["a"], match["b"])]
    return both[::-1] if month_first else both


def make_day(year: str, month: str, day: str) -> datetime.date | None:
    """The day that the three strings name (a month by name or figure), None where none does."""
    number = _MONTHS.get(month.casefold()) or (int(month) if month.isdecimal() else 0)
    figure = int(re.sub(r"\D", "", day))
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return datetime.date(int(year), number, figure)
    except ValueError:
        return None


def is_month_first(text: str) -> bool:
    """Whether the page writes the month before the day in dates of figures.

    Evidence is a figure above twelve or a weekday beside a date, else a day that the text
    names in words shortly before one of the two readings; without any the day comes first.
    """
    if _FIGURED.search(text) is None:
        return False
    first = second = 0
    pending: dict[datetime.date, PrintedDate] = {}
    for date in find_dates(text):
        if date.swapped:
            pending[date.day] = date
            by_weekday = _fits_weekday(date, text)
            first, second = first + (by_weekday is False), second + (by_weekday is True)
            continue
        match = _DATE.match(text, date.start)
        if match and match["num"]:
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
    if first or second:
        return second > first
    return bool(pending) and _fits_words(pending.values(), text)


def _fits_weekday(date: PrintedDate, text: str) -> bool | None:
    """Whether the weekday before a date is that of its other reading, None without one."""
    before = re.findall(r"[^\W\d_]+", text[max(0, date.start - WEEKDAY_LENGTH) : date.start])
    named = before[-1][:3].casefold() if before else ""
    if named not in WEEKDAYS or date.swapped is None:
        return None
    own, other = (day.weekday() == WEEKDAYS.index(named) for day in (date.day, date.swapped))
    return other if own != other else None


def _fits_words(pending: Iterable[PrintedDate], text: str) -> bool:
    named = {
        ((match["m1"] or match["m2"]).casefold(), match["d1"] or match["d2"])
        for match in _WORDED.finditer(text)
    }
    plain = swapped = 0
    for date in pending:
        plain += _is_near(date.day, named)
        swapped += date.swapped is not None and _is_near(date.swapped, named)
    return swapped > plain


def _is_near(day: datetime.date, named: Iterable[tuple[str, str]]) -> bool:
    for month, figure in named:
        other = make_day(str(day.year), month, figure)
        if other and 0 <= (day - other).days <= NEAR_DAYS:
            return True
    return False
