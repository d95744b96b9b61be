"""Who spoke or acted in the sentences after an event was told: they took part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Filler
from onrecord.recognise.atoms import Atom
from onrecord.recognise.cluster import WEAK_ROLES
from onrecord.recognise.draft import Draft
from onrecord.recognise.grammar import base_form
from onrecord.recognise.phrases import group_of, subject_atom
from onrecord.recognise.scene import Scene, Sentence

if TYPE_CHECKING:
    from onrecord.recognise.events import Told

REACH = 3  # sentences after the first that tells of the event
CLAUSES = frozenset({"ROOT", "conj", "ccomp"})
WITNESSED = frozenset(
    {
        "session",
        "conference",
        "ceremony",
        "consultations",
        "training",
        "meeting",
        "exercise",
        "briefing",
    }
)


def add_witnesses(scene: Scene, told: Sequence[Told], spoken: Sequence[Told]) -> list[Told]:
    """The events with the named persons who spoke or acted in the sentences after them.

    `spoken` are all that are spoken of as events: where one of them begins, the sentences of
    the one before end.
    """
    mentioned = _mentioned(spoken)
    return [_with_witnesses(scene, one, mentioned) for one in told]


def _mentioned(told: Sequence[Told]) -> Mapping[int, list[Told]]:
    """The events that are mentioned in each sentence, by its number."""
    found: dict[int, list[Told]] = {}
    for one in told:
        for draft in one.drafts:
            found.setdefault(draft.sentence.number, []).append(one)
    return found


def _with_witnesses(scene: Scene, one: Told, mentioned: Mapping[int, list[Told]]) -> Told:
    event = one.event
    if event.kind not in WITNESSED or event.status != "held":
        return one
    slots = (event.bodies, event.chairs, event.hosts, event.participants)
    known = {f.entity for slot in slots for f in slot}
    found: dict[str, Filler] = {}
    for sentence in _sentences_after(scene, one, mentioned):
        for atom in _acting(scene, sentence):
            if atom.entity not in known:
                found.setdefault(atom.entity, Filler(atom.entity, atom.mention.span))
    if not found:
        return one
    return replace(one, event=replace(event, participants=(*event.participants, *found.values())))


def _sentences_after(
    scene: Scene, one: Told, mentioned: Mapping[int, list[Told]]
) -> Iterator[Sentence]:
    """The sentences that follow the one that tells of the event, up to another event's."""
    firm = [d.sentence.number for d in one.drafts if _is_told(d)]
    if not firm:
        return
    first = min(firm) + 1
    for sentence in scene.sentences[first : first + REACH]:
        own = mentioned.get(sentence.number)
        apart = own is not None and not any(other is one for other in own)
        if apart or sentence.release != one.event.release:
            return
        yield sentence


def _is_told(draft: Draft) -> bool:
    """Whether a sentence of the body is about the event, no 'which met on 9 May' in passing."""
    verb = draft.trigger.verb
    passing = draft.role in WEAK_ROLES or (verb is not None and verb.dep_ == "relcl")
    return not draft.sentence.headline and not passing


def _acting(scene: Scene, sentence: Sentence) -> Iterator[Atom]:
    """The persons who are named as the subject of a verb of speaking or acting among others."""
    for verb in sentence.tokens():
        if verb.tag_ != "VBD" or verb.dep_ not in CLAUSES:
            continue
        if base_form(verb) not in load_words("events", "participant.acting"):
            continue
        subject = subject_atom(sentence, verb)
        if subject is None or subject.type != "person" or subject.mention.form != "name":
            continue
        if not scene.in_quote(sentence.part.offset + verb.idx):
            yield from (a for a in group_of(sentence, subject) if a.type == "person")
