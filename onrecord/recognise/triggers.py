"""Words that may name an event, in the order of a sentence."""

from __future__ import annotations

from onrecord.recognise.noun_triggers import noun_trigger
from onrecord.recognise.scene import Sentence
from onrecord.recognise.staged_nouns import staged_trigger
from onrecord.recognise.trigger import Trigger
from onrecord.recognise.verb_triggers import verb_trigger

FINDERS = (noun_trigger, staged_trigger, verb_trigger)


def find_triggers(sentence: Sentence) -> tuple[Trigger, ...]:
    """The triggers of a sentence in their order, at most one for a word."""
    if find_triggers not in sentence.found:
        sentence.found[find_triggers] = tuple(_find_triggers(sentence))
    found: tuple[Trigger, ...] = sentence.found[find_triggers]
    return found


def _find_triggers(sentence: Sentence) -> list[Trigger]:
    found: list[Trigger] = []
    for token in sentence.tokens():
        if found and token.i < found[-1].end:
            continue
        trigger = next((t for find in FINDERS if (t := find(sentence, token))), None)
        if trigger is not None:
            found.append(trigger)
    return found
