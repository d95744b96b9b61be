"""Lanes of time: for each row what was when, on one common scale.

Places on the scale are percentages of the drawing's width, so that a drawing is as wide as
its page and its words stay legible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MARGIN_DAYS = 15  # left free before the first day and after the last
MOST_TICKS = 8
STEPS = (1, 2, 5, 10, 20, 50, 100)  # years between two ticks


@dataclass(frozen=True, slots=True)
class Moment:
    """A dot on a lane: what it is called, the day, its page."""

    title: str
    day: date
    address: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a lane shows, from its first moment to its last."""

    label: str
    address: str | None
    moments: tuple[Moment, ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """A moment with its place on the scale."""

    at: float
    moment: Moment


@dataclass(frozen=True, slots=True)
class Lane:
    """A row with the places of its bar and its dots; no bar where moments are not joined."""

    row: Row
    start: float
    width: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year on the scale."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """A drawing; `title` says what it shows."""

    title: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a line from 0 to 100."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, in percent."""
        whole = max(1, (self.last - self.first).days)
        return round(100 * (day - self.first).days / whole, 2)


def draw_lanes(title: str, rows: Sequence[Row]) -> Lanes | None:
    """Rows on one scale that holds all their days; None where nothing is dated."""
    days = [moment.day for row in rows for moment in row.moments]
    if not days:
        return None
    margin = timedelta(days=max(MARGIN_DAYS, (max(days) - min(days)).days // 40))
    scale = Scale(_shift(min(days), -margin), _shift(max(days), margin))
    return Lanes(title, tuple(_draw_lane(row, scale) for row in rows), find_ticks(scale))


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _draw_lane(row: Row, scale: Scale) -> Lane:
    dots = tuple(Dot(scale.place(moment.day), moment) for moment in row.moments)
    places = [dot.at for dot in dots]
    start, end = min(places, default=0.0), max(places, default=0.0)
    return Lane(row, start, round(end - start, 2) if row.joined else 0.0, dots)


def find_ticks(scale: Scale) -> tuple[Tick, ...]:
    """The beginnings of years, a few of them where there are many; of months in a short time."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    if len(years) < 2:
        return _month_ticks(scale)
    step = next((step for step in STEPS if len(years) / step <= MOST_TICKS), STEPS[-1])
    return tuple(
        Tick(scale.place(date(year, 1, 1)), str(year)) for year in years if year % step == 0
    )


def _month_ticks(scale: Scale) -> tuple[Tick, ...]:
    """The beginnings of quarters: '2024' in January, else 'Apr 2024'."""
    first = scale.first.year * 12 + scale.first.month
    last = scale.last.year * 12 + scale.last.month - 1
    months = [number for number in range(first, last + 1) if number % 3 == 0]
    return tuple(
        Tick(scale.place(day), f"{day:%b %Y}" if day.month > 1 else str(day.year))
        for day in (date(number // 12, number % 12 + 1, 1) for number in months)
    )
