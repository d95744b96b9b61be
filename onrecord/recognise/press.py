"""Verbs of speaking to the press or to a council: 'told reporters', 'briefed B'."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.grammar import base_form, find_object, find_tense, is_passive
from onrecord.recognise.scene import Sentence


def is_briefing(sentence: Sentence, verb: Token) -> bool:
    """'spoke to the press', 'told reporters'."""
    if base_form(verb) == "brief":
        return _briefs_body(sentence, verb)
    words = load_words("events", "verb.press")
    if base_form(verb) == "tell":
        found = find_object(verb)
        set_down = bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)
        return set_down and found is not None and base_form(found) in words and found.i > verb.i
    if base_form(verb) in load_words("events", "press.verbs"):
        return _states_to(verb, words)
    if base_form(verb) not in {"speak", "talk"}:
        return False
    inner = [t for c in verb.children if c.lower_ in {"to", "with"} for t in c.children]
    return any(base_form(t) in words for t in inner)


def _states_to(verb: Token, hearers: frozenset[str]) -> bool:
    """'made statements for the press'."""
    found = None if is_passive(verb) else find_object(verb)
    if found is None or base_form(found) not in load_words("events", "press.statements"):
        return False
    leads = [c for t in (verb, found) for c in t.children if c.lower_ in {"to", "for", "before"}]
    return any(base_form(t) in hearers for c in leads for t in c.children)


def _briefs_body(sentence: Sentence, verb: Token) -> bool:
    """'briefed the Security Council on Tuesday'."""
    found = None if is_passive(verb) else find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    if atom is None or not sentence.moments or find_tense(verb) not in {"past", "future"}:
        return False
    words = {word.lower() for word in atom.name.split()}
    return atom.type == "organisation" and bool(words & load_words("events", "body.seated"))
