"""A document's facts as rows: each slot's value with the quotation it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Act, Commitment, Dated, Event, Facts, Filler
from onrecord.model.identity import derive_id, fold_text
from onrecord.model.reading import Entity, Office, Quote, Reading
from onrecord.model.text import Span

FILLED_SLOTS = ("places", "bodies", "chairs", "hosts", "participants")
SLOT_NAMES = {
    "places": "place",
    "bodies": "body",
    "chairs": "chair",
    "hosts": "host",
    "participants": "participant",
}
PROPER_FORMS = frozenset({"name", "acronym"})


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One value of one slot: a plain `value`, or an `entity` of the page, never neither."""

    slot: str
    span: Span
    value: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact of one version, ready to be stored; `known_from` where a text before told it too."""

    own: str
    layer: str
    kind: str
    status: str | None
    start: str | None
    end: str | None
    evidence: Span
    rule: str
    confidence: float
    release: int
    claims: tuple[ClaimRow, ...]
    known_from: str | None = None


@dataclass(frozen=True, slots=True)
class NameRow:
    """A way of calling somebody or something; `key` decides whether two are the same name."""

    type: str
    key: str
    label: str
    own: str
    forms: tuple[str, ...]
    mentions: tuple[Span, ...]


def make_facts(reading: Reading, facts: Facts) -> tuple[FactRow, ...]:
    """Every fact of a document as a row, ids derived from document, version and place."""
    namer = _Namer(reading)
    events = {event.id: namer.name("event", event.triggers[0]) for event in facts.events}
    rows = [_event_row(event, events[event.id]) for event in facts.events]
    rows += [_act_row(act, namer.name("act", act.object), events) for act in facts.acts]
    rows += [
        _commitment_row(commitment, namer.name("commitment", commitment.action))
        for commitment in facts.commitments
    ]
    rows += [_office_row(office, namer, reading) for office in reading.offices]
    rows += [_quote_row(quote, namer, reading) for quote in reading.quotes]
    return tuple(rows)


def make_names(reading: Reading, rows: Iterable[FactRow]) -> dict[str, NameRow]:
    """The entities that fill a slot of these rows, as names, by their id on the page."""
    used = {claim.entity for row in rows for claim in row.claims if claim.entity}
    proper = {m.entity for m in reading.mentions if m.form in PROPER_FORMS}
    proper |= {e.id for e in reading.entities.values() if _is_named_aside(e, reading)}
    return {
        entity.id: _name_row(entity, reading, entity.id in proper)
        for entity in reading.entities.values()
        if entity.id in used
    }


def _is_named_aside(entity: Entity, reading: Reading) -> bool:
    """Whether a person stands by full name in no sentence, but in a signature or among contacts."""
    words = entity.name.split()
    if entity.type != "person" or len(words) < 2 or not all(w[:1].isupper() for w in words):
        return False
    if any(mention.entity == entity.id for mention in reading.mentions):
        return False
    return load_words("offices", "posts").isdisjoint(word.lower() for word in words)


def _name_row(entity: Entity, reading: Reading, proper: bool) -> NameRow:
    """An unnamed holder or group is known on its own page only; a name is known everywhere."""
    key = fold_text(entity.name) or entity.name
    if not proper:
        key = f"{key}\x1f{reading.page.name}"
    forms = {
        fold_text(mention.span.text)
        for mention in reading.mentions
        if mention.entity == entity.id and mention.form in PROPER_FORMS
    }
    return NameRow(
        type=entity.type,
        key=key,
        label=" ".join(entity.name.split()),
        own=derive_id(entity.type, key),
        forms=tuple(sorted(form for form in forms if form)),
        mentions=tuple(
            sorted({m.span for m in reading.mentions if m.entity == entity.id})
            or sorted(set(entity.mentions))
        ),
    )


class _Namer:
    """Gives each fact of one version its id; two at the same place are told apart by count."""

    def __init__(self, reading: Reading) -> None:
        self._page = (reading.page.name, reading.page.version)
        self._seen: dict[tuple[str, int, int], int] = {}

    def name(self, layer: str, span: Span) -> str:
        place = (layer, span.start, span.end)
        self._seen[place] = self._seen.get(place, 0) + 1
        return derive_id(layer, *self._page, *place, self._seen[place])


def _dated(slot: str, dated: Dated | None) -> Iterator[ClaimRow]:
    if dated is not None:
        yield ClaimRow(slot, dated.span, value=dated.value)


def _filled(slot: str, fillers: Iterable[Filler]) -> Iterator[ClaimRow]:
    for filler in fillers:
        yield ClaimRow(slot, filler.span, entity=filler.entity)


def _event_row(event: Event, own: str) -> FactRow:
    head = event.triggers[0]
    claims = [ClaimRow("kind", head, value=event.kind), ClaimRow("status", head, event.status)]
    claims += [ClaimRow("trigger", trigger, value=trigger.text) for trigger in event.triggers]
    claims += _dated("start", event.start)
    claims += _dated("end", event.end)
    for slot in FILLED_SLOTS:
        claims += _filled(SLOT_NAMES[slot], getattr(event, slot))
    if event.theme:
        claims.append(ClaimRow("theme", event.theme, value=event.theme.text))
    if event.mode:
        claims.append(ClaimRow("mode", event.evidence, value=event.mode))
    return FactRow(
        own=own,
        layer="event",
        kind=event.kind,
        status=event.status,
        start=event.start.value if event.start else None,
        end=event.end.value if event.end else None,
        evidence=event.evidence,
        rule=event.rule,
        confidence=event.confidence,
        release=event.release,
        claims=tuple(claims),
    )


def _act_row(act: Act, own: str, events: dict[str, str]) -> FactRow:
    claims = [
        ClaimRow("kind", act.trigger, value=act.kind),
        ClaimRow("object", act.object, value=act.object.text),
        *_filled("actor", act.actors),
        *_dated("date", act.date),
    ]
    if act.event in events:
        claims.append(ClaimRow("event", act.trigger, value=events[act.event]))
    value = act.date.value if act.date else None
    return FactRow(
        own=own,
        layer="act",
        kind=act.kind,
        status=None,
        start=value,
        end=value,
        evidence=act.evidence,
        rule=act.rule,
        confidence=act.confidence,
        release=act.release,
        claims=tuple(claims),
    )


def _commitment_row(commitment: Commitment, own: str) -> FactRow:
    due = commitment.due.value if commitment.due else None
    claims = (
        ClaimRow("action", commitment.action, value=commitment.action.text),
        *_filled("actor", commitment.actors),
        *_dated("due", commitment.due),
    )
    return FactRow(
        own=own,
        layer="commitment",
        kind="commitment",
        status=None,
        start=due,
        end=due,
        evidence=commitment.evidence,
        rule=commitment.rule,
        confidence=commitment.confidence,
        release=commitment.release,
        claims=claims,
    )


def _office_row(office: Office, namer: _Namer, reading: Reading) -> FactRow:
    number = _release_at(reading, office.office)
    seen = reading.page.releases[number].published
    return FactRow(
        own=namer.name("office", office.office),
        layer="office",
        kind="office",
        status=None,
        start=seen,
        end=seen,
        evidence=_hull(reading.page.text, office.office, office.holder),
        rule=office.rule,
        confidence=office.confidence,
        release=number,
        claims=(
            ClaimRow("office", office.office, value=office.office.text),
            ClaimRow("person", office.holder, entity=office.person),
        ),
    )


def _quote_row(quote: Quote, namer: _Namer, reading: Reading) -> FactRow:
    number = _release_at(reading, quote.quote)
    seen = reading.page.releases[number].published
    claims = [ClaimRow("quote", quote.quote, value=quote.quote.text)]
    if quote.speaker:
        claims.append(ClaimRow("speaker", quote.cue or quote.quote, entity=quote.speaker))
    return FactRow(
        own=namer.name("quote", quote.quote),
        layer="quote",
        kind="direct" if quote.direct else "reported",
        status=None,
        start=seen,
        end=seen,
        evidence=quote.quote,
        rule=quote.rule,
        confidence=quote.confidence,
        release=number,
        claims=tuple(claims),
    )


def _release_at(reading: Reading, span: Span) -> int:
    for number, release in enumerate(reading.page.releases):
        if release.start <= span.start < release.end:
            return number
    return 0


def _hull(text: str, *spans: Span) -> Span:
    return Span.cut(text, min(s.start for s in spans), max(s.end for s in spans))
