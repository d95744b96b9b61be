"""When a document's bytes were found as they are, as told by a site, a web archive, or the clock.

A *sighting* is a moment at which a document had other bytes than before. A page that went back
to what it had been has three sightings and two captures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
)

from onrecord.register.schema import captures, documents, metadata

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("headers", Text),
    Column("recorded_at", String, nullable=False),
    Index("sightings_by_document", "document_id", "at"),
)

Headers = tuple[tuple[str, str], ...]
Turn = Literal["known", "older", "next"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A moment at which a document had other bytes, with all that is kept of them.

    `headers` are those of the answer, None where there was none; `said` is what the source
    said beside the bytes.
    """

    id: int
    document: str
    address: str
    at: str
    digest: str
    media: str
    said: dict[str, str]
    headers: Headers | None


def note_sighting(
    connection: Connection,
    document: int,
    capture: int,
    moment: str,
    at: str | None = None,
    headers: Headers | None = None,
) -> None:
    """Note that a document had the bytes of a capture `at` a moment, else at the present one.

    Nothing is noted where it had the same bytes already.
    """
    table, seen = sightings.c, at or moment
    before = (
        select(table.capture_id)
        .where(table.document_id == document, table.at <= seen)
        .order_by(table.at.desc(), table.id.desc())
        .limit(1)
    )
    if connection.scalar(before) == capture:
        return
    told = json.dumps(headers) if headers is not None else None
    row = {"document_id": document, "capture_id": capture, "at": seen, "headers": told}
    connection.execute(insert(sightings).values(**row, recorded_at=moment))


def find_turn(
    connection: Connection, name: str, at: str, digest: str, *, alone: bool = True
) -> Turn:
    """How bytes stand to what a document had: known as of that moment, older, or what follows.

    They are `alone` where nothing of the time before them waits to be noted.
    """
    rows = connection.execute(
        select(sightings.c.at, captures.c.digest)
        .join(captures, captures.c.id == sightings.c.capture_id)
        .join(documents, documents.c.id == sightings.c.document_id)
        .where(documents.c.name == name)
        .order_by(sightings.c.at, sightings.c.id)
    ).all()
    before = [row.digest for row in rows if row.at <= at]
    same = alone and before[-1:] == [digest]
    if same or (at, digest) in {(row.at, row.digest) for row in rows}:
        return "known"
    return "older" if rows and at < rows[-1].at else "next"


def each_sighting(connection: Connection) -> Iterator[Sighting]:
    """All sightings in order of time."""
    rows = connection.execute(
        select(
            sightings.c.id, documents.c.name, documents.c.address, sightings.c.at,
            captures.c.digest, captures.c.media, captures.c.said, sightings.c.headers,
        )
        .join(captures, captures.c.id == sightings.c.capture_id)
        .join(documents, documents.c.id == sightings.c.document_id)
        .order_by(sightings.c.at, sightings.c.id)
    )  # fmt: skip
    for row in rows:
        said = json.loads(row.said or "{}")
        headers = tuple((n, v) for n, v in json.loads(row.headers)) if row.headers else None
        yield Sighting(row.id, row.name, row.address, row.at, row.digest, row.media, said, headers)
