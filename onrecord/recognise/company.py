"""Who was there by a phrase or clause beside the event: 'for B', 'in which B took part'."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import PEOPLE, Filled, Frame, subject_list
from onrecord.recognise.grammar import base_form, climb_tree, is_passive
from onrecord.recognise.phrases import group_of, lists_led_by
from onrecord.recognise.scene import Sentence

MEANT_FOR = frozenset({"training", "conference", "ceremony", "exercise"})
STAGED = frozenset({"training", "conference", "exercise"})  # what several institutions stage
BETWEEN_REACH = 12  # words from an event to the 'for' that tells whom it was meant for
LED_REACH = 3  # words from a delegation to 'led by'
JOINING = frozenset({"in", "at"})


def meant_for(frame: Frame) -> Filled:
    """'a course for B', 'a dinner for B', 'an exercise with B': groups and persons it was for."""
    trigger, sentence = frame.trigger, frame.sentence
    if not trigger.noun or trigger.kind not in MEANT_FOR or frame.own.role == "inner":
        return
    for atom in sentence.atoms:
        if not 0 < atom.start - trigger.end <= BETWEEN_REACH or not _is_company(atom):
            continue
        lead = _lead_of(sentence, atom, trigger.token.i)
        if lead is not None and frame.owns(lead.i) and _hangs_on(lead, trigger.token):
            yield "participants", group_of(sentence, atom)
            return


def _lead_of(sentence: Sentence, atom: Atom, floor: int) -> Token | None:
    """The 'for', 'of' or 'with' right before the noun phrase of a group."""
    at = atom.start - 1
    while at > floor and sentence.doc[at].tag_ in {"DT", "PRP$", "CD", "JJ", "PDT"}:
        at -= 1
    token = sentence.doc[at]
    leads = {"for", "with"} | ({"of"} if atom.mention.form == "group" else set())
    return token if at > floor and token.lower_ in leads else None


def _is_company(atom: Atom) -> bool:
    return atom.type == "person" or (atom.type == "organisation" and atom.mention.form == "group")


def _hangs_on(lead: Token, noun: Token) -> bool:
    """Whether the phrase belongs to the event's noun or to the verb that it is the object of."""
    return lead.head.i == noun.i or (noun.head.i == lead.head.i and noun.dep_ == "dobj")


def hosts_beside(frame: Frame) -> Filled:
    """'held a seminar in partnership with B', 'organised by A jointly with B': B hosts it too."""
    verbs = load_words("events", "host.verbs") | load_words("events", "host.own")
    if frame.trigger.kind not in STAGED:
        return
    if not any(base_form(t) in verbs for t in frame.sentence.tokens()):
        return
    for begin, group in lists_led_by(frame.sentence, "host.beside"):
        if frame.owns(begin) or len(frame.rivals) == 1:
            yield "hosts", [atom for atom in group if _is_institution(atom)]


def _is_institution(atom: Atom) -> bool:
    return atom.type in {"organisation", "state"} and atom.mention.form != "group"


def joined_in(frame: Frame) -> Filled:
    """'the talks, in which B took part', 'the forum, which B attended'."""
    trigger = frame.trigger
    if not trigger.noun:
        return
    verb = _joining_verb(frame.sentence, trigger.end)
    if verb is not None and any(above.i == trigger.token.i for above in climb_tree(verb)):
        yield "participants", [a for a in subject_list(frame.sentence, verb) if a.type in PEOPLE]


def _joining_verb(sentence: Sentence, at: int) -> Token | None:
    """The verb of a clause of 'in which' that begins near the word, where it tells who joined."""
    doc = sentence.doc
    for n in range(at, min(at + BETWEEN_REACH, sentence.end)):
        if doc[n].lower_ == "which" and doc[n - 1].lower_ in JOINING:
            verb = next((t for t in doc[n : sentence.end] if _joins(t)), None)
            return verb if verb is not None and not is_passive(verb) else None
    return None


def _joins(token: Token) -> bool:
    if token.pos_ != "VERB":
        return False
    part = base_form(token) == "take" and any(c.lower_ == "part" for c in token.children)
    return part or base_form(token) == "participate"


def heads_of(sentence: Sentence, atoms: Sequence[Atom]) -> list[Atom]:
    """Those who led the delegations among these: 'the delegation of A, headed by B'."""
    return [head for atom in atoms for head in _head_of(sentence, atom)]


def _head_of(sentence: Sentence, atom: Atom) -> list[Atom]:
    words = {word.lower() for word in atom.name.split()}
    if atom.type != "organisation" or not words & load_words("events", "company.led"):
        return []
    doc = sentence.doc
    for at in range(atom.end, min(atom.end + LED_REACH, sentence.end - 1)):
        if doc[at].lower_ in {"led", "headed"} and doc[at + 1].lower_ == "by":
            return [a for a in sentence.atoms if a.start > at and a.type == "person"][:1]
    return []
