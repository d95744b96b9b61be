"""Entries: one row for each person, body, place, event, act or commitment, drawn from its facts.

They are a summary that can be made again at any time; lists and filters read them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, delete, distinct, func, insert, select
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
BY_HAND = "by hand"  # how the rule ends of a fact that a person has added or corrected


def refresh_entries(connection: Connection, ids: Iterable[str]) -> None:
    """Make the rows of these entries again; one that no current fact or name has is removed."""
    for chunk in _chunks(sorted(set(ids))):
        connection.execute(delete(schema.entries).where(schema.entries.c.id.in_(chunk)))
        rows = [*_fact_entries(connection, chunk), *_name_entries(connection, chunk)]
        if rows:
            connection.execute(insert(schema.entries), rows)


T = TypeVar("T")


def _chunks(ids: Sequence[T]) -> Iterator[list[T]]:
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
    return draw_facts(connection, connection.execute(statement).all())


def draw_facts(connection: Connection, facts: Iterable[Row[Any]]) -> list[dict[str, object]]:
    """The rows of entries as these rows of facts tell them, oldest release first."""
    groups: dict[str, list[Row[Any]]] = {}
    for row in facts:
        groups.setdefault(row.entry, []).append(row)
    labels = _fact_labels(connection, [rows[-1] for rows in groups.values()])
    return [_fact_entry(entry, rows, labels[rows[-1].id]) for entry, rows in groups.items()]


def _vagueness(row: Row[Any]) -> float:
    """How many days a fact's date leaves open; endless where it has none."""
    if row.earliest is None or row.latest is None:
        return math.inf
    return (date.fromisoformat(row.latest) - date.fromisoformat(row.earliest)).days


def _fact_entry(entry: str, rows: Sequence[Row[Any]], label: str) -> dict[str, object]:
    """The last release to speak of it says its status; the last that dates it closest, its date.

    An account that a person has added or corrected goes before the others in both.
    """
    told = [row for row in rows if row.rule.endswith(BY_HAND)] or rows
    last = told[-1]
    dated = min(reversed(told), key=_vagueness)
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
        "label": label,
        "facts": len(rows),
        "releases": len({row.release_id for row in rows}),
        "confidence": max(row.confidence for row in rows),
    }


def _fact_labels(connection: Connection, facts: Sequence[Row[Any]]) -> dict[int, str]:
    table = schema.claims
    claims: dict[int, list[Any]] = {}
    for chunk in _chunks([fact.id for fact in facts]):
        statement = (
            select(table.c.fact_id, table.c.slot, table.c.value, schema.names.c.label)
            .outerjoin(schema.names, schema.names.c.id == table.c.name_id)
            .where(table.c.fact_id.in_(chunk))
            .order_by(table.c.id)
        )
        for claim in connection.execute(statement).all():
            claims.setdefault(claim.fact_id, []).append(claim)
    return {fact.id: _fact_label(fact, claims.get(fact.id, [])) for fact in facts}


def _fact_label(fact: Row[Any], claims: Sequence[Row[Any]]) -> str:
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
    present = schema.facts.c.recorded_to.is_(None)
    return draw_names(connection, present, schema.names.c.entry.in_(ids))


def draw_names(
    connection: Connection, known: ColumnElement[bool], *conditions: Any
) -> list[dict[str, object]]:
    """The rows of entries of names that meet conditions, of the facts that are known."""
    statement = _name_sums(known).where(*conditions)
    sums = connection.execute(statement).all()
    labels: dict[str, tuple[str, str]] = {}
    for chunk in _chunks([row.entry for row in sums]):
        labels |= _find_labels(connection, chunk)
    return [_name_entry(row, *labels[row.entry]) for row in sums]


def _name_sums(known: ColumnElement[bool]) -> Select[Any]:
    """For each entry of names how many known facts and releases use it, and since when."""
    names, claims, facts = schema.names, schema.claims, schema.facts
    return (
        select(
            names.c.entry,
            func.count(distinct(facts.c.id)).label("facts"),
            func.count(distinct(facts.c.release_id)).label("releases"),
            func.min(facts.c.published).label("first"),
            func.max(facts.c.published).label("last"),
        )
        .select_from(names)
        .join(claims, claims.c.name_id == names.c.id)
        .join(facts, (facts.c.id == claims.c.fact_id) & known)
        .group_by(names.c.entry)
    )


