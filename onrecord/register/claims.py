"""Writing names, facts and claims of one version of a document."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    Connection,
    Insert,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from onrecord.model.fact import Facts
from onrecord.model.reading import Reading
from onrecord.model.text import Page
from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.carried import carry_facts
from onrecord.register.rows import ClaimRow, FactRow, NameRow, make_facts, make_names


@dataclass(slots=True)
class Touched:
    """What a write may have changed: names, facts, (layer, start) of facts, versions.

    `judged` are names of which a person has said, or taken back, that they are one or not.
    """

    names: set[int] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    starts: set[tuple[str, str]] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)
    judged: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Place:
    """Where facts are written: a version, its releases' rows in order, and the moment.

    `fresh` says that the version has just been made and tells nothing yet, `former` is the row
    of the version that it takes the place of.
    """

    version: int
    releases: tuple[int, ...]
    page: Page
    moment: str
    fresh: bool = False
    former: int | None = None


def replace_facts(
    connection: Connection, place: Place, reading: Reading, facts: Facts, touched: Touched
) -> None:
    """Make the facts of a version those given; ones that are found again stay as they are."""
    rows = make_facts(reading, facts)
    names = make_names(reading, rows)
    ids = _upsert_names(connection, names)
    _replace_mentions(connection, place, names, ids)
    touched.names.update(ids.values())
    rows = carry_facts(connection, place, rows, ids)
    kept = {} if place.fresh else _keep_facts(connection, place, rows, ids, touched)
    new = [row for row in rows if row.own not in kept]
    _insert_facts(connection, place, new, ids, touched)


def _keep_facts(
    connection: Connection,
    place: Place,
    rows: Iterable[FactRow],
    ids: Mapping[str, int],
    touched: Touched,
) -> dict[str, int]:
    """Keep the facts of a version that are found again, and close the others."""
    signatures = {row.own: _signature(row, ids) for row in rows}
    kept = _find_kept(connection, place.version, signatures)
    close_facts(connection, place.version, place.moment, touched, kept=kept.values())
    for row in rows:
        if row.own in kept:
            _move_fact(connection, kept[row.own], place.releases[row.release])
    return kept


def close_facts(
    connection: Connection,
    version: int,
    moment: str,
    touched: Touched,
    kept: Collection[int] = (),
) -> None:
    """End the validity of a version's facts at a moment, but for those kept."""
    table = schema.facts
    current = select(table.c.id, table.c.layer, table.c.start).where(
        table.c.version_id == version, table.c.recorded_to.is_(None), table.c.id.not_in(kept)
    )
    for fact in connection.execute(current).all():
        connection.execute(update(table).where(table.c.id == fact.id).values(recorded_to=moment))
        touched.facts.add(fact.id)
        touched.starts.add((fact.layer, fact.start or ""))


def insert_row(connection: Connection, statement: Insert) -> int:
    """Insert one row and give its number."""
    result = connection.execute(statement)
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def add_row(connection: Connection, table: Table, row: Mapping[str, object]) -> int:
    """Add one row to a table and give its number."""
    result = connection.execute(_prepare_insert(table), dict(row))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def _move_fact(connection: Connection, number: int, release: int) -> None:
    table = schema.facts
    connection.execute(update(table).where(table.c.id == number).values(release_id=release))


def _upsert_names(connection: Connection, names: Mapping[str, NameRow]) -> dict[str, int]:
    """The rows of names; of labels that differ in case or accents only, the richest one stays."""
    labels: dict[str, str] = {}
    for name in names.values():
        labels[name.own] = max(name.label, labels.get(name.own, name.label))
    known = connection.execute(_KNOWN_NAMES, {"owns": list(labels)}).all() if labels else []
    ids = {row.own: int(row.id) for row in known}
    richer = [
        {"row": row.id, "richer": labels[row.own]} for row in known if labels[row.own] > row.label
    ]
    if richer:
        connection.execute(_RELABEL, richer)
    new = {name.own: name for name in names.values() if name.own not in ids}
    ids |= zip(new, _free_ids(connection, schema.names, len(new)), strict=False)
    insert_many(
        connection,
        schema.names,
        (
            {
                "id": ids[name.own],
                "type": name.type,
                "key": name.key,
                "label": labels[name.own],
                "own": name.own,
                "entry": name.own,
            }
            for name in new.values()
        ),
    )
    return {local: ids[name.own] for local, name in names.items()}


_KNOWN_NAMES = select(schema.names.c.id, schema.names.c.own, schema.names.c.label).where(
    schema.names.c.own.in_(bindparam("owns", expanding=True))
)
_RELABEL = (
    update(schema.names)
    .where(schema.names.c.id == bindparam("row"))
    .values(label=bindparam("richer"))
)


