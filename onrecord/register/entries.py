"""Entries: one row for each person, body, place, event, act or commitment, drawn from its facts.

They are a summary that can be made again at any time; lists and filters read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, distinct, func, insert, select
from sqlalchemy.engine import Row

from onrecord.register import schema

CHUNK = 400  # ids in one statement, below SQLite's limit of variables
LABEL_SLOTS = {
    "event": ("body", "participant"),
    "act": ("object",),
    "commitment": ("action",),
    "office": ("office",),
    "quote": ("quote",),
}
LABEL_LENGTH = 160  # characters


def refresh_entries(connection: Connection, ids: Iterable[str]) -> None:
    """Make the rows of these entries again; one that no current fact or name has is removed."""
    for chunk in _chunks(sorted(set(ids))):
        connection.execute(delete(schema.entries).where(schema.entries.c.id.in_(chunk)))
        rows = [*_fact_entries(connection, chunk), *_name_entries(connection, chunk)]
        if rows:
            connection.execute(insert(schema.entries), rows)


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _fact_entries(connection: Connection, ids: Sequence[str]) -> list[dict[str, object]]:
    table = schema.facts
    statement = (
        select(table)
        .where(table.c.entry.in_(ids), table.c.recorded_to.is_(None))
        .order_by(table.c.entry, table.c.published, table.c.own)
    )
    groups: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(statement):
        groups.setdefault(row.entry, []).append(row)
    return [_fact_entry(connection, entry, rows) for entry, rows in groups.items()]


def _fact_entry(connection: Connection, entry: str, rows: Sequence[Row[Any]]) -> dict[str, object]:
    """The last release to speak of it says its status; the first that dates it, its date."""
    last = rows[-1]
    dated = next((row for row in reversed(rows) if row.start), last)
    published = [row.published for row in rows if row.published]
    return {
        "id": entry,
        "layer": last.layer,
        "kind": Counter(row.kind for row in rows).most_common(1)[0][0],
        "status": last.status,
        "start": dated.start,
        "end": dated.end,
        "earliest": dated.earliest,
        "latest": dated.latest,
        "first_published": min(published, default=None),
        "last_published": max(published, default=None),
        "label": _fact_label(connection, last),
        "facts": len(rows),
        "releases": len({row.release_id for row in rows}),
        "confidence": max(row.confidence for row in rows),
    }


def _fact_label(connection: Connection, fact: Row[Any]) -> str:
    table = schema.claims
    claims = connection.execute(
        select(table.c.slot, table.c.value, schema.names.c.label)
        .outerjoin(schema.names, schema.names.c.id == table.c.name_id)
        .where(table.c.fact_id == fact.id)
        .order_by(table.c.id)
    ).all()
    for slot in LABEL_SLOTS[fact.layer]:
        found = dict.fromkeys(str(c.label or c.value) for c in claims if c.slot == slot)
        if found:
            return _shorten(" – ".join(found))
    triggers = [str(c.value) for c in claims if c.slot == "trigger"]
    return _shorten(triggers[0] if triggers else fact.kind)


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LABEL_LENGTH else words[: LABEL_LENGTH - 1].rstrip() + "…"


def _name_entries(connection: Connection, ids: Sequence[str]) -> list[dict[str, object]]:
    names, claims, facts = schema.names, schema.claims, schema.facts
    statement = (
        select(
            names.c.entry,
            names.c.type,
            names.c.label,
            func.count(distinct(facts.c.id)).label("facts"),
            func.count(distinct(facts.c.release_id)).label("releases"),
            func.min(facts.c.published).label("first"),
            func.max(facts.c.published).label("last"),
        )
        .join(claims, claims.c.name_id == names.c.id)
        .join(facts, (facts.c.id == claims.c.fact_id) & facts.c.recorded_to.is_(None))
        .where(names.c.entry.in_(ids))
        .group_by(names.c.id)
    )
    groups: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(statement):
        groups.setdefault(row.entry, []).append(row)
    return [_name_entry(entry, rows) for entry, rows in groups.items()]


def _name_entry(entry: str, rows: Sequence[Row[Any]]) -> dict[str, object]:
    """The entry is called by the name that most facts use, the longer of two as frequent."""
    lead = max(rows, key=lambda row: (row.facts, len(row.label), row.label))
    first = min((row.first for row in rows if row.first), default=None)
    last = max((row.last for row in rows if row.last), default=None)
    return {
        "id": entry,
        "layer": lead.type,
        "kind": lead.type,
        "status": None,
        "start": first,
        "end": last,
        "earliest": first,
        "latest": last,
        "first_published": first,
        "last_published": last,
        "label": lead.label,
        "facts": sum(row.facts for row in rows),
        "releases": sum(row.releases for row in rows),
        "confidence": 1.0,
    }
