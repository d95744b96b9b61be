"""Slots around nouns: whose meeting, with whom, who led it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import GATHERED, PEOPLE, TWO_SIDED, Filled, Frame, is_body
from onrecord.recognise.grammar import base_form, is_finite
from onrecord.recognise.phrases import group_of, lists_led_by, load_cues
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

CLOSE = 4  # words between an event and 'chaired by'


def chairs(frame: Frame) -> Filled:
    """Those after 'under the chairmanship of', 'chaired by'."""
    if frame.trigger.rule == "verb.attended":
        return
    for begin, group in lists_led_by(frame.sentence, "chair.before"):
        if (frame.owns(begin) or _alone_before(frame, begin)) and not _heads_delegation(
            frame, begin
        ):
            yield "chairs", group


def chairs_after(frame: Frame) -> Filled:
    """'with B in the chair', 'B presiding'."""
    for atom in _list_followed(frame.sentence, "chair.after"):
        if _same_clause(frame):
            yield "chairs", [atom]


def _list_followed(sentence: Sentence, key: str) -> tuple[Atom, ...]:
    """The atoms after which a phrase of the lexicon list `key` stands."""
    asked = (_list_followed, key)
    if asked not in sentence.found:
        sentence.found[asked] = tuple(
            a for a in sentence.atoms if _is_followed(sentence, a.end, key)
        )
    found: tuple[Atom, ...] = sentence.found[asked]
    return found


def _is_followed(sentence: Sentence, at: int, key: str) -> bool:
    doc = sentence.doc
    if at < sentence.end and doc[at].text == ",":
        at += 1
    for words in (w for found in load_cues(key).values() for w in found):
        if tuple(t.lower_ for t in doc[at : min(at + len(words), sentence.end)]) == words:
            return True
    return False


def _heads_delegation(frame: Frame, begin: int) -> bool:
    doc, at = frame.sentence.doc, begin - 1
    if frame.sentence.doc[begin].lower_ not in {"headed", "led"}:
        return False
    if at > frame.sentence.start and doc[at].text == ",":
        at -= 1
    atom = frame.sentence.atom_at(at)
    return atom is not None and atom.type == "organisation"


def hosts(frame: Frame) -> Filled:
    """Those after 'hosted by', 'at the invitation of'."""
    for begin, group in lists_led_by(frame.sentence, "host.before"):
        if frame.owns(begin) or _alone_before(frame, begin):
            yield ("chairs" if _is_led(frame, begin, group) else "hosts"), group


def _is_led(frame: Frame, begin: int, group: list[Atom]) -> bool:
    """'a session conducted by A': persons lead a gathering, institutions host it."""
    gathered = frame.trigger.kind in GATHERED or frame.trigger.rule == "noun.it"
    if not gathered or frame.sentence.doc[begin].lower_ != "conducted":
        return False
    return all(atom.type == "person" for atom in group)


def participants(frame: Frame) -> Filled:
    """Those after 'attended by', 'with the participation of', 'between'."""
    for begin, group in lists_led_by(frame.sentence, "participant.before"):
        if frame.owns(begin) or _same_clause(frame):
            yield "participants", group


def _alone_before(frame: Frame, at: int) -> bool:
    """Whether the trigger is the sentence's only one and no clause stands before the phrase."""
    between = frame.sentence.doc[frame.trigger.end : max(at, frame.trigger.end)]
    if len(frame.rivals) != 1 or at < frame.trigger.end:
        return False
    return len(between) <= CLOSE or not any(_opens_clause(t) for t in between)


def _opens_clause(token: Token) -> bool:
    return is_finite(token) or token.tag_ in {"WDT", "WP", "VBG"} or token.text == ";"


def _same_clause(frame: Frame) -> bool:
    return len(frame.rivals) == 1 and frame.own.role in {"verb", "subject", "object", "complement"}


