"""Dates, moments and numbers as people read them."""

from __future__ import annotations

import functools
from datetime import date, datetime

from onrecord.errors import TimeError
from onrecord.model.counts import spell_count as spell_count
from onrecord.model.time import earliest_day, find_grain

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ORDINALS = ("1st", "2nd", "3rd", "4th")
FIRST_QUARTER, FIRST_HALF = 33, 40  # what EDTF writes in the place of the month
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
DOUBTS = {"?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}
REMEMBERED = 4096  # days and periods whose words are not made again
MACHINE_GRAINS = ("day", "month", "year")
MARKS = "".join(DOUBTS)
QUOTATION_MARKS = '“”„«»"'


@functools.lru_cache(REMEMBERED)
def spell_edtf(value: str) -> str:
    """An EDTF value in words: '17 June 2022', '4th quarter of 2022', 'about June 2022'.

    A value that is not in the register's profile is given back as it stands.
    """
    try:
        words = _spell_plain(value.rstrip(MARKS))
    except TimeError:
        return value
    return DOUBTS.get(value[-1], "{}").format(words)


def _spell_plain(value: str) -> str:
    grain, first = find_grain(value), earliest_day(value)
    if grain == "day":
        return f"{first.day} {_month(first)}"
    if grain == "month":
        return _month(first)
    if grain == "year":
        return str(first.year)
    number = int(value[5:7])
    if grain == "season":
        return f"{SEASONS[number]} {first.year}"
    base = FIRST_QUARTER if grain == "quarter" else FIRST_HALF
    return f"{ORDINALS[number - base]} {grain} of {first.year}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


@functools.lru_cache(REMEMBERED)
def spell_period(start: str | None, end: str | None) -> str:
    """A time from one EDTF value to another: '1–23 April 2024', 'June 2022', 'undated'.

    What both ends share is said once.
    """
    if not start or not end or start == end:
        only = start or end
        return spell_edtf(only) if only else "undated"
    short = _spell_days(start, end)
    return short or f"{spell_edtf(start)} – {spell_edtf(end)}"


def _spell_days(start: str, end: str) -> str | None:
    """Two days or months of one year without saying the year twice; None for all others."""
    try:
        grains, first, last = {find_grain(start), find_grain(end)}, *_days(start, end)
    except TimeError:
        return None
    if len(grains) > 1 or first.year != last.year or start[-1] in MARKS or end[-1] in MARKS:
        return None
    grain = grains.pop()
    if grain == "day" and first.month == last.month:
        return f"{first.day}–{last.day} {_month(last)}"
    if grain == "day":
        return f"{first.day} {MONTHS[first.month - 1]} – {last.day} {_month(last)}"
    return f"{MONTHS[first.month - 1]}–{_month(last)}" if grain == "month" else None


def _days(start: str, end: str) -> tuple[date, date]:
    return earliest_day(start), earliest_day(end)


@functools.lru_cache(REMEMBERED)
def machine_time(start: str | None, end: str | None = None) -> str | None:
    """What a `<time>` element may carry for a period: a day, month or year, else None."""
    if not start or (end and end != start):
        return None
    plain = start.rstrip(MARKS)
    try:
        return plain if find_grain(plain) in MACHINE_GRAINS else None
    except TimeError:
        return None


def spell_moment(moment: str) -> str:
    """A moment of the register's journal: '24 November 2026, 22:31 UTC'."""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{read.day} {MONTHS[read.month - 1]} {read.year}, {read:%H:%M} UTC"


EFFECTS = {
    "confirmed": "Confirmed",
    "added": "Added by hand",
    "value": "{} corrected",
    "based": "{} corrected",
    "withdrew": "Called wrong",
    "replaced": "Replaced by a fact added by hand",
}


def spell_effect(effect: str, slot: str) -> str:
    """What a judgement did to a fact: 'Confirmed', 'Due corrected'; `slot` as readers call it."""
    return EFFECTS[effect].format(slot)


def put_marks(text: str) -> str:
    """The text in quotation marks, unless it has marks of its own: none are doubled or nested."""
    return text if any(mark in text for mark in QUOTATION_MARKS) else f"“{text}”"


def shorten(text: str, length: int) -> str:
    """The text on one line, cut at a word and marked with an ellipsis where it is longer."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"
