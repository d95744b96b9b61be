"""Who spoke after an event was told took part in it."""

import pytest

from tests.recognise.telling import tell

SESSION = "A session of the Committee on Fisheries was held in Lisbon on 14 May. "
CASES = {
    "a speaker in the next sentence": (
        "The Director of the Reef Institute, Karl Brandt, presented the report.",
        {"Karl Brandt"},
    ),
    "two of them": (
        "Anna Holm and Karl Brandt reported on the fleet.",
        {"Anna Holm", "Karl Brandt"},
    ),
    "three sentences on": (
        "The list of vessels was long. The harbour was full. Karl Brandt spoke of both.",
        {"Karl Brandt"},
    ),
    "too far away": (
        "The list was long. The harbour was full. The sea was calm. Karl Brandt spoke of it.",
        set(),
    ),
    "who is spoken of": ("The reef was named after Karl Brandt in 1990.", set()),
    "who is at another event": (
        "On 15 May Minister Anna Holm visited Porto. Karl Brandt presented the plan.",
        set(),
    ),
}


@pytest.mark.parametrize(("text", "people"), CASES.values(), ids=CASES)
def test_persons_who_act_right_after_an_event_took_part(text, people):
    told = tell(SESSION + text)
    assert told.names(told.event("session").participants) == people


def test_who_speaks_after_what_was_told_in_passing_is_no_participant():
    told = tell(
        "The list was prepared by the Committee on Fisheries, which met in Lisbon on 14 May. "
        "Karl Brandt presented it."
    )
    assert told.event("session").participants == ()


def test_who_speaks_after_what_is_to_come_is_no_participant():
    told = tell(
        "A session of the Committee will be held in Lisbon on 20 May. Karl Brandt presented it."
    )
    assert told.event("session").participants == ()
