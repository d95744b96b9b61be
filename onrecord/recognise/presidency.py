"""Who led a gathering, where the grammar tells it and no set phrase does."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.actors import agents_of
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import PEOPLE, Filled, Frame, list_at, subject_list
from onrecord.recognise.grammar import base_form, child_of, climb_tree, is_passive
from onrecord.recognise.phrases import group_of
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import trigger_verbs

TERM_REACH = 5  # words of 'under the able joint chairmanship'
APPOSED = 2  # words between 'the Chair of the meeting' and the name: a comma, an article
TITLES = frozenset({"chair", "co-chair", "cochair", "co-chairman", "chairperson", "moderator"})
TITLE_REACH = 3  # words between 'the co-chairs' and the first of their names


def agents(frame: Frame) -> Filled:
    """'was chaired, in turn, by A', 'was opened on Monday by B': the agents of its verbs."""
    if not frame.trigger.noun:
        return
    own = {*frame.own.clauses}
    if frame.own.role == "subject" and frame.trigger.verb is not None:
        own |= {frame.trigger.verb.i}
    for verb in trigger_verbs(frame.trigger):
        joined = verb.dep_ == "conj" and verb.head.i in own
        if (verb.i in own or joined) and is_passive(verb):
            slot = _slot_of(base_form(verb))
            if slot is not None:
                yield slot, [a for a in agents_of(frame.sentence, verb) if a.type in PEOPLE]


def _slot_of(lemma: str) -> str | None:
    for slot in ("chairs", "hosts", "participants"):
        if lemma in load_words("events", f"agents.{slot}"):
            return slot
    return None


def led_under(frame: Frame) -> Filled:
    """'under the joint chairmanship of A and B', 'under the skilful guidance of C'."""
    inside = [a for a in frame.sentence.nested if a.type == "person"]
    for atom in (*frame.sentence.atoms, *inside):
        begin = _term_before(frame.sentence, atom)
        if begin is not None and (frame.owns(begin) or len(frame.rivals) == 1):
            yield "chairs", group_of(frame.sentence, atom)


def _term_before(sentence: Sentence, atom: Atom) -> int | None:
    """Where 'under the … chairmanship of' begins that leads to a name."""
    doc, at = sentence.doc, atom.start - 1
    if at > sentence.start and doc[at].tag_ in {"DT", "PRP$"}:
        at -= 1
    if at <= sentence.start + 1 or doc[at].lower_ != "of":
        return None
    if base_form(doc[at - 1]) not in load_words("events", "chair.terms"):
        return None
    floor = max(sentence.start, at - 1 - TERM_REACH)
    return next((i for i in range(at - 2, floor - 1, -1) if doc[i].lower_ == "under"), None)


def named_chair(frame: Frame) -> Filled:
    """'the Chair of the meeting, A', 'A, chair of the session', 'A acted as chair of the talks'."""
    noun = _chair_of(frame)
    if noun is None:
        return
    after = next((a for a in frame.sentence.atoms if a.start >= frame.trigger.end), None)
    if after is not None and _is_apposed(frame.sentence, after, frame.trigger.end):
        yield "chairs", [after]
        return
    yield "chairs", [a for a in _holders_of(frame.sentence, noun) if a.type in PEOPLE]


def _is_apposed(sentence: Sentence, atom: Atom, at: int) -> bool:
    """Whether the name stands right after the event's, with or without a comma."""
    near = atom.start - at <= APPOSED and atom.type in PEOPLE
    return near and (atom.start == at or sentence.doc[at].text == ",")


def _chair_of(frame: Frame) -> Token | None:
    """The word for a chair in whose 'of' the trigger stands."""
    head = frame.trigger.token.head
    if not frame.trigger.noun or head.dep_ != "prep" or head.lower_ not in {"of", "for", "at"}:
        return None
    return head.head if _is_chair_word(head.head) else None


def _is_chair_word(token: Token) -> bool:
    return base_form(token) in load_words("events", "chair.heads")


def _holders_of(sentence: Sentence, noun: Token) -> list[Atom]:
    """Who is called the chair: the name it stands beside, or the subject of 'acted as'."""
    if noun.dep_ == "appos":
        return list_at(sentence, noun.head)
    named = child_of(noun, frozenset({"appos"}))
    if named is not None:
        return list_at(sentence, named)
    for above in climb_tree(noun):
        if base_form(above) in {"act", "serve", "be"} and above.i < noun.i:
            return subject_list(sentence, above)
    return []


def elected_chair(frame: Frame) -> Filled:
    """'The session elected A as its chairperson', 'A was elected chair of the session'."""
    sentence = frame.sentence
    if frame.trigger.kind not in {"session", "conference", "meeting"}:
        return
    for verb in sentence.tokens():
        if base_form(verb) != "elect":
            continue
        for atom in _elected(sentence, verb):
            if atom.type in PEOPLE and _is_its_chair(frame, atom, verb):
                yield "chairs", [atom]


def _elected(sentence: Sentence, verb: Token) -> Iterator[Atom]:
    if is_passive(verb):
        yield from subject_list(sentence, verb)
        return
    yield from (a for a in sentence.atoms if 0 < a.start - verb.i <= TERM_REACH)


def _is_its_chair(frame: Frame, atom: Atom, verb: Token) -> bool:
    """Whether the words after the name or verb make it the chair of this very gathering."""
    doc, start = frame.sentence.doc, max(atom.start, verb.i + 1)
    for at in range(start, min(max(atom.end, start) + TERM_REACH, frame.sentence.end)):
        if _is_chair_word(doc[at]):
            own = doc[at - 1].lower_ == "its" and frame.own.role == "subject"
            return own or any(t.i == doc[at].i for t in climb_tree(frame.trigger.token))
    return False


def titled_chairs(frame: Frame) -> Filled:
    """'The co-chairs, A and B, opened the meeting': those whom the word names."""
    sentence = frame.sentence
    verb = frame.trigger.verb
    if verb is None or frame.own.role not in {"object", "complement"}:
        return
    for token in sentence.doc[sentence.start : verb.i]:
        if base_form(token) not in TITLES or token.tag_ != "NNS":
            continue
        near = (a for a in sentence.atoms if a.end > token.i >= a.start - TITLE_REACH)
        first = next(near, None)
        if first is not None and first.type == "person" and first.mention.form == "name":
            yield "chairs", group_of(sentence, first)