def noun_with(frame: Frame) -> Filled:
    """'a meeting with B', 'held talks in Paris with B'."""
    if frame.trigger.kind not in TWO_SIDED | {"visit", "briefing"} or not frame.trigger.noun:
        return
    sentence = frame.sentence
    words = {"with", "to", "on", "upon"} if is_courtesy(frame.trigger) else {"with"}
    for atom in sentence.atoms:
        if atom.type in PEOPLE and _led_by(sentence, atom, words) and frame.owns(atom.start - 1):
            yield "participants", group_of(sentence, atom)


def is_courtesy(trigger: Trigger) -> bool:
    """'a courtesy call on B': who is after 'on' or 'to' is the other side."""
    return trigger.kind == "meeting" and base_form(trigger.token) in {"call", "visit"}


def _led_by(sentence: Sentence, atom: Atom, words: set[str]) -> bool:
    at = atom.start - 1
    while at > sentence.start and sentence.doc[at].tag_ in {"DT", "PRP$", "JJ", "NN", "NNP", "POS"}:
        at -= 1
    return at >= sentence.start and sentence.doc[at].lower_ in words


def noun_of(frame: Frame) -> Filled:
    """'a meeting of the Committee', 'the visit of the President'."""
    trigger, sentence = frame.trigger, frame.sentence
    if not trigger.noun or trigger.end + 1 >= sentence.end:
        return
    if sentence.doc[trigger.end].lower_ != "of":
        return
    atom = next((a for a in sentence.atoms if 0 <= a.start - trigger.end - 1 <= 3), None)
    if atom is None:
        return
    group = group_of(sentence, atom)
    seated = _are_bodies(group) or (_is_named(trigger) and _are_offices(group))
    if seated and trigger.kind in {"session", "meeting", "consultations", "conference"}:
        yield "bodies", group
    elif trigger.kind not in {"conference", "training", "operation", "ceremony"}:
        yield "participants", group


def _are_bodies(group: Sequence[Atom]) -> bool:
    """'the statutory bodies and the Council': one body makes organisations listed with it some."""
    return is_body(group[0]) or (
        any(map(is_body, group)) and all(atom.type == "organisation" for atom in group)
    )


def _is_named(trigger: Trigger) -> bool:
    """'the II Meeting of …', 'the annual Meeting of …': with a name or number of its own."""
    return trigger.rule == "noun.named" or trigger.token.text.istitle()


def _are_offices(group: Sequence[Atom]) -> bool:
    """'Heads of State', 'National Coordinators': holders of one office as the body that meets."""
    atom = group[0]
    return len(group) == 1 and atom.mention.form == "group" and atom.words[:1].isupper()


def noun_named(frame: Frame) -> Filled:
    """'the 41st meeting of the Working Group', where the whole is the event's name."""
    trigger, sentence = frame.trigger, frame.sentence
    if trigger.rule != "noun.named" or trigger.kind not in {"session", "meeting"}:
        return
    for atom in sentence.nested:
        if trigger.start < atom.start < trigger.end and atom.type == "organisation":
            lead = sentence.doc[max(trigger.start, atom.start - 2) : atom.start]
            if any(t.lower_ == "of" for t in lead) and (is_body(atom) or _are_offices([atom])):
                yield "bodies", [atom]
                return


def noun_owner(frame: Frame) -> Filled:
    """'the Council meeting', 'the President's visit'."""
    trigger, sentence = frame.trigger, frame.sentence
    if not trigger.noun:
        return
    at = trigger.start - 1
    possessive = at >= sentence.start and sentence.doc[at].tag_ == "POS"
    atom = sentence.atom_at(at - possessive)
    if atom is None or atom.end < trigger.start - possessive:
        return
    if trigger.kind in {"session", "meeting"} and atom.type == "organisation":
        yield "bodies", [atom]
    elif possessive and trigger.kind in GATHERED:
        yield "participants", [atom]


def noun_possessor(frame: Frame) -> Filled:
    """'his visit', 'their talks': the pronoun's own mention."""
    trigger = frame.trigger
    if not trigger.noun:
        return
    for child in trigger.token.children:
        atom = frame.sentence.atom_at(child.i) if child.dep_ == "poss" else None
        if atom is not None and atom.end <= trigger.token.i:
            body = trigger.kind in {"session", "meeting"} and is_body(atom)
            yield ("bodies" if body else "participants"), [atom]
