"""Calendars are read back by a program that did not write them."""

from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest

from onrecord.export.calendar import Item, make_calendar
from onrecord.pipeline.statuses import Followed
from onrecord.register.views import EntryRow, FactView, Quotation

SESSION = EntryRow(
    id="ev-a", layer="event", kind="session", status="held", start="2031-06-05", end=None,
    earliest="2031-06-05", latest="2031-06-05", first_published="2031-06-01",
    last_published="2031-06-06", label="Harbour Council", facts=1, releases=1, confidence=0.9,
)  # fmt: skip
WORDS = Quotation(
    "harbour/held", "re-a", "0" * 64, 0, 11, "It met.\nSo.", "2031-06-06", "file:///a"
)
ACCOUNT = FactView(
    id="ev-b", entry="ev-a", layer="event", kind="session", status="held", start="2031-06-05",
    end=None, rule="r", confidence=0.9, headline=None, evidence=WORDS, values=(),
    recorded_from="2031-06-07T10:00:00.000000Z", recorded_to=None,
)  # fmt: skip


def read_event(row: EntryRow, *facts: FactView, followed: Followed | None = None) -> Any:
    text, number = make_calendar([Item(row, facts or (ACCOUNT,), followed)])
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert number == len(events)
    return events[0] if events else None


@pytest.mark.parametrize(
    ("start", "end", "earliest", "latest", "days"),
    [
        ("2031-06-05", None, "2031-06-05", "2031-06-05", 1),
        ("2031-06-05", "2031-06-07", "2031-06-05", "2031-06-07", 3),
        ("2031-06-05~", "2031-06-05~", "2031-06-05", "2031-06-05", 1),
        ("2031-06", None, "2031-06-01", "2031-06-30", 0),
        ("2031-21", None, "2031-03-01", "2031-05-31", 0),
        ("2031-06-05", "2031-07", "2031-06-05", "2031-07-31", 0),
        ("2031-06-XX", None, "2031-06-01", "2031-06-30", 0),
        (None, None, None, None, 0),
    ],
)
def test_only_events_whose_days_are_told_are_entries_of_whole_days(
    start: str | None, end: str | None, earliest: str | None, latest: str | None, days: int
) -> None:
    row = replace(SESSION, start=start, end=end, earliest=earliest, latest=latest)
    event = read_event(row)
    if not days:
        assert event is None
        return
    first, after = event["DTSTART"].dt, event["DTEND"].dt
    assert (first, type(first), (after - first).days) == (date(2031, 6, 5), date, days)
    assert event["DTSTART"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("status", "start", "told"),
    [
        ("held", "2031-06-05", "CONFIRMED"),
        ("scheduled", "2031-06-05", "CONFIRMED"),
        ("scheduled", "2031-06-05?", "TENTATIVE"),
        ("postponed", "2031-06-05", "TENTATIVE"),
        ("cancelled", "2031-06-05?", "CANCELLED"),
    ],
)
def test_an_event_is_confirmed_tentative_or_cancelled(status: str, start: str, told: str) -> None:
    assert read_event(replace(SESSION, status=status, start=start))["STATUS"] == told


def test_the_number_grows_and_the_id_stays_when_an_event_is_told_anew() -> None:
    before = read_event(SESSION)
    again = replace(ACCOUNT, id="ev-c", recorded_from="2031-06-09T10:00:00.000000Z")
    after = read_event(replace(SESSION, status="cancelled"), ACCOUNT, again)
    assert before["UID"] == after["UID"] == "ev-a@onrecord"
    assert 0 < before["SEQUENCE"] < after["SEQUENCE"] < 2**31
    assert before["LAST-MODIFIED"].dt.isoformat() == "2031-06-07T10:00:00+00:00"
    assert after["LAST-MODIFIED"].dt.isoformat() == "2031-06-09T10:00:00+00:00"
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt


def test_a_promise_stands_on_its_last_day_whatever_that_is_told_as() -> None:
    promise = replace(
        SESSION, id="co-a", layer="commitment", kind="commitment", status=None,
        start="2031-12", earliest="2031-12-01", latest="2031-12-31",
    )  # fmt: skip
    event = read_event(promise, followed=Followed("overdue", "2032-02-01"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2031, 12, 31), date(2032, 1, 1))
    assert event["SUMMARY"] == "Due: Harbour Council (overdue)"
    gone = read_event(promise, followed=Followed("superseded", "2032-02-01"))
    assert gone["STATUS"] == "CANCELLED"


def test_long_and_special_texts_survive() -> None:
    label = "Council; of, “Skärn” \\ and " + "x" * 300
    assert str(read_event(replace(SESSION, label=label))["SUMMARY"]) == f"Session: {label}"
