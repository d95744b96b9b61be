"""Phrases that name a time, resolved against the day a release was published."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.model.reading import Part, TimeMention
from onrecord.model.text import Page
from onrecord.model.time import earliest_day, is_edtf
from onrecord.reading.calendar import Clock, Period, base_year
from onrecord.reading.direction import find_direction, is_infinitive
from onrecord.reading.timebase import find_dateline, find_year, first_year, puts_months_first
from onrecord.reading.timehits import Hit, find_hits, is_full, is_range
from onrecord.reading.timeroles import Role, find_role, is_moved
from onrecord.reading.timewords import Word, scan_words

DATELINE_LEAD = 3  # days by which a dateline may precede the publication
READABLE_YEARS = range(1000, 9000)  # publication dates outside are not resolved against


def find_page_times(page: Page, parts: Sequence[Part]) -> tuple[TimeMention, ...]:
    """The times of a page's parts, each read against its release's day.

    A release that prints no day is read against that of the page's main release, else
    the last one that the page prints, else the day of its own dateline.
    """
    days = [r.published for r in page.releases if r.main and r.published]
    days += sorted((r.published for r in page.releases if r.published), reverse=True)
    main = days[0] if days else None
    year = None if main else find_year(page.text)
    return tuple(
        mention
        for number, part in enumerate(parts)
        for mention in find_times(part, _day_of(part, part.release.published or main), number, year)
    )


def _day_of(part: Part, published: str | None) -> str | None:
    """The day of 'today': that of a dateline that stands a few days before the publication."""
    told, day = find_dateline(part), _read_day(published)
    line = _read_day(told)
    if day is None or line is None:
        return published or told
    return told if 0 <= (day - line).days <= DATELINE_LEAD else published


def find_times(
    part: Part, published: str | None, number: int, year: int | None = None
) -> tuple[TimeMention, ...]:
    """The phrases of the part that name a time, in their order, none overlapping.

    `published` is the release's day, against which 'today' and missing years are read;
    without it such phrases are found and left without a value, but for years, which the full
    dates of the part give, or else `year`. `number` is the part's place in its reading.
    """
    words = scan_words(part.doc.text)
    hits = find_hits(words)
    base = _read_day(published)
    american = puts_months_first(words, base)
    clock = Clock(base, near=first_year(words, hits) or year, american=american)
    found = tuple(_resolve_hits(part, words, hits, clock))
    return tuple(replace(mention, part=number) for mention in found)


def _resolve_hits(
    part: Part, words: Sequence[Word], hits: Sequence[Hit], clock: Clock
) -> Iterator[TimeMention]:
    text = part.doc.text
    starts = [token.idx for token in part.doc]
    previous: Hit | None = None
    for place, hit in enumerate(hits):
        token = bisect.bisect_right(starts, words[hit.start].start) - 1
        role = find_role(text, words, hit)
        year = _shared_year(words, hits, place, previous)
        clock = _set_clock(clock, _direction(part, token, role), year)
        period = hit.rule.resolve(words[hit.start : hit.end], clock)
        if period is None:
            continue
        if is_moved(words, hit):
            period = replace(period, start=period.end)
        mention = _make_mention(part, words, hit, _check_period(period), role)
        yield mention
        if mention.role != "duration" and mention.start:
            clock = _move_clock(clock, mention, is_full(words, hit))
        previous = hit


def _set_clock(clock: Clock, direction: int, year: int | None) -> Clock:
    """The clock for one phrase; what is to come takes no year that is over."""
    base = base_year(clock)
    if year is not None and base is not None and direction > 0 and year < base:
        year = None
    return replace(clock, direction=direction, year=year)


def _move_clock(clock: Clock, mention: TimeMention, full: bool) -> Clock:
    """The clock with the time last named; full dates tell the year where none is printed."""
    anchor = Period(mention.start, mention.end, mention.grain)
    if mention.grain != "day" or mention.end is None:
        return replace(clock, anchor=anchor)
    near = int(mention.end[:4]) if full else clock.near
    over = mention.end if full and clock.direction < 0 else clock.over
    return replace(clock, anchor=anchor, day=anchor, near=near, over=over)


def _read_day(published: str | None) -> date | None:
    try:
        day = date.fromisoformat(published or "")
    except ValueError:
        return None
    return day if day.year in READABLE_YEARS else None


def _shared_year(
    words: Sequence[Word], hits: Sequence[Hit], place: int, previous: Hit | None
) -> int | None:
    hit = hits[place]
    if _year_in(words, hit) is not None:
        return None
    if place + 1 < len(hits) and words[hit.end].kind == "AND":
        following = hits[place + 1]
        year = _year_in(words, following)
        if following.start <= hit.end + 2 and year is not None:
            return year
    if previous is None or any(
        word.kind in ("LINE", "DOT") for word in words[previous.end : hit.start]
    ):
        return None
    return _year_in(words, previous)


def _year_in(words: Sequence[Word], hit: Hit) -> int | None:
    inside = words[hit.start : hit.end]
    if not any(word.kind == "MONTH" for word in inside):
        return None
    years = [word.value for word in inside if word.kind == "YEAR"]
    return years[-1] if years else None


def _direction(part: Part, token: int, role: Role) -> int:
    told = find_direction(part.doc, token)
    if role == "by" and told == -1:
        return int(is_infinitive(part.doc, token))
    return {"by": 1, "since": -1}.get(role, 0) if told is None else told


def _check_period(period: Period) -> Period:
    start, end = period.start, period.end
    known = start and end and is_edtf(start) and is_edtf(end)
    if start and end and known and earliest_day(start) <= earliest_day(end):
        return period
    return Period(None, None, period.grain, period.role)


def _make_mention(
    part: Part, words: Sequence[Word], hit: Hit, period: Period, role: Role
) -> TimeMention:
    first = hit.start
    if words[first].kind == "FROM" and not is_range(words, hit):
        first += 1
    if words[first].kind in ("IN", "WITHIN", "THE"):
        first += 1
    cited = role == "duration"
    given: Role = role
    if not cited and period.role:
        given = "by" if period.role == "by" else "duration"
    return TimeMention(
        part.cut(words[first].start, words[hit.end - 1].end),
        period.start,
        period.end,
        period.grain,
        given,
        f"{hit.rule.name}, cited" if cited else hit.rule.name,
        0,
    )
