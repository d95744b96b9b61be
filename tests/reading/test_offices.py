"""Offices beside names: each case is a sentence about invented people with what it must give."""

import pytest

from onrecord.model.text import Page, Release, Span
from onrecord.reading.reader import read_page

CASES = {
    "office before a name, after a long chain of of": (
        "The Secretary of the Security Council of the Republic of Vessaria Anton Kelmir spoke.",
        {("Anton Kelmir", "Secretary of the Security Council of the Republic of Vessaria")},
    ),
    "office of an invented state right before a name": (
        "She met with the Prime Minister of Tarvia Nadia Sorel.",
        {("Nadia Sorel", "Prime Minister of Tarvia")},
    ),
    "two offices behind a name": (
        "Ruta Selin, Deputy Minister of Health and Chairperson of the Board, opened the session.",
        {("Ruta Selin", "Deputy Minister of Health"), ("Ruta Selin", "Chairperson of the Board")},
    ),
    "a bare title is none": ("Mr Kelmir thanked Dr Sorel.", set()),
    "ambassador alone is a title": ("Ambassador Greta Holm spoke.", set()),
    "ambassador of a state is an office": (
        "Ambassador of Tarvia to Halmark Greta Holm spoke.",
        {("Greta Holm", "Ambassador of Tarvia to Halmark")},
    ),
    "office with an adjective of a state": (
        "Norwegian Foreign Minister Lars Dahlberg arrived.",
        {("Lars Dahlberg", "Norwegian Foreign Minister")},
    ),
    "name behind a comma": (
        "The President of the Assembly, Duarte Fonseca, has issued a statement.",
        {("Duarte Fonseca", "President of the Assembly")},
    ),
    "appointed as": (
        "The Council appointed Ilse Hartvig as Director of the Crisis Centre.",
        {("Ilse Hartvig", "Director of the Crisis Centre")},
    ),
    "the ranks before a name stay outside": (
        "He met the Chief of the Joint Staff Colonel General Marek Dolan.",
        {("Marek Dolan", "Chief of the Joint Staff")},
    ),
    "a person whom somebody else's office follows": (
        "With Prime Minister Nadia Sorel, the Secretary General confirmed the date.",
        {("Nadia Sorel", "Prime Minister")},
    ),
    "name in front, office in brackets": (
        "Amina Yusuf-Bello (Commissioner for Water) took part.",
        {("Amina Yusuf-Bello", "Commissioner for Water")},
    ),
    "a list with dashes": (
        "Participants:\nJukka Salmi – First Deputy Minister of Energy",
        {("Jukka Salmi", "First Deputy Minister of Energy")},
    ),
    "a signature": (
        "Contact\nJoelle Nassar\nSenior Press Officer",
        {("Joelle Nassar", "Senior Press Officer")},
    ),
    "a name right behind the fields of a ministry": (
        "Minister of Planning and International Trade Milo Sarawick spoke.",
        {("Milo Sarawick", "Minister of Planning and International Trade")},
    ),
    "fields in a list, the last one beside the name": (
        "Minister of Science, Technology and Innovation Khadir Jamalov spoke.",
        {("Khadir Jamalov", "Minister of Science, Technology and Innovation")},
    ),
    "adjectives among the fields": (
        "Norwegian Director for Political and European Affairs Pelle Errand spoke.",
        {("Pelle Errand", "Norwegian Director for Political and European Affairs")},
    ),
    "the long form of a state before an office": (
        "Republic of Korea Vice Foreign Minister Chul Tae-yon arrived.",
        {("Chul Tae-yon", "Republic of Korea Vice Foreign Minister")},
    ),
    "a people's republic": (
        "Ambassador of the People's Republic of China to Tarvia Chai Wenlu called.",
        {("Chai Wenlu", "Ambassador of the People's Republic of China to Tarvia")},
    ),
    "a name with an ordinary word behind a known state": (
        "Foreign Minister of El Salvador Alesandra Hill Tinoro arrived.",
        {("Alesandra Hill Tinoro", "Foreign Minister of El Salvador")},
    ),
    "a given name that is an ordinary word": (
        "Mayor Bill de Ruiten met Presidential Aide Maxim Orelkin.",
        {("Bill de Ruiten", "Mayor"), ("Maxim Orelkin", "Presidential Aide")},
    ),
    "a short name inside the office": (
        "The Chairperson of the Littoral Union (LU) Commission, Musa Fakir, came.",
        {("Musa Fakir", "Chairperson of the Littoral Union (LU) Commission")},
    ),
    "a body with its short name before the office": (
        "Levant Development Bank (LDB) President Tarek Nakoury came.",
        {("Tarek Nakoury", "Levant Development Bank (LDB) President")},
    ),
    "member states hold no office": (
        "All NLCO member-states and Secretary-General Stanil Zasek took part.",
        {("Stanil Zasek", "Secretary-General")},
    ),
    "a country explained behind a comma": (
        "Security Council Secretary of the chairing country, Republic of Armenia Arsen Grigol spoke.",
        {
            (
                "Arsen Grigol",
                "Security Council Secretary of the chairing country, Republic of Armenia",
            )
        },
    ),
    "offices with a surname alone": (
        "Secretary of State Carrow, Secretary of Commerce Prittwitz and Minister Anand spoke.",
        {
            ("Carrow", "Secretary of State"),
            ("Prittwitz", "Secretary of Commerce"),
            ("Anand", "Minister"),
        },
    ),
    "a surname that is an ordinary word": (
        "President Stone hosted the talks.",
        {("Stone", "President")},
    ),
    "a portfolio is one office": (
        "Minister of State for Trade, Employment, Business, Digital Market and Data Protection,"
        " Padric Breen, welcomed the figures.",
        {
            (
                "Padric Breen",
                "Minister of State for Trade, Employment, Business, Digital Market"
                " and Data Protection",
            )
        },
    ),
    "directions before a body": (
        "The Director General of the Eastern, Central and Southern Water Community,"
        " Dr. Ntula Kapolong, came.",
        {
            (
                "Ntula Kapolong",
                "Director General of the Eastern, Central and Southern Water Community",
            )
        },
    ),
    "the government of an office": (
        "The Minister of Health, Government of Tarvia, Hon. Elijah Muchim, came.",
        {("Elijah Muchim", "Minister of Health, Government of Tarvia")},
    ),
    "an office in the plural for each": (
        "Ministers Arvo Lepikson and Jaanus Kivimets spoke.",
        {("Arvo Lepikson", "Ministers"), ("Jaanus Kivimets", "Ministers")},
    ),
    "members of a house in the plural hold a title": (
        "Senators Carla Levinson (North) and Joseph Lieberg (South) spoke.",
        set(),
    ),
    "first lady": (
        "The First Lady Margaret Kenyari opened it.",
        {("Margaret Kenyari", "First Lady")},
    ),
    "letters behind a name": (
        "The Treasurer, the Hon Jem Chalmarsh MP, and Ira Dunn OBE, Clerk to the Assembly, came.",
        {("Jem Chalmarsh", "Treasurer"), ("Ira Dunn", "Clerk to the Assembly")},
    ),
    "a retired rank": (
        "The Secretary to the Ministry of Health, Major General (Rtd) Sanje Munasing, came.",
        {("Sanje Munasing", "Secretary to the Ministry of Health")},
    ),
    "a name in brackets behind its office": (
        "The Minister of Police (Stuart Nashby) announced it.",
        {("Stuart Nashby", "Minister of Police")},
    ),
    "a nickname in the name": (
        "Thomas “Tommy” Piggotson, Spokesperson, spoke.",
        {("Thomas “Tommy” Piggotson", "Spokesperson")},
    ),
    "an adviser's name is not the president's": (
        "A member of President Aldane's task force and President Viktor Aldane spoke.",
        {("Viktor Aldane", "President")},
    ),
    "an office told by a pronoun": (
        "Robert Kovacin joined the bank. He was previously Head of Unit at the Ministry of Finance.",
        {("Robert Kovacin", "Head of Unit at the Ministry of Finance")},
    ),
    "a pronoun that could mean two": (
        "Robert Kovacin met Lars Dahlberg. He was previously Head of Unit at the Ministry.",
        set(),
    ),
    "a time of day is no office": ("Doors open at 3:00 PM Monday for Ruta Selin.", set()),
    "the name of an agency stays outside": (
        "TARPRESS Kazakh President Timur Tokarev spoke.",
        {("Timur Tokarev", "Kazakh President")},
    ),
    "words of honour stay outside": (
        "She met the President of Liberia, His Excellency President Gorge Wehan.",
        {("Gorge Wehan", "President of Liberia")},
    ),
    "offices and names in turn": (
        "The Head of the Coast Guard, Muham Buharin, the Chair of the Board, Mr. Jean Broux, spoke.",
        {("Muham Buharin", "Head of the Coast Guard"), ("Jean Broux", "Chair of the Board")},
    ),
    "a title of address between office and name": (
        "The Commissioner for Peace and Security, Ambassador Smel Chergan, spoke.",
        {("Smel Chergan", "Commissioner for Peace and Security")},
    ),
    "a region in lower case": (
        "They received Yermen Marzhin, governor of Lesk region.",
        {("Yermen Marzhin", "governor of Lesk region")},
    ),
    "a name of one word with its office behind": (
        "On Monday, Oyundar, Prime Minister of Mongolia, met the envoys.",
        {("Oyundar", "Prime Minister of Mongolia")},
    ),
    "announced as": (
        "The Governor announced Kristel Rasmus as his new Chief of Staff.",
        {("Kristel Rasmus", "Chief of Staff")},
    ),
    "the office is the person": (
        "The head of the office is Sven Aalt.",
        {("Sven Aalt", "head of the office")},
    ),
}


