"""Events and due promises of a register as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from onrecord.pipeline.statuses import Followed
from onrecord.register.views import EntryRow, FactView

PRODUCT = "-//onrecord//register//EN"
END = b"END:VCALENDAR\r\n"
UNCERTAIN = "?~%"  # signs of EDTF
DAY_LENGTH = len("2024-05-31")
START = datetime(2020, 1, 1, tzinfo=UTC)  # from which the seconds of SEQUENCE are counted
STATUS = {
    "held": "CONFIRMED",
    "scheduled": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
    "superseded": "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An entry for a calendar, with its accounts and, of a promise, what became of it."""

    entry: EntryRow
    facts: Sequence[FactView]
    followed: Followed | None = None


def make_calendar(
    items: Iterable[Item], name: str = "onrecord", about: str = ""
) -> tuple[str, int]:
    """The entries whose days are known as a calendar, and their number.

    A UID is the entry's id. SEQUENCE grows whenever the entry is told anew or in other
    words, and with each text that tells what became of a promise.
    An event that is told as a month, a season or a year is left out. A promise stands on the
    last day on which it is due.
    """
    head = _begin(name, about)
    pieces = [component.to_ical() for component in _components(items)]
    text = head.removesuffix(END) + b"".join(pieces) + END
    return text.decode("utf-8"), len(pieces)


def _begin(name: str, about: str) -> bytes:
    """A calendar without entries."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    if about:
        calendar.add("x-wr-caldesc", about)
    empty: bytes = calendar.to_ical()
    return empty


def _components(items: Iterable[Item]) -> Iterator[icalendar.Event]:
    for item in items:
        days = _days(item.entry)
        if days is not None:
            yield _component(item, *days)


def _days(entry: EntryRow) -> tuple[date, date] | None:
    """The first and the last day; None where they are not known as days."""
    if entry.earliest is None or entry.latest is None:
        return None
    first, last = date.fromisoformat(entry.earliest), date.fromisoformat(entry.latest)
    if entry.layer == "commitment":
        return last, last
    told = all(_is_day(edtf) for edtf in (entry.start, entry.end or entry.start))
    return (first, last) if told and first <= last else None


def _is_day(edtf: str | None) -> bool:
    return edtf is not None and len(edtf.rstrip(UNCERTAIN)) == DAY_LENGTH and "X" not in edtf


def _component(item: Item, first: date, last: date) -> icalendar.Event:
    entry, facts = item.entry, item.facts
    event = icalendar.Event()
    event.add("uid", f"{entry.id}@onrecord")
    event.add("summary", _summary(item))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    changed = _find_changed(item, first)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", _count_changes(item))
    event.add("status", _tell_status(item))
    event.add("transp", "TRANSPARENT")
    places = dict.fromkeys(value.value for fact in facts for value in fact.of("place"))
    if places:
        event.add("location", ", ".join(places))
    event.add("description", "\n\n".join(_account(fact) for fact in facts))
    return event


def _find_changed(item: Item, first: date) -> datetime:
    """When the register last learned of it: by an account, or by what answers a promise."""
    moments = [datetime.fromisoformat(fact.recorded_from) for fact in item.facts]
    if item.followed:
        answers = (*item.followed.answers, *item.followed.others)
        moments += [_midnight(date.fromisoformat(answer.published)) for answer in answers]
    last = item.entry.last_published
    day = date.fromisoformat(last) if last else first
    return max(moments, default=_midnight(day)).replace(microsecond=0)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _count_changes(item: Item) -> int:
    """A number that grows with each new or reworded account, and with each answer to a promise."""
    moments = [datetime.fromisoformat(fact.recorded_from) for fact in item.facts]
    told = max((int((moment - START).total_seconds()) for moment in moments), default=0)
    followed = item.followed
    return max(0, told) + (len(followed.answers) + len(followed.others) if followed else 0)


def _tell_status(item: Item) -> str:
    """Cancelled or postponed as told; what is told with an uncertain day is tentative."""
    status = STATUS.get(_status(item), "CONFIRMED")
    times = (item.entry.start or "") + (item.entry.end or "")
    uncertain = any(sign in times for sign in UNCERTAIN)
    return "TENTATIVE" if uncertain and status == "CONFIRMED" else status


def _summary(item: Item) -> str:
    entry = item.entry
    if entry.layer != "commitment":
        return f"{entry.kind.capitalize()}: {entry.label}"
    return f"Due: {entry.label}" + (f" ({item.followed.status})" if item.followed else "")


def _status(item: Item) -> str:
    return item.followed.status if item.followed else item.entry.status or ""


def _account(fact: FactView) -> str:
    source = " ".join(filter(None, (fact.evidence.document, fact.evidence.published)))
    return f"“{' '.join(fact.evidence.text.split())}” ({source})"
