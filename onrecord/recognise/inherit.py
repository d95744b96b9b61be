"""What an event takes over from the main event of its release or from its neighbour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated, Event, Filler
from onrecord.model.text import Release
from onrecord.recognise.cluster import FAMILIES, WEAK_ROLES
from onrecord.recognise.draft import Draft, is_plural
from onrecord.recognise.frame import is_body
from onrecord.recognise.grammar import base_form, find_subject, governing_verb
from onrecord.recognise.objections import is_set_apart
from onrecord.recognise.openings import counted_day, day_number, same_day, tells_hour, told_before
from onrecord.recognise.scene import Scene, Sentence

if TYPE_CHECKING:
    from onrecord.recognise.events import Told

TIE_ROUNDS = 2  # a neighbour of a neighbour
GATHERINGS = frozenset({"meeting", "consultations", "session", "ceremony", "briefing"})
SPOKEN = frozenset({"meeting", "briefing", "consultations", "conference"})
TIE_REACH = 3  # words before a trigger among which a tie ('after', 'on the sidelines of') stands


def inherit_settings(scene: Scene, told: Sequence[Told]) -> list[Told]:
    """The events with the stamp's date and place for main ones, and neighbours tied to them."""
    mains = find_mains(told)
    found = [_stamp_main(scene, one, mains.get(one.event.release)) for one in told]
    for _ in range(TIE_ROUNDS):
        found = [_tie(one, found) for one in found]
    found = [counted_day(one, found) for one in found]
    found = [same_day(scene, one, found) for one in found]
    found = [_acting_body(scene, one) for one in found]
    mains = find_mains(found)
    found = [_part_of_main(one, mains.get(one.event.release)) for one in found]
    mains = find_mains(found)
    found = [_add_speakers(scene, one, mains.get(one.event.release)) for one in found]
    return [_same_body(one, found) for one in found]


# ---------------------------------------------------------------- the main event


def find_mains(told: Sequence[Told]) -> Mapping[int, Told]:
    """The event that each release is about, by the number of the release."""
    by_release: dict[int, list[Told]] = {}
    for one in told:
        by_release.setdefault(one.event.release, []).append(one)
    return {release: _choose_main(own) for release, own in by_release.items()}


def _choose_main(own: Sequence[Told]) -> Told:
    """The first event in the body of a release that was not put in passing."""
    firm = [one for one in own if any(d.role not in WEAK_ROLES for d in one.drafts)]
    titled = [one for one in own if any(_is_title(d) for d in one.drafts)]
    return (titled or [one for one in firm if one.event.status == "held"] or own)[0]


def _is_title(draft: Draft) -> bool:
    """Whether the headline names the event itself and not something done at it."""
    return draft.sentence.headline and (
        draft.role not in WEAK_ROLES or (draft.role == "alone" and not is_plural(draft))
    )


def _stamp_main(scene: Scene, one: Told, main: Told | None) -> Told:
    release = scene.reading.page.releases[one.event.release]
    if not release.day_report or (main is not one and not _is_of_the_day(one, main)):
        return one
    event = one.event
    undated = event.start is None and event.end is None
    if undated and release.published and release.stamp and event.status == "held":
        stamp = Dated(release.published, release.stamp)
        event = replace(event, start=stamp, end=stamp)
    if event.status == "held":
        event = _add_place(scene, event, release)
    return replace(one, event=event)


def _is_of_the_day(one: Told, main: Told | None) -> bool:
    """A gathering of a day report's day: told in its own sentence, of the main one's kin."""
    if one.event.start is not None or one.event.kind not in GATHERINGS:
        return False
    firm = [d for d in one.drafts if d.role not in WEAK_ROLES and not d.sentence.headline]
    if any(tells_hour(d, load_words("events", "inherit.hours")) for d in firm):
        return False
    if any(day_number(d) is not None for d in firm):
        return False
    return main is not None and bool(firm) and not any(d.turn or d.ordinal for d in firm)


def _add_place(scene: Scene, event: Event, release: Release) -> Event:
    line = release.place_line
    if line is None:
        return event
    known = {f.entity for f in event.places}
    found = [
        Filler(m.entity, m.span)
        for m in scene.reading.mentions
        if line.covers(m.span) and m.type != "person" and m.entity not in known
    ]
    return replace(event, places=(*event.places, *found))


# ---------------------------------------------------------------- neighbours


def _tie(one: Told, told: Sequence[Told]) -> Told:
    shaped = _other_format(one, told)
    if shaped is not None:
        return replace(one, event=_take_all(one.event, shaped.event))
    if one.event.start is not None and one.event.places:
        return one
    neighbour = told_before(one, told)
    if neighbour is None and one.event.status == "held":
        neighbour = next((n for d in one.drafts if (n := _tied_to(d, one, told)) is not None), None)
    return replace(one, event=_take_setting(one.event, neighbour.event)) if neighbour else one


def _add_speakers(scene: Scene, one: Told, main: Told | None) -> Told:
    """The main event of a transcript with those whose turns it gives."""
    event = one.event
    if event.kind not in SPOKEN or main is not one:
        return one
    release = scene.reading.page.releases[event.release]
    slots = (event.bodies, event.chairs, event.hosts, event.participants)
    known = {f.entity for slot in slots for f in slot}
    found: dict[str, Filler] = {}
    for quote in scene.reading.quotes:
        inside = release.start <= quote.quote.start < release.end
        turn = quote.rule.startswith("turn") and quote.cue is not None
        if inside and turn and quote.cue and quote.speaker and quote.speaker not in known:
            found.setdefault(quote.speaker, Filler(quote.speaker, quote.cue))
    people = (*event.participants, *found.values())
    return replace(one, event=replace(event, participants=people))


