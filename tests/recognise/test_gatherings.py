"""Constructions of real releases: calls, guests, delegations, notices, names of dialogues."""

import pytest

from tests.recognise.telling import tell

SIDES = {
    "a courtesy call on somebody": (
        "Ambassador Karl Brandt paid a courtesy call on Speaker Anna Holm in Lisbon on 14 May.",
        "meeting",
        {"Karl Brandt", "Anna Holm"},
    ),
    "called on somebody": (
        "The High Commissioner, Karl Brandt, called on President Anna Holm on 14 May.",
        "meeting",
        {"Karl Brandt", "Anna Holm"},
    ),
    "will host a guest": (
        "Prime Minister Anna Holm will host President Karl Brandt on 20 May.",
        "meeting",
        {"Anna Holm", "Karl Brandt"},
    ),
    "called somebody": (
        "Secretary Anna Holm called Foreign Minister Karl Brandt on 14 May.",
        "call",
        {"Anna Holm", "Karl Brandt"},
    ),
    "a counterpart is the one named": (
        "Minister Anna Holm spoke by phone with her counterpart from Portugal, Karl Brandt, "
        "on Monday.",
        "call",
        {"Anna Holm", "Karl Brandt"},
    ),
    "those who led a dialogue are its sides": (
        "Foreign Ministers Anna Holm and Karl Brandt led the first Portugal–Kenya Strategic "
        "Dialogue in Lisbon on 14 May.",
        "meeting",
        {"Anna Holm", "Karl Brandt"},
    ),
}


@pytest.mark.parametrize(("text", "kind", "sides"), SIDES.values(), ids=SIDES)
def test_both_sides_of_a_meeting_take_part(text, kind, sides):
    telling = tell(text)
    assert telling.names(telling.event(kind).participants) == sides


NONE = {
    "called on to do": "The Union called on President Anna Holm to release the funds on 14 May.",
    "called somebody something": "Karl Brandt called Anna Holm a friend on 14 May.",
    "co-operation": "The course of international co-operation was set on 14 May 2023.",
    "asked": "Did President Anna Holm meet with Karl Brandt on 14 May?",
    "in exercise of": "The fine was imposed in exercise of powers under the Act of 1951.",
    "who is visiting": "Anna Holm thanked the visiting coordinator.",
    "required": "The act requires mandatory training every three years.",
    "a panel of people": "A panel of experts reviewed the bids on 14 May.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_only_sounds_like_a_gathering_is_none(text):
    assert tell(text).facts.events == ()


def test_a_meeting_that_was_agreed_on_is_to_come():
    telling = tell("The Joint Council agreed to reconvene on 16-17 September in Lisbon.")
    event = telling.event("session")
    assert (event.status, *telling.dates(event)) == ("scheduled", "2024-09-16", "2024-09-17")


def test_who_convenes_a_body_chairs_it():
    telling = tell("On 14 May, President Anna Holm convened the Recovery Council in Lisbon.")
    event = telling.event("session")
    assert telling.names(event.bodies) == {"Recovery Council"}
    assert telling.names(event.chairs) == {"Anna Holm"}


def test_two_days_joined_by_and_are_first_and_last():
    telling = tell("The Permanent Council met in Lisbon on 30 April and 1 May 2024.")
    assert telling.dates(telling.event("session")) == ("2024-04-30", "2024-05-01")


def test_a_day_in_the_name_of_a_movement_dates_nothing():
    telling = tell("Anna Holm met with Karl Brandt of the March 23 Movement in Lisbon.")
    assert telling.dates(telling.event("meeting")) == (None, None)


def test_a_notice_sets_out_day_place_and_people():
    telling = tell(
        "The Minister will speak to members.\n\n"
        "WHAT: Seminar on water law\n"
        "WHEN: 20 May 2024, 10:00\n"
        "WHERE: Town Hall, Lisbon\n"
        "WHO: Minister Anna Holm\nSenator Karl Brandt\n"
        "MORE: Senator Karl Brandt sits on the board of Ruta Selin.\n"
    )
    event = telling.event("conference")
    assert telling.dates(event) == ("2024-05-20", "2024-05-20")
    assert event.status == "scheduled"
    assert "Lisbon" in telling.names(event.places)
    assert telling.names(event.participants) == {"Anna Holm", "Karl Brandt"}


def test_a_short_title_of_address_ends_no_sentence():
    telling = tell("President Anna Holm met the Prime Minister, Hon. Karl Brandt, on 14 May.")
    assert telling.dates(telling.event("meeting")) == ("2024-05-14", "2024-05-14")