def _free_ids(connection: Connection, table: Table, count: int) -> range:
    """So many numbers of rows that are not taken: nobody else writes in this transaction."""
    if not count:
        return range(0)
    first = (connection.execute(_LAST_IDS[table.name]).scalar() or 0) + 1
    return range(first, first + count)


_LAST_IDS = {table.name: select(func.max(table.c.id)) for table in (schema.names, schema.facts)}


def _replace_mentions(
    connection: Connection, place: Place, names: Mapping[str, NameRow], ids: Mapping[str, int]
) -> None:
    version = place.version
    if not place.fresh:
        for table in (schema.mentions, schema.forms):
            connection.execute(delete(table).where(table.c.version_id == version))
    mentions = {
        (ids[local], span.start, span.end)
        for local, name in names.items()
        for span in name.mentions
    }
    forms = {(ids[local], form) for local, name in names.items() for form in name.forms}
    insert_many(
        connection,
        schema.mentions,
        (
            {"version_id": version, "name_id": name, "start": start, "end": end}
            for name, start, end in sorted(mentions)
        ),
    )
    insert_many(
        connection,
        schema.forms,
        ({"version_id": version, "name_id": name, "form": form} for name, form in sorted(forms)),
    )


def insert_many(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows, if there are any."""
    values = list(rows)
    if values:
        connection.execute(_prepare_insert(table), values)


@functools.cache
def _prepare_insert(table: Table) -> Insert:
    """The statement that inserts into a table; made once, it is compiled once."""
    return insert(table)


Signature = tuple[object, ...]


def _signature(row: FactRow, ids: Mapping[str, int]) -> Signature:
    """All that makes two readings of one fact the same; the release's row is not part of it."""
    claims = frozenset(
        (c.slot, c.value, ids.get(c.entity or ""), c.span.start, c.span.end) for c in row.claims
    )
    evidence = (row.evidence.start, row.evidence.end)
    return (row.kind, row.status, row.start, row.end, *evidence, row.rule, row.confidence, claims)


def _find_kept(
    connection: Connection, version: int, wanted: Mapping[str, Signature]
) -> dict[str, int]:
    """The facts of a version that a new reading finds again just as they were: id and row."""
    table, claims = schema.facts, schema.claims
    kept = {}
    current = select(table).where(table.c.version_id == version, table.c.recorded_to.is_(None))
    for fact in connection.execute(current).all():
        if fact.own not in wanted:
            continue
        slots = connection.execute(select(claims).where(claims.c.fact_id == fact.id))
        held = frozenset((c.slot, c.value, c.name_id, c.start, c.end) for c in slots)
        evidence = (fact.evidence_start, fact.evidence_end)
        signature = (fact.kind, fact.status, fact.start, fact.end, *evidence)
        if (*signature, fact.rule, fact.confidence, held) == wanted[fact.own]:
            kept[fact.own] = int(fact.id)
    return kept


def _insert_facts(
    connection: Connection,
    place: Place,
    rows: Sequence[FactRow],
    ids: Mapping[str, int],
    touched: Touched,
) -> None:
    numbers = _free_ids(connection, schema.facts, len(rows))
    numbered = list(zip(numbers, rows, strict=True))
    insert_many(connection, schema.facts, (_fact(place, *pair) for pair in numbered))
    claims = (_claim(number, c, ids) for number, row in numbered for c in row.claims)
    insert_many(connection, schema.claims, claims)
    touched.facts.update(numbers)
    touched.starts.update((row.layer, row.start or "") for row in rows)


def _fact(place: Place, number: int, row: FactRow) -> dict[str, object]:
    return {
        "id": number,
        "own": row.own,
        "version_id": place.version,
        "release_id": place.releases[row.release],
        "layer": row.layer,
        "kind": row.kind,
        "status": row.status,
        "start": row.start,
        "end": row.end,
        "earliest": _day(row.start, earliest_day),
        "latest": _day(row.end or row.start, latest_day),
        "published": place.page.releases[row.release].published,
        "evidence_start": row.evidence.start,
        "evidence_end": row.evidence.end,
        "rule": row.rule,
        "confidence": row.confidence,
        "recorded_from": place.moment,
        "entry": row.own,
        "known_from": row.known_from,
    }


def _day(value: str | None, bound: Callable[[str], object]) -> str | None:
    return str(bound(value)) if value else None


def _claim(fact: int, claim: ClaimRow, ids: Mapping[str, int]) -> dict[str, object]:
    return {
        "fact_id": fact,
        "slot": claim.slot,
        "value": claim.value,
        "name_id": ids[claim.entity] if claim.entity else None,
        "start": claim.span.start,
        "end": claim.span.end,
    }
