"""Phrases that name a time, resolved against the day a release was published."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.reading import Part, TimeMention
from onrecord.model.text import Page
from onrecord.model.time import earliest_day, is_edtf
from onrecord.reading.calendar import Clock, Period, base_year
from onrecord.reading.direction import find_direction
from onrecord.reading.timeguards import word_at
from onrecord.reading.timerules import RULES, Rule
from onrecord.reading.timewords import CODES, Word, scan_words

Role = Literal["at", "by", "since", "duration"]

READABLE_YEARS = range(1000, 9000)  # publication dates outside are not resolved against
LONGEST_OPENER = 24  # characters before a phrase in which its preposition stands
FULL_DATE, MONTH_AND_YEAR = 3, 2  # parts that such a date names
YEAR_KINDS = ("YEAR", "FULL")
DATELINE_REACH = 600  # characters of a body in which its dateline stands
DATELINE_WORDS = 10  # words of the place before the day in it
SMALL_WORD = 3  # letters of the small words in names of places, at most
MOVED_DISTANCE = 12  # words between 'postponed' and the dates of the move
CITING_DISTANCE = 4  # words between a document's noun and its date


@dataclass(frozen=True, slots=True)
class Hit:
    """The words of one phrase and the rule that found them."""

    rule: Rule
    start: int
    end: int


def find_page_times(page: Page, parts: Sequence[Part]) -> tuple[TimeMention, ...]:
    """The times of a page's parts, each read against its release's day.

    A release that prints no day is read against that of the page's main release, else
    the last one that the page prints.
    """
    days = [r.published for r in page.releases if r.main and r.published]
    days += sorted((r.published for r in page.releases if r.published), reverse=True)
    main = days[0] if days else None
    year = None if main else find_year(page.text)
    return tuple(
        mention
        for number, part in enumerate(parts)
        for mention in find_times(
            part, part.release.published or main or find_dateline(part), number, year
        )
    )


def find_dateline(part: Part) -> str | None:
    """The day that stands with a place before the first words of a text: 'Lesk, 2 May 2014.-'."""
    start = max(0, part.release.body_start - part.offset)
    text = part.doc.text[start : start + DATELINE_REACH]
    for line in text.split("\n"):
        words = scan_words(line)
        for hit in select_hits(words, tuple(_find_hits(words))):
            if _count_parts(words, hit) == FULL_DATE and _opens_line(line, words, hit):
                period = hit.rule.resolve(words[hit.start : hit.end], Clock(None))
                return period.start if period and period.start == period.end else None
    return None


def _opens_line(line: str, words: Sequence[Word], hit: Hit) -> bool:
    before = line[: words[hit.start].start].split()
    after = line[words[hit.end - 1].end :].strip()
    small = [
        word for word in before if word.isalpha() and word.islower() and len(word) > SMALL_WORD
    ]
    return len(before) <= DATELINE_WORDS and not small and (not after or after[0] in ".,:;)–—-")


def find_year(text: str) -> int | None:
    """The year that a text without a publication date gives away by its full dates."""
    words = scan_words(text)
    return _first_year(words, select_hits(words, tuple(_find_hits(words))))


def find_times(
    part: Part, published: str | None, number: int, year: int | None = None
) -> tuple[TimeMention, ...]:
    """The phrases of the part that name a time, in their order, none overlapping.

    `published` is the release's day, against which 'today' and missing years are read;
    without it such phrases are found and left without a value, but for years, which the full
    dates of the part give, or else `year`. `number` is the part's place in its reading.
    """
    words = scan_words(part.doc.text)
    hits = select_hits(words, tuple(_find_hits(words)))
    base = _read_day(published)
    american = puts_months_first(words, base)
    clock = Clock(base, near=_first_year(words, hits) or year, american=american)
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
        role = _find_role(text, words, hit)
        year = _shared_year(words, hits, place, previous)
        clock = _set_clock(clock, _direction(part, token, role), year)
        period = hit.rule.resolve(words[hit.start : hit.end], clock)
        if period is None:
            continue
        if _is_moved(words, hit):
            period = replace(period, start=period.end)
        mention = _make_mention(part, words, hit, _check_period(period), role)
        yield mention
        if mention.role != "duration" and mention.start:
            clock = _move_clock(clock, mention, _is_full(words, hit))
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
    return replace(clock, anchor=anchor, day=anchor, near=near)


def _is_full(words: Sequence[Word], hit: Hit) -> bool:
    kinds = {word.kind for word in words[hit.start : hit.end]}
    return "FULL" in kinds or kinds >= {"MONTH", "YEAR"}


def _first_year(words: Sequence[Word], hits: Sequence[Hit]) -> int | None:
    """The year of the part's first full date, else of its first month, else its only year."""
    named = [(_count_parts(words, hit), _year_of(words, hit)) for hit in hits]
    for parts in (FULL_DATE, MONTH_AND_YEAR):
        years = [year for count, year in named if count == parts and year]
        if years:
            return years[0]
    alone = {year for count, year in named if count == 1 and year}
    return alone.pop() if len(alone) == 1 else None


