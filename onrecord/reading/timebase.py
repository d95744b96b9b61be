"""What a text itself gives to read its times against: a dateline, a year, an order of figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.model.reading import Part
from onrecord.reading.calendar import Clock
from onrecord.reading.timehits import (
    FULL_DATE,
    MONTH_AND_YEAR,
    Hit,
    count_parts,
    find_hits,
    year_of,
)
from onrecord.reading.timewords import Word, scan_words

DATELINE_REACH = 600  # characters of a body in which its dateline stands
DATELINE_WORDS = 10  # words of the place before the day in it
SMALL_WORD = 3  # letters of the small words in names of places, at most


def find_dateline(part: Part) -> str | None:
    """The day that stands with a place before the first words of a text: 'Lesk, 2 May 2014.-'."""
    start = max(0, part.release.body_start - part.offset)
    text = part.doc.text[start : start + DATELINE_REACH]
    for line in text.split("\n"):
        words = scan_words(line)
        for hit in find_hits(words):
            if count_parts(words, hit) == FULL_DATE and _opens_line(line, words, hit):
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
    return first_year(words, find_hits(words))


def first_year(words: Sequence[Word], hits: Sequence[Hit]) -> int | None:
    """The year of the part's first full date, else of its first month, else its only year."""
    named = [(count_parts(words, hit), year_of(words, hit)) for hit in hits]
    for parts in (FULL_DATE, MONTH_AND_YEAR):
        years = [year for count, year in named if count == parts and year]
        if years:
            return years[0]
    alone = {year for count, year in named if count == 1 and year}
    return alone.pop() if len(alone) == 1 else None


def puts_months_first(words: Sequence[Word], base: date | None) -> bool:
    """Whether dates with slashes put the month first, by those that allow one reading only."""
    slashed = [word.more for word in words if word.kind == "FULL" and word.value]
    if any(first > 12 for _, _, first in slashed):
        return False
    if any(second > 12 for _, second, _ in slashed):
        return True
    return base is not None and (base.year, base.day, base.month) in slashed
