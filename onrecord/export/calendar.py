"""Events and due promises of a register as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import IO

import icalendar

from onrecord.export.tables import each_entry
from onrecord.pipeline.statuses import Followed
from onrecord.register.reader import Register
from onrecord.register.views import EntryRow, FactView, Query

PRODUCT = "-//onrecord//register//EN"
LONGEST_DAYS = 62  # an event known only as 'in 2024' is no calendar entry
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


def write_calendar(file: IO[str], register: Register, query: Query | None = None) -> int:
    """Write the events whose days are known; gives their number."""
    events = (
        Item(entry, facts) for entry, facts in each_entry(register, "event", query or Query())
    )
    text, number = make_calendar(events)
    file.write(text)
    return number


def make_calendar(items: Iterable[Item], name: str = "onrecord") -> tuple[str, int]:
    """The entries whose days are known as a calendar, and their number.

    A UID is the entry's id. SEQUENCE grows whenever the entry is told anew or in other
    words, and with each text that tells what became of a promise.
    A promise stands on the last day on which it is due.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    number = 0
    for component in _components(items):
        calendar.add_component(component)
        number += 1
    return calendar.to_ical().decode("utf-8"), number


def _components(items: Iterable[Item]) -> Iterator[icalendar.Event]:
    for item in items:
        days = _days(item.entry)
        if days is not None:
            yield _component(item, *days)


def _days(entry: EntryRow) -> tuple[date, date] | None:
    if entry.earliest is None or entry.latest is None:
        return None
    first, last = date.fromisoformat(entry.earliest), date.fromisoformat(entry.latest)
    if entry.layer == "commitment":
        return last, last
    return (first, last) if last - first <= timedelta(days=LONGEST_DAYS) else None


def _component(item: Item, first: date, last: date) -> icalendar.Event:
    entry, facts = item.entry, item.facts
    event = icalendar.Event()
    event.add("uid", f"{entry.id}@onrecord")
    event.add("summary", _summary(item))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("dtstamp", _stamp(entry, first))
    event.add("sequence", _count_changes(item))
    event.add("status", STATUS.get(_status(item), "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    places = dict.fromkeys(value.value for fact in facts for value in fact.of("place"))
    if places:
        event.add("location", ", ".join(places))
    event.add("description", "\n\n".join(_account(fact) for fact in facts))
    return event


def _count_changes(item: Item) -> int:
    """A number that grows with each new or reworded account, and with each answer to a promise."""
    moments = [datetime.fromisoformat(fact.recorded_from) for fact in item.facts]
    told = max((int((moment - START).total_seconds()) for moment in moments), default=0)
    followed = item.followed
    return max(0, told) + (len(followed.answers) + len(followed.others) if followed else 0)


def _summary(item: Item) -> str:
    entry = item.entry
    if entry.layer != "commitment":
        return f"{entry.kind.capitalize()}: {entry.label}"
    return f"Due: {entry.label}" + (f" ({item.followed.status})" if item.followed else "")


def _status(item: Item) -> str:
    return item.followed.status if item.followed else item.entry.status or ""


def _stamp(entry: EntryRow, first: date) -> datetime:
    day = date.fromisoformat(entry.last_published) if entry.last_published else first
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _account(fact: FactView) -> str:
    source = " ".join(filter(None, (fact.evidence.document, fact.evidence.published)))
    return f"“{' '.join(fact.evidence.text.split())}” ({source})"
