"""What stands around an entry: acts of an event, promises told with it, texts that name a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from onrecord.model.entry import Context
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.filling import AROUND
from onrecord.register.views import EntryRow

MENTIONS = 300  # of a name, among which those in the sentence of a fact are looked for
REFERRING = ("event", "act", "commitment")


def find_acts(connection: Connection, events: Sequence[str]) -> dict[str, list[str]]:
    """For each of these events the acts that some account places at it, in order of the text."""
    gathering, act = schema.facts.alias("gathering"), schema.facts.alias("act")
    claims = schema.claims
    found: dict[str, dict[str, None]] = {}
    for chunk in chunk_ids(set(events)):
        statement = (
            select(gathering.c.entry, act.c.entry)
            .join(act, act.c.version_id == gathering.c.version_id)
            .join(claims, claims.c.fact_id == act.c.id)
            .where(
                gathering.c.entry.in_(chunk),
                gathering.c.recorded_to.is_(None),
                act.c.recorded_to.is_(None),
                act.c.layer + "" == "act",
                claims.c.slot == "event",
                claims.c.value == gathering.c.own,
            )
            .order_by(act.c.published, act.c.id)
        )
        for event, entry in connection.execute(statement):
            found.setdefault(event, {})[entry] = None
    return {event: list(acts) for event, acts in found.items()}


def find_promises(connection: Connection, event: str, limit: int) -> list[str]:
    """The promises in the releases that tell that this event was held."""
    gathering, promise = schema.facts.alias("gathering"), schema.facts.alias("promise")
    statement = (
        select(promise.c.entry)
        .join(
            gathering,
            (gathering.c.version_id == promise.c.version_id)
            & (gathering.c.release_id == promise.c.release_id),
        )
        .where(
            gathering.c.entry == event,
            gathering.c.recorded_to.is_(None),
            gathering.c.status == "held",
            promise.c.recorded_to.is_(None),
            promise.c.layer + "" == "commitment",
        )
        .group_by(promise.c.entry)
        .order_by(func.min(promise.c.published), func.min(promise.c.id))
        .limit(limit)
    )
    return list(connection.scalars(statement))


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry that names another: its layer, its first day, and the slots in which it names it."""

    id: str
    layer: str
    earliest: str | None
    slots: frozenset[str]


def find_naming(connection: Connection, entry: str) -> list[Naming]:
    """All entries of facts that name this entry, newest first, undated last."""
    names, claims, facts = schema.names.c, schema.claims.c, schema.facts.c
    table = schema.entries.c
    own = list(connection.scalars(select(names.id).where(names.entry == entry)))
    slots: dict[str, set[str]] = {}
    told: dict[str, tuple[str, str | None]] = {}
    for chunk in chunk_ids(own):
        statement = (
            select(table.id, claims.slot, table.layer, table.earliest)
            .select_from(schema.claims)
            .join(schema.facts, facts.id == claims.fact_id)
            .join(schema.entries, table.id == facts.entry)
            .where(claims.name_id.in_(chunk), facts.recorded_to.is_(None))
        )
        for id_, slot, layer, earliest in connection.execute(statement).all():
            slots.setdefault(id_, set()).add(slot)
            told[id_] = (layer, earliest)
    rows = [Naming(id_, *told[id_], frozenset(slots[id_])) for id_ in sorted(told)]
    return sorted(rows, key=lambda row: row.earliest or "", reverse=True)


def find_referring(connection: Connection, entry: str, limit: int) -> list[str]:
    """Events, acts and promises whose sentence names this entry, those told last first.

    Of a name that is mentioned very often only the last `MENTIONS` mentions are looked at.
    """
    names, mentions, facts = schema.names.c, schema.mentions.c, schema.facts.c
    own = list(connection.scalars(select(names.id).where(names.entry == entry)))
    places = connection.execute(
        select(mentions.version_id, mentions.start, mentions.end)
        .where(mentions.name_id.in_(own))
        .order_by(mentions.id.desc())
        .limit(MENTIONS)
    ).all()
    by_version: dict[int, list[Any]] = {}
    for place in places:
        by_version.setdefault(place.version_id, []).append(place)
    found: dict[str, str] = {}
    for chunk in chunk_ids(by_version):
        statement = select(
            facts.version_id, facts.entry, facts.published, facts.evidence_start, facts.evidence_end
        ).where(
            facts.version_id.in_(chunk),
            facts.recorded_to.is_(None),
            (facts.layer + "").in_(REFERRING),
        )
        for fact in connection.execute(statement).all():
            if any(_holds(fact, place) for place in by_version[fact.version_id]):
                found[fact.entry] = max(found.get(fact.entry, ""), fact.published or "")
    return sorted(found, key=lambda id_: (found[id_], id_), reverse=True)[:limit]


def _holds(fact: Any, place: Any) -> bool:
    return bool(fact.evidence_start <= place.start and place.end <= fact.evidence_end)


def load_entries(connection: Connection, ids: Sequence[str]) -> list[EntryRow]:
    """The rows of these entries, by time, undated last."""
    table = schema.entries
    rows = [
        EntryRow(**row)
        for chunk in chunk_ids(set(ids))
        for row in connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
    ]
    return sorted(rows, key=lambda row: (row.earliest is None, row.earliest or "", row.id))


def load_contexts(connection: Connection, events: Sequence[str]) -> dict[str, list[Context]]:
    """The words around every trigger of these events, a line's worth on either side."""
    facts, claims, versions = schema.facts, schema.claims, schema.versions
    first = case((claims.c.start > AROUND, claims.c.start - AROUND), else_=0)
    around = func.substr(versions.c.text, first + 1, claims.c.end + AROUND - first)
    found: dict[str, list[Context]] = {}
    for chunk in chunk_ids(set(events)):
        statement = (
            select(facts.c.entry, claims.c.start, claims.c.end, around)
            .join(claims, claims.c.fact_id == facts.c.id)
            .join(versions, versions.c.id == facts.c.version_id)
            .where(
                facts.c.entry.in_(chunk),
                facts.c.recorded_to.is_(None),
                claims.c.slot == "trigger",
            )
            .order_by(claims.c.id)
        )
        for entry, start, end, words in connection.execute(statement):
            at = min(start, AROUND)
            last = at + end - start
            context = Context(words[:at], words[at:last], words[last:])
            found.setdefault(entry, []).append(context)
    return found
