"""When a document's bytes were found as they are, as told by a site, a web archive, or the clock.

A *sighting* is a moment at which a document had other bytes than before. A page that went back
to what it had been has three sightings and two captures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

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
    tuple_,
)

from onrecord.register.schema import captures, documents, metadata

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("capture_id", ForeignKey("captures.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("asked", Text),
    Column("headers", Text),
    Column("recorded_at", String, nullable=False),
    Index("sightings_by_document", "document_id", "at"),
    Index("sightings_by_time", "at"),
)

Headers = tuple[tuple[str, str], ...]
Turn = Literal["known", "older", "next"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A moment at which a document had other bytes, with all that is kept of them.

    `asked` is the address that gave them and `headers` those of the answer, None where there
    was none; `said` is what the source said beside the bytes.
    """

    id: int
    document: str
    address: str
    at: str
    digest: str
    media: str
    said: dict[str, str]
    asked: str | None
    headers: Headers | None


@dataclass(frozen=True, slots=True)
class Found:
    """When bytes were found, which address gave them, and the headers of its answer."""

    at: str
    asked: str | None = None
    headers: Headers | None = None


def note_sighting(
    connection: Connection, document: int, capture: int, found: Found, moment: str
) -> None:
    """Note that the bytes of a capture were found in the place of a document.

    Nothing is noted where it had the same bytes already.
    """
    table = sightings.c
    before = (
        select(table.capture_id)
        .where(table.document_id == document, table.at <= found.at)
        .order_by(table.at.desc(), table.id.desc())
        .limit(1)
    )
    if connection.scalar(before) == capture:
        return
    connection.execute(
        insert(sightings).values(
            document_id=document, capture_id=capture, at=found.at, asked=found.asked,
            headers=json.dumps(found.headers) if found.headers is not None else None,
            recorded_at=moment,
        )
    )  # fmt: skip


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


def page_sightings(
    connection: Connection, after: tuple[str, int], limit: int
) -> tuple[list[Sighting], tuple[str, int] | None]:
    """Sightings in order of time after a moment and number, and where to go on, if anywhere."""
    rows = connection.execute(
        select(
            sightings.c.id, documents.c.name, documents.c.address, sightings.c.at,
            captures.c.digest, captures.c.media, captures.c.said, sightings.c.asked,
            sightings.c.headers,
        )
        .join(captures, captures.c.id == sightings.c.capture_id)
        .join(documents, documents.c.id == sightings.c.document_id)
        .where(tuple_(sightings.c.at, sightings.c.id) > after)
        .order_by(sightings.c.at, sightings.c.id)
        .limit(limit)
    ).all()  # fmt: skip
    found = [_make_sighting(row) for row in rows]
    return found, (found[-1].at, found[-1].id) if len(found) == limit else None


def _make_sighting(row: Any) -> Sighting:
    headers = tuple((name, value) for name, value in json.loads(row.headers or "[]"))
    return Sighting(
        row.id, row.name, row.address, row.at, row.digest, row.media, json.loads(row.said or "{}"),
        row.asked, headers if row.headers else None,
    )  # fmt: skip
