"""Who led a gathering: the words for chairs, terms of office and agents of passive verbs."""

import pytest

from tests.recognise.telling import tell

LED = {
    "under a joint chairmanship": (
        "The meeting was held in Lisbon on 14 May under the joint chairmanship of Anna Holm and "
        "Karl Brandt.",
        {"Anna Holm", "Karl Brandt"},
    ),
    "chaired after an aside": (
        "The session of 14 May was chaired, on a rotating basis, by Portugal.",
        {"Portugal"},
    ),
    "the chair of the meeting, named after it": (
        "The meeting was held in Lisbon on 14 May. The Chair of the meeting, Anna Holm, thanked "
        "the delegates.",
        {"Anna Holm"},
    ),
    "acted as chair": (
        "Anna Holm acted as chair of the meeting on 14 May in Lisbon.",
        {"Anna Holm"},
    ),
    "elected by the session": (
        "On 14 May the session elected Anna Holm as its chairperson.",
        {"Anna Holm"},
    ),
    "elected as chair of the session": (
        "On 14 May the assembly elected Anna Holm as chair of the session.",
        {"Anna Holm"},
    ),
    "the co-chairs by name": (
        "The co-chairs, Anna Holm and Karl Brandt, opened the meeting in Lisbon on 14 May.",
        {"Anna Holm", "Karl Brandt"},
    ),
    "directed the proceedings": (
        "Minister Anna Holm directed the proceedings of the session on 14 May.",
        {"Anna Holm"},
    ),
    "with somebody in the chair before the verb": (
        "With Ambassador Anna Holm in the chair, the Permanent Council convened on 14 May.",
        {"Anna Holm"},
    ),
}


@pytest.mark.parametrize(("text", "chairs"), LED.values(), ids=LED)
def test_the_one_who_led_is_its_chair(text, chairs):
    telling = tell(text)
    event = telling.facts.events[0]
    assert telling.names(event.chairs) == chairs
    assert not telling.names(event.participants) & chairs


def test_who_is_elected_chair_of_a_bureau_did_not_lead_the_session():
    telling = tell("The session of 14 May elected Anna Holm as chair of the audit office.")
    assert not telling.facts.events[0].chairs


def test_a_dialogue_that_was_chaired_is_an_event():
    telling = tell(
        "The dialogue was chaired by Minister Anna Holm and Secretary of State Karl Brandt."
        " It took place in Lisbon on 14 May."
    )
    event = telling.event("consultations")
    assert telling.names(event.chairs) == {"Anna Holm", "Karl Brandt"}


def test_agents_of_other_passive_verbs_fill_their_own_slot():
    telling = tell("The talks in Lisbon on 14 May were brokered by Portugal.")
    assert telling.names(telling.facts.events[0].hosts) == {"Portugal"}
