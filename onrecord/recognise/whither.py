"""What was done at the place that the clause before names, on its day: 'where', 'to hold'."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import Frame
from onrecord.recognise.grammar import base_form, climb_tree, governing_verb
from onrecord.recognise.places import PLACE_TYPES, place_chain

COMMA_GAP = 2  # words between the place and 'where'
OPENING = 4  # verbs of one clause of 'where' that are joined by 'and'


def find_whither(frame: Frame) -> tuple[list[Atom], Dated | None, Dated | None]:
    """The place and days of 'will go to B on 5 May, where he will open a forum' for the forum.

    Those of 'will visit B on 5 May to open a forum' too.
    """
    verb = frame.trigger.verb if frame.trigger.noun else frame.trigger.token
    where = (_where_of(verb) or _purpose_of(verb)) if verb is not None else None
    if verb is None or where is None or _is_earlier(verb):
        return [], None, None
    place = _place_before(frame, where)
    if place is None:
        return [], None, None
    start, end = _days_before(frame, where, place)
    if where.tag_ == "TO" and (start is None or start != end):
        return [], None, None
    return list(place_chain(frame.sentence, place)), start, end


def _where_of(verb: Token) -> Token | None:
    """The 'where' that opens the clause of a verb or of the one it is joined to."""
    for _ in range(OPENING):
        found = next((c for c in verb.children if c.lower_ == "where" and c.i < verb.i), None)
        if found is not None or verb.dep_ != "conj":
            return found
        verb = verb.head
    return None


def _purpose_of(verb: Token) -> Token | None:
    """The 'to' of 'will visit B to hold talks', 'is due in B to attend a forum'."""
    going = load_words("events", "verb.visit") | load_words("events", "verb.travel") | {"be"}
    if verb.dep_ not in {"advcl", "xcomp"} or base_form(verb.head) not in going:
        return None
    return next((c for c in verb.children if c.tag_ == "TO" and c.i < verb.i), None)


def _is_earlier(verb: Token) -> bool:
    """'came from B, where he had met A': not on the day of coming."""
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _place_before(frame: Frame, where: Token) -> Atom | None:
    sentence = frame.sentence
    before = [a for a in sentence.atoms if a.end <= where.i and a.type in PLACE_TYPES]
    if not before:
        return None
    gap = set(range(before[-1].end, where.i))
    gap -= {i for m in sentence.moments for i in range(m.start, m.end)}
    words = [i for i in gap if not sentence.doc[i].is_punct and sentence.doc[i].tag_ != "IN"]
    return before[-1] if len(words) <= COMMA_GAP else None


def _days_before(frame: Frame, where: Token, place: Atom) -> tuple[Dated | None, Dated | None]:
    """The days of the clause before, where the clause of 'where' names none."""
    doc, moments = frame.sentence.doc, frame.sentence.moments
    if any(m.start > where.i for m in moments):
        return None, None
    travel = next((t for t in climb_tree(doc[place.start]) if t == governing_verb(t)), None)
    for moment in moments:
        own = moment.time.role == "at" and governing_verb(doc[moment.start]) == travel
        if own and moment.time.start and moment.time.end:
            span = moment.time.span
            return Dated(moment.time.start, span), Dated(moment.time.end, span)
    return None, None
