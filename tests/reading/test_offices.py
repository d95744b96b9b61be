"""Offices beside names: each case is a sentence about invented people with what it must give."""

import pytest

from onrecord.model.text import Page, Release
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


def test_an_office_quotes_the_page():
    text = "Intro.\n\nMinister of Trade Olena Dubrava spoke."
    for office in read_text(text).offices:
        assert text[office.office.start : office.office.end] == office.office.text
        assert text[office.holder.start : office.holder.end] == office.holder.text
