"""The grammar of phrases that name a time: ordered rules over the kinds of words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from onrecord.reading import timeguards as guards
from onrecord.reading import timevalues as values
from onrecord.reading.timevalues import Resolver, Words
from onrecord.reading.timewords import CODES

LISTED_DAYS = 8  # days in a list such as '2, 3 and 5 May', at most
Guard = Callable[[Words, int, int], bool]


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


_SEP = "(?:DASH|TO|TILL)"
_EDGE = "(?:EDGE|MIDDLE|EARLIER|LATER)"
_STEP = "(?:THIS|LAST|NEXT)"
_THAT_YEAR = f"(?:COMMA? OF? THE? {_STEP} FISCAL? YEARWORD|OF THE? SAME YEARWORD)"
_OF_YEAR = f"(?:COMMA? OF? YEAR|{_THAT_YEAR})"
_ONE_DAY = "(?:WEEKDAY COMMA?)? THE? (?:DAY|DAYTH)"
_MORE_DAYS = (
    f"(?:(?:COMMA {_ONE_DAY}){{0,{LISTED_DAYS}}} COMMA? AND {_ONE_DAY}"
    f"|(?:DASH|SLASH|TO|TILL) {_ONE_DAY})?"
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
_PERIOD = "(?:WEEK|MONTHWORD|QUARTER)"
_UNIT = "(?:DAYWORD|WEEK|MONTHWORD|YEARWORD)"
_HALF_YEAR = "HALF (?:DASH? YEARWORD)?"


def _rule(name: str, pattern: str, resolve: Resolver, guard: Guard | None = None) -> Rule:
    return Rule(name, compile_pattern(pattern), resolve, guard)


RULES: tuple[Rule, ...] = (
    _rule(
        "range of dates",
        f"FROM? {_DATE} {_SEP} {_DATE}|BETWEEN {_DATE} AND {_DATE}",
        values.resolve_days,
        guards.is_date,
    ),
    _rule("range of numeric dates", f"FROM? (?:FULL|DAY DOT) {_SEP} FULL", values.resolve_numeric),
    _rule(
        "day and month",
        f"(?:FROM|BETWEEN)? {_ONE_DAY} {_MORE_DAYS} OF? MONTH {_OF_YEAR}?",
        values.resolve_days,
        guards.is_date,
    ),
    _rule(
        "month and day",
        f"(?:FROM|BETWEEN)? (?:WEEKDAY COMMA?)? MONTH THE? (?:DAY|DAYTH) {_MORE_DAYS} {_OF_YEAR}?",
        values.resolve_days,
        guards.is_date,
    ),
    _rule("numeric date", "FULL", values.resolve_numeric, guards.is_numeric),
    _rule(
        "range of months",
        f"(?:FROM MONTH {_OF_YEAR}? {_SEP}|BETWEEN MONTH {_OF_YEAR}? AND|MONTH {_OF_YEAR} {_SEP})"
        f" MONTH {_OF_YEAR}?|MONTH (?:DASH|AND|TO) MONTH {_OF_YEAR}",
        values.resolve_months,
    ),
    _rule(
        "month and year",
        f"{_PART}? MONTH {_OF_YEAR}|{_STEP} YEARWORD POSS MONTH",
        values.resolve_months,
        guards.is_month,
    ),
    _rule(
        "month, session and year",
        "MONTH OTHER OF? YEAR",
        values.resolve_months,
        guards.is_session,
    ),
    _rule(
        "season, session and year",
        "SEASON OTHER OF? YEAR",
        values.resolve_part("season"),
        guards.is_session,
    ),
    _rule("near month", f"{_PART}? {_STEP} MONTH", values.resolve_near_month, guards.is_month),
    _rule("part of a month", f"{_PART} MONTH", values.resolve_months),
    _rule("month", "MONTH", values.resolve_months, guards.is_bare_month),
    _rule("month in figures", "ISOMONTH", values.resolve_iso_month),
    _rule(
        "months of a year",
        f"(?:ORDINAL|LAST) {_NUMBER} MONTHWORD OF {_YEAR_REF}",
        values.resolve_month_span,
    ),
    _rule(
        "quarter",
        f"(?:{_EDGE} DASH? OF? THE?)? (?:(?:(?:ORDINAL|DAYTH) (?:AND|DASH|TO|OF) THE?)?"
        f" (?:ORDINAL|DAYTH|LAST) QUARTER COMMA? OF? {_YEAR_REF}"
        f"|QCODE {_YEAR_REF} {_SEP} QCODE {_YEAR_REF}"
        f"|(?:QCODE DASH)? QCODE (?:COMMA|OF|DASH|SLASH)? {_YEAR_REF}|YEAR DASH? QCODE)",
        values.resolve_part("quarter"),
    ),
    _rule(
        "bare quarter",
        "(?:ORDINAL|DAYTH) QUARTER|QCODE",
        values.resolve_part("quarter"),
        guards.is_bare_quarter,
    ),
    _rule(
        "half-year",
        f"(?:{_EDGE} OF THE?)? (?:(?:ORDINAL|DAYTH|LAST) {_HALF_YEAR} OF {_YEAR_REF}"
        f"|HCODE {_YEAR_REF} {_SEP} HCODE {_YEAR_REF}"
        f"|HCODE (?:COMMA|OF)? {_YEAR_REF}?|YEAR DASH? HCODE)",
        values.resolve_part("half"),
    ),
    _rule(
        "season and year",
        f"{_PART}? SEASON (?:COMMA? OF? THE? (?:YEAR (?:(?:DASH|SLASH) (?:YEAR|DAY))?|SPLIT)"
        f"|{_THAT_YEAR})|(?:YEAR|SPLIT|{_STEP} YEARWORD POSS) SEASON",
        values.resolve_part("season"),
    ),
    _rule("near season", f"{_PART}? {_STEP} SEASON", values.resolve_near_season),
    _rule("season", f"{_PART}? SEASON", values.resolve_part("season"), guards.is_bare_season),
    _rule(
        "range of years",
        f"YEARWORD? (?:FROM? YEAR {_SEP} YEAR|BETWEEN YEAR AND YEAR|YEAR (?:AND|SLASH) YEAR)",
        values.resolve_years,
        guards.is_year_range,
    ),
    _rule(
        "split year",
        "FISCAL? YEARWORD? SPLIT (?:FISCAL? YEARWORD)?",
        values.resolve_years,
        guards.is_year_range,
    ),
    _rule("fiscal year", "FY YEAR?", values.resolve_fiscal, guards.is_fiscal),
    _rule(
        "year by name",
        "FISCAL? YEARWORD (?:OF)? YEAR|YEAR FISCAL YEARWORD",
        values.resolve_years,
    ),
    _rule("middle of a year", f"MIDDLE DASH? OF? {_YEAR_REF}", values.resolve_middle),
    _rule("end of the year", "THE YEARWORD OTHER OTHER", values.resolve_years, guards.is_year_end),
    _rule(
        "part of a year",
        f"{_EDGE} DASH? OF? {_YEAR_REF}|HALF OF {_YEAR_REF}|{_YEAR_REF} DASH EDGE",
        values.resolve_years,
    ),
    _rule("near year", f"{_STEP} FISCAL? YEARWORD", values.resolve_years),
    _rule("year", "YEAR", values.resolve_years, guards.is_bare_year),
    _rule(
        "week of a day",
        f"WEEK (?:OF|FROM) {_DATE}",
        values.resolve_week_of,
    ),
    _rule(
        "part of a period",
        f"{_EDGE} OF? THE? {_STEP}? {_PERIOD}",
        values.resolve_unit,
        guards.is_closed,
    ),
    _rule("near week or month", f"{_STEP} {_PERIOD}", values.resolve_unit, guards.is_closed),
    _rule("weekday of a week", f"WEEKDAY DAYPART? OF? {_STEP} WEEK", values.resolve_week_day),
    _rule(
        "week from a weekday", "CARDINAL WEEK FROM (?:THIS|NEXT)? WEEKDAY", values.resolve_week_from
    ),
    _rule(
        "range of weekdays",
        "FROM WEEKDAY (?:TO|TILL) WEEKDAY|WEEKDAY AND WEEKDAY",
        values.resolve_weekdays,
        guards.is_weekday,
    ),
    _rule("opening hours", "WEEKDAY (?:TO|DASH|TILL) WEEKDAY", values.claim),
    _rule(
        "weekday",
        "(?:THIS? PAST|THIS|LAST|NEXT)? WEEKDAY DAYPART?",
        values.resolve_weekday,
        guards.is_weekday,
    ),
    _rule(
        "today", "(?:EARLIER|LATER|EDGE)? TODAY|THIS (?:DAYPART|DAYWORD)", values.resolve_today(0)
    ),
    _rule(
        "yesterday", "(?:EARLIER|EDGE)? YESTERDAY DAYPART?|LAST DAYPART", values.resolve_today(-1)
    ),
    _rule("tomorrow", "TOMORROW DAYPART?", values.resolve_today(1)),
    _rule("day after tomorrow", "DAYWORD AFTER TOMORROW", values.resolve_today(2)),
    _rule("day before yesterday", "DAYWORD BEFORE YESTERDAY", values.resolve_today(-2)),
    _rule(
        "following day",
        "(?:FOLLOWING|NEXT) DAYWORD|DAYWORD (?:AFTER|LATER)",
        values.resolve_anchor_day(1),
        guards.is_closed,
    ),
    _rule(
        "day before",
        "LAST DAYWORD|DAYWORD (?:BEFORE|EARLIER)",
        values.resolve_anchor_day(-1),
        guards.is_closed,
    ),
    _rule("same day", "SAME DAYWORD", values.resolve_same_day, guards.is_closed),
    _rule(
        "same year or month",
        "(?:SAME|FOLLOWING) (?:YEARWORD|MONTHWORD)",
        values.resolve_anchor_unit,
        guards.is_closed,
    ),
    _rule("days apart", f"{_NUMBER} DAYWORD (?:EARLIER|LATER)", values.resolve_days_apart),
    _rule("time ago", f"{_NUMBER} {_UNIT} AGO", values.resolve_ago),
    _rule(
        "time within",
        f"WITHIN THE? (?:NEXT|FOLLOWING)? {_NUMBER} {_UNIT}",
        values.resolve_within,
        guards.is_closed,
    ),
    _rule(
        "within a period",
        "WITHIN THE? THIS? (?:YEARWORD|MONTHWORD|WEEK)",
        values.resolve_within_period,
        guards.is_closed,
    ),
    _rule(
        "time in", f"IN THE? NEXT? {_NUMBER} {_UNIT} (?:POSS)?", values.resolve_in, guards.is_closed
    ),
    _rule(
        "time ahead",
        f"THE? (?:NEXT|FOLLOWING) {_NUMBER} {_UNIT}",
        values.resolve_within,
        guards.is_ahead,
    ),
    _rule(
        "duration",
        f"(?:PAST|LAST|NEXT|FOLLOWING|ORDINAL)? {_NUMBER} DASH? {_UNIT}"
        f"|PAST {_UNIT}|NEXT YEARWORD TO",
        values.resolve_duration,
    ),
    _rule("day of the month", "THE DAYTH", values.resolve_month_day, guards.is_day_of_month),
)
