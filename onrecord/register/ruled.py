"""Rows of facts under people's rulings: as they are stored, loaded and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.claims import Touched, insert_row

MADE = ("value", "added")  # effects on rows that a person's word has made
HELD = ("withdrew", "replaced", "based", "confirmed")  # on rows of the machine's, which are kept
Mark = tuple[int, str, str]  # judgement, effect, slot


@dataclass(frozen=True, slots=True)
class Claim:
    """A value of a fact's slot as it is stored."""

    slot: str
    value: str | None
    name: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as it is stored, with the marks of the judgements behind it."""

    id: int
    own: str
    release: int
    layer: str
    kind: str
    status: str | None
    start: str | None
    end: str | None
    published: str | None
    evidence: tuple[int, int]
    rule: str
    confidence: float
    recorded_from: str
    recorded_to: str | None
    claims: tuple[Claim, ...]
    marks: frozenset[Mark]

    @property
    def made(self) -> bool:
        """Whether a person's word made it."""
        return any(effect in MADE for _, effect, _ in self.marks)

    @property
    def held(self) -> bool:
        """Whether it is the machine's and kept for a person's word."""
        return any(effect in HELD for _, effect, _ in self.marks)

    @property
    def sure(self) -> bool:
        """Whether a person confirmed it."""
        return any(effect == "confirmed" for _, effect, _ in self.marks)

    @property
    def said(self) -> tuple[object, ...]:
        """All that makes two rows say the same."""
        return (
            self.own, self.kind, self.status, self.start, self.end, self.evidence, self.rule,
            self.confidence, frozenset(self.claims), self.marks if self.made else None,
        )  # fmt: skip


@dataclass(slots=True)
class Page:
    """A document's present version, with all rows that were ever written of it."""

    version: int
    hash: str
    text: str
    name: str
    since: str
    moment: str
    rows: list[Row]
    releases: list[Any] = field(default_factory=list)

    def release_at(self, start: int) -> Any:
        """The release at a place in the text."""
        inside = [row for row in self.releases if row.start <= start < row.end]
        return (inside or self.releases)[0]


def load_pages(
    connection: Connection, touched: Touched, wanted: set[str], since: str, moment: str
) -> Iterable[Page]:
    """The pages written in a run whose documents are wanted, with all their rows."""
    versions, documents = schema.versions, schema.documents
    for number in sorted(touched.versions):
        row = connection.execute(
            select(versions.c.hash, versions.c.text, documents.c.name)
            .join(documents, documents.c.id == versions.c.document_id)
            .where(versions.c.id == number, versions.c.recorded_to.is_(None))
        ).first()
        if row is not None and row.name in wanted:
            rows = _load_rows(connection, number)
            releases = connection.execute(
                select(schema.releases)
                .where(schema.releases.c.version_id == number, schema.releases.c.current)
                .order_by(schema.releases.c.start)
            ).all()
            yield Page(number, row.hash, row.text, row.name, since, moment, rows, list(releases))


def _load_rows(connection: Connection, version: int) -> list[Row]:
    table = schema.facts.c
    facts = connection.execute(
        select(schema.facts).where(table.version_id == version).order_by(table.id)
    ).all()
    return [
        Row(
            row.id, row.own, row.release_id, row.layer, row.kind, row.status, row.start, row.end,
            row.published, (row.evidence_start, row.evidence_end), row.rule, row.confidence,
            row.recorded_from, row.recorded_to, _load_claims(connection, row.id),
            _load_marks(connection, row.id),
        )
        for row in facts
    ]  # fmt: skip


def _load_claims(connection: Connection, fact: int) -> tuple[Claim, ...]:
    table = schema.claims.c
    rows = connection.execute(
        select(table.slot, table.value, table.name_id, table.start, table.end)
        .where(table.fact_id == fact)
        .order_by(table.id)
    )
    return tuple(Claim(*row) for row in rows)


