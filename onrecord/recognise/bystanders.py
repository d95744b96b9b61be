"""Persons no grammar gave to an event: they took part in the only one their sentence tells of.

A release seldom names somebody in the sentence of a gathering who was not there; what speaks
against it is told by the words around the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Filler
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attach import is_simultaneous
from onrecord.recognise.draft import FIRM, Draft
from onrecord.recognise.grammar import base_form, climb_tree, governing_verb, is_verb
from onrecord.recognise.phrases import preposition_before
from onrecord.recognise.scene import Scene, Sentence

CLOSED = frozenset({"operation", "exercise"})  # kinds whose people are units, not persons
LEADS = frozenset({"with", "by", "from", "to", "between", "including", "among"})
CAUSES = frozenset({"v", "v.", "vs", "vs."})  # between the sides of a case


def add_bystanders(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The mentions of a sentence, the only one of an event with the persons named beside it."""
    if len(drafts) != 1 or not _is_open(drafts[0]):
        return list(drafts)
    draft = drafts[0]
    known = draft.entities()
    found = {
        atom.entity: Filler(atom.entity, atom.mention.span)
        for atom in _named_beside(scene, draft)
        if atom.entity not in known
    }
    people = (*draft.slots.get("participants", ()), *found.values())
    return [replace(draft, slots={**draft.slots, "participants": people})]


def _is_open(draft: Draft) -> bool:
    """Whether the sentence tells of the event or of what was done at it."""
    if draft.sentence.headline or draft.trigger.kind in CLOSED or draft.status is None:
        return False
    return draft.role in FIRM or is_simultaneous(draft.trigger)


def _named_beside(scene: Scene, draft: Draft) -> Iterator[Atom]:
    sentence = draft.sentence
    for atom in sentence.atoms:
        if atom.type != "person" or atom.mention.form != "name":
            continue
        if scene.in_quote(atom.mention.span.start) or not _may_be_there(sentence, atom):
            continue
        if not _only_tells(draft, atom):
            yield atom


def _may_be_there(sentence: Sentence, atom: Atom) -> bool:
    """Whether the words that lead to a name let the person be one who was there."""
    before = sentence.doc[atom.start - 1] if atom.start > sentence.start else None
    after = sentence.doc[atom.end] if atom.end < sentence.end else None
    if any(t is not None and t.lower_ in CAUSES for t in (before, after)):
        return False
    if after is not None and after.tag_ == "POS":
        return False
    lead = preposition_before(sentence, atom.start)
    if lead is not None and lead.lower_ not in LEADS:
        return False
    if lead is not None and lead.i > sentence.start and _honours(sentence.doc[lead.i - 1]):
        return False
    return not _is_chosen(sentence, atom)


def _honours(noun: Token) -> bool:
    """'the monument to A', 'paid tribute to A': not among the living."""
    return base_form(noun) in load_words("events", "participant.honouring")


def _is_chosen(sentence: Sentence, atom: Atom) -> bool:
    """'elected A Rector', 'appointed A and B', 'A was named judge': they need not be there."""
    chosen = load_words("events", "participant.chosen")
    for token in sentence.doc[atom.start : atom.end]:
        verb = governing_verb(token)
        if verb is not None and base_form(verb) in chosen:
            return token.i > verb.i or any(c.dep_ == "nsubjpass" for c in verb.children)
    return False


def _only_tells(draft: Draft, atom: Atom) -> bool:
    """'A said that the meeting would be held': whoever tells of an event in a clause apart."""
    verb = draft.trigger.verb
    if verb is None or atom.start > draft.trigger.end:
        return False
    root = draft.sentence.doc[atom.start : atom.end].root
    own = governing_verb(root)
    above = [t for t in climb_tree(verb) if is_verb(t)]
    clause = next((t for t in above if t.dep_ in {"ccomp", "relcl", "acl"}), None)
    return clause is not None and own is not None and own.i != verb.i and own in above
