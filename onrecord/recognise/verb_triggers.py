"""Verbs that are events by themselves: met, received, visited, spoke by telephone."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import EventKind
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attendance import is_attendance
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    child_of,
    find_object,
    find_subject,
    find_tense,
    is_passive,
    is_verb,
)
from onrecord.recognise.phrases import group_of, preposition_before, subject_atom
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

PEOPLE = frozenset({"person", "organisation", "state"})
GROUNDS = frozenset({"place", "state", "organisation"})
VISIT_REACH = 6  # words between 'visited' and a name in what was visited
CALL_REACH = 6  # words between 'spoke' and the one spoken with
REACH = 4  # words after a verb in which a counterpart stands that the parse lost


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


def _lemma_in(token: Token, key: str) -> bool:
    return base_form(token) in load_words("events", f"verb.{key}")


def counterpart_of(sentence: Sentence, verb: Token) -> Atom | None:
    """Whom a verb of meeting has beside it: its object, or the one after 'with'."""
    found = find_object(verb)
    if found is not None:
        return sentence.atom_at(found.i)
    if base_form(verb) == "receive" and not is_passive(verb):
        return _received_late(sentence, verb)
    atom = _after_preposition(sentence, verb, {"with", "by", "to"})
    if atom is not None:
        return atom
    near = [a for a in sentence.atoms if 0 < a.start - verb.i <= REACH and a.type in PEOPLE]
    return near[0] if near else None


def _after_preposition(sentence: Sentence, verb: Token, words: set[str]) -> Atom | None:
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


# ---------------------------------------------------------------- the tests


def _is_meeting(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "meet"):
        return False
    other = find_object(verb)
    if other is not None and sentence.atom_at(other.i) is None:
        return False
    if counterpart_of(sentence, verb) is not None:
        return True
    subject = subject_atom(sentence, verb)
    return subject is not None and (
        subject.mention.form == "group" or len(group_of(sentence, subject)) > 1
    )


def _is_session(sentence: Sentence, verb: Token) -> bool:
    if not (_lemma_in(verb, "meet") or _lemma_in(verb, "convene")) or find_object(verb) is not None:
        return False
    chaired = any(t.lower_ == "chair" for t in sentence.doc[verb.i : sentence.end])
    if is_passive(verb) or (any(c.lower_ == "with" for c in verb.children) and not chaired):
        return False
    subject = subject_atom(sentence, verb)
    return (
        subject is not None and subject.type == "organisation" and subject.mention.form != "group"
    )


def _is_reception(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "receive"):
        return False
    placed = bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)
    if base_form(verb) == "welcome" and not placed:
        return False
    if is_passive(verb):
        subject = subject_atom(sentence, verb)
        agent = child_of(verb, frozenset({"agent"}))
        return agent is not None and (subject is None or is_company(subject))
    found = find_object(verb)
    atom = _received_late(sentence, verb) if found is None else sentence.atom_at(found.i)
    return atom is not None and is_company(atom)


def _received_late(sentence: Sentence, verb: Token) -> Atom | None:
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


def _is_visit(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "visit"):
        return False
    found = find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    if atom is None:
        atom = next((a for a in sentence.atoms if 0 < a.start - verb.i <= VISIT_REACH), None)
    return atom is not None and atom.type in GROUNDS


def _is_journey(sentence: Sentence, verb: Token) -> bool:
    """'arrived in B', 'will travel to B'; not where a visit is named in the same sentence."""
    if not _lemma_in(verb, "travel"):
        return False
    if any(base_form(t) in {"visit", "trip"} for t in sentence.tokens()):
        return False
    subject = subject_atom(sentence, verb)
    if subject is None or subject.type not in {"person", "organisation"}:
        return False
    return any(
        c.lower_ in {"in", "to", "at"} and _leads_to_ground(sentence, c) for c in verb.children
    )


def _leads_to_ground(sentence: Sentence, preposition: Token) -> bool:
    inner = child_of(preposition, frozenset({"pobj"}))
    if inner is None:
        return False
    atom = sentence.atom_at(inner.i) or next(
        (a for a in sentence.atoms if 0 <= a.start - preposition.i <= REACH), None
    )
    return atom is not None and atom.type in {"place", "state"}


def _is_call(sentence: Sentence, verb: Token) -> bool:
    if _lemma_in(verb, "phone"):
        return True
    if not _lemma_in(verb, "speak"):
        return False
    near = sentence.doc[verb.i + 1 : min(sentence.end, verb.i + 8)]
    if any(token.lower_ in {"phone", "telephone"} for token in near):
        return True
    if near and near[0].lower_ in {"of", "about", "at", "in", "for", "on", "out", "against"}:
        return False
    other = _after_preposition(sentence, verb, {"with"})
    return other is not None and other.type == "person" and other.start - verb.i <= CALL_REACH


def _is_address(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "address"):
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


def _is_rite(_: Sentence, verb: Token) -> bool:
    """'presented her credentials', 'laid wreaths', 'took the oath', 'was sworn in'."""
    lemma = base_form(verb)
    if lemma == "swear":
        return is_passive(verb) and any(c.lower_ == "in" for c in verb.children)
    found = find_object(verb)
    if found is None or lemma not in load_words("events", "verb.rite"):
        return False
    return base_form(found) in load_words("events", "verb.rite_object")


def _is_briefing(sentence: Sentence, verb: Token) -> bool:
    """'spoke to the press', 'told reporters'."""
    words = load_words("events", "verb.press")
    if base_form(verb) == "tell":
        found = find_object(verb)
        set_down = bool(sentence.moments) or any(a.type == "place" for a in sentence.atoms)
        return set_down and found is not None and base_form(found) in words and found.i > verb.i
    if base_form(verb) not in {"speak", "talk"}:
        return False
    inner = [t for c in verb.children if c.lower_ in {"to", "with"} for t in c.children]
    return any(base_form(t) in words for t in inner)


def _is_main_deed(sentence: Sentence, verb: Token) -> bool:
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
    heads = load_words("events", f"verb.{'paper' if base_form(verb) == 'sign' else 'opened'}")
    if base_form(found) not in heads and not any(base_form(t) in heads for t in found.subtree):
        return False
    if subject is None:
        return True
    sides = group_of(sentence, subject)
    return subject.type == "person" or len(sides) > 1


def _is_staged(sentence: Sentence, verb: Token) -> bool:
    """'was signed at the Ministry by A and B', 'on Tuesday A opened the court'."""
    if is_passive(verb):
        placed = any(a.type == "place" and a.start > verb.i for a in sentence.atoms)
        agent = _after_preposition(sentence, verb, {"by"})
        return placed and agent is not None and agent.type == "person"
    subject = subject_atom(sentence, verb)
    return (
        base_form(verb) != "sign"
        and bool(sentence.moments)
        and subject is not None
        and subject.type == "person"
    )


VerbTest = Callable[[Sentence, Token], bool]

VERB_RULES: tuple[tuple[VerbTest, EventKind, str], ...] = (
    (_is_session, "session", "verb.convened"),
    (_is_meeting, "meeting", "verb.met"),
    (_is_reception, "meeting", "verb.received"),
    (_is_visit, "visit", "verb.visited"),
    (_is_journey, "visit", "verb.travelled"),
    (_is_briefing, "briefing", "verb.briefed"),
    (_is_call, "call", "verb.called"),
    (_is_address, "session", "verb.addressed"),
    (_is_rite, "ceremony", "verb.rite"),
    (_is_main_deed, "ceremony", "verb.deed"),
    (is_attendance, "conference", "verb.attended"),
)
