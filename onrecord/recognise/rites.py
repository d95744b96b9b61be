"""Verbs of ceremonies: laid wreaths, took the oath, signed, opened, inaugurated."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.counterparts import after_preposition, presenting
from onrecord.recognise.grammar import (
    base_form,
    find_object,
    find_subject,
    find_tense,
    has_be,
    is_passive,
)
from onrecord.recognise.noun_triggers import match_noun
from onrecord.recognise.phrases import group_of, subject_atom
from onrecord.recognise.scene import Sentence

TOLD = frozenset({"past", "future"})


def is_rite(sentence: Sentence, verb: Token) -> bool:
    """'presented her credentials', 'laid wreaths', 'took the oath', 'was sworn in'."""
    lemma = base_form(verb)
    if lemma == "swear":
        return is_passive(verb) and any(c.lower_ == "in" for c in verb.children)
    found = find_object(verb)
    if found is None:
        return False
    if lemma in load_words("events", "verb.homage"):
        placed = bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)
        return placed and base_form(found) in load_words("events", "verb.homage_object")
    if lemma not in load_words("events", "verb.rite"):
        return False
    return base_form(found) in load_words("events", "verb.rite_object")


def is_accreditation(sentence: Sentence, verb: Token) -> bool:
    """'received the credentials of B', 'accepted letters of credence from B'."""
    subject = subject_atom(sentence, verb)
    seated = subject is not None and subject.type == "person"
    return seated and presenting(sentence, verb) is not None


def is_main_deed(sentence: Sentence, verb: Token) -> bool:
    """The signing or opening that a release is about: in its first sentence, by persons there."""
    if base_form(verb) not in load_words("events", "verb.main_deed"):
        return False
    if find_tense(verb) != "past" or verb.dep_ not in {"ROOT", "conj"}:
        return False
    passive = is_passive(verb)
    if not (sentence.opening or _is_staged(sentence, verb)):
        return False
    found = find_subject(verb) if passive else find_object(verb)
    subject = None if passive else subject_atom(sentence, verb)
    if found is None or (subject is None and not passive):
        return False
    if not _is_thing(found, "paper" if base_form(verb) == "sign" else "opened"):
        return False
    if subject is None:
        return True
    sides = group_of(sentence, subject)
    return subject.type == "person" or len(sides) > 1


def _is_thing(noun: Token, key: str) -> bool:
    """Whether what is signed or opened is of a list of the lexicon."""
    heads = load_words("events", f"verb.{key}")
    return base_form(noun) in heads or any(base_form(t) in heads for t in noun.subtree)


def _is_staged(sentence: Sentence, verb: Token) -> bool:
    """'was signed at the Ministry by A and B', 'on Tuesday A opened the court'."""
    if is_passive(verb):
        placed = any(a.type == "place" and a.start > verb.i for a in sentence.atoms)
        agent = after_preposition(sentence, verb, {"by"})
        return placed and agent is not None and agent.type == "person"
    subject = subject_atom(sentence, verb)
    return (
        base_form(verb) != "sign"
        and bool(sentence.moments)
        and subject is not None
        and subject.type == "person"
    )


def is_opening(sentence: Sentence, verb: Token) -> bool:
    """'will open the Centre in B', 'later she inaugurated the bridge': a person opens a thing."""
    if base_form(verb) not in load_words("events", "verb.opening") or is_passive(verb):
        return False
    if find_tense(verb) not in TOLD and not _is_meant(verb):
        return False
    found, subject = find_object(verb), subject_atom(sentence, verb)
    if found is None or found.i < verb.i or subject is None or subject.type != "person":
        return False
    return match_noun(found) is None and _is_thing(found, "opened")


def _is_meant(verb: Token) -> bool:
    """'is to open', 'is due to inaugurate'."""
    return has_be(verb) or (verb.dep_ == "xcomp" and base_form(verb.head) in {"due", "schedule"})
