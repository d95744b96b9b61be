"""What a register holds of the site, against what a perfect follower would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from onrecord.register import schema, visits
from onrecord.register.fetching import PAGE
from onrecord.register.removed import load_removals
from onrecord.register.store import open_engine
from tests.site.expected import Document, Expected, Telling

Kinds = Mapping[str, str | None]


@dataclass(frozen=True)
class Held:
    """A document of the register: its address below the site, and the texts of its versions."""

    name: str
    path: str
    versions: tuple[tuple[Telling, ...], ...]
    gone: bool


def find_defects(
    home: Path, base: str, expected: Expected, kinds: Kinds, day: date | None = None
) -> list[str]:
    """What a register holds otherwise than it should, a line for each.

    `kinds` says which alarm belongs to what is wrong with a day, None for no alarm. With `day`
    only the alarms of that day are compared.
    """
    engine = open_engine(home)
    with engine.connect() as connection:
        held = load_held(connection, base)
        found = [
            *_compare_documents(expected.documents, held),
            *_compare_failing(connection, base, expected),
            *_compare_alarms(connection, expected, kinds, day),
        ]
    engine.dispose()
    return found


def load_held(connection: Connection, base: str) -> list[Held]:
    """The documents of a register with all their versions, the oldest first."""
    table, removed = schema.documents.c, load_removals(connection)
    rows = connection.execute(select(table.id, table.name, table.address).order_by(table.name))
    return [
        Held(
            row.name,
            row.address.removeprefix(base),
            tuple(_load_versions(connection, row.id)),
            row.name in removed,
        )
        for row in rows
    ]


def _load_versions(connection: Connection, document: int) -> Iterator[tuple[Telling, ...]]:
    versions, releases = schema.versions.c, schema.releases.c
    own = select(versions.id, versions.text).where(versions.document_id == document)
    for version in connection.execute(own.order_by(versions.id)):
        rows = connection.execute(
            select(schema.releases)
            .where(releases.version_id == version.id)
            .order_by(releases.number)
        )
        yield tuple(
            Telling(
                row.headline,
                row.published or "",
                " ".join(version.text[row.body_start : row.end].split()),
            )
            for row in rows
        )


def _compare_documents(expected: Sequence[Document], held: Sequence[Held]) -> Iterator[str]:
    left = {one.path: one for one in held}
    yield from (f"{one.path}: {one.name} too" for one in held if left[one.path] is not one)
    for document in expected:
        ways = {document.path, document.address}
        own = [left.pop(path) for path in ways if path in left]
        if len(own) != 1:
            yield f"{document.path}: {len(own)} documents"
            continue
        yield from _compare_versions(document, own[0])
        if own[0].gone != (document.gone is not None):
            yield f"{document.path}: gone {own[0].gone}, should be {document.gone is not None}"
        if not own[0].name.startswith(f"{document.source}/"):
            yield f"{document.path}: of another source: {own[0].name}"
    yield from (f"{path}: a document too many ({one.name})" for path, one in left.items())


def _compare_versions(document: Document, own: Held) -> Iterator[str]:
    wanted = tuple(version.releases for version in document.versions)
    if own.versions != wanted:
        yield f"{document.path}: {len(own.versions)} versions, should be {len(wanted)}"
        for one, other in zip(own.versions, wanted, strict=False):
            if one != other:
                yield f"{document.path}: holds {one}, should be {other}"


def _compare_failing(connection: Connection, base: str, expected: Expected) -> Iterator[str]:
    table = visits.addresses.c
    rows = connection.execute(
        select(table.address, table.failing_since).where(
            table.failing_since.is_not(None), table.kind == PAGE
        )
    )
    held = {row.address.removeprefix(base): row.failing_since[:10] for row in rows}
    wanted = {one.path: str(one.since) for one in expected.failing}
    for path in sorted(held.keys() | wanted.keys()):
        if held.get(path) != wanted.get(path):
            yield f"{path}: failing since {held.get(path)}, should be {wanted.get(path)}"


def _compare_alarms(
    connection: Connection, expected: Expected, kinds: Kinds, day: date | None
) -> Iterator[str]:
    table = visits.alarms.c
    rows = connection.execute(select(table.source, table.kind, table.raised_at))
    held = {(row.raised_at[:10], row.source, row.kind) for row in rows}
    wanted = {
        (str(one.day), one.source, kinds[one.kind])
        for one in expected.alarms
        if kinds[one.kind] is not None
    }
    if day is not None:
        held = {one for one in held if one[0] == str(day)}
        wanted = {one for one in wanted if one[0] == str(day)}
    yield from (f"no alarm: {one}" for one in sorted(wanted - held, key=str))
    yield from (f"an alarm too many: {one}" for one in sorted(held - wanted, key=str))
