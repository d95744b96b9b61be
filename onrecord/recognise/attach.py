"""Which trigger of a sentence a phrase belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.recognise.grammar import climb_tree, governing_verb, is_verb
from onrecord.recognise.scene import Sentence
from onrecord.recognise.triggers import Role, Trigger, find_role, trigger_verbs

RANK: dict[Role, int] = {
    "verb": 0,
    "object": 1,
    "subject": 1,
    "complement": 2,
    "alone": 3,
    "adverbial": 4,
    "inner": 5,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A trigger with its role and the verbs that speak of it."""

    trigger: Trigger
    role: Role
    verbs: tuple[int, ...]


def place_triggers(triggers: Sequence[Trigger]) -> list[Placed]:
    """The triggers of one sentence, each with its role and its verbs."""
    return [
        Placed(t, find_role(t), tuple(v.i for v in trigger_verbs(t) if v is not None))
        for t in triggers
    ]


def find_owner(placed: Sequence[Placed], token: Token) -> Placed | None:
    """The trigger that the phrase of a token belongs to, None where it is another clause's."""
    if not placed:
        return None
    for above in climb_tree(token):
        for one in placed:
            if one.trigger.noun and one.trigger.start <= above.i < one.trigger.end:
                return one
        if is_verb(above):
            spoken = [one for one in placed if above.i in one.verbs]
            if spoken:
                return min(spoken, key=lambda one: _rank(one, above, token))
    return _only_one(placed, token)


def _rank(one: Placed, verb: Token, token: Token) -> tuple[int, int, int]:
    first = 0 if one.verbs and one.verbs[0] == verb.i else 1
    return first, RANK[one.role], abs(one.trigger.token.i - token.i)


def _only_one(placed: Sequence[Placed], token: Token) -> Placed | None:
    """The sentence's only trigger, where no verb of its own separates the phrase from it."""
    if len(placed) != 1:
        return None
    verb = governing_verb(token)
    return placed[0] if verb is None or placed[0].trigger.verb is None else None


def clause_between(sentence: Sentence, left: int, right: int) -> bool:
    """Whether a finite verb stands between two tokens."""
    return any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in sentence.doc[left:right])
