"""Sentences that tell who was there, without naming the event: 'B also took part'."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.grammar import base_form, find_object, find_subject, is_passive
from onrecord.recognise.phrases import subject_atom
from onrecord.recognise.scene import Sentence

BACK = frozenset({"it", "them", "this"})
REACH = 4  # words before 'were' among which 'among the participants' stands


AT_WORK = frozenset({"work", "proceeding", "proceedings", "deliberation", "deliberations"})


def _is_told_there(sentence: Sentence, verb: Token) -> bool:
    """'informed the participants', 'told the Council'."""
    found = find_object(verb)
    if found is None or is_passive(verb):
        return False
    if base_form(found) in load_words("events", "participant.nouns"):
        return True
    atom = sentence.atom_at(found.i)
    subject = subject_atom(sentence, verb)
    words = {w.lower() for w in atom.name.split()} if atom is not None else set()
    seated = bool(words & {"council", "committee", "board", "assembly", "commission"})
    return seated and subject is not None and subject.type == "person"


def _is_presence(sentence: Sentence, verb: Token) -> bool:
    if any(t.lower_ == "attendance" for c in verb.children if c.lower_ == "in" for t in c.children):
        return True
    if any(c.lower_ == "present" and c.dep_ in {"acomp", "attr"} for c in verb.children):
        return not any(t.lower_ in {"at", "in"} for c in verb.children for t in c.children)
    if is_presiding(verb):
        return True
    before = sentence.doc[max(sentence.start, verb.i - REACH) : verb.i]
    if any(t.lower_ == "among" for t in before):
        nouns = load_words("events", "participant.nouns")
        return any(base_form(t) in nouns for t in before)
    subject = find_subject(verb)
    return (
        subject is not None
        and _is_plain(sentence, subject)
        and base_form(subject) in load_words("events", "participant.nouns")
        and any(a.start > verb.i for a in sentence.atoms)
    )


def _is_plain(sentence: Sentence, noun: Token) -> bool:
    """Whether a noun names nobody: alone, or as a group called by that one word."""
    atom = sentence.atom_at(noun.i)
    return atom is None or (atom.mention.form == "group" and atom.end - atom.start == 1)


def is_presiding(verb: Token) -> bool:
    """'B was in the chair', 'B was in command', 'B presided'."""
    if base_form(verb) in {"chair", "co-chair"}:
        return _is_chairing(verb)
    if base_form(verb) == "preside":
        over = [c for c in verb.children if c.lower_ in {"over", "at"}]
        back = all(any(map(_points_back, c.children)) for c in over)
        return back and not is_passive(verb)
    inner = [t for c in verb.children if c.lower_ == "in" for t in c.children]
    return base_form(verb) == "be" and any(
        t.lower_ in {"chair", "command", "charge"} for t in inner
    )


def _is_chairing(verb: Token) -> bool:
    """'B chaired', 'B chaired the proceedings', 'B will chair it'."""
    chaired = find_object(verb)
    if is_passive(verb) or find_subject(verb) is None:
        return False
    return verb.tag_ == "VBD" if chaired is None else _points_back(chaired)


def _points_back(noun: Token) -> bool:
    return noun.lower_ in BACK or base_form(noun) in AT_WORK


def is_attendance(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb tells who was at the event that was named before."""
    if is_presiding(verb):
        return True
    test = TESTS.get(base_form(verb))
    if test is None and base_form(verb) in load_words("events", "participant.informing"):
        test = _is_told_there
    return test is not None and test(sentence, verb)


def _is_joining(_: Sentence, verb: Token) -> bool:
    """Whether somebody joined the work, or was joined by somebody."""
    if is_passive(verb):
        return _is_followed(_, verb)
    found = find_object(verb)
    return found is not None and base_form(found) in AT_WORK


def _is_led(_: Sentence, verb: Token) -> bool:
    """Whether a delegation was headed by somebody."""
    subject = find_subject(verb)
    if subject is None or not is_passive(verb) or verb.dep_ == "acl":
        return False
    return base_form(subject) in load_words("events", "participant.led")


def _is_represented(sentence: Sentence, verb: Token) -> bool:
    """Whether a state or body was represented by somebody."""
    subject = find_subject(verb)
    if subject is None or not is_passive(verb) or sentence.atom_at(subject.i) is None:
        return _is_led(sentence, verb)
    leads = {c.lower_ for c in verb.children}
    return "by" in leads or (verb.dep_ != "acl" and not leads & {"in", "at", "on"})


def _is_followed(_: Sentence, verb: Token) -> bool:
    """'He was accompanied by B'."""
    subject = find_subject(verb)
    if verb.dep_ == "acl" or not is_passive(verb) or subject is None:
        return False
    return any(c.lower_ == "by" for c in verb.children)


def _is_made_of(sentence: Sentence, verb: Token) -> bool:
    """'The delegation of A included B and C'."""
    subject = find_subject(verb)
    if subject is None or is_passive(verb) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    return base_form(subject) in load_words("events", "participant.delegated") and any(
        a.start > verb.i for a in sentence.atoms
    )


def _is_vote(sentence: Sentence, verb: Token) -> bool:
    voter = subject_atom(sentence, verb)
    return voter is not None and voter.type == "person"


def _is_part(_: Sentence, verb: Token) -> bool:
    """'B took part', 'B attended', 'B took part in the work of the Council'."""
    lemma = base_form(verb)
    if lemma == "take" and not any(c.lower_ == "part" for c in verb.children):
        return False
    if is_passive(verb) or (lemma == "attend" and find_object(verb) is not None):
        return False
    inner = [verb, *(c for c in verb.children if c.lower_ == "part")]
    leads = [c for t in inner for c in t.children if c.lower_ in {"in", "at", "to"}]
    return not leads or any(base_form(t) in AT_WORK | BACK for c in leads for t in c.children)


TESTS: Mapping[str, Callable[[Sentence, Token], bool]] = {
    "be": _is_presence,
    "join": _is_joining,
    "lead": _is_led,
    "head": _is_led,
    "represent": _is_represented,
    "vote": _is_vote,
    "accompany": _is_followed,
    "include": _is_made_of,
    "comprise": _is_made_of,
    "consist": _is_made_of,
    "take": _is_part,
    "participate": _is_part,
    "attend": _is_part,
}