def read_text(text):
    return read_page(
        Page("page", "page", text, (Release(0, len(text), 0, None, None, None, True),))
    )


@pytest.mark.parametrize("case", CASES)
def test_persons_have_the_offices_the_text_gives_them(case):
    text, wanted = CASES[case]
    reading = read_text(text)
    found = {(reading.entities[o.person].name, o.office.text) for o in reading.offices}
    assert found == wanted


def test_an_office_told_twice_is_given_once_in_its_fullest_form():
    reading = read_text(
        "The NLCO Secretary General Andrei Morvan arrived.\n"
        "Secretary General Andrei Morvan spoke on Monday."
    )
    assert [o.office.text for o in reading.offices] == ["NLCO Secretary General"]


def test_a_surname_means_the_one_who_has_the_same_office():
    reading = read_text(
        "Tarvian President Rutan in Halmark\n\nPresident Wil Rutan arrived. First Lady Mara Rutan "
        "came too.\nPresident Rutan spoke."
    )
    owners = {
        reading.entities[o.person].name for o in reading.offices if "President" in o.office.text
    }
    assert owners == {"Wil Rutan"}


def test_an_adviser_to_an_office_is_not_its_holder():
    reading = read_text(
        "The Adviser to the Prime Minister Tom Orsel arrived. The Prime Minister was abroad."
    )
    owners = {m.span.text: m.entity for m in reading.mentions}
    assert owners["Prime Minister"] != owners["Tom Orsel"]


def test_a_signature_outside_the_release_gives_its_office():
    text = "The Board met on Monday.\n\nThe NLCO Press Secretary V. Zainet\n"
    signed = text.index("The NLCO")
    page = Page(
        "page",
        "page",
        text,
        (Release(0, signed - 2, 0, None, None, None, True),),
        (("other", Span.cut(text, signed, len(text) - 1)),),
    )
    reading = read_page(page)
    assert [o.office.text for o in reading.offices] == ["NLCO Press Secretary"]
    assert all(mention.span.end <= signed for mention in reading.mentions)


def test_an_office_quotes_the_page():
    text = "Intro.\n\nMinister of Trade Olena Dubrava spoke."
    for office in read_text(text).offices:
        assert text[office.office.start : office.office.end] == office.office.text
        assert text[office.holder.start : office.holder.end] == office.holder.text
