"""Who has a part in which events, and how many entries there are in each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.matching import match_entries
from onrecord.register.views import Query


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody or something in a slot of an event."""

    event: str
    kind: str
    earliest: str | None
    entry: str
    label: str
    type: str


def load_parts(
    connection: Connection, query: Query, slots: Sequence[str], types: Sequence[str]
) -> list[Part]:
    """Who is named in these slots of the events that match, each once for each event.

    At most `query.limit` events are looked at, the latest of them.
    """
    events = schema.entries.c
    wanted = (
        match_entries(select(events.id, events.kind, events.earliest), "event", query)
        .order_by(events.earliest.desc(), events.id)
        .limit(query.limit)
    )
    rows = {row.id: row for row in connection.execute(wanted).all()}
    found = {
        (event, entry): Part(event, rows[event].kind, rows[event].earliest, entry, label, type_)
        for chunk in chunk_ids(rows)
        for event, entry, label, type_ in connection.execute(_named(chunk, slots, types)).all()
    }
    return list(found.values())


def _named(events: Sequence[str], slots: Sequence[str], types: Sequence[str]) -> Select[Any]:
    facts, claims, names = schema.facts, schema.claims, schema.names
    return (
        select(facts.c.entry, names.c.entry, schema.entries.c.label, names.c.type)
        .select_from(facts)
        .join(claims, claims.c.fact_id == facts.c.id)
        .join(names, names.c.id == claims.c.name_id)
        .join(schema.entries, schema.entries.c.id == names.c.entry)
        .where(
            facts.c.entry.in_(events),
            facts.c.recorded_to.is_(None),
            claims.c.slot.in_(slots),
            (names.c.type + "").in_(types),
        )
    )


@dataclass(frozen=True, slots=True)
class Month:
    """How many entries begin in a month ('2024-05'), by their status."""

    month: str
    status: str | None
    number: int


def count_months(connection: Connection, layer: str, query: Query) -> list[Month]:
    """The dated entries of a layer that match, by the month in which they begin."""
    table = schema.entries.c
    month = func.substr(table.earliest, 1, 7)
    statement = (
        match_entries(select(month, table.status, func.count()), layer, query)
        .where(table.earliest.is_not(None))
        .group_by(month, table.status)
        .order_by(month, table.status)
    )
    return [Month(*row) for row in connection.execute(statement).all()]
