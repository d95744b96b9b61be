"""Commitments of short texts: the deed, the day by which, and what is too vague."""

import pytest

from tests.recognise.telling import tell

COMMITMENTS = {
    "will, by a day": (
        "The Secretariat will publish the report by 30 June 2024.",
        {("publish the report by 30 June 2024", "2024-06-30")},
    ),
    "is to": (
        "The Coordinating Council is to draw up a list of ports this year.",
        {("draw up a list of ports this year", "2024")},
    ),
    "plans to": (
        "The Ministry plans to open a consulate in Lisbon in the second quarter of 2025.",
        {("open a consulate in Lisbon in the second quarter of 2025", "2025-34")},
    ),
    "instructed": (
        "The Cabinet instructed the Ministry of Transport to submit a plan by the end of 2024.",
        {("submit a plan by the end of 2024", "2024")},
    ),
    "has been instructed": (
        "The Office for Transport has been instructed to submit an ordinance by 1 July 2024.",
        {("submit an ordinance by 1 July 2024", "2024-07-01")},
    ),
    "money pledged": (
        "Portugal pledged 12 million euros for the appeal.",
        {("12 million euros for the appeal", None)},
    ),
    "a passive deed is told with its subject": (
        "A training centre will be opened in Lisbon by the end of 2025.",
        {("A training centre will be opened in Lisbon by the end of 2025", "2025")},
    ),
    "a plan seen from the past": (
        "Portugal announced that it would send two ships before the end of June.",
        {("send two ships before the end of June", "2024-06")},
    ),
    "is to be done": (
        "The final report is to be published before the end of the year.",
        {("The final report is to be published before the end of the year", "2024")},
    ),
    "has to": (
        "Kudu Mobile has to refund 38,000 customers by 31 January 2025.",
        {("refund 38,000 customers by 31 January 2025", "2025-01-31")},
    ),
    "bound themselves to a deed": (
        "The heads of government commit themselves to equipping all ferries by 2026.",
        {("equipping all ferries by 2026", "2026")},
    ),
    "a thing that goes into service is told whole": (
        "The line will go into service by the end of 2024, as planned.",
        {("The line will go into service by the end of 2024", "2024")},
    ),
    "the deadline of a table's row": (
        "Decision\nDeadline\nTasked the City Manager of Lomar to build 300 flats.\nunanimous\n"
        "31 December 2025\nThe votes are given as for, against and abstained.",
        {("build 300 flats", "2025-12-31")},
    ),
    "tasked with": (
        "The Secretariat has been tasked with preparing a roadmap by June 2024.",
        {("preparing a roadmap by June 2024", "2024-06")},
    ),
    "an intention announced": (
        "Portugal announced its intention to open a consulate in Lomar in 2025.",
        {("open a consulate in Lomar in 2025", "2025")},
    ),
    "money to come": (
        "Portugal will receive 2.4 million euros from the fund.",
        {("receive 2.4 million euros from the fund", None)},
    ),
    "a body without a name": (
        "The task force will produce a report.",
        {("produce a report", None)},
    ),
    "a plain exchange": (
        "The Parties undertook to exchange lists of crews by 1 June 2024.",
        {("exchange lists of crews by 1 June 2024", "2024-06-01")},
    ),
    "undertook to": (
        "The Agency undertook to build three wells.",
        {("build three wells", None)},
    ),
    "two deeds with a deadline each": (
        "The agency will drill 60 wells by the end of 2024 and hand over its stations to the "
        "towns by mid-2025.",
        {
            ("drill 60 wells by the end of 2024", "2024"),
            ("hand over its stations to the towns by mid-2025", "2025-06"),
        },
    ),
    "who said it": (
        "The project will be completed by December 2024, the Vice President, Karl Brandt, said.",
        {("The project will be completed by December 2024", "2024-12")},
    ),
    "a phase that is completed": (
        "The second phase will be completed by the end of 2025.",
        {("The second phase will be completed by the end of 2025", "2025")},
    ),
    "the deadline of another clause": (
        "The Ministry of Ports will complete the customs shed by June, and the Port Office will "
        "open the night terminal this winter.",
        {
            ("complete the customs shed by June", "2024-06"),
            ("open the night terminal this winter", "2024-24"),
        },
    ),
}


@pytest.mark.parametrize(("text", "commitments"), COMMITMENTS.values(), ids=COMMITMENTS)
def test_a_checkable_deed_to_come_is_a_commitment(text, commitments):
    assert tell(text).commitments() == commitments


NONE = {
    "vague": "The Ministry will continue to strengthen cooperation.",
    "a gathering": "The Council will hold its next session in Lisbon in June.",
    "an agenda": "The ministers will discuss the budget.",
    "readiness": "The Secretariat stands ready to help.",
    "a hope": "The Minister hopes to sign the agreement.",
    "denied": "The Ministry will not publish the report.",
    "a visit": "The Minister will visit Lisbon in June.",
    "nobody's deed": "The price will fall by the end of the year.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_cannot_be_checked_is_no_commitment(text):
    assert tell(text).commitments() == set()


def test_the_one_who_is_told_to_act_is_held_to_it():
    telling = tell("The Cabinet instructed the Ministry of Transport to submit a plan.")
    assert telling.names(telling.facts.commitments[0].actors) == {"Ministry of Transport"}


def test_we_in_direct_speech_means_the_speaker():
    telling = tell('"We will publish the report by 30 June," said Anna Holm.')
    assert telling.names(telling.facts.commitments[0].actors) == {"Anna Holm"}


@pytest.mark.parametrize(
    "text",
    [
        "The Council told residents what the Council will do tonight.",
        "The Mayor will do so on 3 June 2031.",
    ],
)
def test_to_do_without_more_is_no_deed(text: str) -> None:
    assert tell(text).commitments() == set()
