"""The kind of an event, decided when all its mentions are together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.model.fact import EventKind, Filler
from onrecord.model.reading import Entity
from onrecord.recognise.draft import Draft
from onrecord.recognise.frame import has_with
from onrecord.recognise.grammar import base_form

DELEGATED = frozenset({"representatives", "delegations", "experts", "delegates"})
MANY = 3  # sides from which a gathering is a session
NEGOTIATING = frozenset({"talk", "talks", "negotiation", "negotiations"})


def decide_kind(
    drafts: Sequence[Draft], slots: Mapping[str, Sequence[Filler]], entities: Mapping[str, Entity]
) -> EventKind:
    """The kind, by the words that name the event and by who was there."""
    named = [d for d in drafts if not d.trigger.generic]
    kinds = [d.trigger.kind for d in named] or [drafts[0].trigger.kind]
    kind = _prevailing(kinds)
    if kind == "meeting":
        return _meeting_kind(named, slots, entities)
    if kind == "consultations" and _is_negotiation(named) and _has_heads(slots, entities):
        return "meeting"
    if kind == "consultations" and _is_led_dialogue(named, slots, entities):
        return "meeting"
    if kind == "session" and _is_two_sided(named, slots, entities):
        return "meeting"
    return kind


def _prevailing(kinds: Sequence[EventKind]) -> EventKind:
    """The first kind that says more than 'meeting', else the first."""
    special = [kind for kind in kinds if kind not in {"meeting", "session"}]
    if special and special[0] in {"consultations", "call", "conference"}:
        return special[0]
    return kinds[0]


def _meeting_kind(
    drafts: Sequence[Draft], slots: Mapping[str, Sequence[Filler]], entities: Mapping[str, Entity]
) -> EventKind:
    met = any(d.trigger.rule in {"verb.met", "verb.received"} for d in drafts)
    nouns = {base_form(d.trigger.token) for d in drafts if d.trigger.noun}
    if slots.get("bodies") or (slots.get("chairs") and "meeting" in nouns and not met):
        return "session"
    if not met and nouns == {"meeting"} and any(map(_is_convened, drafts)):
        return "session"
    if met and not _has_heads(slots, entities):
        return _kind_of_sides([entities[f.entity] for f in slots["participants"]])
    if met or _has_heads(slots, entities):
        return "meeting"
    if nouns and nouns <= NEGOTIATING:
        return "consultations"
    return "meeting"


def _is_convened(draft: Draft) -> bool:
    """'the XVII Meeting', 'the Senior Officials Meeting': named, and not one 'with' somebody."""
    return draft.trigger.rule == "noun.named" and not has_with(draft.trigger)


def _kind_of_sides(sides: Sequence[Entity]) -> EventKind:
    """Sides without a named head: delegations consult, more than two states sit."""
    first = {side.name.lower().split()[0] for side in sides}
    if first & DELEGATED:
        return "consultations"
    states = sum(side.type == "state" for side in sides)
    return "session" if states >= MANY else "meeting"


def _is_negotiation(drafts: Sequence[Draft]) -> bool:
    nouns = {base_form(d.trigger.token) for d in drafts if d.trigger.noun}
    return bool(nouns) and nouns <= NEGOTIATING


def _is_led_dialogue(
    drafts: Sequence[Draft], slots: Mapping[str, Sequence[Filler]], entities: Mapping[str, Entity]
) -> bool:
    """A dialogue in which persons are the sides; chaired by some, it is one of delegations."""
    nouns = {base_form(d.trigger.token) for d in drafts if d.trigger.noun}
    people = {"participants": slots.get("participants", ())}
    return nouns == {"dialogue"} and not slots.get("chairs") and _has_heads(people, entities)


def _has_heads(slots: Mapping[str, Sequence[Filler]], entities: Mapping[str, Entity]) -> bool:
    """Whether named persons took part."""
    people = [f for s in ("participants", "chairs", "hosts") for f in slots.get(s, ())]
    return any(f.entity in entities and entities[f.entity].type == "person" for f in people)


def _is_two_sided(
    drafts: Sequence[Draft], slots: Mapping[str, Sequence[Filler]], entities: Mapping[str, Entity]
) -> bool:
    """A summit of two."""
    if slots.get("bodies") or not any(base_form(d.trigger.token) == "summit" for d in drafts):
        return False
    sides = [f for f in slots.get("participants", ()) if f.entity in entities]
    return len(sides) == 2 and all(entities[f.entity].type in {"person", "state"} for f in sides)
