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
    "voted to": (
        "On 14 May the City Council voted to extend the night bus to the harbour.",
        {("decided", "to extend the night bus to the harbour")},
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
    "approval given": (
        "The Board gave its approval to the construction of the second terminal.",
        {("approved", "the construction of the second terminal")},
    ),
    "a settlement": (
        "The Commission has reached a settlement with Vellum Bank.",
        {("agreed", "a settlement with Vellum Bank")},
    ),
    "a bill that passed": (
        "The Forestry Bill passed the Senate on 4 May.",
        {("adopted", "The Forestry Bill")},
    ),
    "in a reading": (
        "The National Assembly adopted in third reading the law on mountain rescue.",
        {("adopted", "the law on mountain rescue")},
    ),
    "documents named one by one": (
        "A number of documents were signed, including an agreement on visas and a programme of "
        "exchange for 2024.",
        {
            ("signed", "A number of documents"),
            ("signed", "an agreement on visas"),
            ("signed", "a programme of exchange for 2024"),
        },
    ),
    "a decree that appoints": (
        "The President issued a decree appointing Karl Venn as Governor of the Port.",
        {("appointed", "Karl Venn as Governor of the Port")},
    ),
    "an appointment in apposition": (
        "They designated the Carvonian lawyer Elena Tass as Secretary General.",
        {("appointed", "the Carvonian lawyer Elena Tass as Secretary General")},
    ),
    "a status given": (
        "The Parliament of Carvonia was given the observer status.",
        {("decided", "The Parliament of Carvonia was given the observer status")},
    ),
    "a fine": (
        "The Commission fined Orlan Telecom 2 million crowns.",
        {("imposed", "Orlan Telecom 2 million crowns")},
    ),
    "done beside": (
        "The Council concluded its session after adopting the plan of training.",
        {("adopted", "the plan of training")},
    ),
    "a launch announced": (
        "The Commission announced the launch of a programme for farmers.",
        {("established", "a programme for farmers")},
    ),
    "a dated signing in the background": (
        "The Minister recalled the signing of the Agreement on Fisheries on 3 March 2024.",
        {("signed", "the Agreement on Fisheries on 3 March 2024")},
    ),
    "a number is no denial": (
        "The Council adopted resolution No. 9 on fishing.",
        {("adopted", "resolution No. 9 on fishing")},
    ),
    "a clause with a preposition is left out": (
        "The Summit set up a fund for icebreakers, to which Carvonia will contribute.",
        {("established", "a fund for icebreakers")},
    ),
}


@pytest.mark.parametrize(("text", "acts"), ACTS.values(), ids=ACTS)
def test_an_act_is_told_with_its_whole_object(text, acts):
    assert tell(text).acts() == acts


NO_ACT = {
    "to come": "The Council will adopt the budget.",
    "voted down": "The City Council voted against the fee for ships.",
    "not done": "The Council has not approved the budget.",
    "a draft": "The Secretariat prepared to sign the draft.",
    "words": "The Council welcomed the report and stressed its importance.",
    "passing a message": "The guards extended their congratulations to the veterans.",
    "contacts": "The two ministries established contact in spring.",
    "a condition": "The plan takes effect if the Council approves the budget.",
    "a concluded visit": "Anna Holm concluded her visit to Lisbon.",
    "a postponed launch": "The launch of the Women Caucus on 14 May was postponed.",
    "elections": "The Office opened its work before the election of 1 October in Carvonia.",
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


def test_a_numbered_line_is_done_by_the_body_that_opens_the_list():
    telling = tell(
        "The Council of Ports met in Lisbon on 14 May.\n\nCouncil:\n(i) noted the report;\n"
        "(ii) approved the annual budget; and\n(iii) appointed Karl Venn as Harbour Master."
    )
    assert [telling.names(act.actors) for act in telling.facts.acts] == [{"Council of Ports"}] * 2


def test_towns_can_act():
    telling = tell("In May Ruvetz and Orvald signed a twinning agreement in Ruvetz.")
    assert telling.names(telling.facts.acts[0].actors) == {"Ruvetz", "Orvald"}


def test_who_issued_the_order_is_the_actor():
    telling = tell("The Cabinet of Carvonia issued an order appointing Karl Venn as Governor.")
    assert telling.names(telling.facts.acts[0].actors) == {"Cabinet of Carvonia"}


def test_the_chamber_is_the_actor_where_the_bill_is_the_subject():
    telling = tell("The Forestry Bill passed the Senate on 4 May.")
    assert telling.names(telling.facts.acts[0].actors) == {"Senate"}


def test_both_sides_are_those_who_met():
    telling = tell(
        "Foreign Minister Anna Holm met Foreign Minister Karl Venn in Lisbon on 14 May. "
        "The sides agreed to open a joint office."
    )
    assert telling.names(telling.facts.acts[0].actors) == {"Anna Holm", "Karl Venn"}
