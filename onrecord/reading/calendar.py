"""Resolving what a phrase leaves out (the year, the month) against the days around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.time import earliest_day, find_grain, latest_day, month_edtf

# How much nearer a day on the wrong side of the publication date must be to win: 'will be
# held on 3 February' in a release of 5 February is a late notice, of 5 March is next year.
WRONG_SIDE = 10.0
COMING_SEASON = 75  # days: a season that begins sooner is 'this' one, not the 'next'
FUTURE_SIDE = 1.3  # without a tense, releases report rather than announce
MONTHS = 12  # higher numbers stand for seasons, quarters and halves
_STRETCH = {"quarter": 3, "season": 3, "half": 6, "month": 1}
_FIRST_MONTH = {
    21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """What a phrase means: EDTF values (None where they cannot be known) and their grain."""

    start: str | None
    end: str | None
    grain: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What a phrase is read against.

    `today` is the publication date; `direction` is 1 for what is to come, -1 for what was,
    0 where the text does not tell; `anchor` is the last time named before the phrase, `day`
    the last day, `near` the year of the last full date and `year` one that stands in the
    same sentence; `over` is the last full date told as past; `american` says that months come
    first in dates with slashes.
    """

    today: date | None
    direction: int = 0
    anchor: Period | None = None
    day: Period | None = None
    near: int | None = None
    year: int | None = None
    over: str | None = None
    american: bool = False


def single(value: str | None, grain: str) -> Period:
    """A period of one value."""
    return Period(value, value, grain)


def unknown(grain: str) -> Period:
    """A period that the text names and does not tell."""
    return Period(None, None, grain)


def day_period(day: date | None) -> Period:
    """A period of one day."""
    return single(day.isoformat() if day else None, "day")


