"""Where: the places that belong to a trigger in its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import Frame
from onrecord.recognise.grammar import base_form, is_verb
from onrecord.recognise.phrases import find_cue, left_edge
from onrecord.recognise.scene import Sentence

CHAIN_GAP = 3  # words between a venue and the city named with it
PLACE_TYPES = frozenset({"place", "state"})


CHAIN_WORDS = frozenset(
    {
        ",",
        "and",
        "in",
        "at",
        "(",
        "of",
        "the",
        "city",
        "capital",
        "town",
        "region",
        "-",
        "–",
        "near",
        "outside",
    }
)


def find_places(frame: Frame) -> list[Atom]:
    """The places the sentence gives the trigger, the smallest first."""
    found: list[Atom] = []
    for atom in frame.sentence.atoms:
        if not any(atom is one for one in found) and _is_place_of(frame, atom):
            found.extend(place_chain(frame.sentence, atom))
    return found or _loose_places(frame)


def _loose_places(frame: Frame) -> list[Atom]:
    """A city at the end of the clause, after the theme: 'a hearing on vaccines in Orlin'."""
    if not frame.trigger.noun or frame.own.role not in {"object", "subject"}:
        return []
    for atom in reversed(frame.sentence.atoms):
        if atom.type != "place" or atom.start < frame.trigger.end:
            continue
        cue = find_cue(frame.sentence, atom.start, "place.before")
        if cue is None or not frame.sets(cue[0]):
            continue
        noun = frame.sentence.doc[cue[0] - 1]
        if base_form(noun) not in load_words("events", "place.elsewhere"):
            return list(place_chain(frame.sentence, atom))
    return []


def _is_place_of(frame: Frame, atom: Atom) -> bool:
    begin = _leading(frame, atom)
    if begin is None and frame.own.role == "alone" and atom.type == "place":
        before = (
            frame.sentence.doc[atom.start - 1].text if atom.start > frame.sentence.start else ""
        )
        return atom.start > frame.trigger.end and before in {"–", "—", "-", ",", "("}
    if begin is None:
        return frame.trigger.kind == "visit" and _is_visited(frame, atom)
    if not may_be_venue(frame.sentence, atom, begin):
        return False
    return not _modifies_noun(frame, begin) and frame.sets(begin)


def _leading(frame: Frame, atom: Atom) -> int | None:
    if atom.type not in PLACE_TYPES | {"organisation"}:
        return None
    cue = find_cue(frame.sentence, atom.start, "place.before")
    if cue is None and frame.trigger.kind == "visit":
        cue = find_cue(frame.sentence, atom.start, "place.visit")
        if cue is not None and cue[1] == ("of",) and not _of_capital(frame.sentence, atom):
            return None
    return cue[0] if cue else None


def _of_capital(sentence: Sentence, atom: Atom) -> bool:
    edge = left_edge(sentence.doc, atom.start, sentence.start)
    return any(
        t.lower_ in {"city", "capital", "town"} for t in sentence.doc[max(0, edge - 2) : edge]
    )


def _is_visited(frame: Frame, atom: Atom) -> bool:
    trigger = frame.trigger
    if trigger.noun or atom.type not in PLACE_TYPES | {"organisation"}:
        return False
    return (
        0 < atom.start - trigger.token.i <= CHAIN_GAP
        or atom.start <= _object_at(trigger.token) < atom.end
    )


def _object_at(verb: Token) -> int:
    return next((c.i for c in verb.children if c.dep_ == "dobj"), -1)


def may_be_venue(sentence: Sentence, atom: Atom, begin: int) -> bool:
    """A body is a place only where one can be 'at' it."""
    if atom.type in PLACE_TYPES:
        return not _is_followed_by_noun(sentence, atom)
    if _is_lone_name(atom) and sentence.doc[begin].lower_ == "in":
        return not _is_followed_by_noun(sentence, atom)
    if atom.mention.form == "group" or sentence.doc[begin].lower_ not in {"at", "in", "on"}:
        return False
    if _is_followed_by_noun(sentence, atom):
        return False
    if atom.end < sentence.end and base_form(sentence.doc[atom.end]) in load_words(
        "events", "place.venues"
    ):
        return True
    words = {word.lower().strip(",.'") for word in atom.name.split()}
    return bool(words & load_words("events", "place.venues"))


def _is_lone_name(atom: Atom) -> bool:
    """A single word that may be a town nobody has heard of ('in Orlin')."""
    text = atom.mention.span.text
    return atom.mention.form == "name" and text.isalpha() and text.istitle()


def _is_followed_by_noun(sentence: Sentence, atom: Atom) -> bool:
    """Whether the name only qualifies a noun ('at the Council meeting')."""
    if atom.end >= sentence.end:
        return False
    after = sentence.doc[atom.end]
    if base_form(after) in load_words("events", "place.venues"):
        return False
    return after.pos_ == "NOUN" and after.dep_ != "npadvmod" and sentence.moment_at(after.i) is None


def _modifies_noun(frame: Frame, begin: int) -> bool:
    """Whether the phrase tells where some other thing is ('the situation in Sudan')."""
    sentence = frame.sentence
    if begin == sentence.start:
        return False
    before = sentence.doc[begin - 1]
    if before.pos_ not in {"NOUN", "PROPN"} or frame.trigger.start <= before.i < frame.trigger.end:
        return False
    if sentence.atom_at(before.i) is not None or sentence.moment_at(before.i) is not None:
        return False
    if before.lower_ == "place" and before.head.lemma_ == "take":
        return False  # 'took place at'
    return base_form(before) not in load_words("events", "frame.light") and not is_verb(before)


def place_chain(sentence: Sentence, first: Atom) -> Iterator[Atom]:
    """A place and the larger ones named right after it."""
    yield first
    last = first
    inner = [a for a in sentence.nested if first.start <= a.start < first.end]
    yield from (a for a in inner if a.type in PLACE_TYPES and _is_within(sentence, first, a))
    for atom in sentence.atoms:
        if atom.start < last.end or atom.type not in PLACE_TYPES:
            continue
        gap = sentence.doc[last.end : atom.start]
        words = {t.lower_ for t in gap}
        if len(gap) > CHAIN_GAP or not words <= CHAIN_WORDS:
            return
        yield atom
        last = atom


def _is_within(sentence: Sentence, outer: Atom, inner: Atom) -> bool:
    """'the School in Termez': the city stands in the venue's name after 'in'."""
    before = sentence.doc[inner.start - 1].lower_ if inner.start > outer.start else ""
    return before in {"in", "at", ","}
