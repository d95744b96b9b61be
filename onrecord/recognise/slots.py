"""Who met, chaired, hosted and took part: slots filled from the grammar of one sentence."""

from __future__ import annotations

from onrecord.recognise import company, noun_slots, presidency, verb_slots
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import PEOPLE, Frame, SlotRule

HELD = PEOPLE | {"place", "operation"}  # types of entity that a slot may hold

# The order decides: an entity stays in the first slot that claims it.
SLOT_RULES: tuple[SlotRule, ...] = (
    noun_slots.chairs,
    noun_slots.chairs_after,
    presidency.led_under,
    presidency.named_chair,
    presidency.elected_chair,
    presidency.titled_chairs,
    noun_slots.hosts,
    presidency.agents,
    company.hosts_beside,
    noun_slots.noun_of,
    noun_slots.noun_named,
    noun_slots.noun_owner,
    noun_slots.noun_possessor,
    verb_slots.verb_sides,
    verb_slots.holders,
    noun_slots.noun_with,
    noun_slots.participants,
    verb_slots.attenders,
    verb_slots.meeting_with,
    verb_slots.gathered,
    company.meant_for,
    company.joined_in,
)


def fill_slots(frame: Frame) -> dict[str, list[Atom]]:
    """The atoms of each slot, every entity once and in the first slot that claims it."""
    slots: dict[str, list[Atom]] = {}
    taken: set[str] = set()
    for rule in SLOT_RULES:
        for slot, atoms in rule(frame):
            for atom in atoms:
                if atom.entity not in taken and atom.type in HELD:
                    taken.add(atom.entity)
                    slots.setdefault(slot, []).append(atom)
    led = company.heads_of(frame.sentence, slots.get("participants", []))
    slots.setdefault("participants", []).extend(a for a in led if a.entity not in taken)
    return slots
