"""Times and places that no grammar gave to an event: they go to the one right before them.

A long name or a clause between an event and its day breaks the parse, while the order of the
words still tells: 'the conference on the return of crews, which was held in Orlin on 5 May'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated, Filler
from onrecord.recognise.atoms import Atom
from onrecord.recognise.draft import FIRM, Draft
from onrecord.recognise.grammar import base_form, has_particle, is_finite, is_verb
from onrecord.recognise.moments import is_in_name, is_of_another
from onrecord.recognise.phrases import find_cue
from onrecord.recognise.places import may_be_venue, place_chain
from onrecord.recognise.scene import Moment, Sentence

REACH = 20  # words from an event to a day or place that is still its own
BESIDE = 1  # words between a day and the noun that it qualifies ("Thursday's meeting")
VERB_REACH = 5  # words of 'which was to have been held'
EXACT = frozenset({"day", "week", "month", "season", "quarter", "half"})
RELATIVE = frozenset({"which", "that"})
APART = frozenset({";", "who", "whose"})
VENUE = frozenset({"in", "at", "aboard", "off", "near", "outside"})
NOWHERE = frozenset({"call", "operation"})
GATHERINGS = frozenset(
    {"meeting", "consultations", "session", "conference", "ceremony", "briefing"}
)


def fill_leftovers(sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
    """The mentions, each with the leftover day and place that the order of words gives it."""
    found = list(drafts)
    if not found:
        return found
    days = {d.span for draft in found for d in (draft.start, draft.end) if d is not None}
    for moment in sentence.moments:
        if moment.time.span not in days and moment.time.grain in EXACT:
            found = _give_day(found, moment)
    named = {f.span for draft in found for fillers in draft.slots.values() for f in fillers}
    for atom in sentence.atoms:
        if atom.type == "place" and atom.mention.span not in named:
            found = _give_place(sentence, found, atom)
    return _share_ground(found)


def _share_ground(drafts: Sequence[Draft]) -> list[Draft]:
    """'visited B and co-chaired the talks', 'travels on to B for talks': both where one went."""
    found: list[Draft] = []
    ground: tuple[Filler, ...] = ()
    for draft in drafts:
        places = draft.slots.get("places", ())
        if draft.trigger.kind == "visit" and not draft.trigger.noun:
            ground = places
        elif ground and not places and _is_gone_to(draft):
            draft = replace(draft, slots={**draft.slots, "places": ground})
        found.append(draft)
    return found


def _is_gone_to(draft: Draft) -> bool:
    """Whether a gathering is told beside a journey, no aim of it ('travels to B to attend …')."""
    verb = draft.trigger.verb
    aim = verb is not None and verb.dep_ in {"advcl", "xcomp"} and has_particle(verb)
    return draft.role in FIRM and draft.trigger.kind in GATHERINGS and not aim


def _give_day(drafts: list[Draft], moment: Moment) -> list[Draft]:
    first, last = moment.time.start, moment.time.end
    if first is None or last is None or moment.time.role not in {"at", "by"}:
        return drafts
    near = _qualified(drafts, moment) if moment.time.role == "at" else None
    near = near or _last_before(drafts, moment.start)
    if near is None or near.start is not None or near.end is not None:
        return drafts
    if moment.time.role == "by" and near.status != "scheduled":
        return drafts
    if is_in_name(near.trigger, moment) or is_of_another(near.trigger, moment):
        return drafts
    days = replace(near, start=Dated(first, moment.time.span), end=Dated(last, moment.time.span))
    return [days if d is near else d for d in drafts]


def _qualified(drafts: Sequence[Draft], moment: Moment) -> Draft | None:
    """The event whose noun stands right after its day ('the December session')."""
    for draft in drafts:
        gap = draft.trigger.start - moment.end
        if draft.trigger.noun and 0 <= gap <= BESIDE:
            between = draft.sentence.doc[moment.end : draft.trigger.start]
            if all(t.tag_ in {"POS", "JJ"} for t in between):
                return draft
    return None


def _give_place(sentence: Sentence, drafts: list[Draft], atom: Atom) -> list[Draft]:
    cue = find_cue(sentence, atom.start, "place.before")
    if cue is None or cue[1][0] not in VENUE or not may_be_venue(sentence, atom, cue[0]):
        return drafts
    near = _last_before(drafts, cue[0])
    if near is None or near.slots.get("places") or near.trigger.kind in NOWHERE:
        return drafts
    places = tuple(Filler(a.entity, a.mention.span) for a in place_chain(sentence, atom))
    filled = replace(near, slots={**near.slots, "places": places})
    return [filled if d is near else d for d in drafts]


def _last_before(drafts: Sequence[Draft], at: int) -> Draft | None:
    """The event named last before a word, where nothing else is told in between."""
    before = [d for d in drafts if d.trigger.end <= at]
    if not before:
        return None
    last = max(before, key=lambda d: d.trigger.end)
    between = last.sentence.doc[last.trigger.end : at]
    if len(between) > REACH or any(t.lower_ in APART for t in between):
        return None
    return last if all(_tells_of(t, last.trigger.end) for t in between if is_finite(t)) else None


def _tells_of(verb: Token, floor: int) -> bool:
    """Whether a verb after an event says that it is held ('which will take place')."""
    at = verb.i
    while at > floor and (is_verb(verb.doc[at]) or verb.doc[at].tag_ in {"RB", "MD", "TO"}):
        at -= 1
    if verb.doc[at].lower_ not in RELATIVE or at < floor:
        return False
    said = [t for t in verb.doc[verb.i : verb.i + VERB_REACH] if is_verb(t)]
    held = load_words("events", "frame.passive") | load_words("events", "frame.told")
    return bool(said) and any(base_form(t) in held for t in said)
