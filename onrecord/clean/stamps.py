"""Stamps: the date, time and place that a page prints beside a release."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.clean.datelines import parse_dateline
from onrecord.clean.dates import MONTH, PrintedDate, find_dates
from onrecord.clean.places import PARTICLES, is_place
from onrecord.lexicon.loader import load_words

STAMP_WORDS = 16  # a line with more words is no stamp
STAMP_LENGTH = 60  # characters in which a stamp before running text ends
CATEGORY_WORDS = 6  # words of the longest heading under which a stamp files its release
PARTED_STAMP = 3  # parts of a stamp with day, place and office
TITLE_WORDS = 5  # words of the shortest headline that ends with its day of issue
TAIL_LENGTH = 30  # characters in which a stamp after a headline begins

StampKind = Literal["line", "time", "place", "glued", "dateline", "tail", "trail"]

_TIME = re.compile(
    r"(?<![\d.:])\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_EXTRA = re.compile(
    _TIME.pattern
    + r"|\bN[o°º]\.?\s?[\d/-]+|\bleave\sa\s(?:comment|reply)\b|\buncategori[sz]ed\b"
    + r"|\S+\.(?:docx?|pdf|odt|rtf|zip)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:\s(?:{MONTH}))?\s?(?:–|—|-|to|and|until)\s?$", re.IGNORECASE
)
_MARKED = re.compile(r"\s?[|•·]\s?|\s/\s")
_DASHED = re.compile(r"\s[–—-]\s")
_EMBARGO = frozenset({"embargo", "embargoed", "immediate"})
_DASHES = ("-", "–", "—", "to", "until")
_TAILED = re.compile(r"[\s|(,–—-]+$")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MONTHS = re.compile(r"[^\W\d_]{3}")
_OPEN = re.compile(
    r"\b(?:of|on|in|from|to|by|for|until|till|at|since|dated|and|the)$", re.IGNORECASE
)
_BRACKETED = re.compile(r"[^()]{20,}\s\([^()]{8,30}\)")
_TAIL = re.compile(r"[\s|:–—,.-]*(?:\d{1,2}[:.]\d{2}[\s|:–—-]*)?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in a line, with offsets into the line's text.

    `kind` is 'line' (the line is all stamp), 'time' (a time of day alone), 'place' (a place
    alone), 'glued' (before the running text), 'dateline' (a press office's, before the
    running text), 'tail' (after a headline) or 'trail' (menus before a headline); `end` is
    where the running text or the headline begins, in a tail where the headline ends. `day`
    is None for a stamp that prints no full date; `led` says that a dateline begins with its
    date, as the entries of a list do.
    """

    kind: StampKind
    end: int
    day: datetime.date | None = None
    date: tuple[int, int] | None = None
    place: tuple[int, int] | None = None
    labelled: bool = False
    led: bool = False


