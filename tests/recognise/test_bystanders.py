"""Persons named beside the only event of a sentence took part in it, unless a word forbids it."""

import pytest

from tests.recognise.telling import tell

THERE = {
    "those who speak at it": (
        "Statements were delivered at the meeting in Lisbon on 14 May by Commissioner Anna Holm.",
        {"Anna Holm"},
    ),
    "both sides of a call": (
        "In a telephone conversation on 14 May, Chancellor Anna Holm and President Karl Brandt "
        "agreed to step up aid.",
        {"Anna Holm", "Karl Brandt"},
    ),
    "who brings remarks": (
        "The session opened in Lisbon on 14 May with remarks by Anna Holm.",
        {"Anna Holm"},
    ),
    "who graces it": (
        "The ceremony on 14 May in Lisbon was graced by the presence of the Chief Justice, "
        "Anna Holm.",
        {"Anna Holm"},
    ),
    "who addresses it in passing": (
        "Addressing the conference in Lisbon on Monday, Director-General Anna Holm called for "
        "urgent action.",
        {"Anna Holm"},
    ),
}


@pytest.mark.parametrize(("text", "people"), THERE.values(), ids=THERE)
def test_persons_beside_the_only_event_took_part(text, people):
    telling = tell(text)
    assert telling.names(telling.facts.events[0].participants) == people


ABSENT = {
    "honoured": "Karl Brandt laid flowers at the monument to Anna Holm in Lisbon on 14 May.",
    "elected": "At its session on 14 May, the Senate elected Anna Holm Rector.",
    "remembered": "A ceremony was held in Lisbon on 14 May in memory of Anna Holm.",
    "party to a case": "The Court held a hearing on 14 May in Anna Holm v. Portugal.",
    "owner of a thing": "The session on 14 May considered Anna Holm's report.",
    "who only tells": "Anna Holm said that the exhibition's opening ceremony would be held on "
    "20 May in Lisbon.",
}


@pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
def test_persons_need_not_be_there_where_a_word_forbids_it(text):
    telling = tell(text)
    for event in telling.facts.events:
        assert "Anna Holm" not in telling.names(event.participants)


def test_two_events_of_a_sentence_leave_a_person_to_neither():
    telling = tell(
        "The conference in Lisbon on 14 May followed the seminar of 12 May, as minutes by Anna "
        "Holm show."
    )
    assert all("Anna Holm" not in telling.names(e.participants) for e in telling.facts.events)
