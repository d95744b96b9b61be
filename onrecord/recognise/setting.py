"""When and where: the times and places that belong to a trigger in its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated
from onrecord.recognise.grammar import (
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    governing_verb,
    is_verb,
)
from onrecord.recognise.phrases import find_cue, left_edge
from onrecord.recognise.scene import Atom, Moment, Sentence
from onrecord.recognise.slots import Frame

PLACE_TYPES = frozenset({"place", "state"})
CHAIN_GAP = 3  # words between a venue and the city named with it
CHAIN_WORDS = frozenset(
    {
        ",",
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
NAMING = frozenset({"of", "for", "dated", "from"})


# ---------------------------------------------------------------- times


def find_times(frame: Frame) -> tuple[Dated | None, Dated | None]:
    """The first and last day the sentence gives the trigger."""
    own = [m for m in frame.sentence.moments if _dates(frame, m)]
    own = own or [m for m in frame.sentence.moments if _is_shared(frame, m)]
    if not own:
        return None, None
    best = min(own, key=lambda m: _distance(frame, m))
    first, last = best.time.start, best.time.end
    start = Dated(first, best.time.span) if first else None
    end = Dated(last, best.time.span) if last else None
    if last != first and last is not None:
        return start, end
    later = _until(frame, best)
    if later is not None:
        return start, later
    if best.time.role == "since":
        return start, None
    return _one_sided(frame, start, end)


def _one_sided(
    frame: Frame, start: Dated | None, end: Dated | None
) -> tuple[Dated | None, Dated | None]:
    """What began on a day has only its first, what ended only its last."""
    verb = frame.trigger.verb
    if verb is None or frame.own.role not in {"subject", "object", "complement"}:
        return start, end
    lemma = base_form(verb)
    if lemma in load_words("events", "frame.ending") and _lasts(frame):
        return None, end
    if lemma in load_words("events", "frame.starting") and _lasts(frame):
        return start, None
    return start, end


def _lasts(frame: Frame) -> bool:
    """Whether it is of a kind that runs over days."""
    return frame.trigger.kind in {"training", "exercise", "operation", "visit"} or (
        frame.trigger.rule == "noun.it"
    )


def _dates(frame: Frame, moment: Moment) -> bool:
    if moment.time.role not in {"at", "since"} or moment.time.start is None:
        return False
    if _names_something(frame, moment):
        return False
    return frame.sets(_anchor(frame.sentence, moment).i)


def _is_shared(frame: Frame, moment: Moment) -> bool:
    """'On 5 May he visited B and met A': the time of the first verb is the second's too."""
    verb = frame.trigger.verb
    if verb is None or moment.time.role != "at" or moment.time.start is None:
        return False
    if frame.own.role not in {"verb", "object", "subject", "complement"}:
        return False
    if verb.dep_ != "conj" or child_of(verb, SUBJECTS) is not None or moment.end > verb.i:
        return False
    anchor = _anchor(frame.sentence, moment)
    return governing_verb(anchor) == verb.head and not _names_something(frame, moment)


def _anchor(sentence: Sentence, moment: Moment) -> Token:
    """The word through which the phrase hangs in the sentence: its preposition or its head."""
    for at in range(moment.start - 1, max(sentence.start, moment.start - 3) - 1, -1):
        if sentence.doc[at].tag_ == "IN":
            return sentence.doc[at]
        if sentence.doc[at].tag_ != "DT":
            break
    if sentence.doc[moment.start].tag_ == "IN":
        return sentence.doc[moment.start]
    root: Token = sentence.doc[moment.start : moment.end].root
    return root


def _names_something(frame: Frame, moment: Moment) -> bool:
    """Whether the time is part of a name ('the Plan for 2023', 'the Treaty of 1992')."""
    sentence, doc = frame.sentence, frame.sentence.doc
    atom = sentence.atom_at(moment.start)
    if atom is not None and atom.end >= moment.end and atom.type in {"instrument", "organisation"}:
        return True
    at = moment.start
    first = doc[at].lower_
    if first not in NAMING:
        at -= 1
        if at < sentence.start or doc[at].lower_ not in NAMING:
            return False
    if doc[at].lower_ == "from" and _is_range(frame, moment):
        return False
    before = doc[at - 1] if at > sentence.start else None
    if before is None or before.pos_ not in {"NOUN", "PROPN"}:
        return False
    return not frame.trigger.start <= before.i < frame.trigger.end


def _is_range(frame: Frame, moment: Moment) -> bool:
    return moment.time.start != moment.time.end or moment.time.role == "since"


def _distance(frame: Frame, moment: Moment) -> tuple[int, int]:
    token = frame.trigger.token
    anchor = _anchor(frame.sentence, moment)
    inside = any(above.i == token.i for above in climb_tree(anchor))
    near = moment.start - frame.trigger.end if moment.start >= token.i else token.i - moment.end
    return (0 if inside or 0 <= moment.start - frame.trigger.end <= 1 else 1), near


def _until(frame: Frame, moment: Moment) -> Dated | None:
    """The end that stands apart: 'from 1 May … till 3 May'."""
    for later in frame.sentence.moments:
        if later.start >= moment.end and later.start - moment.end <= CHAIN_GAP:
            word = frame.sentence.doc[later.start].lower_
            before = frame.sentence.doc[later.start - 1].lower_
            if {word, before} & {"to", "till", "until", "through", "–", "-"} and later.time.end:
                return Dated(later.time.end, later.time.span)
    return None


# ---------------------------------------------------------------- places


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
    if begin is None:
        return frame.trigger.kind == "visit" and _is_visited(frame, atom)
    if not _may_be_venue(frame.sentence, atom, begin):
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


def _may_be_venue(sentence: Sentence, atom: Atom, begin: int) -> bool:
    """A body is a place only where one can be 'at' it."""
    if atom.type in PLACE_TYPES:
        return not _is_followed_by_noun(sentence, atom)
    if atom.mention.form == "group" or sentence.doc[begin].lower_ not in {"at", "in", "on"}:
        return False
    if _is_followed_by_noun(sentence, atom):
        return False
    if atom.end < sentence.end and base_form(sentence.doc[atom.end]) in load_words("events", "place.venues"):
        return True
    words = {word.lower().strip(",.'") for word in atom.mention.span.text.split()}
    return bool(words & load_words("events", "place.venues"))


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
