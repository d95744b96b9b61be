"""When two mentions are one event, and when they are two."""

import pytest

from tests.recognise.telling import tell

ONE = {
    "the meeting points back": (
        "On 14 May, Anna Holm met with Karl Brandt in Lisbon. During the meeting, the sides "
        "discussed trade."
    ),
    "the event points back": (
        "A seminar on water law was held in Lisbon on 14 May. The event was attended by "
        "Anna Holm and Karl Brandt."
    ),
    "it points back": (
        "A seminar on water law was held in Lisbon on 14 May. It was organised by the "
        "Ministry of Water."
    ),
    "the course ran and ended": (
        "A training course for officers ended in Lisbon today. The course, which ran from 2 to "
        "16 May, brought together twenty officers of the customs service."
    ),
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_a_mention_that_points_back_joins_its_event(text):
    assert len(tell(text).facts.events) == 1


TWO = {
    "other sides": (
        "On 14 May, Anna Holm met with Karl Brandt in Lisbon. She also met with Ruta Selin."
    ),
    "another number": (
        "The 12th session of the Permanent Council was held in Lisbon in May 2023. "
        "The 13th session of the Permanent Council was held in Vienna in April 2024."
    ),
    "the next one": (
        "A session of the Permanent Council was held in Lisbon on 14 May. "
        "The next session will take place in Vienna in the fourth quarter of 2024."
    ),
    "before the summit": (
        "The Permanent Council met in Lisbon on 14 May. Before the session, Anna Holm received "
        "Karl Brandt."
    ),
    "a body's own count": (
        "On 13 May Minister Anna Holm received Karl Brandt, Ambassador of Norvia. She then left "
        "for the 14th meeting of the Council of Ports."
    ),
    "another theme": (
        "Minister Anna Holm received Karl Brandt, Ambassador of Norvia, on 14 May. Later she "
        "chaired the workshop on the draft of the Harbour Plan in Lisbon."
    ),
    "the previous one": (
        "The flood drill took place in Lisbon on 14 May. The previous drill was held in Vienna "
        "in 2022."
    ),
}


@pytest.mark.parametrize("text", TWO.values(), ids=TWO)
def test_what_speaks_against_it_keeps_two_mentions_apart(text):
    assert len(tell(text).facts.events) == 2


def test_the_next_session_is_one_of_the_same_body():
    telling = tell(TWO["the next one"])
    coming = next(event for event in telling.facts.events if event.status == "scheduled")
    assert telling.names(coming.bodies) == {"Permanent Council"}


def test_a_neighbour_takes_the_day_of_the_event_it_is_tied_to():
    telling = tell(TWO["before the summit"])
    assert telling.dates(telling.event("meeting")) == ("2024-05-14", "2024-05-14")
