"""Whom a verb of meeting has beside it."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.grammar import base_form, child_of, find_object, is_passive
from onrecord.recognise.journeys import REACH
from onrecord.recognise.phrases import preposition_before
from onrecord.recognise.scene import Sentence

PEOPLE = frozenset({"person", "organisation", "state"})


def counterpart_of(sentence: Sentence, verb: Token) -> Atom | None:
    """Whom a verb of meeting has beside it: its object, or the one after 'with'."""
    found = find_object(verb)
    if found is not None:
        return sentence.atom_at(found.i)
    if base_form(verb) == "receive" and not is_passive(verb):
        return received_late(sentence, verb)
    atom = after_preposition(sentence, verb, {"with", "by", "to", "on", "upon"})
    if atom is not None:
        return atom
    near = [a for a in sentence.atoms if 0 < a.start - verb.i <= REACH and a.type in PEOPLE]
    return near[0] if near else None


def after_preposition(sentence: Sentence, verb: Token, words: set[str]) -> Atom | None:
    """The one after one of these prepositions with the verb."""
    for child in verb.children:
        if child.lower_ in words and child.dep_ in {"prep", "agent", "dative"}:
            inner = child_of(child, frozenset({"pobj"}))
            atom = sentence.atom_at(inner.i) if inner is not None else None
            if atom is not None and atom.type in PEOPLE:
                return atom
    return None


def is_company(atom: Atom) -> bool:
    """Whether an atom is a group or delegation that can be received like a person."""
    if atom.type == "person" or atom.mention.form == "group":
        return True
    words = {word.lower() for word in atom.name.split()}
    return atom.type == "organisation" and bool(words & load_words("events", "company.words"))


def received_late(sentence: Sentence, verb: Token) -> Atom | None:
    """'received today, in his office in B, the Ambassador A': who stands far from the verb."""
    return next(
        (
            atom
            for atom in sentence.atoms
            if atom.start > verb.i
            and atom.type == "person"
            and preposition_before(sentence, atom.start) is None
        ),
        None,
    )
