"""Which decisions and promises belong into a report on a body, a session or a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, and_, func, or_, select

from onrecord.register import schema
from onrecord.register.matching import match_entries
from onrecord.register.references import find_acts, find_promises
from onrecord.register.views import Query


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