def _load_marks(connection: Connection, fact: int) -> frozenset[Mark]:
    table = schema.rulings.c
    rows = connection.execute(
        select(table.judgement, table.effect, table.slot).where(table.fact_id == fact)
    )
    return frozenset((row[0], row[1], row[2]) for row in rows)


def make_current(
    connection: Connection, page: Page, wanted: Sequence[Row], touched: Touched
) -> None:
    """Make the rows wanted the present ones: left, opened again or written; others are closed."""
    present = [row for row in page.rows if row.recorded_to is None]
    closed = [row for row in page.rows if row.recorded_to and row.recorded_to >= page.since]
    kept: set[int] = set()
    for row in wanted:
        same = [old for old in (*present, *closed) if old.said == row.said and old.id not in kept]
        same.sort(key=lambda old: (old.id != row.id, old.recorded_to is not None))
        if not same:
            kept.add(_write_row(connection, page, row, touched))
            continue
        kept.add(same[0].id)
        if same[0].recorded_to is not None:
            _open_row(connection, page, same[0], touched)
    for row in present:
        if row.id not in kept:
            _close_row(connection, page, row, touched)


def _write_row(connection: Connection, page: Page, row: Row, touched: Touched) -> int:
    release = page.release_at(row.evidence[0])
    number = insert_row(
        connection,
        insert(schema.facts).values(
            own=row.own,
            version_id=page.version,
            release_id=release.id,
            layer=row.layer,
            kind=row.kind,
            status=row.status,
            start=row.start,
            end=row.end,
            earliest=str(earliest_day(row.start)) if row.start else None,
            latest=str(latest_day(row.end or row.start or "")) if row.end or row.start else None,
            published=release.published,
            evidence_start=row.evidence[0],
            evidence_end=row.evidence[1],
            rule=row.rule,
            confidence=row.confidence,
            recorded_from=page.moment,
            entry=row.own,
        ),
    )
    claims = [
        {"fact_id": number, "slot": c.slot, "value": c.value, "name_id": c.name,
         "start": c.start, "end": c.end}
        for c in row.claims
    ]  # fmt: skip
    if claims:
        connection.execute(insert(schema.claims), claims)
    new = replace(row, id=number, marks=frozenset())
    mark_row(connection, new, row.marks if row.made else ())
    touched.facts.add(number)
    touched.starts.add((row.layer, row.start or ""))
    return number


def _open_row(connection: Connection, page: Page, row: Row, touched: Touched) -> None:
    table = schema.facts
    release = page.release_at(row.evidence[0]).id
    connection.execute(
        update(table).where(table.c.id == row.id).values(recorded_to=None, release_id=release)
    )
    touched.facts.add(row.id)
    touched.starts.add((row.layer, row.start or ""))


def _close_row(connection: Connection, page: Page, row: Row, touched: Touched) -> None:
    table = schema.facts
    connection.execute(update(table).where(table.c.id == row.id).values(recorded_to=page.moment))
    touched.facts.add(row.id)
    touched.starts.add((row.layer, row.start or ""))


def drop_row(connection: Connection, row: Row) -> None:
    """Remove a row that was written in this transaction and says what another says."""
    for table in schema.metadata.sorted_tables:
        if "fact_id" in table.c:
            connection.execute(delete(table).where(table.c.fact_id == row.id))
    connection.execute(delete(schema.facts).where(schema.facts.c.id == row.id))


def mark_row(connection: Connection, row: Row, marks: Iterable[Mark]) -> None:
    """Write down which judgements are behind a row that is stored."""
    new = sorted(set(marks) - row.marks)
    if new and row.id:
        values = [
            {"fact_id": row.id, "judgement": j, "effect": effect, "slot": slot}
            for j, effect, slot in new
        ]
        connection.execute(insert(schema.rulings), values)


def unmark_row(connection: Connection, row: Row, marks: Iterable[Mark]) -> None:
    """Take back that these judgements are behind a row."""
    table = schema.rulings
    for judgement, effect, _ in marks:
        connection.execute(
            delete(table).where(
                table.c.fact_id == row.id,
                table.c.judgement == judgement,
                table.c.effect == effect,
            )
        )
