"""Verbs of going somewhere: visited, arrived in, will be in."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.grammar import OBJECTS, base_form, child_of, find_object, find_tense
from onrecord.recognise.phrases import subject_atom
from onrecord.recognise.scene import Sentence

GROUNDS = frozenset({"place", "state", "organisation"})
VISIT_REACH = 6  # words between 'visited' and a name in what was visited
REACH = 4  # words after a verb in which a counterpart stands that the parse lost


def lemma_in(token: Token, key: str) -> bool:
    """Whether the verb is of a list of the lexicon."""
    return base_form(token) in load_words("events", f"verb.{key}")


def is_visit(sentence: Sentence, verb: Token) -> bool:
    """'visited B'."""
    if not lemma_in(verb, "visit"):
        return False
    found = find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    if atom is None:
        atom = next((a for a in sentence.atoms if 0 < a.start - verb.i <= VISIT_REACH), None)
    return atom is not None and atom.type in GROUNDS


def is_journey(sentence: Sentence, verb: Token) -> bool:
    """'arrived in B', 'will travel to B'; not where a visit is named in the same sentence."""
    if not lemma_in(verb, "travel"):
        return False
    if any(base_form(t) in {"visit", "trip"} for t in sentence.tokens()):
        return False
    subject = subject_atom(sentence, verb)
    if subject is None or subject.type not in {"person", "organisation"}:
        return False
    words = {"in", "to", "at"} | ({"for"} if lemma_in(verb, "leaving") else set())
    ways = [c for c in verb.children if c.lower_ in words]
    if any(_leads_to_ground(sentence, way) for way in ways):
        return True
    dated = any(m.time.role == "at" and m.time.grain == "day" for m in sentence.moments)
    return dated and any(_leads_to_area(way) for way in ways)


def is_stay(sentence: Sentence, verb: Token) -> bool:
    """'Tomorrow the President will be in B'; not where a visit is named in the same sentence."""
    if base_form(verb) != "be" or not sentence.moments:
        return False
    if find_tense(verb) not in {"past", "future"} or child_of(verb, OBJECTS) is not None:
        return False
    if any(base_form(t) in {"visit", "trip", "meeting", "session"} for t in sentence.tokens()):
        return False
    subject = subject_atom(sentence, verb)
    if subject is None or subject.type != "person":
        return False
    places = [c for c in verb.children if c.lower_ == "in" and _leads_to_ground(sentence, c)]
    return bool(places) and not any(c.dep_ == "acomp" for c in verb.children)


def _leads_to_area(preposition: Token) -> bool:
    """'to the region': where one goes, told without a name."""
    inner = child_of(preposition, frozenset({"pobj"}))
    return inner is not None and base_form(inner) in load_words("events", "verb.areas")


def _leads_to_ground(sentence: Sentence, preposition: Token) -> bool:
    inner = child_of(preposition, frozenset({"pobj"}))
    if inner is None:
        return False
    atom = sentence.atom_at(inner.i) or next(
        (a for a in sentence.atoms if 0 <= a.start - preposition.i <= REACH), None
    )
    return atom is not None and atom.type in {"place", "state"}
