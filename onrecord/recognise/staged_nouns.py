"""Nouns that name an event only where the clause says that it was held: 'the debate takes …'."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.fact import EventKind
from onrecord.recognise.grammar import base_form, find_object, governing_verb, is_verb
from onrecord.recognise.noun_triggers import is_staged
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

ANCHORS = frozenset({"place", "person"})  # what besides a day makes such a noun particular


@functools.cache
def load_staged() -> Mapping[str, EventKind]:
    """The nouns of the lexicon with the kind of event that each names where it is held."""
    return {head: line["kind"] for line in load_table("events")["staged"] for head in line["heads"]}


def staged_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """The trigger that such a noun is on a day or at a place; None where it is none."""
    kind = load_staged().get(base_form(token))
    if kind is None or token.pos_ not in {"NOUN", "PROPN"} or sentence.atom_at(token.i):
        return None
    if not sentence.moments and not any(a.type in ANCHORS for a in sentence.atoms):
        return None
    verb = governing_verb(token.head)
    start = _phrase_start(sentence, token)
    found = Trigger(sentence, token, start, token.i + 1, kind, True, verb, f"noun.{kind}")
    return found if is_staged(found) and not _is_opened(found) else None


def _is_opened(trigger: Trigger) -> bool:
    """'opened an exhibition': the opening is the event."""
    opening = load_words("events", "verb.opening")
    if trigger.verb is None or base_form(trigger.verb) not in opening:
        return False
    opened = find_object(trigger.verb)
    return opened is not None and trigger.token in opened.subtree


def _phrase_start(sentence: Sentence, token: Token) -> int:
    start = token.i
    while start > sentence.start and _qualifies(sentence.doc[start - 1], token):
        start -= 1
    return start


def _qualifies(token: Token, head: Token) -> bool:
    near = token.dep_ in {"compound", "amod", "nmod"} and not is_verb(token)
    return near and head.i >= token.head.i > token.i