def make_day(year: int, month: int, day: int) -> date | None:
    """The day of that number, or None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weigh_distance(first: date, last: date, clock: Clock) -> float:
    """How far a period is from the publication date, the wrong side counting more."""
    today = clock.today or first
    if first <= today <= last:
        return 0.0
    if last < today:
        return (today - last).days * (WRONG_SIDE if clock.direction > 0 else 1.0)
    factor = WRONG_SIDE if clock.direction < 0 else 1.0 if clock.direction > 0 else FUTURE_SIDE
    return (first - today).days * factor


def base_year(clock: Clock) -> int | None:
    """The year of publication, or of the last full date where the text prints none."""
    if clock.today is not None:
        return clock.today.year
    return clock.near


def near_year(clock: Clock, month: int, day: int, weekday: int | None = None) -> int | None:
    """The year in which that day of that month is meant; a weekday must fit where it can."""
    if clock.year is not None:
        return clock.year
    base = base_year(clock)
    if base is None:
        return None
    days = [found for year in (base - 1, base, base + 1) if (found := make_day(year, month, day))]
    fitting = [found for found in days if weekday is None or found.weekday() == weekday] or days
    if clock.today is None:
        return base + _is_over(clock, f"{base:04}-{month:02}-{day:02}")
    return (
        min(fitting, key=lambda found: weigh_distance(found, found, clock)).year if days else None
    )


def _is_over(clock: Clock, value: str) -> bool:
    """Whether what is to come would lie before a day that is told as past."""
    over = clock.over
    return clock.direction > 0 and over is not None and value < over[: len(value)]


def near_value(clock: Clock, second: int) -> str | None:
    """The month, quarter, season or half that is meant, by the number that EDTF gives it."""
    base = clock.year if clock.year is not None else base_year(clock)
    if base is None:
        return None
    values = [f"{year:04}-{second:02}" for year in (base - 1, base, base + 1)]
    if clock.year is not None:
        return values[1]
    if clock.today is None:
        return values[1 + (second <= MONTHS and _is_over(clock, values[1]))]
    return min(
        values, key=lambda value: weigh_distance(earliest_day(value), latest_day(value), clock)
    )


def near_weekday(clock: Clock, weekday: int, which: str | None = None) -> Period:
    """The day of the week that is meant: with 'last' before, with 'next' after today."""
    today = clock.today
    if today is None:
        return unknown("day")
    back = (today.weekday() - weekday) % 7
    ahead = (weekday - today.weekday()) % 7
    if which == "LAST":
        return day_period(today - timedelta(days=back or 7))
    if which == "NEXT":
        return day_period(today + timedelta(days=ahead or 7))
    if which == "THIS" or clock.direction > 0:
        return day_period(today + timedelta(days=ahead))
    return day_period(today - timedelta(days=back))


def week_day(clock: Clock, weekday: int, weeks: int) -> Period:
    """The day of the week in the week so many weeks from the present one."""
    if clock.today is None:
        return unknown("day")
    monday = clock.today - timedelta(days=clock.today.weekday())
    return day_period(monday + timedelta(days=weekday, weeks=weeks))


def shift_period(clock: Clock, count: int, unit: str, *, exact: bool = False) -> Period:
    """The day, or the month or year, so many units from today.

    A week is told by its month, or by the day where it is `exact` ('in two weeks').
    """
    today = clock.today
    if today is None:
        return unknown({"DAYWORD": "day", "WEEK": "week", "MONTHWORD": "month"}.get(unit, "year"))
    if unit == "DAYWORD":
        return day_period(today + timedelta(days=count))
    if unit == "WEEK":
        day = today + timedelta(weeks=count)
        return day_period(day) if exact else single(day.isoformat()[:7], "week")
    if unit == "MONTHWORD":
        return single(month_edtf(today.year, today.month + count), "month")
    return single(f"{today.year + count:04}", "year")


def shift_part(clock: Clock, grain: str, count: int) -> Period:
    """The quarter or half-year so many from the present one."""
    if clock.today is None:
        return unknown(grain)
    months = _STRETCH[grain]
    first = 33 if grain == "quarter" else 40
    index = clock.today.year * 12 // months + (clock.today.month - 1) // months + count
    per_year = 12 // months
    return single(f"{index // per_year:04}-{first + index % per_year}", grain)


def near_season(clock: Clock, season: int, which: str | None) -> Period:
    """The season of that name that is meant, with 'last', 'this' or 'next' or without."""
    if clock.today is None or which is None:
        return single(near_value(clock, season), "season")
    years = range(clock.today.year - 2, clock.today.year + 3)
    values = [f"{year:04}-{season}" for year in years]
    if which == "LAST":
        return single([v for v in values if latest_day(v) < clock.today][-1], "season")
    if which == "NEXT":
        horizon = clock.today + timedelta(days=COMING_SEASON)
        return single(next(v for v in values if earliest_day(v) > horizon), "season")
    return single(_this_season(clock.today, values), "season")


def _this_season(today: date, values: list[str]) -> str:
    running = [v for v in values if earliest_day(v) <= today <= latest_day(v)]
    return running[0] if running else next(v for v in values if v[:4] == f"{today.year:04}")


def near_month(clock: Clock, month: int, which: str) -> Period:
    """The month of that name before ('LAST'), after ('NEXT') or in the present year."""
    today = clock.today
    if today is None:
        return unknown("month")
    year = today.year
    if which == "LAST" and month >= today.month:
        year -= 1
    if which == "NEXT" and month <= today.month:
        year += 1
    return single(month_edtf(year, month), "month")


def month_day(clock: Clock, day: int) -> Period:
    """The day of that number in the month that is spoken of, or the nearest one."""
    anchor = clock.anchor
    if anchor and anchor.end and find_grain(anchor.end) in ("day", "month"):
        base = latest_day(anchor.end)
        return day_period(make_day(base.year, base.month, day))
    if clock.today is None:
        return unknown("day")
    months = [month_edtf(clock.today.year, clock.today.month + step) for step in (-1, 0, 1)]
    days = [make_day(int(m[:4]), int(m[5:]), day) for m in months]
    found = [d for d in days if d]
    return day_period(min(found, key=lambda d: weigh_distance(d, d, clock)) if found else None)


def anchor_day(clock: Clock, days: int) -> Period:
    """The day so many days after the end (before the start) of the time last named."""
    anchor = clock.day or day_period(clock.today)
    if not anchor.start or not anchor.end:
        return unknown("day")
    base = latest_day(anchor.end) if days >= 0 else earliest_day(anchor.start)
    return day_period(base + timedelta(days=days))


def anchor_year(clock: Clock, years: int) -> Period:
    """The year so many after that of the time last named."""
    anchor = clock.anchor if years else clock.day or clock.anchor
    if anchor is None or not anchor.start:
        return unknown("year")
    return single(f"{earliest_day(anchor.start).year + years:04}", "year")


def anchor_month(clock: Clock, months: int) -> Period:
    """The month so many after that of the time last named."""
    anchor = clock.anchor
    if anchor is None or not anchor.start or find_grain(anchor.start) not in ("day", "month"):
        return unknown("month")
    base = earliest_day(anchor.start)
    return single(month_edtf(base.year, base.month + months), "month")


def month_span(year: int, first: int, count: int) -> Period:
    """So many months of a year from that one on."""
    return Period(month_edtf(year, first), month_edtf(year, first + count - 1), "month")
