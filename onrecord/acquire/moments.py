"""Days and moments as feeds and lists print them, in ISO 8601."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from onrecord.lexicon.loader import load_table

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_CHARACTERS = 400  # of a text in which a date is looked for

_MONTHS = {
    name: number
    for number, names in enumerate(load_table("layout")["months"]["names"], start=1)
    for name in names
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PRINTED = re.compile(
    rf"""(?<![\d./-])(?:
      (?P<y1>\d{{4}})[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}})
    | (?P<a>\d{{1,2}})(?P<by>[./-])\s?(?P<b>\d{{1,2}})(?P=by)\s?(?P<y2>\d{{4}})
    | (?P<d3>{_DAY})\.?[\s-](?:of\s)?(?P<m3>{_MONTH})\b\.?,?[\s-](?P<y3>\d{{4}})
    | \b(?P<m4>{_MONTH})\.?\s(?P<d4>{_DAY}),?\s(?P<y4>\d{{4}})
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_moment(text: str | None) -> str | None:
    """A moment of ISO 8601 or of a mail's head, as exact as it is given; else a printed day."""
    text = (text or "").strip()[:MOST_CHARACTERS]
    if not text:
        return None
    return _parse_iso(text) or _parse_mail(text) or find_day(text)


def _parse_iso(text: str) -> str | None:
    try:
        if len(text) == len("2024-05-03"):
            return datetime.date.fromisoformat(text).isoformat()
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds") if _is_fit(moment.year) else None


def _parse_mail(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.isoformat(timespec="seconds") if _is_fit(moment.year) else None


def _is_fit(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def has_date(text: str) -> bool:
    """Whether a full date stands in a text, clear or not."""
    return _PRINTED.search(text[:MOST_CHARACTERS]) is not None


def find_day(text: str) -> str | None:
    """The first full date in a text; None where there is none or it can be read in two ways."""
    match = _PRINTED.search(" ".join(text[:MOST_CHARACTERS].split()))
    if match is None:
        return None
    try:
        day = datetime.date(*_read_parts(match))
    except ValueError:
        return None
    return day.isoformat() if _is_fit(day.year) else None


def is_only_date(text: str) -> bool:
    """Whether a text is hardly more than a date ('Friday, 3 May 2024')."""
    words = " ".join(text[:MOST_CHARACTERS].split())
    match = _PRINTED.search(words)
    return match is not None and len(words) - len(match.group()) <= len(
        "published on wednesday, 10:30 a.m."
    )


def _read_parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day. Raises `ValueError` where day and month cannot be told apart."""
    if match["y1"]:
        return int(match["y1"]), int(match["m1"]), int(match["d1"])
    if match["y3"]:
        return int(match["y3"]), _MONTHS[match["m3"].lower()], _number(match["d3"])
    if match["y4"]:
        return int(match["y4"]), _MONTHS[match["m4"].lower()], _number(match["d4"])
    one, two = int(match["a"]), int(match["b"])
    if match["by"] == "/" and one <= 12 and two <= 12 and one != two:
        raise ValueError(match.group())
    day, month = (two, one) if two > 12 else (one, two)
    return int(match["y2"]), month, day


def _number(day: str) -> int:
    return int(day.rstrip("stndrhSTNDRH"))
