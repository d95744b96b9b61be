"""What the words of a phrase mean: its numbers and names read against a clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.model.time import month_edtf
from onrecord.reading import calendar
from onrecord.reading.calendar import Clock, Period
from onrecord.reading.timewords import Word, full_year

Words = Sequence[Word]
Resolver = Callable[[Words, Clock], Period | None]

_STEPS = {"THIS": 0, "LAST": -1, "NEXT": 1}
_UNITS = ("DAYWORD", "WEEK", "MONTHWORD", "YEARWORD")
MID_YEAR = 6  # the month that 'mid-2025' is told by
_QUARTER, _HALF = 32, 39  # added to the number of a quarter or half to give EDTF's


def pick(words: Words, *kinds: str) -> list[Word]:
    """The words of these kinds."""
    return [word for word in words if word.kind in kinds]


def find_years(words: Words, clock: Clock) -> list[int]:
    """The years that the words name, in figures or as 'this year'."""
    years = [word.value for word in pick(words, "YEAR")]
    years += [year for word in pick(words, "SPLIT") for year in word.more]
    if years or not pick(words, "YEARWORD"):
        return years
    if pick(words, "SAME", "FOLLOWING"):
        period = calendar.anchor_year(clock, len(pick(words, "FOLLOWING")))
        return [int(period.start)] if period.start else []
    base = calendar.base_year(clock)
    if base is None:
        return []
    return [base + sum(_STEPS[word.kind] for word in pick(words, *_STEPS))]


def _count(words: Words) -> int:
    return pick(words, "CARDINAL", "DAY", "NUMBER")[0].value


def _unit(words: Words) -> str:
    return pick(words, *_UNITS)[-1].kind


def _which(words: Words) -> str | None:
    found = pick(words, "THIS", "LAST", "NEXT", "PAST")
    return "LAST" if found and found[-1].kind == "PAST" else found[-1].kind if found else None


def resolve_days(words: Words, clock: Clock) -> Period:
    """Days of named months, a range from the first to the last."""
    days = [word.value for word in pick(words, "DAY", "DAYTH")]
    months = [word.value for word in pick(words, "MONTH")]
    weekdays = [word.value for word in pick(words, "WEEKDAY")]
    years = find_years(words, clock)
    weekday = weekdays[0] if len(weekdays) == 1 and len(days) == 1 else None
    last = years[-1] if years else calendar.near_year(clock, months[-1], days[-1], weekday)
    if last is None:
        return calendar.unknown("day")
    first = years[0] if len(years) > 1 else last - (months[0] > months[-1])
    start = calendar.make_day(first, months[0], days[0])
    end = calendar.make_day(last, months[-1], days[-1])
    if start is None or end is None:
        return calendar.unknown("day")
    return Period(start.isoformat(), end.isoformat(), "day")


def _numeric_day(word: Word, clock: Clock) -> str | None:
    year, month, day = word.more
    if month > 12 or (word.value and clock.american and day <= 12):
        month, day = day, month
    found = calendar.make_day(year, month, day)
    return found.isoformat() if found else None


def resolve_numeric(words: Words, clock: Clock) -> Period:
    """Days in figures."""
    days = [_numeric_day(word, clock) for word in pick(words, "FULL")]
    if None in days:
        return calendar.unknown("day")
    alone = pick(words, "DAY")
    if alone and days[-1]:
        return Period(f"{days[-1][:8]}{alone[0].value:02}", days[-1], "day")
    return Period(days[0], days[-1], "day")


def resolve_months(words: Words, clock: Clock) -> Period:
    """Named months, with their year or the nearest."""
    months = [word.value for word in pick(words, "MONTH")]
    years = find_years(words, clock)
    if not years:
        near = calendar.near_value(clock, months[-1])
        years = [int(near[:4])] if near else []
    if not years:
        return calendar.unknown("month")
    first = years[0] if len(years) > 1 else years[-1] - (months[0] > months[-1])
    return Period(month_edtf(first, months[0]), month_edtf(years[-1], months[-1]), "month")


def resolve_near_month(words: Words, clock: Clock) -> Period:
    """'last June', 'this June'."""
    return calendar.near_month(clock, pick(words, "MONTH")[0].value, _which(words) or "THIS")


def resolve_iso_month(words: Words, _clock: Clock) -> Period:
    """'2022-06'."""
    year, month = words[0].more
    return calendar.single(month_edtf(year, month), "month")


def resolve_month_span(words: Words, clock: Clock) -> Period:
    """'the first nine months of 2024'."""
    count, years = _count(words), find_years(words, clock)
    if not years or not 1 <= count <= 12:
        return calendar.unknown("month")
    first = 13 - count if pick(words[:2], "LAST") else 1
    return calendar.month_span(years[0], first, count)


def _part_numbers(words: Words, grain: str) -> list[int]:
    if grain == "season":
        return [word.value for word in pick(words, "SEASON")]
    base = _QUARTER if grain == "quarter" else _HALF
    named = pick(words, "ORDINAL", "DAYTH", "QCODE", "HCODE")
    last = 4 if grain == "quarter" else 2
    numbers = [word.value for word in named] or [last]
    return [base + number for number in numbers]


def resolve_part(grain: str) -> Resolver:
    """A resolver for quarters, seasons or halves."""

    def resolve(words: Words, clock: Clock) -> Period:
        numbers = _part_numbers(words, grain)
        years = find_years(words, clock)
        if not years:
            value = calendar.near_value(clock, numbers[-1])
            return calendar.single(value, grain)
        last = years[0] if grain == "season" else years[-1]
        return Period(f"{years[0]:04}-{numbers[0]}", f"{last:04}-{numbers[-1]}", grain)

    return resolve


def resolve_near_season(words: Words, clock: Clock) -> Period:
    """'next summer'."""
    return calendar.near_season(clock, pick(words, "SEASON")[0].value, _which(words))


def resolve_years(words: Words, clock: Clock) -> Period:
    """Years in figures or by name."""
    years = find_years(words, clock)
    if not years:
        return calendar.unknown("year")
    return Period(f"{years[0]:04}", f"{years[-1]:04}", "year")


def resolve_middle(words: Words, clock: Clock) -> Period:
    """'mid-2025', told by the month that ends its first half."""
    years = find_years(words, clock)
    return calendar.single(month_edtf(years[0], MID_YEAR) if years else None, "month")


def resolve_fiscal(words: Words, _clock: Clock) -> Period:
    """'FY 2024'."""
    named = pick(words, "YEAR") or pick(words, "FY")
    return calendar.single(f"{full_year(named[0].value):04}", "year")


def resolve_unit(words: Words, clock: Clock) -> Period:
    """The present week, the month before: told by their months or quarters."""
    kind = pick(words, "WEEK", "MONTHWORD", "QUARTER")[-1].kind
    step = _STEPS[_which(words) or "THIS"]
    if kind == "QUARTER":
        return calendar.shift_part(clock, "quarter", step)
    return calendar.shift_period(clock, step, kind)


def resolve_week_of(words: Words, clock: Clock) -> Period:
    """'the week of 5 June', told by its month."""
    day = resolve_days(words, clock).start
    return calendar.single(day[:7] if day else None, "week")


def resolve_week_day(words: Words, clock: Clock) -> Period:
    """'Wednesday next week'."""
    weeks = _STEPS[_which(words) or "THIS"]
    return calendar.week_day(clock, pick(words, "WEEKDAY")[0].value, weeks)


def resolve_week_from(words: Words, clock: Clock) -> Period:
    """'a week from Monday'."""
    day = calendar.near_weekday(clock, pick(words, "WEEKDAY")[0].value, "NEXT")
    if not day.start:
        return day
    return calendar.anchor_day(Clock(clock.today, day=day), 7 * _count(words))


def resolve_weekday(words: Words, clock: Clock) -> Period:
    """'on Thursday', 'last Thursday'."""
    return calendar.near_weekday(clock, pick(words, "WEEKDAY")[0].value, _which(words))


def resolve_weekdays(words: Words, clock: Clock) -> Period:
    """'from Monday to Wednesday'."""
    first, last = (calendar.near_weekday(clock, word.value) for word in pick(words, "WEEKDAY"))
    if not first.start or not last.start:
        return first
    if first.start > last.start:
        early, late = pick(words, "WEEKDAY")
        gap = (late.value - early.value) % 7
        if clock.direction > 0:
            last = calendar.anchor_day(Clock(clock.today, day=first), gap)
        else:
            first = calendar.anchor_day(Clock(clock.today, day=last), -gap)
    return Period(first.start, last.start, "day")


def resolve_today(step: int) -> Resolver:
    """A resolver for the day so many days from today."""

    def resolve(_words: Words, clock: Clock) -> Period:
        return calendar.shift_period(clock, step, "DAYWORD")

    return resolve


def resolve_anchor_day(step: int) -> Resolver:
    """A resolver for the day so many days from the time last named."""

    def resolve(_words: Words, clock: Clock) -> Period:
        return calendar.anchor_day(clock, step)

    return resolve


def resolve_same_day(_words: Words, clock: Clock) -> Period:
    """'the same day'."""
    anchor = clock.day
    return calendar.single(anchor.end if anchor else None, "day")


def resolve_anchor_unit(words: Words, clock: Clock) -> Period:
    """'the same year', 'the following month'."""
    step = len(pick(words, "FOLLOWING"))
    if pick(words, "MONTHWORD"):
        return calendar.anchor_month(clock, step)
    return calendar.anchor_year(clock, step)


def resolve_days_apart(words: Words, clock: Clock) -> Period:
    """'two days later'."""
    return calendar.anchor_day(clock, _count(words) * (-1 if pick(words, "EARLIER") else 1))


def resolve_ago(words: Words, clock: Clock) -> Period:
    """'ten days ago'."""
    return calendar.shift_period(clock, -_count(words), _unit(words), exact=True)


def resolve_within(words: Words, clock: Clock) -> Period:
    """'within three months', a deadline."""
    period = calendar.shift_period(clock, _count(words), _unit(words), exact=True)
    return period if clock.today is None else Period(period.start, period.end, period.grain, "by")


def resolve_within_period(words: Words, clock: Clock) -> Period:
    """'within the year', a deadline."""
    period = calendar.shift_period(clock, 0, _unit(words))
    return Period(period.start, period.end, period.grain, "by")


def resolve_in(words: Words, clock: Clock) -> Period:
    """'in two weeks', a duration where it tells how long something took."""
    if clock.direction < 0:
        return resolve_duration(words, clock)
    return calendar.shift_period(clock, _count(words), _unit(words), exact=True)


def resolve_duration(words: Words, _clock: Clock) -> Period:
    """'for three hours', which dates nothing."""
    grain = {"DAYWORD": "day", "WEEK": "week", "MONTHWORD": "month"}.get(_unit(words), "year")
    return Period(None, None, grain, "duration")


def resolve_month_day(words: Words, clock: Clock) -> Period:
    """'on the 14th'."""
    return calendar.month_day(clock, pick(words, "DAYTH")[0].value)


def claim(_words: Words, _clock: Clock) -> None:
    """Nothing: the words are no time."""