def parse_stamp(text: str, month_first: bool = False) -> Stamp | None:
    """The stamp that a line is or begins with, None where there is none."""
    return (
        _parse_line(text, month_first)
        or _parse_dateline(text, month_first)
        or _parse_glued(text, month_first)
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
    rest = _blank_out(rest, [match.span() for match in _EXTRA.finditer(rest)])
    words = list(_WORD.finditer(rest))
    foreign = [word for word in words if not _is_label(word[0])]
    if is_range(text, dates):
        return _make_range(rest, foreign, dates) if len(dates) == 1 else None
    if _is_dated_title(text, rest):
        return Stamp("tail", len(text), dates[-1].day, (dates[-1].start, dates[-1].end))
    parted = _find_parted(rest, foreign)
    if parted or _is_room(text, dates, foreign):
        return _make_line(text, dates, words, parted)
    if foreign and not is_place(rest, foreign):
        issued = _is_issued(words, foreign, dates[0].start)
        if not _is_category(rest) and (not issued or _looks_ahead(text, foreign)):
            return None
        if len(foreign) >= TITLE_WORDS and text[:1].isupper() and _is_foreign(text):
            return Stamp("tail", len(text), dates[-1].day, (dates[-1].start, dates[-1].end))
        foreign = []
    return _make_line(text, dates, words, foreign)


def _is_issued(words: Sequence[re.Match[str]], foreign: Sequence[re.Match[str]], day: int) -> bool:
    """Whether a line begins with a word of publication, or its day stands right behind one."""
    issuing = load_words("layout", "stamps.publication")
    told = [word for word in words if word[0].casefold() in issuing]
    return any(
        not any(other.start() < word.start() for other in foreign)
        or not any(word.start() < other.start() < day for other in foreign)
        for word in told
    )


def _looks_ahead(text: str, foreign: Sequence[re.Match[str]]) -> bool:
    """Whether a line is a sentence about a day to come ('It will be published on 1 May 2025.')."""
    ahead = load_words("layout", "stamps.ahead")
    return text.endswith(".") and any(word[0] in ahead for word in foreign)


def _is_dated_title(text: str, rest: str) -> bool:
    """Whether a line is a title with the day of what it tells of in brackets at its end."""
    if not text[:1].isupper() or not _BRACKETED.fullmatch(text) or rest.count("(") != 1:
        return False
    before, _, inside = rest.partition("(")
    return len(before.split()) > TITLE_WORDS and not _WORD.search(inside)


def _find_parted(rest: str, foreign: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The words of the place in '3 May 2021 – Lesk, Tarvia – Harbour Office'."""
    parts = [part.strip() for part in _DASHED.split(rest)]
    if (
        not foreign
        or len(parts) < PARTED_STAMP
        or parts[0]
        or rest.rstrip().endswith((".", "!", "?"))
    ):
        return []
    named = [word[0] for word in foreign]
    if not all(word[0].isupper() or word in PARTICLES for word in named):
        return []
    short = all(len(part.split()) <= CATEGORY_WORDS for part in parts)
    second = next(_DASHED.finditer(rest, foreign[0].start()), None)
    return [word for word in foreign if short and second and word.end() <= second.start()]


def _is_room(text: str, dates: Sequence[PrintedDate], foreign: Sequence[re.Match[str]]) -> bool:
    """Whether what follows a day and its time is the room: '3 May 2021, 3 p.m. Press Hall'."""
    if not 0 < len(foreign) <= CATEGORY_WORDS or foreign[0].start() < dates[0].end:
        return False
    if not _TIME.search(text, dates[0].end, foreign[0].start()) or text.endswith((".", "!", "?")):
        return False
    rooms = load_words("layout", "stamps.rooms")
    return any(word[0].casefold() in rooms for word in foreign)


def _is_foreign(text: str) -> bool:
    """Whether a line begins like a title and not like a label."""
    first = _WORD.search(text)
    return first is not None and not _is_label(first[0])


def _make_range(
    rest: str, foreign: Sequence[re.Match[str]], dates: Sequence[PrintedDate]
) -> Stamp | None:
    """The stamp of a paper of several days, dated by the last: 'Lesk, 3–5 May 2021'."""
    if not foreign or not is_place(rest[: dates[0].start].rstrip(" 0123456789–—-"), foreign):
        return None
    date, place = dates[0], (foreign[0].start(), foreign[-1].end())
    if foreign[-1].start() > date.start or "," not in rest[place[1] : date.start]:
        return None
    return Stamp("line", len(rest), date.day, (date.start, date.end), place, labelled=True)


def _make_line(
    text: str,
    dates: Sequence[PrintedDate],
    words: Sequence[re.Match[str]],
    foreign: Sequence[re.Match[str]],
) -> Stamp:
    plain = {word[0].casefold().rstrip(".") for word in words}
    own = {
        word[0].casefold().rstrip(".") for word in words if word.start() < _find_part(text, dates)
    }
    other = own & load_words("layout", "stamps.other") and not plain & _EMBARGO
    if other and len(dates) == 1:
        return Stamp("line", len(text), labelled=True)
    place = (foreign[0].start(), foreign[-1].end()) if foreign else None
    labelled = bool(plain & load_words("layout", "stamps.publication"))
    first = dates[0]
    return Stamp("line", len(text), first.day, (first.start, first.end), place, labelled)


def _find_part(text: str, dates: Sequence[PrintedDate]) -> int:
    """Where the part of a stamp with its last day ends: a section may stand behind a mark."""
    mark = _MARKED.search(text, dates[-1].end)
    return mark.start() if mark else len(text)


def is_range(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Whether the dates are the first and last day of a time, and no stamp."""
    first = dates[0]
    if _RANGE.search(text[: first.start]):
        return True
    return len(dates) > 1 and text[first.end : dates[1].start].strip() in _DASHES


def _blank_out(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_label(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return plain in load_words("layout", "stamps.label") or plain in load_words(
        "layout", "stamps.weekday"
    )


def _is_category(rest: str) -> bool:
    """Whether what stands beside a date is set off by marks: '3 May 2021 | Roads and bridges'."""
    parts = [part.strip() for part in _MARKED.split(rest)]
    named = [part for part in parts if part]
    return len(parts) > len(named) > 0 and all(
        len(part.split()) <= CATEGORY_WORDS and not part.endswith((".", "!", "?")) for part in named
    )


def _parse_glued(text: str, month_first: bool) -> Stamp | None:
    first = next(find_dates(text[:STAMP_LENGTH], month_first), None)
    if first is None or first.end == min(len(text), STAMP_LENGTH):
        return None
    before = [word[0] for word in _WORD.finditer(text[: first.start])]
    if not all(map(_is_label, before)) or before[-1:] in (["On"], ["By"], ["In"], ["At"]):
        return None
    if _RANGE.search(text[: first.start]):
        return None
    if text[first.end : first.end + 1] == "," and not before:
        return None
    tail = _TAIL.match(text, first.end)
    at = tail.end() if tail else first.end
    if at >= len(text) or text[at].islower() or text[at] == ")":
        return None
    return Stamp("glued", at, first.day, (first.start, first.end))


def _parse_dateline(text: str, month_first: bool) -> Stamp | None:
    line = parse_dateline(text, month_first)
    if line is None:
        return None
    kind: StampKind = "dateline" if line.place else "glued"
    return Stamp(kind, line.end, line.day, line.date, line.place, led=line.led)


def shift_stamp(stamp: Stamp, by: int) -> Stamp:
    """The stamp in a line that has `by` more characters before it."""
    date, place = (
        (span[0] + by, span[1] + by) if span else None for span in (stamp.date, stamp.place)
    )
    return replace(stamp, end=stamp.end + by, date=date, place=place)


def parse_tail(text: str, month_first: bool = False) -> Stamp | None:
    """The stamp that stands after a headline in its line, None where there is none.

    A date in words counts only behind a mark ('Title | 3 May 2021'), since headlines end
    with the dates of what they tell of.
    """
    if not any(map(str.isdecimal, text[-TAIL_LENGTH:])):
        return None
    dates = list(find_dates(text, month_first))
    if not dates or _TIME.sub("", text[dates[-1].end :]).strip(" |),–—-"):
        return None
    last = dates[-1]
    if _RANGE.search(text[: last.start]):
        return None
    before = _TAILED.search(text[: last.start])
    end = before.start() if before else last.start
    marked = before is not None and before[0].strip() in ("|", "(", "–", "—", "-")
    if not text[:end].strip() or not (marked or text[last.start : last.start + 2].isdecimal()):
        return None
    if not marked and (_MONTHS.search(text[last.start : last.end]) or _OPEN.search(text[:end])):
        return None
    return Stamp("tail", end, last.day, (last.start, last.end))
