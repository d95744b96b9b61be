"""When and where: days and places that stand in another clause or sentence than the event."""

from __future__ import annotations

import pytest

from tests.recognise.telling import tell

DAYS = [
    (
        "The exercise was started on 6 May in Orlin. The exercise, which will continue until "
        "14 May, is organised by the General Staff of Tarvia.",
        "exercise",
        ("2024-05-06", "2024-05-14"),
    ),
    (
        "A lecture in memory of Judge Adda Brenk, originally announced for today, has been moved "
        "to 26 May.",
        "conference",
        ("2024-05-26", "2024-05-26"),
    ),
    (
        "It was agreed to convene an Extraordinary Summit in Orlin before the transfer of the "
        "presidency to Tarvia on 1 July.",
        "session",
        (None, None),
    ),
    (
        "On Monday the guests laid wreaths at the memorial to the victims of the 1988 earthquake.",
        "ceremony",
        ("2024-05-13", "2024-05-13"),
    ),
    (
        "The Minister is due in Orlin on Sunday, 19 May to take part in the extraordinary session "
        "of the Council of Fisheries Ministers.",
        "session",
        ("2024-05-19", "2024-05-19"),
    ),
    (
        "The seventh meeting of the Working Group on Ports was held in Orlin on 6-7 May. On the "
        "second day, a seminar on pilotage took place.",
        "conference",
        ("2024-05-07", "2024-05-07"),
    ),
    (
        "The seventh meeting of the Working Group on Ports was held in Orlin on 6-7 May. A seminar "
        "on pilotage took place on the first day and a drill was watched.",
        "conference",
        ("2024-05-06", "2024-05-06"),
    ),
]


@pytest.mark.parametrize(("text", "kind", "days"), DAYS)
def test_a_day_in_another_clause_is_given_to_the_event_it_dates(
    text: str, kind: str, days: tuple[str | None, str | None]
) -> None:
    told = tell(text)
    assert told.dates(told.event(kind)) == days


def test_what_is_done_at_the_end_of_a_short_journey_is_at_its_place() -> None:
    told = tell(
        "Minister Adda Brenk will visit Tirana on 20 May to hold an interaction with exporters."
    )
    assert told.names(told.event("meeting").places) == {"Tirana"}


def test_what_a_journey_of_several_days_is_for_is_not_dated_by_it() -> None:
    told = tell("Minister Adda Brenk will travel to Orlin on 20-24 May to attend the Port Forum.")
    assert told.dates(told.event("conference")) == (None, None)


def test_another_event_of_the_same_kind_is_told_without_its_noun() -> None:
    told = tell(
        "The second session of the Ports Commission took place in Orlin on 6 May. The previous one "
        "was hosted by Tarvia in March of last year; the next one is planned for October."
    )
    sessions = [e for e in told.facts.events if e.kind == "session"]
    assert [told.dates(e)[0] for e in sessions] == ["2024-05-06", "2023-03", "2024-10"]
    assert all(told.names(e.bodies) == {"Ports Commission"} for e in sessions)


def test_holders_of_one_office_are_the_body_of_a_numbered_meeting() -> None:
    told = tell("The Fifth Meeting of National Coordinators was held in Orlin on 6 May.")
    assert told.names(told.event("session").bodies) == {"National Coordinators"}


def test_a_moved_event_is_postponed() -> None:
    told = tell("The hearing in the Brenk case has been moved to 26 May.")
    assert told.event("session").status == "postponed"
