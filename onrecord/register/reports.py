"""Which decisions and promises belong into a report on a body, a session or a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.evidence import CHUNK, fact_statement, load_claims, load_texts, make_cut
from onrecord.register.matching import match_entries
from onrecord.register.references import find_acts, find_promises
from onrecord.register.views import Query, Quotation


def find_reported(
    connection: Connection, query: Query, event: str | None, limit: int
) -> dict[str, list[str]]:
    """The acts and promises of a report, at most so many of each, by time.

    Of an event: what was done at it, and promised in the releases that tell that it was held.
    Of a body (`query.name`): what names it, and what was done at its sessions. Within a
    period: acts of these days, and promises that were made or are due in them.
    """
    if event:
        acts = find_acts(connection, [event]).get(event, [])
        return {"act": acts[:limit], "commitment": find_promises(connection, event, limit)}
    return {
        "act": _find_decisions(connection, query, limit),
        "commitment": _find_promised(connection, query, limit),
    }


def _find_decisions(connection: Connection, query: Query, limit: int) -> list[str]:
    table = schema.entries.c
    order = (table.earliest.asc().nulls_last(), table.id)
    named = match_entries(select(table.id), "act", query).order_by(*order).limit(limit)
    found = list(connection.scalars(named))
    if query.name:
        sessions = match_entries(select(table.id), "event", query).order_by(*order).limit(limit)
        own = _own_sessions(connection, list(connection.scalars(sessions)), query.name)
        found += [act for acts in find_acts(connection, own).values() for act in acts]
    return list(dict.fromkeys(found))[:limit]


def _own_sessions(connection: Connection, events: Iterable[str], body: str) -> list[str]:
    """Those of these events that are gatherings of the body itself."""
    facts, claims, names = schema.facts, schema.claims, schema.names
    statement = (
        select(facts.c.entry)
        .join(claims, claims.c.fact_id == facts.c.id)
        .join(names, names.c.id == claims.c.name_id)
        .where(
            facts.c.entry.in_(list(events)),
            facts.c.recorded_to.is_(None),
            claims.c.slot == "body",
            names.c.entry == body,
        )
        .distinct()
    )
    return list(connection.scalars(statement))


def _find_promised(connection: Connection, query: Query, limit: int) -> list[str]:
    table = schema.entries.c
    since, until = query.since or "0000", query.until or "9999"
    due = and_(func.coalesce(table.latest, table.earliest) >= since, table.earliest <= until)
    made = table.first_published.between(since, until)
    statement = match_entries(
        select(table.id), "commitment", replace(query, since=None, until=None)
    )
    if query.since or query.until:
        statement = statement.where(or_(due, made))
    ordered = statement.order_by(table.earliest.asc().nulls_last(), table.id).limit(limit)
    return list(connection.scalars(ordered))


@dataclass(frozen=True, slots=True)
class Telling:
    """What a report tells of an entry: its last quotation, and each account's slots and values.

    The oldest account comes first.
    """

    quotation: Quotation
    accounts: tuple[tuple[tuple[str, str], ...], ...]


def load_tellings(
    connection: Connection, entries: Sequence[str], slots: Sequence[str]
) -> dict[str, Telling]:
    """For each of these entries what its present accounts tell in these slots."""
    found: dict[str, Telling] = {}
    for chunk in chunk_ids(entries):
        condition = schema.facts.c.entry.in_(chunk)
        rows = connection.execute(fact_statement(condition, current=True)).all()
        found |= _tell_facts(connection, rows, slots)
    return found


def _tell_facts(
    connection: Connection, rows: Sequence[Any], slots: Sequence[str]
) -> dict[str, Telling]:
    """Only the last account of an entry is quoted: the others' texts are not even read."""
    last = {row.entry: row for row in rows}
    texts = load_texts(connection, {row.version_id for row in last.values()})
    values: dict[int, list[tuple[str, str]]] = {row.id: [] for row in rows}
    for start in range(0, len(rows), CHUNK):
        ids = list(values)[start : start + CHUNK]
        for id_, slot, value, _, _, entry, label in load_claims(connection, ids, slots):
            values[id_].append((slot, label if entry else value))
    told: dict[str, list[tuple[tuple[str, str], ...]]] = {}
    for row in rows:
        told.setdefault(row.entry, []).append(tuple(values[row.id]))
    return {
        entry: Telling(
            make_cut(row, texts[row.version_id])(row.evidence_start, row.evidence_end),
            tuple(told[entry]),
        )
        for entry, row in last.items()
    }
