"""Captures of documents: their bytes by hash, what their source said, when they were found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from onrecord.register import schema
from onrecord.register.claims import add_row
from onrecord.register.sightings import Found, Headers, note_sighting


@dataclass(frozen=True, slots=True)
class Source:
    """What is kept of a capture: its document's name and address, its bytes' hash and type.

    `said` is what the source says beside the bytes, by the names of a capture's fields. `at` is
    the moment at which a site or archive had them, `asked` the address that gave them, with the
    `headers` of its answer; `again` says that they are read again from where they are kept.
    """

    name: str
    address: str
    digest: str
    media: str
    institution: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    at: str | None = None
    asked: str | None = None
    headers: Headers | None = None
    again: bool = False


def record_capture(
    connection: Connection, document: int, source: Source, moment: str, *, fresh: bool
) -> None:
    """Keep the bytes' hash, and when they were found; those of a `fresh` document are its first."""
    capture = None if fresh else _find_capture(connection, document, source.digest)
    if capture is None:
        row = {
            "document_id": document,
            "digest": source.digest,
            "media": source.media,
            "recorded_at": moment,
            "said": json.dumps(source.said),
        }
        capture = add_row(connection, schema.captures, row)
    if not source.again:
        found = Found(source.at or moment, source.asked, source.headers)
        note_sighting(connection, document, capture, found, moment)


def keep_older(connection: Connection, source: Source, moment: str) -> None:
    """Keep what a document had before the bytes that it was read from; they are not read."""
    documents = schema.documents.c
    document = connection.execute(select(documents.id).where(documents.name == source.name)).one()
    record_capture(connection, document.id, source, moment, fresh=False)


def _find_capture(connection: Connection, document: int, digest: str) -> int | None:
    table = schema.captures.c
    same = (table.document_id == document) & (table.digest == digest)
    return connection.scalar(select(table.id).where(same))


def find_seen(connection: Connection, document: int, source: Source) -> str | None:
    """Since when a site had a text; one that is read again was there when it was read before."""
    if not source.again:
        return source.at
    versions = schema.versions.c
    same = (versions.document_id == document) & (versions.digest == source.digest)
    return connection.scalar(
        select(versions.seen_from).where(same).order_by(versions.id.desc()).limit(1)
    )
