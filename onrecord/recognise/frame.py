"""One trigger among the others of its sentence, and what its slots may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attach import Placed, find_owner
from onrecord.recognise.grammar import OBJECTS, find_subject, is_finite, is_passive, is_verb
from onrecord.recognise.phrases import group_of, led_subject, meant_by_we, preposition_before
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger
from onrecord.recognise.verb_triggers import is_parliament

PEOPLE = frozenset({"person", "organisation", "state"})


TWO_SIDED = frozenset({"meeting", "call", "consultations"})


GATHERED = frozenset({"meeting", "call", "consultations", "visit", "session"})


PREFIX = 2  # words of 'co-' before a verb


@dataclass(frozen=True, slots=True)
class Frame:
    """One placed trigger among the others of its sentence."""

    own: Placed
    rivals: Sequence[Placed]

    @property
    def trigger(self) -> Trigger:
        """The trigger."""
        return self.own.trigger

    @property
    def sentence(self) -> Sentence:
        """Its sentence."""
        return self.own.trigger.sentence

    def owns(self, at: int) -> bool:
        """Whether the phrase of this token tells of this trigger."""
        return find_owner(self.rivals, self.sentence.doc[at]) is self.own

    def sets(self, at: int) -> bool:
        """Whether this token's phrase tells when or where this trigger's event was."""
        return find_owner(self.rivals, self.sentence.doc[at], setting=True) is self.own


Filled = Iterator[tuple[str, list[Atom]]]


SlotRule = Callable[[Frame], Filled]


def has_with(trigger: Trigger) -> bool:
    """Whether 'with' or 'between' stands with the event or its verb."""
    near = list(trigger.token.children) + list(trigger.verb.children if trigger.verb else ())
    return any(child.lower_ in {"with", "between"} for child in near)


def is_body(atom: Atom) -> bool:
    """Whether the atom means a body that meets: a committee, a council, a cabinet."""
    if is_parliament(atom):
        return True
    if atom.type != "organisation" or atom.mention.form == "group":
        return False
    words = {word.lower().strip(",.") for word in atom.name.split()}
    return atom.mention.form == "acronym" or bool(words & load_words("events", "body.heads"))


def subject_list(sentence: Sentence, verb: Token) -> list[Atom]:
    """The atoms that are the verb's subject; by word order where the parse has none."""
    subject = find_subject(verb)
    led = led_subject(sentence)
    if led is not None and not is_passive(verb) and subject is not None and subject.i < led.end:
        return [led]
    if subject is not None and sentence.moment_at(subject.i) is None:
        return list_at(sentence, subject)
    before = [a for a in sentence.atoms if a.end <= verb.i]
    if not before or is_passive(verb) or not (is_finite(verb) or is_joint(verb)):
        return []
    last = before[-1]
    between = _without_times(sentence, last.end, verb.i - (PREFIX if is_joint(verb) else 0))
    apart = any(is_verb(t) or t.tag_ in {"IN", "CC", "WDT", "WP"} for t in between)
    if apart or preposition_before(sentence, last.start) is not None:
        return []
    if not is_joint(verb):
        return [last]
    lists = (group_of(sentence, atom) for atom in before)
    return next(found for found in lists if any(atom is last for atom in found))


def is_joint(verb: Token) -> bool:
    """Whether 'co-' stands before the verb, as a word of its own to the parse."""
    return verb.i > PREFIX and verb.nbor(-1).text == "-" and verb.nbor(-2).lower_ == "co"


def _without_times(sentence: Sentence, start: int, end: int) -> list[Token]:
    """The words between two places that tell no time ('will on Monday, 5 May, …')."""
    timed = {i for m in sentence.moments for i in range(m.start - 1, m.end)}
    return [t for t in sentence.doc[start:end] if t.i not in timed and t.tag_ != "MD"]


def list_at(sentence: Sentence, head: Token | None) -> list[Atom]:
    """The list of atoms that a noun phrase with that head begins."""
    if head is None:
        return []
    atom = sentence.atom_at(head.i) or _atom_of_phrase(sentence, head)
    if atom is None:
        atom = meant_by_we(sentence, head)
    return group_of(sentence, atom) if atom is not None else []


def _atom_of_phrase(sentence: Sentence, head: Token) -> Atom | None:
    """'the delegation of B', 'B and his colleague': the atom that stands for an unnamed head."""
    for child in head.children:
        if child.dep_ in OBJECTS | {"appos", "conj"}:
            found = sentence.atom_at(child.i)
            if found is not None:
                return found
    return None
