"""Towns that no list knows: what a page's own words must show, and what shows none."""

import pytest

from onrecord.model.text import Page, Release
from onrecord.reading.reader import read_page


def read_types(text, name):
    page = Page("page", "page", text, (Release(0, len(text), 0, None, None, None, True),))
    reading = read_page(page)
    return {e.type for e in reading.entities.values() if e.name == name}


@pytest.mark.parametrize(
    "text",
    [
        "The talks were held in Ruvetz. Ruvetz welcomed the guests.",
        "The Mayor of Ruvetz opened the fair. Ruvetz is an old port.",
        "On Monday she will depart for Ruvetz. Ruvetz expects her at noon.",
        "He is on a visit to Ruvetz. Ruvetz expects him at noon.",
        "She looks forward to visiting Ruvetz.",
        "The fourth meeting is scheduled for Ruvetz, Kenya, in May.",
        "Ruvetz, 4 June. The session was opened by the Chair.",
        "She spoke of her journey to Nairobi and Ruvetz.",
    ],
)
def test_a_town_is_known_by_where_its_name_stands(text):
    assert read_types(text, "Ruvetz") == {"place"}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("In Orvald, Anna Ruvetz spoke. She went to Ruvetz.", "Anna Ruvetz", "person"),
        ("She had faith in NOVEX. NOVEX replied.", "NOVEX", "organisation"),
        ("The Harbour Agency took part in Council meetings.", "Harbour Agency", "organisation"),
    ],
)
def test_nobody_becomes_a_town(text, name, type_):
    assert read_types(text, name) == {type_}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("They met in the Council Chamber.", "Council Chamber", "place"),
        ("The forum filled the Oravan Convention Centre.", "Oravan Convention Centre", "place"),
        ("The Chamber of Commerce met.", "Chamber of Commerce", "organisation"),
        ("The Crisis Response Centre replied.", "Crisis Response Centre", "organisation"),
    ],
)
def test_a_hall_is_a_place_and_a_chamber_of_members_a_body(text, name, type_):
    assert read_types(text, name) == {type_}
