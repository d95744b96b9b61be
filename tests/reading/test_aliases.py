"""Which mentions of a page are one entity."""

import pytest

from onrecord.model.text import Page, Release
from onrecord.reading.reader import read_page

SAME = [
    ("Marat Seitkaliev spoke. Then Marat Seytkaliev left.", "Marat Seitkaliev", "Marat Seytkaliev"),
    ("Minister Kristel Raamat spoke. K. Raamat left.", "Kristel Raamat", "K. Raamat"),
    ("Minister Kristel Raamat spoke. Ms Raamat left.", "Kristel Raamat", "Raamat"),
    (
        "The Levant Development Bank (LDB) lent it. LDB is old.",
        "Levant Development Bank",
        "LDB",
    ),
    (
        "The Permanent Council of the Littoral Organization met. The Permanent Council agreed.",
        "Permanent Council of the Littoral Organization",
        "Permanent Council",
    ),
    (
        "The Committee of Chiefs of Coast Guards met. The Committee approved a plan.",
        "Committee of Chiefs of Coast Guards",
        "Committee",
    ),
    (
        "The Assembly of the Littoral Forum met. Clerk of the National Assembly Kristel Raamat "
        "was there. The Assembly elected a chair.",
        "Assembly of the Littoral Forum",
        "Assembly",
    ),
    ("The Republic of Vessaria agreed. Vessaria will host it.", "Republic of Vessaria", "Vessaria"),
]
APART = [
    ("Anna Petrova met Ivan Petrov in Tallinn.", "Anna Petrova", "Ivan Petrov"),
    ("Councillor Ada Moreno met Councillor Ignaz Weber.", "Ada Moreno", "Ignaz Weber"),
    (
        "The Council of Ministers of the Littoral Treaty Organization met. "
        "The Littoral Treaty Organization is old.",
        "Council of Ministers of the Littoral Treaty Organization",
        "Littoral Treaty Organization",
    ),
    (
        "The Second Session of the Permanent Joint Commission was opened. "
        "The Permanent Joint Commission is old.",
        "Second Session of the Permanent Joint Commission",
        "Permanent Joint Commission",
    ),
    (
        "The Ministry of Health met the Ministry of Trade.",
        "Ministry of Health",
        "Ministry of Trade",
    ),
]


def name_owners(text):
    page = Page("page", "page", text, (Release(0, len(text), 0, None, None, None, True),))
    return {m.span.text: m.entity for m in read_page(page).mentions}


@pytest.mark.parametrize(("text", "long", "short"), SAME)
def test_two_forms_are_one_entity(text, long, short):
    owners = name_owners(text)
    assert owners[long] == owners[short]


@pytest.mark.parametrize(("text", "one", "other"), APART)
def test_two_names_stay_two_entities(text, one, other):
    owners = name_owners(text)
    assert owners[one] != owners[other]


def test_the_holder_of_an_office_is_the_person_who_has_it_on_the_page():
    owners = name_owners(
        "The OIAST Secretary General Marat Seitkaliev arrived. The Secretary General spoke."
    )
    assert owners["Secretary General"] == owners["Marat Seitkaliev"]


def test_entities_are_numbered_by_their_first_mention_and_named_by_the_fullest_form():
    text = "LDB lends. The Levant Development Bank (LDB) met in Amman."
    page = Page("page", "page", text, (Release(0, len(text), 0, None, None, None, True),))
    reading = read_page(page)
    assert reading.entities["E1"].name == "Levant Development Bank"
    assert list(reading.entities) == [f"E{n}" for n in range(1, len(reading.entities) + 1)]
