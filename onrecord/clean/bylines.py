"""Bylines: lines of a page that tell its author, day, section and number of readers."""

from __future__ import annotations

import re

from onrecord.clean.dates import find_dates
from onrecord.clean.stamps import Stamp
from onrecord.lexicon.loader import load_words

_WORD = re.compile(r"[^\W\d_]+")


def parse_byline(text: str, month_first: bool = False) -> Stamp | None:
    """The stamp of a byline: its first day that is not that of a change or a deadline."""
    at = 0
    for date in find_dates(text, month_first):
        before = {word.casefold() for word in _WORD.findall(text[at : date.start])}
        if before.isdisjoint(load_words("layout", "stamps.other")):
            return Stamp("line", len(text), date.day, (date.start, date.end), labelled=True)
        at = date.end
    return None