def _find_labels(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Type and label of each entry: the name in most claims, the longer of two as frequent."""
    names, claims = schema.names.c, schema.claims.c
    rows = connection.execute(
        select(names.id, names.entry, names.type, names.label).where(names.entry.in_(ids))
    ).all()
    shared = Counter(row.entry for row in rows)
    several = [row.id for row in rows if shared[row.entry] > 1]
    uses: dict[int, int] = {}
    for chunk in _chunks(several):
        statement = select(claims.name_id, func.count()).where(claims.name_id.in_(chunk))
        counted = connection.execute(statement.group_by(claims.name_id)).all()
        uses |= {row[0]: row[1] for row in counted}
    leads: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: (uses.get(row.id, 0), len(row.label), row.label)):
        leads[row.entry] = row
    return {entry: (row.type, row.label) for entry, row in leads.items()}


def _name_entry(row: Row[Any], type_: str, label: str) -> dict[str, object]:
    return {
        "id": row.entry,
        "layer": type_,
        "kind": type_,
        "status": None,
        "start": row.first,
        "end": row.last,
        "earliest": row.first,
        "latest": row.last,
        "first_published": row.first,
        "last_published": row.last,
        "label": label,
        "facts": row.facts,
        "releases": row.releases,
        "confidence": 1.0,
    }


def find_named(connection: Connection, facts: Iterable[int]) -> tuple[set[str], set[str]]:
    """The entries of names in facts just written: of those to sum up again, and of the others.

    Again where a fact was closed, or where some facts of the version stayed as they were.
    """
    again: set[str] = set()
    added: set[str] = set()
    wanted = sorted(set(facts))
    for chunk in _chunks(wanted):
        stayed = _kept_versions(connection, chunk, wanted)
        for row in connection.execute(_named_statement(chunk)).all():
            renewed = row.recorded_to is not None or row.version_id in stayed
            (again if renewed else added).add(row.entry)
    return again, added


def _kept_versions(
    connection: Connection, chunk: Sequence[int], written: Sequence[int]
) -> set[int]:
    table = schema.facts.c
    versions = select(table.version_id).where(table.id.in_(chunk))
    rows = connection.execute(
        select(table.id, table.version_id).where(
            table.version_id.in_(versions), table.recorded_to.is_(None)
        )
    )
    known = set(written)
    return {version for id_, version in rows if id_ not in known}


def _named_statement(facts: Sequence[int]) -> Select[Any]:
    names, claims, table = schema.names, schema.claims, schema.facts
    return (
        select(
            names.c.entry,
            table.c.id,
            table.c.version_id,
            table.c.release_id,
            table.c.published,
            table.c.recorded_to,
        )
        .join(claims, claims.c.name_id == names.c.id)
        .join(table, table.c.id == claims.c.fact_id)
        .where(table.c.id.in_(facts))
        .distinct()
    )


@dataclass(slots=True)
class _Added:
    """What new facts add to an entry of names."""

    facts: set[int]
    releases: set[int]
    days: set[str]


def count_facts(connection: Connection, facts: Iterable[int], ids: set[str]) -> None:
    """Add new facts to the rows of these entries of names, which lose none.

    The cost does not depend on how often the entries are used; one that has no row gets it.
    """
    added: dict[str, _Added] = {}
    for chunk in _chunks(sorted(set(facts))):
        for row in connection.execute(_named_statement(chunk)).all():
            if row.entry in ids and row.recorded_to is None:
                sums = added.setdefault(row.entry, _Added(set(), set(), set()))
                sums.facts.add(row.id)
                sums.releases.add(row.release_id)
                sums.days.update([row.published] if row.published else [])
    for names in _chunks(sorted(added)):
        _count_entries(connection, names, added)


def _count_entries(connection: Connection, ids: Sequence[str], added: dict[str, _Added]) -> None:
    table = schema.entries
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings().all()
    labels = _find_labels(connection, [row["id"] for row in rows])
    known = {row["id"] for row in rows}
    refresh_entries(connection, [entry for entry in ids if entry not in known])
    if not rows:
        return
    connection.execute(delete(table).where(table.c.id.in_(known)))
    new = [dict(row) | _more(row, added[row["id"]], labels[row["id"]][1]) for row in rows]
    connection.execute(insert(table), new)


def _more(row: Any, added: _Added, label: str) -> dict[str, object]:
    days = added.days | {day for day in (row["first_published"], row["last_published"]) if day}
    first, last = min(days, default=None), max(days, default=None)
    return {
        "start": first,
        "end": last,
        "earliest": first,
        "latest": last,
        "first_published": first,
        "last_published": last,
        "label": label,
        "facts": row["facts"] + len(added.facts),
        "releases": row["releases"] + len(added.releases),
    }
