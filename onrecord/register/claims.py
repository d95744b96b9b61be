"""Writing names, facts and claims of one version of a document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Insert, Table, delete, insert, select, update

from onrecord.model.fact import Facts
from onrecord.model.reading import Reading
from onrecord.model.text import Page
from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.rows import ClaimRow, FactRow, NameRow, make_facts, make_names


@dataclass(slots=True)
class Touched:
    """What a write may have changed: names, facts, (layer, start) of facts, versions."""

    names: set[int] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    starts: set[tuple[str, str]] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Place:
    """Where facts are written: a version, its releases' rows in order, and the moment."""

    version: int
    releases: tuple[int, ...]
    page: Page
    moment: str


def replace_facts(
    connection: Connection, place: Place, reading: Reading, facts: Facts, touched: Touched
) -> None:
    """Make the facts of a version those given; ones that are found again stay as they are."""
    rows = make_facts(reading, facts)
    names = make_names(reading, rows)
    ids = {local: _upsert_name(connection, name) for local, name in names.items()}
    _replace_mentions(connection, place.version, names, ids)
    touched.names.update(ids.values())
    kept = _find_kept(connection, place.version, {row.own: _signature(row, ids) for row in rows})
    close_facts(connection, place.version, place.moment, touched, kept=kept.values())
    for row in rows:
        if row.own in kept:
            _move_fact(connection, kept[row.own], place.releases[row.release])
        else:
            _insert_fact(connection, place, row, ids, touched)


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


def _move_fact(connection: Connection, number: int, release: int) -> None:
    table = schema.facts
    connection.execute(update(table).where(table.c.id == number).values(release_id=release))


def _upsert_name(connection: Connection, name: NameRow) -> int:
    """The row of a name; of labels that differ in case or accents only, the richer one stays."""
    table = schema.names
    found = connection.execute(
        select(table.c.id, table.c.label).where(table.c.type == name.type, table.c.key == name.key)
    ).first()
    if found is None:
        return insert_row(
            connection,
            insert(table).values(
                type=name.type, key=name.key, label=name.label, own=name.own, entry=name.own
            ),
        )
    label = max(found.label, name.label)
    if label != found.label:
        connection.execute(update(table).where(table.c.id == found.id).values(label=label))
    return int(found.id)


def _replace_mentions(
    connection: Connection, version: int, names: Mapping[str, NameRow], ids: Mapping[str, int]
) -> None:
    for table in (schema.mentions, schema.forms):
        connection.execute(delete(table).where(table.c.version_id == version))
    mentions = {
        (ids[local], span.start, span.end)
        for local, name in names.items()
        for span in name.mentions
    }
    forms = {(ids[local], form) for local, name in names.items() for form in name.forms}
    _insert_many(
        connection,
        schema.mentions,
        (
            {"version_id": version, "name_id": name, "start": start, "end": end}
            for name, start, end in sorted(mentions)
        ),
    )
    _insert_many(
        connection,
        schema.forms,
        ({"version_id": version, "name_id": name, "form": form} for name, form in sorted(forms)),
    )


def _insert_many(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


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


def _insert_fact(
    connection: Connection, place: Place, row: FactRow, ids: Mapping[str, int], touched: Touched
) -> None:
    number = insert_row(
        connection,
        insert(schema.facts).values(
            own=row.own,
            version_id=place.version,
            release_id=place.releases[row.release],
            layer=row.layer,
            kind=row.kind,
            status=row.status,
            start=row.start,
            end=row.end,
            earliest=_day(row.start, earliest_day),
            latest=_day(row.end or row.start, latest_day),
            published=place.page.releases[row.release].published,
            evidence_start=row.evidence.start,
            evidence_end=row.evidence.end,
            rule=row.rule,
            confidence=row.confidence,
            recorded_from=place.moment,
            entry=row.own,
        ),
    )
    _insert_many(connection, schema.claims, (_claim(number, c, ids) for c in row.claims))
    touched.facts.add(number)
    touched.starts.add((row.layer, row.start or ""))


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
