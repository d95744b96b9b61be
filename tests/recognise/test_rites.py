"""Ceremonies and meetings told by a verb, and nouns that are events only where they are held."""

import pytest

from tests.recognise.telling import tell

TOLD = {
    "an opening to come": (
        "On Friday, President Anna Holm will open the Centre for Reef Studies in Lisbon.",
        "ceremony",
        {"Anna Holm"},
    ),
    "an opening in passing": (
        "Minister Karl Brandt met the Commissioner in Lisbon. He later inaugurated the new "
        "chancery building with the Ambassador, Anna Holm.",
        "ceremony",
        {"Karl Brandt", "Anna Holm"},
    ),
    "credentials received": (
        "On Monday President Anna Holm received the credentials of the Ambassador of Kenya, "
        "Karl Brandt.",
        "ceremony",
        {"Anna Holm", "Karl Brandt"},
    ),
    "a tribute at a place": (
        "On 14 May Minister Karl Brandt paid tribute to the fallen at the Old Fort in Lisbon.",
        "ceremony",
        {"Karl Brandt"},
    ),
    "people told by what they are": (
        "Minister Karl Brandt met with local farmers in Lisbon on 14 May.",
        "meeting",
        {"Karl Brandt"},
    ),
    "a guest told by the post": (
        "On 14 May Director Karl Brandt received the rescue attaché of the Embassy of Kenya.",
        "meeting",
        {"Karl Brandt"},
    ),
    "discussed with somebody on a day": (
        "Minister Karl Brandt on Monday discussed with the Special Envoy, Anna Holm, the plans.",
        "meeting",
        {"Karl Brandt", "Anna Holm"},
    ),
    "a trip for talks": (
        "President Anna Holm will go to Lisbon for talks with Prime Minister Karl Brandt.",
        "meeting",
        {"Anna Holm", "Karl Brandt"},
    ),
}


@pytest.mark.parametrize(("text", "kind", "people"), TOLD.values(), ids=TOLD)
def test_who_took_part_in_what_a_verb_tells(text, kind, people):
    told = tell(text)
    found = [e for e in told.facts.events if people <= told.names(e.participants)]
    assert kind in {event.kind for event in found}


HELD = {
    "a debate": ("The debate on the budget takes place on 20 and 21 May.", "session"),
    "a patrol": ("A patrol planned for Monday was cancelled on Sunday.", "operation"),
    "a stopover": ("The stopover in Lisbon was cancelled.", "visit"),
    "a briefing that is a name": (
        "Weekly Media Briefing by Spokesperson Anna Holm, 14 May 2024.",
        "briefing",
    ),
    "a departure": ("The guests will depart for Lisbon on 20 May.", None),
    "a minister's departure": ("Minister Anna Holm will depart for Lisbon on 20 May.", "visit"),
}


@pytest.mark.parametrize(("text", "kind"), HELD.values(), ids=HELD)
def test_words_that_are_events_where_they_are_held(text, kind):
    assert [event.kind for event in tell(text).facts.events] == ([kind] if kind else [])


NO_EVENT = {
    "an agreement to open": "Ministers Anna Holm and Karl Brandt agreed to open an office in May.",
    "approval that is met with": "The plan met with approval in Lisbon on 14 May.",
    "a tribute in words": "Mayor Anna Holm paid tribute to her predecessor.",
    "a debate in general": "The debate on fishing in Lisbon is older than the law of 14 May.",
    "a means": "He spoke to the Group by video conference on 14 May.",
    "a gathering in general": "The monitors saw a peaceful gathering in Lisbon.",
}


@pytest.mark.parametrize("text", NO_EVENT.values(), ids=NO_EVENT)
def test_what_is_no_event(text):
    assert tell(text).facts.events == ()
