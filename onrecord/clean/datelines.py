"""Datelines: what a press office sets before the running text — place, day, agency."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from itertools import islice

from onrecord.clean.dates import MONTH, PrintedDate, find_dates
from onrecord.lexicon.loader import load_words

MARKS = 6  # marks in which a dateline may end
SHORTEST_PLACE = 4  # characters of the shortest place that is a dateline by itself
DATELINE_LENGTH = 100  # characters in which a dateline ends

_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ]"
_PIECE = (
    rf"{_CAP}[\w'’.-]*(?:\s?[ /-]\s?(?:{_CAP}[\w'’.-]*|of|the|de|la|el|al|am|and|upon|on)){{0,4}}"
)
_PLACES = re.compile(rf"{_PIECE}(?:,\s?{_PIECE}){{0,3}}")
_BREAK = re.compile(
    r"\.?\s?[–—−]+\s?|\.?\s?--\s?|\.?\s-\s?(?=[^\W\d_])|(?<=\.)-\s?|(?<=\w)-\s|\s?:\s?(?=\s|\W|[A-Z])"
    r"|(?<=[)\]])\s|(?<=[\w)/]\.)\s|(?<=/)\s"
)
_YEARLESS = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:{MONTH})|(?:{MONTH})\.?\s\d{{1,2}})\b", re.I
)
_AGENCY = re.compile(r"\([^()\d]{2,60}\)|/[^/\d]{2,30}/")
_AGENCY_MARK = re.compile(r"(?:\([^()\d]{2,30}\)|/[^/\d]{2,30}/)[\s.:–—-]{1,4}")
_BRACKETED = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]*)[)\]]\s*")
_COMMAS = re.compile(r"\s*[,;.:]?(?:\s*,\s*)+|\s*[;:]\s+|\s+[–—-]+\s*")
_STATE = re.compile(r"(?!MP|MD|JP)[A-Z]\.?[A-Z]")
_DASH = frozenset({"–", "—", "−", "-", "--", "——", "––"})


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline that ends at `end`; `date` and `place` are offsets, `led` says the date leads."""

    end: int
    day: datetime.date | None
    date: tuple[int, int] | None
    place: tuple[int, int] | None
    led: bool


def parse_dateline(text: str, month_first: bool = False) -> Dateline | None:
    """The dateline before running text, None where there is none.

    It is the longest row of place, date, weekday and agency that a mark ends.
    """
    if not (text[:1].isupper() or text[:1].isdecimal() or text.startswith(("(", "["))):
        return None
    found: Dateline | None = None
    for mark in islice(_BREAK.finditer(text[:DATELINE_LENGTH]), MARKS):
        if mark.end() >= len(text) or text[mark.end()].islower():
            continue
        line = _read_head(text, mark, month_first)
        if line and (found is None or _goes_on(found, line)):
            found = line
    return found


def _goes_on(shorter: Dateline, longer: Dateline) -> bool:
    """Whether the longer reading adds the date or the place that the shorter one lacks."""
    return (shorter.date is None and longer.date is not None) or (
        shorter.place is None and longer.place is not None
    )


def _read_head(text: str, mark: re.Match[str], month_first: bool) -> Dateline | None:
    head = text[: mark.start()]
    dated = next(find_dates(head, month_first), None)
    yearless = None if dated else _YEARLESS.search(head)
    span = (dated.start, dated.end) if dated else yearless.span() if yearless else None
    bare = _bare_place(head, span)
    if bare and not _PLACES.fullmatch(bare):
        return None
    if not bare and not (dated and head.lstrip()[:1] in ("(", "[")):
        return None
    if span is None and not _is_bare(bare, mark):
        return None
    return _make_dateline(text, mark, dated, bare)


def _bare_place(head: str, date: tuple[int, int] | None) -> str:
    """What is left of a dateline without its date, weekday, agency and brackets."""
    rest = head if date is None else head[: date[0]] + " " * (date[1] - date[0]) + head[date[1] :]
    while (inner := _BRACKETED.match(rest)) is not None:
        rest = inner["inner"] + " " + rest[inner.end() :]
        if not rest.strip():
            return ""
    rest = _AGENCY.sub(" ", rest)
    words = [word for word in rest.split(" ") if word.casefold().strip(",.") not in _weekdays()]
    return _COMMAS.sub(", ", " ".join(" ".join(words).split())).strip(" ,.()[]/:;–—-")


def _weekdays() -> frozenset[str]:
    return load_words("layout", "stamps.weekday")


def _is_bare(place: str, mark: re.Match[str]) -> bool:
    """Whether a place without a date is a dateline: in capitals or of a state, before a dash."""
    if mark[0].strip(" .") not in _DASH or len(place) < SHORTEST_PLACE:
        return False
    first, *others = (part.strip() for part in place.split(","))
    return first.isupper() or any(_STATE.fullmatch(part) for part in others)


def _make_dateline(
    text: str, mark: re.Match[str], dated: PrintedDate | None, bare: str
) -> Dateline:
    place = bare if bare in text else bare.split(",")[0]
    start = text.find(place) if place else -1
    agency = _AGENCY_MARK.match(text, mark.end())
    end = agency.end() if agency and agency.end() < len(text) else mark.end()
    return Dateline(
        end=end,
        day=dated.day if dated else None,
        date=(dated.start, dated.end) if dated else None,
        place=(start, start + len(place)) if start >= 0 else None,
        led=dated is not None and (start < 0 or dated.start < start),
    )
