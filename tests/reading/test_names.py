"""Mentions: what a sentence must name, and with which type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.text import Page, Release
from onrecord.reading.names import find_mentions, learn_context
from onrecord.reading.segment import parse_page
from onrecord.reading.sheet import make_sheets

CASES = [
    ("The Secretary General Marat Seidov spoke.", "Marat Seidov", "person"),
    ("K. Raamat conveyed an invitation.", "K. Raamat", "person"),
    ("Mr Petrovsky thanked the hosts.", "Petrovsky", "person"),
    ("It was chaired by Nasser Al-Duaij, Minister of Trade.", "Nasser Al-Duaij", "person"),
    (
        "The Committee of Secretaries of Security Councils of the OIAST approved it.",
        "Committee of Secretaries of Security Councils of the OIAST",
        "organisation",
    ),
    (
        "The Ministry of Foreign Affairs of the Republic of Tarvia agreed.",
        "Ministry of Foreign Affairs of the Republic of Tarvia",
        "organisation",
    ),
    ("A Working Group on Gauges was set up.", "Working Group on Gauges", "organisation"),
    ("The Republic of Vessaria will host it.", "Republic of Vessaria", "state"),
    ("It applies to Bosnia and Herzegovina.", "Bosnia and Herzegovina", "state"),
    ("The session was held in Tallinn.", "Tallinn", "place"),
    ("The drill took place near Vadul on Monday.", "Vadul", "place"),
    ('The operation "Grey Net" is over.', "Grey Net", "operation"),
    ("The IX training courses began.", "IX training courses", "series"),
    (
        "Today Coast Guard Chiefs Committee Session of the Organization took place.",
        "Coast Guard Chiefs Committee",
        "organisation",
    ),
    ("Yesterday Harbour Council met.", "Harbour Council", "organisation"),
    ("It was attended by the CIS ATC and the ICRC.", "CIS ATC", "organisation"),
    (
        "He met the delegation of the Monitoring Group (MG) of the NLCO Sanctions Committee.",
        "delegation of the Monitoring Group (MG) of the NLCO Sanctions Committee",
        "organisation",
    ),
    (
        "She spoke to the heads of special services of CIS member states.",
        "heads of special services of CIS member states",
        "organisation",
    ),
    ("Arsen Grigol Met With Lina Tracek\n\nThey talked.", "Arsen Grigol", "person"),
    ("Minister Hisham Tun Hussein arrived.", "Hisham Tun Hussein", "person"),
    (
        "They hosted representatives of the interior ministries of the member States.",
        "representatives of the interior ministries of the member States",
        "organisation",
    ),
]


def find_all(text):
    page = Page("page", "page", text, (Release(0, len(text), 0, None, None, None, True),))
    sheets = make_sheets(parse_page(page))
    return find_mentions(sheets, learn_context(sheets))


@pytest.mark.parametrize(("text", "wanted", "type_"), CASES)
def test_a_name_is_found_whole_with_its_type(text, wanted, type_):
    assert (wanted, type_) in {(m.span.text, m.type) for m in find_all(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minister of Health Rose Marchetti spoke.", "Rose Marchetti"),
        ("President of Ghana Nana Yaw Ampofo spoke.", "Nana Yaw Ampofo"),
        ("Deputy Mayor for Transport Mats Ekdal spoke.", "Mats Ekdal"),
    ],
)
def test_a_name_begins_where_the_office_ends(text, name):
    persons = [m.span.text for m in find_all(text) if m.type == "person" and m.form == "name"]
    assert persons == [name]


def test_articles_and_possessives_stay_outside_of_mentions():
    texts = [m.span.text for m in find_all("The Committee praised the Agency's new Institute.")]
    assert {"Committee", "Agency"} <= set(texts)
    assert not [t for t in texts if t.lower().startswith("the ") or t.endswith("'s")]


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="AaBb Mr. of the and,'\n\"-(K", max_size=80))
def test_any_text_gives_mentions_that_quote_it(text):
    for mention in find_all(text) if text.strip() else ():
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.span.start <= mention.head < mention.span.end