def _acting_body(scene: Scene, one: Told) -> Told:
    """'The Council today approved …', 'she chaired the session': a session of the Council."""
    event = one.event
    if event.kind not in {"session", "meeting"} or event.bodies or event.participants:
        return one
    if event.status != "held" or not any(d.definite for d in one.drafts):
        return one
    for sentence in scene.sentences:
        if sentence.release == event.release and not sentence.headline:
            found = _acted_in(sentence)
            if found is not None:
                return replace(one, event=_with_body(event, sentence, *found))
    return one


def _acted_in(sentence: Sentence) -> tuple[Filler, Token] | None:
    """The body that did an act in a sentence, with the verb."""
    for token in sentence.tokens():
        if token.tag_ == "VBD" and base_form(token) in load_words("events", "inherit.acting"):
            subject = find_subject(token)
            atom = sentence.atom_at(subject.i) if subject is not None else None
            if atom is not None and is_body(atom):
                return Filler(atom.entity, atom.mention.span), token
    return None


def _with_body(event: Event, sentence: Sentence, body: Filler, verb: Token) -> Event:
    event = replace(event, kind="session", bodies=(body,))
    moments = [m for m in sentence.moments if m.time.role == "at" and m.time.grain == "day"]
    own = [m for m in moments if governing_verb(sentence.doc[m.start]) == verb]
    if event.start is not None or not own or own[0].time.start is None:
        return event
    first = Dated(own[0].time.start, own[0].time.span)
    return replace(event, start=first, end=first)


def _same_body(one: Told, told: Sequence[Told]) -> Told:
    """'The next session will be held …': a session of the body told of before."""
    event = one.event
    if event.kind not in {"session", "meeting"} or event.bodies or event.status == "held":
        return one
    if not any(d.ordinal or _is_next(d) for d in one.drafts):
        return one
    earlier = [
        t for t in told if t is not one and t.event.release == event.release and t.event.bodies
    ]
    if event.kind == "meeting":
        earlier = [] if event.participants else [t for t in earlier if _is_alike(t, one)]
    if not earlier:
        return one
    return replace(one, event=replace(event, kind="session", bodies=earlier[0].event.bodies))


def _is_alike(session: Told, one: Told) -> bool:
    """Whether the same noun names a session of a body and this one ('the next meeting')."""
    words = {base_form(d.trigger.token) for d in one.drafts if d.trigger.noun}
    return session.event.kind == "session" and any(
        base_form(d.trigger.token) in words for d in session.drafts if d.trigger.noun
    )


def _is_next(draft: Draft) -> bool:
    words = load_words("events", "status.future_adjectives")
    return any(t.lower_ in words for t in draft.trigger.token.children)


def _other_format(one: Told, told: Sequence[Told]) -> Told | None:
    """The talks in narrow format that those in expanded format go on from."""
    if not any(d.shape == "wide" for d in one.drafts):
        return None
    earlier = [
        t
        for t in told
        if t is not one
        and t.event.release == one.event.release
        and any(d.shape == "narrow" for d in t.drafts)
        and FAMILIES[t.event.kind] == FAMILIES[one.event.kind]
    ]
    return earlier[-1] if earlier else None


def _take_all(event: Event, other: Event) -> Event:
    known = {f.entity for f in event.participants}
    more = tuple(f for f in other.participants if f.entity not in known)
    return replace(_take_setting(event, other), participants=(*more, *event.participants))


def _take_setting(event: Event, other: Event) -> Event:
    if event.start is not None and not _is_within(event, other):
        return event
    start, end = (event.start, event.end) if event.start else (other.start, other.end)
    places = event.places
    if not places and event.kind not in {"call", "operation", "exercise"}:
        places = other.places
    return replace(event, start=start, end=end, places=places)


def _is_within(event: Event, other: Event) -> bool:
    """Whether an event's first day lies in another's days, or the other has none."""
    if event.start is None or other.start is None:
        return True
    last = other.end or other.start
    return other.start.value <= event.start.value <= last.value


def _part_of_main(one: Told, main: Told | None) -> Told:
    """'The closing ceremony', 'the active phase': where the main event is."""
    if one.event.places or not any(_is_part(d) for d in one.drafts):
        return one
    if main is None or main is one or main.event.kind == "visit":
        return one
    return replace(one, event=_take_setting(one.event, replace(main.event, start=None, end=None)))


def _is_part(draft: Draft) -> bool:
    words = load_words("events", "inherit.parts")
    return draft.definite and any(t.lower_ in words for t in draft.trigger.token.lefts)


def _tied_to(draft: Draft, one: Told, told: Sequence[Told]) -> Told | None:
    """The dated event in whose terms the sentence places this one ('after the talks')."""
    for other in told:
        if other is one or other.event.start is None or other.event.kind == "visit":
            continue
        if other.event.release != one.event.release:
            continue
        for mention in other.drafts:
            if mention.sentence.number == draft.sentence.number and (
                _is_tie(mention)
                or _goes_on_with(draft, mention)
                or (is_set_apart(draft) and mention.role not in WEAK_ROLES)
            ):
                return other
    return None


def _goes_on_with(draft: Draft, mention: Draft) -> bool:
    """Whether one ended with the other ('the summit ended with a dinner')."""
    verb = draft.trigger.verb
    return (
        draft.role == "complement"
        and mention.role in {"subject", "object", "verb"}
        and verb is not None
        and base_form(verb) in load_words("events", "frame.with") | {"follow", "precede"}
    )


def _is_tie(mention: Draft) -> bool:
    if mention.role not in WEAK_ROLES:
        return False
    doc = mention.sentence.doc
    edge = max(mention.sentence.start, mention.trigger.start - TIE_REACH)
    words = {token.lower_ for token in doc[edge : mention.trigger.start]}
    return bool(words & load_words("events", "inherit.ties"))
