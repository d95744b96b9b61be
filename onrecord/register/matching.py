"""Which entries and releases a query means, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from onrecord.model.identity import fold_text, layer_of
from onrecord.register import schema
from onrecord.register.coverage import source_column
from onrecord.register.views import EntryRow, Query

NAME_LAYERS = (
    "person",
    "organisation",
    "state",
    "place",
    "instrument",
    "operation",
    "series",
)
FACT_LAYERS = ("event", "act", "commitment", "office", "quote")
BODY_SLOTS = ("body", "host", "chair", "participant", "actor", "speaker")
PERSON_SLOTS = ("chair", "host", "participant", "actor", "speaker", "person")


def order_entries(statement: Select[Any], layer: str, query: Query) -> Select[Any]:
    """A statement over entries, limited to those that match a query, in its order."""
    table = schema.entries.c
    statement = match_entries(statement, layer, query)
    if query.latest:
        return statement.order_by(table.last_published.desc().nulls_last(), table.id)
    if layer in NAME_LAYERS:
        return statement.order_by(table.facts.desc(), table.label, table.id)
    if query.newest:
        return statement.order_by(table.earliest.desc().nulls_last(), table.id)
    return statement.order_by(table.earliest.asc().nulls_last(), table.id)


def find_ids(connection: Connection, layer: str, query: Query) -> tuple[str, ...]:
    """The ids of all entries of a layer that match a query, in its order, whatever its limit."""
    return tuple(connection.scalars(order_entries(select(schema.entries.c.id), layer, query)))


def find_latest(
    connection: Connection, layers: Sequence[str], query: Query
) -> dict[str, list[str]]:
    """Of each of these layers of facts the ids of those that name somebody, told last first.

    Names and days are as the query says, and so is how many of each; all are looked for at once.
    """
    table = schema.entries.c
    told = (table.last_published.desc().nulls_last(), table.id)
    place = func.row_number().over(partition_by=table.layer, order_by=told).label("place")
    naming = (
        table.id.in_(_entries_naming(layers, wanted, slots)) for wanted, slots in find_named(query)
    )
    found = (
        select(table.id, table.layer, place)
        .where(*_days(query, table.earliest, table.latest), *naming)
        .subquery()
    )
    statement = (
        select(found.c.id, found.c.layer)
        .where(found.c.place <= query.limit)
        .order_by(found.c.layer, found.c.place)
    )
    groups: dict[str, list[str]] = {layer: [] for layer in layers}
    for id_, layer in connection.execute(statement):
        groups[layer].append(id_)
    return groups


def find_called(connection: Connection, name: str, most: int) -> dict[str, list[EntryRow]]:
    """The entries that a name or a part of one means: so many of each layer, by use."""
    table = schema.entries.c
    place = func.row_number().over(
        partition_by=table.layer, order_by=(table.facts.desc(), table.label, table.id)
    )
    matches = select(table.id, place.label("place")).where(table.id.in_(names_like(name)))
    found = matches.subquery()
    statement = (
        select(schema.entries)
        .join(found, found.c.id == table.id)
        .where(found.c.place <= most)
        .order_by(table.layer, found.c.place)
    )
    groups: dict[str, list[EntryRow]] = {}
    for row in connection.execute(statement).mappings().all():
        groups.setdefault(row["layer"], []).append(EntryRow(**row))
    return groups


def match_entries(statement: Select[Any], layer: str, query: Query) -> Select[Any]:
    """A statement over entries, limited to those of a layer that match a query."""
    table = schema.entries.c
    named = find_named(query)
    by_facts = bool(named) and layer not in NAME_LAYERS
    few = by_facts or any(layer_of(wanted) in NAME_LAYERS for wanted, _ in named)
    # few entries are looked up one by one, not sought among all of a layer
    statement = statement.where((table.layer + "" if few else table.layer) == layer)
    if query.kind:
        statement = statement.where(table.kind == query.kind)
    if query.status:
        statement = statement.where(table.status == query.status)
    if query.words:
        statement = statement.where(table.label.contains(query.words, autoescape=True))
    statement = statement.where(*_days(query, table.earliest, table.latest))
    for wanted, slots in named:
        matches = _entries_naming((layer,), wanted, slots) if by_facts else names_like(wanted)
        statement = statement.where(table.id.in_(matches))
    return statement


def _days(query: Query, earliest: Any, latest: Any) -> list[Any]:
    """Conditions that a time touches the days asked for; the undated touch none."""
    conditions = []
    if query.since:
        conditions.append(func.coalesce(latest, earliest) >= query.since)
    if query.until:
        conditions.append(earliest <= query.until)
    return conditions


def wanted_releases(query: Query) -> list[Any]:
    """Conditions on the day and the source of a release."""
    table, versions = schema.releases.c, schema.versions
    conditions = _days(query, table.published, table.published)
    if query.source:
        documents = select(schema.documents.c.id).where(source_column() == query.source)
        own = select(versions.c.id).where(versions.c.document_id.in_(documents))
        conditions.append(table.version_id.in_(own))
    return conditions


def find_named(query: Query) -> list[tuple[str, tuple[str, ...]]]:
    """The names that a query asks for, each with the slots in which it is to stand."""
    wanted = (
        (query.body, BODY_SLOTS),
        (query.person, PERSON_SLOTS),
        (query.place, ("place",)),
        (query.name, ()),
    )
    return [(name, slots) for name, slots in wanted if name]


def names_like(wanted: str) -> Select[Any]:
    """Entries that a name, a part of one, a form of one or an id means."""
    names, forms = schema.names.c, schema.forms.c
    if layer_of(wanted) in NAME_LAYERS:
        return select(names.entry).where(or_(names.entry == wanted, names.own == wanted))
    folded = fold_text(wanted)
    return select(names.entry).where(
        or_(
            names.key.contains(folded, autoescape=True),
            names.id.in_(select(forms.name_id).where(forms.form == folded)),
        )
    )


def _entries_naming(layers: Sequence[str], wanted: str, slots: tuple[str, ...]) -> Select[Any]:
    names, claims, facts = schema.names, schema.claims, schema.facts
    statement = (
        select(facts.c.entry)
        .join(claims, claims.c.fact_id == facts.c.id)
        .join(names, names.c.id == claims.c.name_id)
        .where(
            names.c.entry.in_(names_like(wanted)),
            facts.c.recorded_to.is_(None),
            (facts.c.layer + "").in_(layers),
        )
    )
    return statement.where(claims.c.slot.in_(slots)) if slots else statement
