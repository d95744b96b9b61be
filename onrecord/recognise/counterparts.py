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
    if base_form(verb) == "call":
        return after_preposition(sentence, verb, {"on", "upon", "with"}) or _object_of(
            sentence, verb
        )
    if find_object(verb) is not None:
        return _object_of(sentence, verb) or presenting(sentence, verb)
    if base_form(verb) == "receive" and not is_passive(verb):
        return received_late(sentence, verb)
    atom = after_preposition(sentence, verb, {"with", "by", "to", "on", "upon"})
    if atom is not None:
        return atom
    near = [a for a in sentence.atoms if 0 < a.start - verb.i <= REACH and a.type in PEOPLE]
    return near[0] if near else None


def _object_of(sentence: Sentence, verb: Token) -> Atom | None:
    found = find_object(verb)
    return sentence.atom_at(found.i) if found is not None else None


def presenting(sentence: Sentence, verb: Token) -> Atom | None:
    """'received the credentials of B', 'accepted letters of credence from B': B."""
    if base_form(verb) not in {"receive", "accept"} or is_passive(verb):
        return None
    found = find_object(verb)
    words = {t.lower_ for t in found.subtree} if found is not None else set()
    if not words & load_words("events", "verb.accrediting"):
        return None
    return next((a for a in sentence.atoms if a.start > verb.i and a.type == "person"), None)


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


def is_human(noun: Token) -> bool:
    """Whether a noun tells people by what they are: 'the drivers', 'her colleagues'."""
    return base_form(noun) in load_words("events", "company.people")


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
