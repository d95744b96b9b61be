"""Acts of short texts: the kind and the whole object, and what is no act."""

import pytest

from tests.recognise.telling import tell

ACTS = {
    "active": (
        "On 14 May, the Council adopted the Declaration on Winter Navigation.",
        {("adopted", "the Declaration on Winter Navigation")},
    ),
    "passive": (
        "The contract for the northern section was signed on 14 May.",
        {("signed", "The contract for the northern section")},
    ),
    "a list of documents": (
        "The Committee approved the plan of training for 2025, the report of the Secretariat "
        "and the budget.",
        {
            ("approved", "the plan of training for 2025"),
            ("approved", "the report of the Secretariat"),
            ("approved", "the budget"),
        },
    ),
    "a list in lines": (
        "The Council met in Lisbon. It approved the following documents:\n"
        "• the plan of training for 2025;\n• the statute of the Centre.",
        {
            ("approved", "the following documents"),
            ("approved", "the plan of training for 2025"),
            ("approved", "the statute of the Centre"),
        },
    ),
    "two verbs of one subject": (
        "The Council adopted the budget and decided to raise the fee for ships.",
        {("adopted", "the budget"), ("decided", "to raise the fee for ships")},
    ),
    "agreed to": (
        "The ministers agreed to open a joint office in Lisbon.",
        {("agreed", "to open a joint office in Lisbon")},
    ),
    "extended": (
        "The Council extended the mandate of the mission for twelve months.",
        {("extended", "the mandate of the mission for twelve months")},
    ),
    "appointed": (
        "The Board elected Anna Holm as chairperson of the Audit Committee.",
        {("appointed", "Anna Holm as chairperson of the Audit Committee")},
    ),
    "sanctions": (
        "The Union imposed a travel ban on two commanders.",
        {("imposed", "a travel ban on two commanders")},
    ),
    "entered into force": (
        "The Convention on Pilotage entered into force on 1 March 2024.",
        {("ratified", "The Convention on Pilotage")},
    ),
    "took the decision": (
        "The Council took the decision to grant the operation a permanent character.",
        {("decided", "to grant the operation a permanent character")},
    ),
}


@pytest.mark.parametrize(("text", "acts"), ACTS.values(), ids=ACTS)
def test_an_act_is_told_with_its_whole_object(text, acts):
    assert tell(text).acts() == acts


NO_ACT = {
    "to come": "The Council will adopt the budget.",
    "not done": "The Council has not approved the budget.",
    "a draft": "The Secretariat prepared to sign the draft.",
    "words": "The Council welcomed the report and stressed its importance.",
    "passing a message": "The guards extended their congratulations to the veterans.",
    "contacts": "The two ministries established contact in spring.",
    "a condition": "The plan takes effect if the Council approves the budget.",
    "a concluded visit": "Anna Holm concluded her visit to Lisbon.",
}


@pytest.mark.parametrize("text", NO_ACT.values(), ids=NO_ACT)
def test_words_and_wishes_are_no_acts(text):
    assert tell(text).acts() == set()


def test_the_parties_of_an_agreement_are_its_actors():
    telling = tell("On 14 May, the Harbour Agency signed an agreement with the Port Institute.")
    assert telling.names(telling.facts.acts[0].actors) == {"Harbour Agency", "Port Institute"}


def test_an_act_takes_the_day_of_its_session():
    telling = tell(
        "The Permanent Council met in Lisbon on 14 May. The Council approved the plan of training."
    )
    (act,) = telling.facts.acts
    assert act.date is not None
    assert act.date.value == "2024-05-14"
    assert act.event == telling.event("session").id
