"""Dates as the register keeps them: a profile of EDTF (ISO 8601-2) with a first and a last day."""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date
from typing import Literal

from onrecord.errors import TimeError

Grain = Literal["day", "month", "quarter", "season", "half", "year"]

_SHAPE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # spring to winter, by their first month in the north
_QUARTERS = {33: 1, 34: 4, 35: 7, 36: 10}
_HALVES = {40: 1, 41: 7}
_LENGTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12}


def check_edtf(value: str) -> str:
    """The value itself, where it is in the profile.

    The profile holds years, months and days ('2022', '2022-06', '2022-06-17'), each with
    an optional '?', '~' or '%', and seasons (21-24), quarters (33-36) and halves (40, 41)
    in the place of the month. Raises `TimeError` for everything else.
    """
    _bounds(value)
    return value


def is_edtf(value: str) -> bool:
    """Whether the value is in the profile."""
    try:
        _bounds(value)
    except TimeError:
        return False
    return True


def earliest_day(value: str) -> date:
    """The first day that the value can mean."""
    return _bounds(value)[1]


def latest_day(value: str) -> date:
    """The last day that the value can mean; a winter runs into the next year."""
    return _bounds(value)[2]


def find_grain(value: str) -> Grain:
    """What the value names: a day, month, quarter, season, half or year."""
    return _bounds(value)[0]


def is_within(inner: str, outer: str) -> bool:
    """Whether every day of `inner` belongs to `outer`."""
    return earliest_day(outer) <= earliest_day(inner) and latest_day(inner) <= latest_day(outer)


def month_edtf(year: int, month: int) -> str:
    """A month as EDTF; a month outside 1-12 counts on into the years around."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}"


@functools.lru_cache(maxsize=4096)
def _bounds(value: str) -> tuple[Grain, date, date]:
    shape = _SHAPE.fullmatch(value)
    if shape is None or not value.isascii():
        raise TimeError(f"{value!r} is not a date; write it like 2022, 2022-06 or 2022-06-17")
    year, second, day = (int(part) if part else None for part in shape.groups()[:3])
    try:
        grain, first = _first_day(year or 0, second, day)
        if shape[4] and grain not in ("day", "month", "year"):
            raise ValueError("only days, months and years can be marked uncertain")
        return grain, first, _last_day(grain, first)
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{value!r} is not a date: {error}") from error


def _first_day(year: int, second: int | None, day: int | None) -> tuple[Grain, date]:
    if day is not None:
        return "day", date(year, second or 0, day)
    if second is None:
        return "year", date(year, 1, 1)
    tables: tuple[tuple[Grain, dict[int, int]], ...] = (
        ("season", _SEASONS),
        ("quarter", _QUARTERS),
        ("half", _HALVES),
    )
    for grain, months in tables:
        if second in months:
            return grain, date(year, months[second], 1)
    return "month", date(year, second, 1)


def _last_day(grain: Grain, first: date) -> date:
    if grain == "day":
        return first
    months = first.month - 1 + _LENGTHS[grain] - 1
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
