"""Which trigger of a sentence a phrase belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.recognise.grammar import (
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    governing_verb,
    has_particle,
    is_passive,
    is_verb,
)
from onrecord.recognise.trigger import (
    AT,
    Role,
    Trigger,
    clause_verbs,
    find_role,
    trigger_verbs,
)

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
    clauses: tuple[int, ...] = ()


def place_triggers(triggers: Sequence[Trigger]) -> list[Placed]:
    """The triggers of one sentence, each with its role and its verbs."""
    return [
        Placed(
            t,
            find_role(t),
            tuple(v.i for v in trigger_verbs(t)),
            tuple(v.i for v in clause_verbs(t)),
        )
        for t in triggers
    ]


def find_owner(placed: Sequence[Placed], token: Token, setting: bool = False) -> Placed | None:
    """The trigger that the phrase of a token belongs to, None where it is another clause's.

    `setting` says that the phrase tells when or where: that of a verb holds for what
    happened 'at' or 'during' an event too.
    """
    if not placed:
        return None
    beside = [one for one in placed if one.trigger.end == token.i and token.tag_ in {"IN", "TO"}]
    if beside:
        return beside[0]
    for above in climb_tree(token):
        for one in placed:
            if one.trigger.noun and one.trigger.start <= above.i < one.trigger.end:
                return one
        if is_verb(above):
            spoken = [
                one for one in placed if above.i in one.verbs and _may_own(one, above, setting)
            ]
            if spoken:
                return min(spoken, key=lambda one: _rank(one, above, token))
            if _is_own_clause(above):
                return None
    return _only_one(placed, token)


def _may_own(one: Placed, verb: Token, setting: bool) -> bool:
    if one.role not in {"adverbial", "inner"} or verb.i in one.clauses:
        return True
    return setting and one.role == "adverbial" and is_simultaneous(one.trigger)


def is_simultaneous(trigger: Trigger) -> bool:
    """Whether the sentence tells what happened at the event ('at the meeting, …')."""
    if trigger.kind in {"visit", "operation", "training"}:
        return False
    head = trigger.token.head
    return head.dep_ == "prep" and head.lower_ in AT


def _is_own_clause(verb: Token) -> bool:
    """Whether the verb tells of something else, with a subject of its own."""
    if verb.dep_ in {"ccomp", "relcl", "advcl", "parataxis"}:
        return True
    if verb.dep_ == "xcomp" and has_particle(verb):
        return True
    return verb.dep_ == "conj" and child_of(verb, SUBJECTS) is not None


def _rank(one: Placed, verb: Token, token: Token) -> tuple[int, int, int]:
    first = 0 if one.verbs and one.verbs[0] == verb.i else 1
    rank = RANK[one.role]
    if base_form(verb) in {"precede", "follow"} and is_passive(verb):
        rank = -rank  # 'the session was preceded on 12 October by the meeting'
    return first, rank, abs(one.trigger.token.i - token.i)


def _only_one(placed: Sequence[Placed], token: Token) -> Placed | None:
    """The sentence's only trigger, where no verb of its own separates the phrase from it."""
    if len(placed) != 1:
        return None
    verb = governing_verb(token)
    return placed[0] if verb is None or placed[0].trigger.verb is None else None
