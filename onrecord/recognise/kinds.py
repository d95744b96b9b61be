"""The kind of an event, decided when all its mentions are together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.model.fact import EventKind, Filler
from onrecord.model.reading import Entity
from onrecord.recognise.draft import Draft
from onrecord.recognise.grammar import base_form

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
    if slots.get("bodies"):
        return "session"
    if any(d.trigger.rule in {"verb.met", "verb.received"} for d in drafts) or _has_heads(
        slots, entities
    ):
        return "meeting"
    nouns = {base_form(d.trigger.token) for d in drafts if d.trigger.noun}
    if nouns and nouns <= NEGOTIATING:
        return "consultations"
    return "meeting"


def _is_negotiation(drafts: Sequence[Draft]) -> bool:
    nouns = {base_form(d.trigger.token) for d in drafts if d.trigger.noun}
    return bool(nouns) and nouns <= NEGOTIATING


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
