"""Slots around verbs: who met, held, hosted, took part."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attach import is_simultaneous
from onrecord.recognise.attendance import is_presiding
from onrecord.recognise.counterparts import counterpart_of
from onrecord.recognise.frame import (
    GATHERED,
    PEOPLE,
    Filled,
    Frame,
    has_with,
    is_body,
    is_joint,
    list_at,
    subject_list,
)
from onrecord.recognise.grammar import (
    base_form,
    child_of,
    find_object,
    find_tense,
    is_passive,
)
from onrecord.recognise.phrases import group_of, preposition_before
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

INVERTED = 2  # words of 'also present at the meeting were …'


def verb_sides(frame: Frame) -> Filled:
    """Subject and object of a verb that is the event: 'A met B', 'A was received by B'."""
    if frame.trigger.noun:
        return
    verb, sentence = frame.trigger.token, frame.sentence
    subject = subject_list(sentence, verb)
    if frame.trigger.rule == "verb.convened":
        yield from _convened(sentence, verb, subject)
        return
    if frame.trigger.rule == "verb.attended":
        subject = _attendance(sentence, verb, subject)
    if is_presiding(verb):
        yield "chairs", subject_list(sentence, verb)
        return
    yield "participants", subject
    if frame.trigger.kind == "visit" and not is_passive(verb):
        yield from _further_with(frame, verb)
        return
    if frame.trigger.rule in {"verb.attended", "verb.travelled", "verb.deed", "verb.briefed"}:
        if frame.trigger.rule == "verb.deed":
            opened = find_object(verb)
            yield from _further_with(frame, verb)
            yield from _further_with(frame, opened) if opened is not None else ()
            yield "participants", _agents(sentence, verb)
        return
    other = counterpart_of(sentence, verb)
    if frame.trigger.rule == "verb.addressed":
        yield "bodies", [other] if other else []
    elif other is not None and frame.owns(other.start):
        yield "participants", group_of(sentence, other)
    yield from _further_with(frame, verb)


def _convened(sentence: Sentence, verb: Token, subject: list[Atom]) -> Filled:
    """'The Council convened', 'A convened the Council'."""
    summoned = None if is_passive(verb) else find_object(verb)
    if summoned is None:
        yield "bodies", subject
        return
    yield "bodies", list_at(sentence, summoned)
    yield "chairs", [atom for atom in subject if atom.type == "person"]


def _attendance(sentence: Sentence, verb: Token, subject: list[Atom]) -> list[Atom]:
    """Who was there: the subject, those named after it, who led the delegations."""
    if is_passive(verb):
        return _after_colon(sentence, verb) or [*subject, *_agents(sentence, verb)]
    if base_form(verb) in load_words("events", "participant.made_of"):
        subject = []
    if base_form(verb) == "be" and not _is_present(verb):
        subject = []
    return [*subject, *_named_after(sentence, verb)]


def _after_colon(sentence: Sentence, verb: Token) -> list[Atom]:
    """'The following States were represented: B and C'."""
    if verb.i + 1 >= sentence.end or sentence.doc[verb.i + 1].text != ":":
        return []
    return _listed_after(sentence, verb)


def _agents(sentence: Sentence, verb: Token) -> list[Atom]:
    for child in verb.children:
        if child.lower_ == "by":
            return list_at(sentence, child_of(child, frozenset({"pobj"})))
    return []


def _named_after(sentence: Sentence, verb: Token) -> list[Atom]:
    """'The speakers were B and C', 'A took part, as did B'."""
    doc = sentence.doc
    listing = base_form(verb) in load_words("events", "participant.made_of")
    named = base_form(verb) == "be" and not _is_present(verb)
    start = verb.i if listing or named else sentence.end
    for at in range(verb.i + 1, sentence.end - 1):
        if doc[at].lower_ == "as" and doc[at + 1].lower_ in {"did", "was", "were"}:
            start = at + 1
        if doc[at].lower_ == "including":
            start = min(start, at)
    first = next((a for a in sentence.atoms if a.start > start), None)
    return group_of(sentence, first) if first is not None else []


def _is_present(verb: Token) -> bool:
    """'was present', 'was in attendance'."""
    inner = [t for c in verb.children if c.lower_ == "in" for t in c.children]
    return any(t.lower_ in {"present", "attendance"} for t in (*verb.children, *inner))


def _further_with(frame: Frame, verb: Token) -> Filled:
    beside = [c for c in verb.children if c.lower_ in {"together", "along"}]
    for child in (*verb.children, *(c for b in beside for c in b.children)):
        if child.dep_ == "prep" and child.lower_ == "with":
            inner = child_of(child, frozenset({"pobj"}))
            yield "participants", list_at(frame.sentence, inner)


def holders(frame: Frame) -> Filled:
    """The subject of a verb whose object the event is: 'the Council held a meeting'."""
    trigger = frame.trigger
    if not trigger.noun or trigger.verb is None or frame.own.role != "object":
        return
    if is_passive(trigger.verb) or _is_agreed(trigger.verb):
        return
    subject = subject_list(frame.sentence, trigger.verb)
    lemma = base_form(trigger.verb)
    yield holder_slot(trigger, lemma, subject), subject
    if lemma in load_words("events", "chair.verbs") and is_joint(trigger.verb):
        yield "chairs", _beside(frame)


def _beside(frame: Frame) -> list[Atom]:
    """'co-chaired the session with B': those after the 'with' that follows the event."""
    for atom in frame.sentence.atoms:
        before = preposition_before(frame.sentence, atom.start)
        led = before is not None and before.lower_ == "with"
        if atom.start >= frame.trigger.end and led and atom.type in PEOPLE:
            return group_of(frame.sentence, atom)
    return []


def _is_agreed(verb: Token) -> bool:
    """'agreed to hold': those who agree need not be those who hold."""
    return find_tense(verb) == "infinitive" and base_form(verb.head) in {
        "agree",
        "decide",
        "propose",
    }


def holder_slot(trigger: Trigger, lemma: str, subject: Sequence[Atom]) -> str:
    """The slot of who 'held', 'hosted', 'attended' an event of that kind."""
    kinds = {atom.type for atom in subject}
    if lemma in load_words("events", "chair.verbs"):
        return "chairs"
    if lemma == "convene" and _are_sides(trigger, subject):
        return "participants"
    if lemma == "convene" and trigger.kind == "session" and kinds == {"person"}:
        return "chairs"
    if lemma in load_words("events", "host.verbs"):
        return "places" if kinds and kinds <= {"place"} else "hosts"
    if lemma in {"give", "offer"} and trigger.kind == "ceremony":
        return "hosts"
    if lemma in {"open", "lead", "close"} and any(map(_is_chair, subject)):
        return "chairs"
    seated = len(subject) == 1 and is_body(subject[0]) and trigger.kind == "session"
    if seated and lemma in load_words("events", "frame.sitting"):
        return "bodies"
    if lemma in load_words("events", "host.own") | {"have"}:
        return _own_slot(trigger, kinds, subject)
    return "participants"


def _are_sides(trigger: Trigger, subject: Sequence[Atom]) -> bool:
    """'A and B convened the third meeting': several who meet, no host."""
    return trigger.kind in GATHERED and any(atom.mention.form == "group" for atom in subject)


def _is_chair(atom: Atom) -> bool:
    words = {word.lower().strip(",") for word in atom.words.split()}
    return bool(words & load_words("events", "chair.offices"))


def _own_slot(trigger: Trigger, kinds: set[str], subject: Sequence[Atom]) -> str:
    if trigger.kind in {"session", "meeting"} and len(subject) == 1 and is_body(subject[0]):
        return "bodies" if not has_with(trigger) else "participants"
    if trigger.kind in GATHERED | {"briefing"} or kinds == {"person"}:
        return "participants"
    return "hosts"


def attenders(frame: Frame) -> Filled:
    """The subject of 'took part in', 'arrived for', 'spoke at'."""
    verb = frame.trigger.verb
    if not frame.trigger.noun or verb is None or frame.own.role != "complement":
        return
    if _is_inverted(frame.sentence, verb):
        yield "participants", _listed_after(frame.sentence, verb)
        return
    subject = subject_list(frame.sentence, verb)
    slot = {"preside": "chairs", "host": "hosts"}.get(base_form(verb), "participants")
    yield slot, [atom for atom in subject if atom.type in PEOPLE]
    if slot == "hosts":
        guests = list_at(frame.sentence, find_object(verb))
        yield "participants", [atom for atom in guests if atom.type in PEOPLE]


def _is_inverted(sentence: Sentence, verb: Token) -> bool:
    """'Present at the meeting were B and C'."""
    first = [t.lower_ for t in sentence.doc[sentence.start : sentence.start + INVERTED]]
    return base_form(verb) == "be" and bool({"present", "attending"} & set(first))


def _listed_after(sentence: Sentence, verb: Token) -> list[Atom]:
    first = next((a for a in sentence.atoms if a.start > verb.i), None)
    return group_of(sentence, first) if first is not None else []


def meeting_with(frame: Frame) -> Filled:
    """'At a meeting with B, A said': A met B."""
    trigger = frame.trigger
    if not trigger.noun or trigger.verb is None or frame.own.role not in {"adverbial", "inner"}:
        return
    if frame.own.role == "inner" and not is_simultaneous(trigger) and not _is_purpose(trigger):
        return
    subject = subject_list(frame.sentence, trigger.verb)
    if trigger.kind in {"meeting", "call"} and _is_with(trigger):
        yield "participants", subject
    elif is_simultaneous(trigger) and _is_present_at(trigger):
        yield "participants", [atom for atom in subject if atom.type == "person"]
    if trigger.kind == "briefing" and base_form(trigger.verb) in load_words(
        "events", "speech.verbs"
    ):
        yield "participants", subject
    if trigger.kind in {"session", "meeting"} and _is_own(trigger):
        yield "bodies", [atom for atom in subject if is_body(atom)]


def _is_purpose(trigger: Trigger) -> bool:
    """'paid a visit to C for talks with B'."""
    head = trigger.token.head
    return head.dep_ == "prep" and head.lower_ == "for"


def _is_with(trigger: Trigger) -> bool:
    """'at a meeting with B'; not 'before the meeting, A met with B'."""
    if is_simultaneous(trigger) or _is_purpose(trigger):
        return has_with(trigger)
    return any(child.lower_ in {"with", "between"} for child in trigger.token.children)


def _is_present_at(trigger: Trigger) -> bool:
    """Whether who acts at it took part: a speaker, or anybody at a ceremony."""
    if trigger.kind == "ceremony" or trigger.verb is None:
        return trigger.kind == "ceremony"
    return base_form(trigger.verb) in load_words("events", "speech.verbs")


def _is_own(trigger: Trigger) -> bool:
    return any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in trigger.token.children)


def gathered(frame: Frame) -> Filled:
    """'the seminar brought together B', 'the talks involved B'."""
    trigger = frame.trigger
    if trigger.noun and trigger.verb is not None and frame.own.role == "subject":
        lemma = base_form(trigger.verb)
        if lemma in load_words("events", "participant.gathering"):
            yield "participants", list_at(frame.sentence, find_object(trigger.verb))
