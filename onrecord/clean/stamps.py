"""Stamps: the date, time and place that a page prints beside a release."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from onrecord.clean.dates import find_dates
from onrecord.lexicon.loader import load_words

STAMP_WORDS = 16  # a line with more words is no stamp
PLACE_WORDS = 5  # a stamp's place has at most so many words
DATELINE_LENGTH = 90  # characters in which a dateline ends

StampKind = Literal["line", "time", "glued", "dateline"]

_TIME = re.compile(
    r"(?<![\d.:])\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_YEARLESS = re.compile(
    r"^(?:\d{1,2}(?:st|nd|rd|th)?\s[^\W\d_]{3,9}|[^\W\d_]{3,9}\s\d{1,2}(?:st|nd|rd|th)?)$"
)
_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ]"
_PLACE = rf"{_CAP}[\w'’.-]*(?:[ /-](?:{_CAP}[\w'’.-]*|of|the|de|la|el|al|am|and|upon|on)){{0,4}}"
_DATELINE = re.compile(
    rf"^\(?(?P<place>{_PLACE}(?:,\s{_PLACE}){{0,2}})"
    r"(?:[,.]?\s?\(?(?P<date>[^()–—:]{0,40}?\d[^()–—:]{0,30}?)\)?[.,]?)?"
    r"(?:\s?\([^()]{2,30}\)|\s?/[^/]{2,30}/\.?)?"
    r"(?:\s?(?:–|—|--|−)\s?|\s-\s|\s-(?=\w)|-\s|:\s|(?<=\))\s|(?<=\d\.)\s|(?<=/)\s|(?<=/\.)\s)"
    rf"(?=[\"“«‘'(]?(?:{_CAP}|\d|[a-z]))"
)
_TAIL = re.compile(r"^[\s|:–—,.-]*(?:\d{1,2}[:.]\d{2}[\s|:–—-]*)?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in a line, with offsets into the line's text.

    `kind` is 'line' (the line is all stamp), 'time' (a time of day alone), 'glued' (before
    the running text) or 'dateline' (a press office's, before the running text); `end` is
    where the running text begins. `day` is None for a stamp that prints no full date.
    """

    kind: StampKind
    end: int
    day: datetime.date | None = None
    date: tuple[int, int] | None = None
    place: tuple[int, int] | None = None
    labelled: bool = False


def parse_stamp(text: str, month_first: bool = False) -> Stamp | None:
    """The stamp that a line is or begins with, None where there is none."""
    return (
        _parse_line(text, month_first)
        or _parse_glued(text, month_first)
        or _parse_dateline(text, month_first)
    )


def _parse_line(text: str, month_first: bool) -> Stamp | None:
    if len(text) > 160 or len(text.split()) > STAMP_WORDS:
        return None
    if _TIME.fullmatch(text.strip(" |•·-–—")):
        return Stamp("time", len(text))
    dates = list(find_dates(text, month_first))
    if not dates:
        return None
    rest = _blank_out(text, [(date.start, date.end) for date in dates])
    rest = _blank_out(rest, [match.span() for match in _TIME.finditer(rest)])
    words = [word for word in _WORD.finditer(rest)]
    if _plain_words(words) & load_words("layout", "stamps.other") and len(dates) == 1:
        return Stamp("line", len(text), labelled=True)
    foreign = [word for word in words if not _is_label(word[0])]
    if foreign and not _is_place(rest, foreign):
        return None
    place = (foreign[0].start(), foreign[-1].end()) if foreign else None
    labelled = bool(_plain_words(words) & load_words("layout", "stamps.publication"))
    chosen = dates[0]
    return Stamp("line", len(text), chosen.day, (chosen.start, chosen.end), place, labelled)


def _blank_out(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _plain_words(words: list[re.Match[str]]) -> set[str]:
    return {word[0].casefold().rstrip(".") for word in words}


def _is_label(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return plain in load_words("layout", "stamps.label") or plain in load_words(
        "layout", "stamps.weekday"
    )


def _is_place(rest: str, foreign: list[re.Match[str]]) -> bool:
    if len(foreign) > PLACE_WORDS or rest.rstrip().endswith(("!", "?")):
        return False
    capital = sum(word[0][0].isupper() for word in foreign)
    return foreign[0][0][0].isupper() and capital * 2 >= len(foreign)


def _parse_glued(text: str, month_first: bool) -> Stamp | None:
    head = text[:40]
    first = next(find_dates(head, month_first), None)
    if first is None or _WORD.search(head[: first.start]):
        words = [word[0] for word in _WORD.finditer(head[: first.start])] if first else ["x"]
        if not first or not all(_is_label(word) for word in words) or words[-1:] == ["On"]:
            return None
    tail = _TAIL.match(text, first.end)
    at = tail.end() if tail else first.end
    if at >= len(text) or text[at].islower() or text[first.end : at].strip() == ",":
        return None
    return Stamp("glued", at, first.day, (first.start, first.end))


def _parse_dateline(text: str, month_first: bool) -> Stamp | None:
    match = _DATELINE.match(text[: DATELINE_LENGTH + 40])
    if not match or match.end() > DATELINE_LENGTH or match.end() >= len(text):
        return None
    printed = match["date"] or ""
    dated = next(find_dates(match[0], month_first), None)
    if not dated and not _is_bare_dateline(match["place"], printed):
        return None
    span = (dated.start, dated.end) if dated else None
    return Stamp("dateline", match.end(), dated.day if dated else None, span, match.span("place"))


def _is_bare_dateline(place: str, printed: str) -> bool:
    """Whether a dateline without a full date is one: capitals, or a day and month."""
    if _YEARLESS.match(printed.strip(" ,.")):
        return True
    return not printed and place.split(",")[0].isupper() and len(place) > 3
