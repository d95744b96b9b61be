"""The grammar of phrases that name a time: ordered rules over the kinds of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from onrecord.model.time import month_edtf
from onrecord.read import calendar, timeguards
from onrecord.read.calendar import Clock, Period
from onrecord.read.timewords import CODES, Word, full_year

Words = Sequence[Word]
Resolver = Callable[[Words, Clock], Period | None]
Guard = Callable[[Words, int, int], bool]

_STEPS = {"THIS": 0, "LAST": -1, "NEXT": 1}
_UNITS = ("DAYWORD", "WEEK", "MONTHWORD", "YEARWORD")
_QUARTER, _HALF = 32, 39  # added to the number of a quarter or half to give EDTF's


class Rule(NamedTuple):
    """A pattern over kinds of words, what it means, and where it does not hold.

    A resolver that gives None claims the words for no time at all.
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver
    guard: Guard | None = None


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern written in names of kinds as one over their letters."""
    letters = re.sub(r"[A-Z]+", lambda name: re.escape(CODES[name[0]]), pattern)
    return re.compile(re.sub(r"\s+", "", letters))


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
    if clock.today is None:
        return []
    return [clock.today.year + sum(_STEPS[word.kind] for word in pick(words, *_STEPS))]


def _count(words: Words) -> int:
    return pick(words, "CARDINAL", "DAY", "NUMBER")[0].value


def _unit(words: Words) -> str:
    return pick(words, *_UNITS)[-1].kind


def _which(words: Words) -> str | None:
    found = pick(words, "THIS", "LAST", "NEXT", "PAST")
    return "LAST" if found and found[-1].kind == "PAST" else found[-1].kind if found else None


def _resolve_days(words: Words, clock: Clock) -> Period:
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


def _resolve_numeric(words: Words, clock: Clock) -> Period:
    days = [_numeric_day(word, clock) for word in pick(words, "FULL")]
    if None in days:
        return calendar.unknown("day")
    alone = pick(words, "DAY")
    if alone and days[-1]:
        return Period(f"{days[-1][:8]}{alone[0].value:02}", days[-1], "day")
    return Period(days[0], days[-1], "day")


def _resolve_months(words: Words, clock: Clock) -> Period:
    months = [word.value for word in pick(words, "MONTH")]
    years = find_years(words, clock)
    if not years:
        near = calendar.near_value(clock, months[-1], "month")
        years = [int(near[:4])] if near else []
    if not years:
        return calendar.unknown("month")
    first = years[0] if len(years) > 1 else years[-1] - (months[0] > months[-1])
    return Period(month_edtf(first, months[0]), month_edtf(years[-1], months[-1]), "month")


def _resolve_near_month(words: Words, clock: Clock) -> Period:
    return calendar.near_month(clock, pick(words, "MONTH")[0].value, _which(words) or "THIS")


def _resolve_iso_month(words: Words, _clock: Clock) -> Period:
    year, month = words[0].more
    return calendar.single(month_edtf(year, month), "month")


def _resolve_month_span(words: Words, clock: Clock) -> Period:
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


def _resolve_part(grain: str) -> Resolver:
    def resolve(words: Words, clock: Clock) -> Period:
        numbers = _part_numbers(words, grain)
        years = find_years(words, clock)
        if not years:
            value = calendar.near_value(clock, numbers[-1], grain)
            return calendar.single(value, grain)
        last = years[0] if grain == "season" else years[-1]
        return Period(f"{years[0]:04}-{numbers[0]}", f"{last:04}-{numbers[-1]}", grain)

    return resolve


def _resolve_near_quarter(words: Words, clock: Clock) -> Period:
    return calendar.shift_part(clock, "quarter", _STEPS[_which(words) or "THIS"])


def _resolve_near_season(words: Words, clock: Clock) -> Period:
    return calendar.near_season(clock, pick(words, "SEASON")[0].value, _which(words))


def _resolve_years(words: Words, clock: Clock) -> Period:
    years = find_years(words, clock)
    if not years:
        return calendar.unknown("year")
    return Period(f"{years[0]:04}", f"{years[-1]:04}", "year")


def _resolve_fiscal(words: Words, _clock: Clock) -> Period:
    named = pick(words, "YEAR") or pick(words, "FY")
    return calendar.single(f"{full_year(named[0].value):04}", "year")


def _resolve_unit(words: Words, clock: Clock) -> Period:
    kind = pick(words, "WEEK", "MONTHWORD", "QUARTER")[-1].kind
    step = _STEPS[_which(words) or "THIS"]
    if kind == "QUARTER":
        return calendar.shift_part(clock, "quarter", step)
    return calendar.shift_period(clock, step, kind)


def _resolve_week_of(words: Words, clock: Clock) -> Period:
    day = _resolve_days(words, clock).start
    return calendar.single(day[:7] if day else None, "week")


def _resolve_week_day(words: Words, clock: Clock) -> Period:
    weeks = _STEPS[_which(words) or "THIS"]
    return calendar.week_day(clock, pick(words, "WEEKDAY")[0].value, weeks)


def _resolve_week_from(words: Words, clock: Clock) -> Period:
    day = calendar.near_weekday(clock, pick(words, "WEEKDAY")[0].value, "NEXT")
    if not day.start:
        return day
    return calendar.anchor_day(Clock(clock.today, anchor=day), 7 * _count(words))


def _resolve_weekday(words: Words, clock: Clock) -> Period:
    return calendar.near_weekday(clock, pick(words, "WEEKDAY")[0].value, _which(words))


def _resolve_weekdays(words: Words, clock: Clock) -> Period:
    first, last = (
        calendar.near_weekday(clock, word.value) for word in pick(words, "WEEKDAY")
    )
    if not first.start or not last.start:
        return first
    if first.start > last.start:
        early, late = pick(words, "WEEKDAY")
        gap = (late.value - early.value) % 7
        if clock.direction > 0:
            last = calendar.anchor_day(Clock(clock.today, anchor=first), gap)
        else:
            first = calendar.anchor_day(Clock(clock.today, anchor=last), -gap)
    return Period(first.start, last.start, "day")


def _resolve_today(step: int) -> Resolver:
    def resolve(_words: Words, clock: Clock) -> Period:
        return calendar.shift_period(clock, step, "DAYWORD")

    return resolve


def _resolve_anchor_day(step: int) -> Resolver:
    def resolve(_words: Words, clock: Clock) -> Period:
        return calendar.anchor_day(clock, step)

    return resolve


def _resolve_same_day(_words: Words, clock: Clock) -> Period:
    anchor = clock.anchor
    if anchor is None or anchor.grain != "day":
        return calendar.unknown("day")
    return calendar.single(anchor.end, "day")


def _resolve_anchor_unit(words: Words, clock: Clock) -> Period:
    step = len(pick(words, "FOLLOWING"))
    if pick(words, "MONTHWORD"):
        return calendar.anchor_month(clock, step)
    return calendar.anchor_year(clock, step)


def _resolve_days_apart(words: Words, clock: Clock) -> Period:
    return calendar.anchor_day(clock, _count(words) * (-1 if pick(words, "EARLIER") else 1))


def _resolve_ago(words: Words, clock: Clock) -> Period:
    return calendar.shift_period(clock, -_count(words), _unit(words))


def _resolve_within(words: Words, clock: Clock) -> Period:
    period = calendar.shift_period(clock, _count(words), _unit(words))
    return period if clock.today is None else Period(period.start, period.end, period.grain, "by")


def _resolve_in(words: Words, clock: Clock) -> Period:
    if clock.direction < 0:
        return _resolve_duration(words, clock)
    return calendar.shift_period(clock, _count(words), _unit(words))


def _resolve_duration(words: Words, _clock: Clock) -> Period:
    grain = {"DAYWORD": "day", "WEEK": "week", "MONTHWORD": "month"}.get(_unit(words), "year")
    return Period(None, None, grain, "duration")


def _resolve_month_day(words: Words, clock: Clock) -> Period:
    return calendar.month_day(clock, pick(words, "DAYTH")[0].value)


def _claim(_words: Words, _clock: Clock) -> None:
    return None


_SEP = "(?:DASH|TO|TILL)"
_EDGE = "(?:EDGE|EARLIER|LATER)"
_STEP = "(?:THIS|LAST|NEXT)"
_THAT_YEAR = f"(?:COMMA? OF? THE? {_STEP} FISCAL? YEARWORD|OF THE? SAME YEARWORD)"
_OF_YEAR = f"(?:COMMA? OF? YEAR|{_THAT_YEAR})"
_ONE_DAY = "(?:WEEKDAY COMMA?)? THE? (?:DAY|DAYTH)"
_MORE_DAYS = (
    f"(?:(?:COMMA {_ONE_DAY})* COMMA? AND {_ONE_DAY}|(?:DASH|SLASH|TO|TILL) {_ONE_DAY})?"
)
_DATE = f"(?:{_ONE_DAY} OF? MONTH|(?:WEEKDAY COMMA?)? MONTH THE? (?:DAY|DAYTH)) {_OF_YEAR}?"
_PART = (
    f"(?:{_EDGE} DASH? OF? THE?|(?:ORDINAL|LAST) (?:WEEK|HALF|DECADE|DAYWORD) OF"
    "|ORDINAL (?:CARDINAL|DAY) DAYWORD OF)"
)
_YEAR_REF = (
    "(?:YEAR|SPLIT|THE? (?:THIS|LAST|NEXT|SAME|FOLLOWING)? FISCAL? YEARWORD (?:YEAR|SPLIT)?)"
)
_NUMBER = "(?:CARDINAL|DAY|NUMBER)"
_UNIT = "(?:DAYWORD|WEEK|MONTHWORD|YEARWORD)"
_HALF_YEAR = "HALF (?:DASH? YEARWORD)?"


def _rule(name: str, pattern: str, resolve: Resolver, guard: Guard | None = None) -> Rule:
    return Rule(name, compile_pattern(pattern), resolve, guard)


RULES: tuple[Rule, ...] = (
    _rule(
        "range of dates",
        f"FROM? {_DATE} {_SEP} {_DATE}|BETWEEN {_DATE} AND {_DATE}",
        _resolve_days,
        timeguards.is_date,
    ),
    _rule("range of numeric dates", f"FROM? (?:FULL|DAY DOT) {_SEP} FULL", _resolve_numeric),
    _rule(
        "day and month",
        f"(?:FROM|BETWEEN)? {_ONE_DAY} {_MORE_DAYS} OF? MONTH {_OF_YEAR}?",
        _resolve_days,
        timeguards.is_date,
    ),
    _rule(
        "month and day",
        f"(?:FROM|BETWEEN)? (?:WEEKDAY COMMA?)? MONTH THE? (?:DAY|DAYTH) {_MORE_DAYS} {_OF_YEAR}?",
        _resolve_days,
        timeguards.is_date,
    ),
    _rule("numeric date", "FULL", _resolve_numeric, timeguards.is_numeric),
    _rule(
        "range of months",
        f"(?:FROM MONTH {_OF_YEAR}? {_SEP}|BETWEEN MONTH {_OF_YEAR}? AND|MONTH {_OF_YEAR} {_SEP})"
        f" MONTH {_OF_YEAR}?|MONTH (?:DASH|AND|TO) MONTH {_OF_YEAR}",
        _resolve_months,
    ),
    _rule("month and year", f"{_PART}? MONTH {_OF_YEAR}", _resolve_months, timeguards.is_month),
    _rule("near month", f"{_PART}? {_STEP} MONTH", _resolve_near_month, timeguards.is_month),
    _rule("part of a month", f"{_PART} MONTH", _resolve_months),
    _rule("month", "MONTH", _resolve_months, timeguards.is_bare_month),
    _rule("month in figures", "ISOMONTH", _resolve_iso_month),
    _rule(
        "months of a year",
        f"(?:ORDINAL|LAST) {_NUMBER} MONTHWORD OF {_YEAR_REF}",
        _resolve_month_span,
    ),
    _rule(
        "quarter",
        f"(?:{_EDGE} DASH? OF? THE?)? (?:(?:(?:ORDINAL|DAYTH) (?:AND|DASH|TO|OF) THE?)?"
        f" (?:ORDINAL|DAYTH|LAST) QUARTER COMMA? OF? {_YEAR_REF}"
        f"|QCODE {_YEAR_REF} {_SEP} QCODE {_YEAR_REF}"
        f"|(?:QCODE DASH)? QCODE (?:COMMA|OF|DASH|SLASH)? {_YEAR_REF}|YEAR DASH? QCODE)",
        _resolve_part("quarter"),
    ),
    _rule(
        "bare quarter",
        "(?:ORDINAL|DAYTH) QUARTER|QCODE",
        _resolve_part("quarter"),
        timeguards.is_bare_quarter,
    ),
    _rule(
        "half-year",
        f"(?:{_EDGE} OF THE?)? (?:(?:ORDINAL|DAYTH|LAST) {_HALF_YEAR} OF {_YEAR_REF}"
        f"|HCODE {_YEAR_REF} {_SEP} HCODE {_YEAR_REF}"
        f"|HCODE (?:COMMA|OF)? {_YEAR_REF}?|YEAR DASH? HCODE)",
        _resolve_part("half"),
    ),
    _rule(
        "season and year",
        f"{_PART}? SEASON (?:COMMA? OF? THE? (?:YEAR (?:(?:DASH|SLASH) (?:YEAR|DAY))?|SPLIT)"
        f"|{_THAT_YEAR})|(?:YEAR|SPLIT) SEASON",
        _resolve_part("season"),
    ),
    _rule("near season", f"{_PART}? {_STEP} SEASON", _resolve_near_season),
    _rule(
        "season", f"{_PART}? SEASON", _resolve_part("season"), timeguards.is_bare_season
    ),
    _rule(
        "range of years",
        f"YEARWORD? (?:FROM? YEAR {_SEP} YEAR|BETWEEN YEAR AND YEAR|YEAR (?:AND|SLASH) YEAR)",
        _resolve_years,
        timeguards.is_year_range,
    ),
    _rule(
        "split year",
        "FISCAL? YEARWORD? SPLIT (?:FISCAL? YEARWORD)?",
        _resolve_years,
        timeguards.is_year_range,
    ),
    _rule("fiscal year", "FY YEAR?", _resolve_fiscal, timeguards.is_fiscal),
    _rule(
        "year by name",
        "FISCAL? YEARWORD (?:OF)? YEAR|YEAR FISCAL YEARWORD",
        _resolve_years,
    ),
    _rule(
        "part of a year",
        f"{_EDGE} DASH? OF? {_YEAR_REF}|HALF OF {_YEAR_REF}|{_YEAR_REF} DASH EDGE",
        _resolve_years,
    ),
    _rule("near year", f"{_STEP} FISCAL? YEARWORD", _resolve_years),
    _rule("year", "YEAR", _resolve_years, timeguards.is_bare_year),
    _rule(
        "week of a day",
        f"WEEK (?:OF|FROM) {_DATE}",
        _resolve_week_of,
    ),
    _rule("part of a period", f"{_EDGE} OF? THE? {_STEP}? (?:WEEK|MONTHWORD|QUARTER)", _resolve_unit,
          timeguards.is_closed),
    _rule("near week or month", f"{_STEP} (?:WEEK|MONTHWORD|QUARTER)", _resolve_unit,
          timeguards.is_closed),
    _rule("weekday of a week", f"WEEKDAY DAYPART? OF? {_STEP} WEEK", _resolve_week_day),
    _rule("week from a weekday", "CARDINAL WEEK FROM (?:THIS|NEXT)? WEEKDAY", _resolve_week_from),
    _rule("range of weekdays", "FROM WEEKDAY (?:TO|TILL) WEEKDAY|WEEKDAY AND WEEKDAY",
          _resolve_weekdays, timeguards.is_weekday),
    _rule("opening hours", "WEEKDAY (?:TO|DASH|TILL) WEEKDAY", _claim),
    _rule("weekday", "(?:THIS? PAST|THIS|LAST|NEXT)? WEEKDAY DAYPART?", _resolve_weekday,
          timeguards.is_weekday),
    _rule("today", "(?:EARLIER|LATER|EDGE)? TODAY|THIS (?:DAYPART|DAYWORD)", _resolve_today(0)),
    _rule("yesterday", "(?:EARLIER|EDGE)? YESTERDAY DAYPART?|LAST DAYPART", _resolve_today(-1)),
    _rule("tomorrow", "TOMORROW DAYPART?", _resolve_today(1)),
    _rule("day after tomorrow", "DAYWORD AFTER TOMORROW", _resolve_today(2)),
    _rule("day before yesterday", "DAYWORD BEFORE YESTERDAY", _resolve_today(-2)),
    _rule("following day", "(?:FOLLOWING|NEXT) DAYWORD|DAYWORD (?:AFTER|LATER)",
          _resolve_anchor_day(1), timeguards.is_closed),
    _rule("day before", "LAST DAYWORD|DAYWORD (?:BEFORE|EARLIER)", _resolve_anchor_day(-1),
          timeguards.is_closed),
    _rule("same day", "SAME DAYWORD", _resolve_same_day, timeguards.is_closed),
    _rule("same year or month", "(?:SAME|FOLLOWING) (?:YEARWORD|MONTHWORD)", _resolve_anchor_unit,
          timeguards.is_closed),
    _rule("days apart", f"{_NUMBER} DAYWORD (?:EARLIER|LATER)", _resolve_days_apart),
    _rule("time ago", f"{_NUMBER} {_UNIT} AGO", _resolve_ago),
    _rule("time within", f"WITHIN THE? (?:NEXT|FOLLOWING)? {_NUMBER} {_UNIT}", _resolve_within,
          timeguards.is_closed),
    _rule("time in", f"IN THE? NEXT? {_NUMBER} {_UNIT} (?:POSS)?", _resolve_in,
          timeguards.is_closed),
    _rule("duration", f"(?:PAST|LAST|NEXT|FOLLOWING|ORDINAL)? {_NUMBER} DASH? {_UNIT}"
          f"|PAST {_UNIT}|NEXT YEARWORD TO", _resolve_duration),
    _rule("day of the month", "THE DAYTH", _resolve_month_day, timeguards.is_day_of_month),
)  # fmt: skip
