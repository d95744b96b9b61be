"""Events: from the mentions of a page to one entry for each gathering or activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated, Event, EventKind, EventStatus, Filler
from onrecord.model.identity import derive_id
from onrecord.model.reading import Entity
from onrecord.model.text import Release, Span
from onrecord.recognise.anchoring import is_anchored, weigh_event
from onrecord.recognise.bystanders import add_bystanders
from onrecord.recognise.cluster import WEAK_ROLES, Cluster, is_same_name
from onrecord.recognise.draft import SLOTS, Draft, find_drafts
from onrecord.recognise.grammar import base_form
from onrecord.recognise.inherit import inherit_settings
from onrecord.recognise.kinds import NEGOTIATING, decide_kind
from onrecord.recognise.leftovers import fill_leftovers
from onrecord.recognise.merging import merge_drafts
from onrecord.recognise.notices import apply_notices
from onrecord.recognise.objects import list_lines
from onrecord.recognise.phrases import group_of
from onrecord.recognise.scene import Scene
from onrecord.recognise.trigger import ANAPHORIC
from onrecord.recognise.witnesses import add_witnesses

SIDES = 2  # named sides that stand for their states
MONTHS = 12  # higher numbers stand for seasons, quarters and halves


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the mentions it was made from."""

    event: Event
    drafts: tuple[Draft, ...]


def find_events(scene: Scene) -> list[Told]:
    """The events of a page in the order of their first mention."""
    told = find_candidates(scene)
    anchored = [one for one in told if is_anchored(one.event, one.drafts)]
    return add_witnesses(scene, anchored, told)


def find_candidates(scene: Scene) -> list[Told]:
    """All that is spoken of as an event, also what nothing in the text makes particular."""
    drafts = [
        _with_listed(scene, draft)
        for sentence in scene.sentences
        for draft in add_bystanders(scene, fill_leftovers(sentence, find_drafts(sentence)))
    ]
    clusters = [c for c in merge_drafts(drafts) if _is_real(c)]
    told: list[Told] = []
    for cluster in clusters:
        told.append(_kind_of_part(_assemble(cluster, scene.reading.entities), told))
    return apply_notices(scene, inherit_settings(scene, told))


def _with_listed(scene: Scene, draft: Draft) -> Draft:
    """The mention with those whom the lines below name ('The meeting was attended by:')."""
    sentence = draft.sentence
    if sentence.doc[sentence.end - 1].text != ":":
        return draft
    words = load_words("events", "participant.listing")
    if not any(base_form(t) in words for t in sentence.tokens()):
        return draft
    listed = [
        Filler(atom.entity, atom.mention.span)
        for line in list_lines(scene.sentences, sentence.number)
        for atom in (group_of(line, line.atoms[0]) if line.atoms else ())
    ]
    known = (*draft.slots.get("participants", ()), *listed)
    return replace(draft, slots={**draft.slots, "participants": known})


def _is_real(cluster: Cluster) -> bool:
    told = [d for d in cluster.drafts if d.status is not None]
    return any(d.trigger.rule != "verb.attended" for d in told)


def _assemble(cluster: Cluster, entities: Mapping[str, Entity]) -> Told:
    drafts = tuple(d for d in cluster.drafts if d.status is not None)
    slots = merge_slots(_without_states(drafts, entities))
    first = best_draft(drafts)
    start, end = choose_dates(drafts)
    kind = decide_kind(drafts, slots, entities)
    event = Event(
        id=_event_id(drafts),
        kind=kind,
        status=choose_status(drafts, start),
        triggers=_triggers(drafts, first),
        start=start,
        end=end,
        theme=next((d.theme for d in drafts if d.theme), None),
        mode=next((d.mode for d in drafts if d.mode), None),
        evidence=first.sentence.span,
        rule=first.trigger.rule,
        confidence=0.0,
        release=first.sentence.release,
        **settle_slots(kind, slots, _is_of_sides(drafts)),
    )
    return Told(replace(event, confidence=weigh_event(event, drafts)), drafts)


def _is_of_sides(drafts: Sequence[Draft]) -> bool:
    """Whether a mention calls it talks, a dialogue, a call or says that one met another."""
    return any(
        d.trigger.rule in {"verb.met", "verb.received", "verb.called"}
        or base_form(d.trigger.token) in NEGOTIATING | {"call"}
        for d in drafts
    )


def _kind_of_part(one: Told, before: Sequence[Told]) -> Told:
    """'The first edition', 'the next one': of the kind of what was told of before."""
    another = all(d.trigger.rule == "noun.another" for d in one.drafts)
    counted = all(d.trigger.generic and d.ordinal for d in one.drafts)
    if not (another or counted) or not before:
        return one
    whole = before[-1].event
    bodies = one.event.bodies or (whole.bodies if another else ())
    return replace(one, event=replace(one.event, kind=whole.kind, bodies=bodies))


def _event_id(drafts: Sequence[Draft]) -> str:
    span = drafts[0].trigger.span
    return derive_id("event", span.start, span.end)


def best_draft(drafts: Sequence[Draft]) -> Draft:
    """The mention that tells most, outside the headline if it can be."""
    return max(
        drafts,
        key=lambda d: (
            d.trigger.rule not in ANAPHORIC and not d.trigger.generic,
            not d.sentence.headline,
            len(d.entities()) + bool(d.start),
        ),
    )


