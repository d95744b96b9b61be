"""The record of one document: what is printed, a JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.model.fact import Act, Commitment, Dated, Event, Facts, Filler
from onrecord.model.reading import Entity, Office, Quote, Reading
from onrecord.model.text import Release, Span

Json = dict[str, Any]


def to_record(reading: Reading, facts: Facts) -> Json:
    """The record of a page; only entities that fill a slot are listed."""
    return {
        "document": reading.page.name,
        "lang": reading.page.lang,
        "releases": [_release(release) for release in reading.page.releases],
        "entities": [_entity(entity) for entity in used_entities(reading, facts)],
        "offices": [_office(office) for office in reading.offices],
        "events": [_event(event) for event in facts.events],
        "acts": [_act(act) for act in facts.acts],
        "commitments": [_commitment(commitment) for commitment in facts.commitments],
        "quotes": [_quote(quote) for quote in reading.quotes],
    }


def used_entities(reading: Reading, facts: Facts) -> Iterator[Entity]:
    """The entities that fill a slot of some fact, in the order of their first mention."""
    used = set(_used_ids(reading, facts))
    found = [entity for entity in reading.entities.values() if entity.id in used]
    yield from sorted(found, key=lambda e: min(span.start for span in e.mentions))


def _used_ids(reading: Reading, facts: Facts) -> Iterator[str]:
    yield from (office.person for office in reading.offices)
    yield from (quote.speaker for quote in reading.quotes if quote.speaker)
    for event in facts.events:
        for fillers in _slots(event).values():
            yield from (filler.entity for filler in fillers)
    yield from (filler.entity for act in facts.acts for filler in act.actors)
    yield from (filler.entity for deed in facts.commitments for filler in deed.actors)


def _span(span: Span | None) -> Json | None:
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


def _value(dated: Dated | None) -> str | None:
    return dated.value if dated else None


def _ids(fillers: Iterable[Filler]) -> list[str]:
    return [filler.entity for filler in fillers]


def _release(release: Release) -> Json:
    return {
        "headline": release.headline.text if release.headline else None,
        "published": release.published,
        "start": release.start,
        "end": release.end,
        "main": release.main,
    }


def _entity(entity: Entity) -> Json:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "mentions": [_span(span) for span in entity.mentions],
    }


def _office(office: Office) -> Json:
    return {
        "person": office.person,
        "office": _span(office.office),
        "rule": office.rule,
        "confidence": office.confidence,
    }


def _slots(event: Event) -> dict[str, tuple[Filler, ...]]:
    return {
        "places": event.places,
        "bodies": event.bodies,
        "chairs": event.chairs,
        "hosts": event.hosts,
        "participants": event.participants,
    }


def _event(event: Event) -> Json:
    return {
        "id": event.id,
        "kind": event.kind,
        "status": event.status,
        "triggers": [_span(trigger) for trigger in event.triggers],
        "start": _value(event.start),
        "end": _value(event.end),
        **{slot: _ids(fillers) for slot, fillers in _slots(event).items()},
        "theme": _span(event.theme),
        "mode": event.mode,
        **_told(event),
    }


def _act(act: Act) -> Json:
    return {
        "kind": act.kind,
        "object": _span(act.object),
        "actors": _ids(act.actors),
        "event": act.event,
        "date": _value(act.date),
        "trigger": _span(act.trigger),
        **_told(act),
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "actors": _ids(commitment.actors),
        "action": _span(commitment.action),
        "due": _value(commitment.due),
        "trigger": _span(commitment.trigger),
        **_told(commitment),
    }


def _told(fact: Event | Act | Commitment) -> Json:
    return {
        "evidence": _span(fact.evidence),
        "rule": fact.rule,
        "confidence": fact.confidence,
        "release": fact.release,
    }


def _quote(quote: Quote) -> Json:
    return {
        "speaker": quote.speaker,
        "quote": _span(quote.quote),
        "direct": quote.direct,
        "rule": quote.rule,
        "confidence": quote.confidence,
    }
