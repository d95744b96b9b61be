"""Days and places that the order of words gives to an event."""

import pytest

from onrecord.recognise.draft import find_drafts
from onrecord.recognise.leftovers import fill_leftovers
from onrecord.recognise.scene import build_scene
from tests.recognise.telling import tell

SET = {
    "a clause of which": (
        "Anna Holm discussed the preparations for the conference on the return of crews which "
        "was held in Lisbon on 6-7 May.",
        "conference",
        ("2024-05-06", "2024-05-07"),
        {"Lisbon"},
    ),
    "to be held": (
        "The Speaker was told of the preparations for the third meeting of the Council of Ports, "
        "to be held in Lisbon on 20 May.",
        "session",
        ("2024-05-20", "2024-05-20"),
        {"Lisbon"},
    ),
    "a part of the day": (
        "The opening ceremony was held on the evening of Tuesday, 14 May in Lisbon.",
        "ceremony",
        ("2024-05-14", "2024-05-14"),
        {"Lisbon"},
    ),
    "an hour before the day": (
        "Governor Anna Holm will explain the decision at a press conference at 3 p.m. today.",
        "briefing",
        ("2024-05-16", "2024-05-16"),
        set(),
    ),
    "the place of a deed": (
        "On 14 May, Minister Anna Holm laid flowers at the Seafarers' Memorial.",
        "ceremony",
        ("2024-05-14", "2024-05-14"),
        {"Seafarers' Memorial"},
    ),
}


@pytest.mark.parametrize(("text", "kind", "days", "places"), SET.values(), ids=SET)
def test_an_event_has_the_day_and_place_that_follow_it(text, kind, days, places):
    telling = tell(text)
    event = telling.event(kind)
    assert telling.dates(event) == days
    assert telling.names(event.places) == places


APART = {
    "what was decided there": "At the meeting, members agreed to open an office on 20 May.",
    "what somebody else did": "The guests were met by Karl Brandt, who on 20 May signed a lease.",
    "another sentence part": "Anna Holm met Karl Brandt; the office opens in Lisbon on 20 May.",
    "a year in a name": "At the session the Council adopted the Plan for 2025.",
}


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_a_day_of_something_else_is_not_given_to_an_event(text):
    for sentence in build_scene(tell(text).reading).sentences:
        drafts = find_drafts(sentence)
        assert [d.start for d in fill_leftovers(sentence, drafts)] == [d.start for d in drafts]


def test_a_venue_right_after_took_place_is_the_place():
    telling = tell(
        "The signing ceremony took place at the Presidential Palace in Lisbon on 14 May."
    )
    assert telling.names(telling.event("ceremony").places) == {"Presidential Palace", "Lisbon"}


BESIDE_A_JOURNEY = {
    "joined by and": "Minister Anna Holm visited Lisbon on 14 May and co-chaired the Customs "
    "Consultations with Karl Brandt.",
    "what one goes for": "Minister Anna Holm will travel on to Lisbon for consultations with "
    "Karl Brandt on 20 May.",
}


@pytest.mark.parametrize("text", BESIDE_A_JOURNEY.values(), ids=BESIDE_A_JOURNEY)
def test_a_gathering_beside_a_journey_is_where_one_went(text):
    gathering = next(e for e in tell(text).facts.events if e.kind != "visit")
    assert tell(text).names(gathering.places) == {"Lisbon"}


def test_the_aim_of_a_journey_need_not_be_where_one_goes():
    telling = tell("Minister Anna Holm travels to Lisbon to attend the Ocean Forum next month.")
    assert not telling.event("conference").places
