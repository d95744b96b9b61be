"""Verbs that are events by themselves: met, received, visited, spoke by telephone."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import EventKind
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attendance import is_attendance
from onrecord.recognise.counterparts import (
    PEOPLE,
    after_preposition,
    counterpart_of,
    is_company,
    is_human,
    received_late,
)
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    child_of,
    find_object,
    find_tense,
    is_passive,
    is_verb,
)
from onrecord.recognise.journeys import is_journey, is_stay, is_visit, lemma_in
from onrecord.recognise.noun_triggers import match_noun
from onrecord.recognise.phrases import group_of, subject_atom
from onrecord.recognise.press import is_briefing
from onrecord.recognise.rites import is_accreditation, is_main_deed, is_opening, is_rite
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

CLOSE = 2  # words after 'called' among which one stands who is called and not called on
CALL_REACH = 6  # words between 'spoke' and the one spoken with


def verb_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """The trigger that a verb is; None where it is none."""
    if not is_verb(token) or token.dep_ in {"aux", "auxpass", "amod"}:
        return None
    for test, kind, rule in VERB_RULES:
        if test(sentence, token):
            end = token.i + 1
            generic = rule == "verb.attended"
            return Trigger(sentence, token, token.i, end, kind, False, token, rule, generic)
    return None


def _is_for_event(sentence: Sentence, verb: Token) -> bool:
    """'met for the third session': the noun is what names the event."""
    for child in verb.children:
        inner = child_of(child, frozenset({"pobj"})) if child.lower_ == "for" else None
        if inner is None:
            continue
        atom = sentence.atom_at(inner.i)
        if match_noun(inner) is not None or (atom is not None and atom.type == "series"):
            return True
    return False


# ---------------------------------------------------------------- the tests


def _is_meeting(sentence: Sentence, verb: Token) -> bool:
    if not lemma_in(verb, "meet"):
        return False
    other = find_object(verb)
    if other is not None and sentence.atom_at(other.i) is None:
        return is_human(other) and subject_atom(sentence, verb) is not None
    if counterpart_of(sentence, verb) is not None:
        return True
    subject = subject_atom(sentence, verb)
    if subject is None:
        return False
    grouped = subject.mention.form == "group" or len(group_of(sentence, subject)) > 1
    return grouped or _meets_people(verb)


def _meets_people(verb: Token) -> bool:
    """'met with the drivers': people who are told by what they are."""
    leads = (c for c in verb.children if c.lower_ == "with" and c.dep_ == "prep")
    found = (child_of(c, frozenset({"pobj"})) for c in leads)
    return any(noun is not None and is_human(noun) for noun in found)


def _is_exchange(sentence: Sentence, verb: Token) -> bool:
    """'on Monday A discussed with B the plans': talks of persons, on a day."""
    if base_form(verb) not in load_words("events", "verb.confer") or not sentence.moments:
        return False
    subject = subject_atom(sentence, verb)
    other = after_preposition(sentence, verb, {"with"})
    if subject is None or other is None or find_tense(verb) not in {"past", "future"}:
        return False
    return subject.type == other.type == "person"


def _is_gathering(sentence: Sentence, verb: Token) -> bool:
    """'representatives of A and of B convened in C': sides without a body."""
    if not lemma_in(verb, "convene") or find_object(verb) is not None or is_passive(verb):
        return False
    if _is_for_event(sentence, verb):
        return False
    subject = subject_atom(sentence, verb)
    if subject is None:
        return False
    sides = group_of(sentence, subject)
    return all(a.type in PEOPLE for a in sides) and (
        len(sides) > 1 or subject.mention.form == "group"
    )


def _is_calling_on(sentence: Sentence, verb: Token) -> bool:
    """'called on the Minister'; not 'called on him to act'."""
    found = find_object(verb)
    if not lemma_in(verb, "calling") or (found is not None and found.i <= verb.i + CLOSE):
        return False
    if any(c.dep_ in {"xcomp", "ccomp", "advcl"} or c.lower_ == "for" for c in verb.children):
        return False
    other = after_preposition(sentence, verb, {"on", "upon"})
    return other is not None and other.type == "person" and not _goes_on_to(sentence, other)


def _goes_on_to(sentence: Sentence, atom: Atom) -> bool:
    """Whether an infinitive follows in the clause: one was called on to do something."""
    for token in sentence.doc[atom.end : sentence.end]:
        if token.tag_ in {"CC", "MD"}:
            return False
        if token.tag_ == "TO" and token.dep_ == "aux":
            return True
    return False


def _is_guest(sentence: Sentence, verb: Token) -> bool:
    """'will host the President of B on Monday': a person who comes to another."""
    if not lemma_in(verb, "guest") or is_passive(verb):
        return False
    found = find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    host = subject_atom(sentence, verb)
    if atom is None or host is None or atom.type != "person" or host.type == "place":
        return False
    return bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)


def _is_session(sentence: Sentence, verb: Token) -> bool:
    if not (lemma_in(verb, "meet") or lemma_in(verb, "convene")) or find_object(verb) is not None:
        return False
    if _is_for_event(sentence, verb):
        return False
    chaired = any(t.lower_ == "chair" for t in sentence.tokens())
    if is_passive(verb) or (any(c.lower_ == "with" for c in verb.children) and not chaired):
        return False
    subject = subject_atom(sentence, verb)
    return (
        subject is not None and subject.type == "organisation" and subject.mention.form != "group"
    )


def _is_summons(sentence: Sentence, verb: Token) -> bool:
    """'convened the Cabinet': a session of who was called together."""
    found = None if is_passive(verb) else find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    if base_form(verb) != "convene" or atom is None or atom.type != "organisation":
        return False
    words = {word.lower() for word in atom.name.split()}
    return bool(words & load_words("events", "body.heads"))


def _is_reception(sentence: Sentence, verb: Token) -> bool:
    if not lemma_in(verb, "receive"):
        return False
    placed = bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)
    if base_form(verb) == "welcome" and not placed:
        return False
    if is_passive(verb):
        subject = subject_atom(sentence, verb)
        agent = child_of(verb, frozenset({"agent"}))
        if agent is None:
            return bool(sentence.moments) and subject is not None and is_company(subject)
        return subject is None or is_company(subject)
    found = find_object(verb)
    atom = received_late(sentence, verb) if found is None else sentence.atom_at(found.i)
    if atom is None and found is not None:
        return placed and is_human(found) and subject_atom(sentence, verb) is not None
    return atom is not None and is_company(atom)


def _is_call(sentence: Sentence, verb: Token) -> bool:
    if lemma_in(verb, "phone"):
        return True
    if lemma_in(verb, "calling"):
        return _rings(sentence, verb)
    if not lemma_in(verb, "speak"):
        return False
    near = sentence.doc[verb.i + 1 : min(sentence.end, verb.i + 8)]
    if any(token.lower_ in {"phone", "telephone"} for token in near):
        return True
    if near and near[0].lower_ in {"of", "about", "at", "in", "for", "on", "out", "against"}:
        return False
    other = after_preposition(sentence, verb, {"with"})
    return other is not None and other.type == "person" and other.start - verb.i <= CALL_REACH


def _rings(sentence: Sentence, verb: Token) -> bool:
    """'called the Minister of B, A, on Monday'; not 'called A a friend'."""
    found = find_object(verb)
    if found is None or found.dep_ != "dobj" or is_passive(verb):
        return False
    if any(c.dep_ in {"oprd", "xcomp", "ccomp", "acomp", "prt"} for c in verb.children):
        return False
    atom, caller = sentence.atom_at(found.i), subject_atom(sentence, verb)
    if atom is None or caller is None or {atom.type, caller.type} != {"person"}:
        return False
    return bool(sentence.moments) and found.i > verb.i


def _is_address(sentence: Sentence, verb: Token) -> bool:
    if not lemma_in(verb, "address"):
        return False
    found = child_of(verb, OBJECTS)
    atom = sentence.atom_at(found.i) if found is not None else None
    return atom is not None and is_parliament(atom)


def is_parliament(atom: Atom) -> bool:
    """Whether the name is a parliament's."""
    words = {word.lower() for word in atom.name.split()}
    return atom.type in {"organisation", "place"} and bool(
        words & load_words("events", "body.parliaments")
    )


VerbTest = Callable[[Sentence, Token], bool]

VERB_RULES: tuple[tuple[VerbTest, EventKind, str], ...] = (
    (_is_session, "session", "verb.convened"),
    (_is_summons, "session", "verb.convened"),
    (_is_meeting, "meeting", "verb.met"),
    (_is_gathering, "meeting", "verb.met"),
    (_is_exchange, "meeting", "verb.met"),
    (_is_calling_on, "meeting", "verb.met"),
    (_is_guest, "meeting", "verb.received"),
    (_is_reception, "meeting", "verb.received"),
    (is_visit, "visit", "verb.visited"),
    (is_journey, "visit", "verb.travelled"),
    (is_stay, "visit", "verb.travelled"),
    (is_briefing, "briefing", "verb.briefed"),
    (_is_call, "call", "verb.called"),
    (_is_address, "session", "verb.addressed"),
    (is_rite, "ceremony", "verb.rite"),
    (is_accreditation, "ceremony", "verb.rite"),
    (is_main_deed, "ceremony", "verb.deed"),
    (is_opening, "ceremony", "verb.deed"),
    (is_attendance, "conference", "verb.attended"),
)
