"""The day or period that a passage gives for a deed, read against its publication."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.lexicon.loader import load_table

NEAR = 60  # characters between a deed and the date that is its own
OPENING = 4  # characters before a date that opens a sentence, which dates all of it

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTHS})(?:,? (\d{{4}}))?\b")
_AMERICAN = re.compile(rf"\b({_MONTHS}) (\d{{1,2}})(?:,? (\d{{4}}))?\b(?!\d)")
_MONTH = re.compile(rf"\b[Ii]n ({_MONTHS})(?: (\d{{4}}))?\b")
_TODAY = re.compile(
    r"\b(today|this morning|this afternoon|this evening|tonight|yesterday|last night)\b", re.I
)

_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|which|who|whereas)\b|\band that\b")
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WEEKDAY = re.compile(rf"\b(?:[Ll]ast|[Oo]n|[Tt]his) ({_WEEKDAYS})\b(?!,? \d)")


@dataclass(frozen=True, slots=True)
class When:
    """The first and last day on which a deed may have been done; `stated` if the text says so."""

    earliest: str
    latest: str
    stated: bool


def find_when(text: str, start: int, end: int, published: str) -> When:
    """When the deed at `text[start:end]` was done: the date nearest to it, else by publication."""
    day = date.fromisoformat(published)
    found = [
        (max(at - end, start - to, 0), when)
        for at, to, when in _each_date(text, day)
        if when is not None and (at <= OPENING or _is_near(text, (at, to), (start, end)))
    ]
    if not found:
        return When(published, published, False)
    return min(found, key=lambda pair: (pair[0], pair[1].latest))[1]


def _is_near(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places stand close to each other in one clause."""
    first, second = sorted((one, other))
    between = text[first[1] : max(first[1], second[0])]
    return len(between) <= NEAR and _CLAUSE.search(between) is None


def _each_date(text: str, day: date) -> list[tuple[int, int, When | None]]:
    found = [(m.start(), m.end(), _day(m[3], m[2], m[1], day)) for m in _DAY.finditer(text)]
    found += [(m.start(), m.end(), _day(m[3], m[1], m[2], day)) for m in _AMERICAN.finditer(text)]
    found += [(m.start(), m.end(), _month(m[2], m[1], day)) for m in _MONTH.finditer(text)]
    found += [(m.start(), m.end(), _weekday(m[1], day)) for m in _WEEKDAY.finditer(text)]
    for match in _TODAY.finditer(text):
        back = int(match[1].lower() in ("yesterday", "last night"))
        found.append((match.start(), match.end(), _exact(day - timedelta(days=back))))
    return found


def _exact(day: date) -> When:
    return When(str(day), str(day), True)


def _weekday(name: str, day: date) -> When:
    """The last such day up to publication."""
    wanted = int(load_table("follow")["weekdays"][name.lower()])
    return _exact(day - timedelta(days=(day.weekday() - wanted) % 7))


def _day(year: str | None, month: str, number: str, day: date) -> When | None:
    """A day without a year is the last such day up to publication."""
    try:
        found = date(int(year or day.year), _number(month), int(number))
        if year is None and found > day:
            found = found.replace(year=found.year - 1)
    except ValueError:
        return None
    return _exact(found) if found <= day else None


def _month(year: str | None, month: str, day: date) -> When | None:
    number = _number(month)
    wanted = int(year) if year else day.year - int(number > day.month)
    first = date(wanted, number, 1)
    last = date(wanted, number, calendar.monthrange(wanted, number)[1])
    return When(str(first), str(min(last, day)), True) if first <= day else None


def _number(month: str) -> int:
    return int(load_table("follow")["months"][month.lower()])