def _triggers(drafts: Sequence[Draft], first: Draft) -> tuple[Span, ...]:
    rest = [d for d in drafts if d is not first]
    named = [d for d in [first, *rest] if d.trigger.rule not in ANAPHORIC] or [first]
    return tuple(d.trigger.span for d in named)


def _without_states(drafts: Sequence[Draft], entities: Mapping[str, Entity]) -> Sequence[Draft]:
    """The mentions without a headline's states, where the text says who came for them."""
    body = {f.entity for d in drafts if not d.sentence.headline for f in d.slots["participants"]}
    named = [e for e in body if e in entities and entities[e].type != "state"]
    if len(named) < SIDES:
        return drafts
    return [_drop_states(d, entities) if d.sentence.headline else d for d in drafts]


def _drop_states(draft: Draft, entities: Mapping[str, Entity]) -> Draft:
    kept = tuple(
        f
        for f in draft.slots["participants"]
        if f.entity not in entities or entities[f.entity].type != "state"
    )
    return replace(draft, slots={**draft.slots, "participants": kept})


def merge_slots(drafts: Sequence[Draft]) -> dict[str, list[Filler]]:
    """The fillers of all mentions, each entity once in a slot, body text before headline."""
    ranked = sorted(drafts, key=lambda d: d.sentence.headline)
    slots: dict[str, dict[str, Filler]] = {name: {} for name in SLOTS}
    for draft in ranked:
        for name in SLOTS:
            for filler in draft.slots.get(name, ()):
                if name != "bodies" or not _is_known(slots[name], filler):
                    slots[name].setdefault(filler.entity, filler)
    return {name: list(found.values()) for name, found in slots.items()}


def _is_known(found: Mapping[str, Filler], filler: Filler) -> bool:
    """Whether a body stands there already under a shorter or longer name."""
    return any(is_same_name(known.span.text, filler.span.text) for known in found.values())


def settle_slots(
    kind: EventKind, slots: Mapping[str, Sequence[Filler]], sides: bool = False
) -> dict[str, tuple[Filler, ...]]:
    """The slots of one kind: a meeting has no bodies, and nobody stands in two slots.

    In talks between `sides` those who lead or host them are sides too.
    """
    found = {name: list(slots.get(name, ())) for name in SLOTS}
    if kind in {"meeting", "call", "visit"}:
        found["participants"] = found["bodies"] + found["participants"]
        found["bodies"] = []
    if kind in {"meeting", "call"}:
        found["participants"] += found["hosts"]
        found["hosts"] = []
    if kind in {"meeting", "call"} and sides:
        found["participants"] += found["chairs"]
        found["chairs"] = []
    heads = {f.entity for name in ("bodies", "chairs", "hosts") for f in found[name]}
    found["participants"] = [f for f in found["participants"] if f.entity not in heads]
    return {name: tuple(fillers) for name, fillers in found.items()}


def choose_dates(drafts: Sequence[Draft]) -> tuple[Dated | None, Dated | None]:
    """The dates of the mention that dates the event most exactly, an open end filled by others."""
    dated = [d for d in drafts if d.start is not None]
    ends = [d.end for d in drafts if d.end is not None]
    if not dated:
        return None, ends[0] if ends else None
    best = max(dated, key=lambda d: (_exactness(d), -d.sentence.number))
    closing = [e for e in ends if best.start is not None and e.value > best.start.value]
    lasting = [d.end for d in drafts if d.start is None and d.end in closing]
    if lasting and best.end is not None and best.start == best.end:
        return best.start, lasting[0]
    return best.start, best.end or (closing[0] if closing else None)


def _exactness(draft: Draft) -> tuple[int, int]:
    value = draft.start.value if draft.start else ""
    spread = draft.end is not None and draft.start is not None and draft.end.value != value
    return len(value.rstrip("?~%")), int(spread)


def choose_status(drafts: Sequence[Draft], start: Dated | None) -> EventStatus:
    """The status of the firmest mention, put right by the date of the release."""
    firm = [d for d in drafts if d.role not in WEAK_ROLES] or list(drafts)
    body = [d for d in firm if not d.sentence.headline] or firm
    told = [d.status for d in body if d.status]
    moved = [status for status in told if status in {"cancelled", "postponed"}]
    if moved and "held" not in told:
        return moved[-1]
    status: EventStatus = told[0] if told else "held"
    return _by_date(status, start, drafts[0].sentence.part.release)


def _by_date(status: EventStatus, start: Dated | None, release: Release) -> EventStatus:
    published = release.published
    if status in {"cancelled", "postponed"}:
        return status
    if start is None or published is None:
        return status
    value = _comparable(start.value)
    if value > published[: len(value)]:
        return "scheduled"
    return "held" if value < published[: len(value)] else status


def _comparable(value: str) -> str:
    """The part of a date that can be compared with a day: no season, no quarter."""
    month = value[5:7]
    return value[:4] if month.isdigit() and int(month) > MONTHS else value.rstrip("?~%")


def events_of(told: Sequence[Told], number: int) -> Iterator[Told]:
    """The events mentioned in a sentence, by its number."""
    for one in told:
        if any(d.sentence.number == number for d in one.drafts):
            yield one