def _count_parts(words: Sequence[Word], hit: Hit) -> int:
    kinds = {word.kind for word in words[hit.start : hit.end]}
    if "FULL" in kinds:
        return FULL_DATE
    return len(kinds & {"YEAR", "MONTH"}) + bool(kinds & {"DAY", "DAYTH"})


def _year_of(words: Sequence[Word], hit: Hit) -> int | None:
    inside = words[hit.start : hit.end]
    return next((w.more[0] if w.more else w.value for w in inside if w.kind in YEAR_KINDS), None)


def _find_hits(words: Sequence[Word]) -> Iterator[Hit]:
    letters = "".join(CODES[word.kind] for word in words)
    for rule in RULES:
        for match in rule.pattern.finditer(letters):
            hit = Hit(rule, match.start(), match.end())
            if rule.guard is None or rule.guard(words, hit.start, hit.end):
                yield hit


def select_hits(words: Sequence[Word], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The longest hits first, then those of earlier rules, none touching another."""
    taken = bytearray(len(words))
    chosen = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, RULES.index(hit.rule))):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            chosen.append(hit)
    return tuple(sorted(chosen, key=lambda hit: hit.start))


def _read_day(published: str | None) -> date | None:
    try:
        day = date.fromisoformat(published or "")
    except ValueError:
        return None
    return day if day.year in READABLE_YEARS else None


def puts_months_first(words: Sequence[Word], base: date | None) -> bool:
    """Whether dates with slashes put the month first, by those that allow one reading only."""
    slashed = [word.more for word in words if word.kind == "FULL" and word.value]
    if any(first > 12 for _, _, first in slashed):
        return False
    if any(second > 12 for _, second, _ in slashed):
        return True
    return base is not None and (base.year, base.day, base.month) in slashed


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
        return 0
    return {"by": 1, "since": -1}.get(role, 0) if told is None else told


def _find_role(text: str, words: Sequence[Word], hit: Hit) -> Role:
    if is_cited(words, hit.start, hit.end):
        return "duration"
    first = words[hit.start]
    if first.kind in ("FROM", "BETWEEN"):
        return "since" if first.kind == "FROM" and not _is_range(words, hit) else "at"
    before = _text_before(text, first.start)
    for role, openers in _role_openers():
        if any(before.endswith(" " + opener) for opener in openers):
            return role
    return "at"


def _is_range(words: Sequence[Word], hit: Hit) -> bool:
    return any(word.kind in ("DASH", "TO", "TILL", "SLASH") for word in words[hit.start : hit.end])


def _is_moved(words: Sequence[Word], hit: Hit) -> bool:
    """Whether 'from A to B' tells a move to B rather than a time from A to B."""
    if words[hit.start].kind != "FROM":
        return False
    before = words[max(0, hit.start - MOVED_DISTANCE) : hit.start]
    return any(_is(word, "moving") for word in before[_after_stop(before) :])


def _text_before(text: str, at: int) -> str:
    before = " " + text[max(0, at - LONGEST_OPENER) : at].lower().rpartition("\n")[2].rstrip()
    for article in (" the", " end of"):
        before = before.removesuffix(article)
    return before


def _role_openers() -> tuple[tuple[Role, tuple[str, ...]], ...]:
    roles = load_table("times")["roles"]
    return (("by", tuple(roles["by"])), ("since", tuple(roles["since"])))


def is_cited(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words are part of a document's name or tell the period that it is for."""
    before = word_at(words, start - 1)
    coarse = all(word.kind not in ("MONTH", "FULL") for word in words[start:end])
    if coarse and _is_titled(words, start, end):
        return True
    if before.kind == "OF" or before.text.lower() in ("dated", "from"):
        return _cites_document(words, start - 1)
    if coarse and before.text.lower() == "for":
        return not _is(word_at(words, start - 2), "appointing")
    if (coarse and before.kind in ("TILL", "TO")) or (before.text.lower() == "by" and coarse):
        return _is(word_at(words, start - 2), "documents")
    return False


def _is_titled(words: Sequence[Word], start: int, end: int) -> bool:
    before, earlier = word_at(words, start - 1), word_at(words, start - 2)
    after = word_at(words, end)
    if words[start].kind not in ("YEAR", "SPLIT"):
        return False
    if before.kind == "LEFT" and after.kind == "RIGHT":
        return earlier.kind in ("NUMBER", "YEAR", "DAY")
    if before.kind == "DASH" and before.end == words[start].start:
        return True
    if before.kind == "OTHER" and before.text[:1].isupper() and not _is(before, "openers"):
        return True
    return _is(after, "documents")


def _cites_document(words: Sequence[Word], preposition: int) -> bool:
    nearby = words[max(0, preposition - CITING_DISTANCE) : preposition]
    nearby = nearby[_after_stop(nearby) :]
    return any(_is(word, "documents") or word.text in ("№", "No", "Nr", "no") for word in nearby)


def _after_stop(words: Sequence[Word]) -> int:
    stops = [
        i
        for i, word in enumerate(words)
        if word.kind in ("LINE", "COMMA", "DOT") or _is(word, "copulas")
    ]
    return stops[-1] + 1 if stops else 0


def _is(word: Word, key: str) -> bool:
    return word.text.lower() in load_words("times", f"context.{key}")


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
    if words[first].kind == "FROM" and not _is_range(words, hit):
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
