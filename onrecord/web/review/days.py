"""A day or period as a person writes it, as the register keeps it."""

from __future__ import annotations

from datetime import date

from onrecord.errors import InputError
from onrecord.model.time import is_edtf
from onrecord.reading.calendar import Clock
from onrecord.reading.timebase import puts_months_first
from onrecord.reading.timehits import find_hits
from onrecord.reading.timewords import scan_words

HINT = "2031-05-03, 3 May 2031, May 2031, end of 2031"


def read_days(words: str, published: str | None = None) -> tuple[str, str]:
    """The first and the last value that a date in EDTF or in plain words means, often the same.

    'Tomorrow' and days without a year are read against the day of publication. Raises
    `InputError` for what is no date.
    """
    given = " ".join(words.split())
    if is_edtf(given):
        return given, given
    scanned = scan_words(given)
    base = _read_base(published)
    clock = Clock(base, american=puts_months_first(scanned, base))
    for hit in find_hits(scanned):
        period = hit.rule.resolve(scanned[hit.start : hit.end], clock)
        if period and period.start and period.end and is_edtf(period.start) and is_edtf(period.end):
            return period.start, period.end
    raise InputError(given[:60], "this is no date", f"write it like {HINT}")


def _read_base(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None
