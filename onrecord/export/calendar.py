"""Events of a register as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import IO

import icalendar

from onrecord.export.tables import each_entry
from onrecord.register.reader import Register
from onrecord.register.views import EntryRow, FactView, Query

PRODUCT = "-//onrecord//register//EN"
LONGEST_DAYS = 62  # an event known only as 'in 2024' is no calendar entry
STATUS = {
    "held": "CONFIRMED",
    "scheduled": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


def write_calendar(file: IO[str], register: Register, query: Query | None = None) -> int:
    """Write the events whose days are known; gives their number.

    An event's UID is its entry's id, SEQUENCE grows with the releases that tell of it.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    number = 0
    for component in _components(register, query or Query()):
        calendar.add_component(component)
        number += 1
    file.write(calendar.to_ical().decode("utf-8"))
    return number


def _components(register: Register, query: Query) -> Iterator[icalendar.Event]:
    for entry, facts in each_entry(register, "event", query):
        days = _days(entry)
        if days is not None:
            yield _component(entry, facts, *days)


def _days(entry: EntryRow) -> tuple[date, date] | None:
    if entry.earliest is None or entry.latest is None:
        return None
    first, last = date.fromisoformat(entry.earliest), date.fromisoformat(entry.latest)
    return (first, last) if last - first <= timedelta(days=LONGEST_DAYS) else None


def _component(
    entry: EntryRow, facts: Sequence[FactView], first: date, last: date
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.id}@onrecord")
    event.add("summary", f"{entry.kind.capitalize()}: {entry.label}")
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("dtstamp", _stamp(entry, first))
    event.add("sequence", entry.facts - 1)
    event.add("status", STATUS.get(entry.status or "", "CONFIRMED"))
    places = dict.fromkeys(value.value for fact in facts for value in fact.of("place"))
    if places:
        event.add("location", ", ".join(places))
    event.add("description", "\n\n".join(_account(fact) for fact in facts))
    return event


def _stamp(entry: EntryRow, first: date) -> datetime:
    day = date.fromisoformat(entry.last_published) if entry.last_published else first
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _account(fact: FactView) -> str:
    source = " ".join(filter(None, (fact.evidence.document, fact.evidence.published)))
    return f"“{' '.join(fact.evidence.text.split())}” ({source})"
