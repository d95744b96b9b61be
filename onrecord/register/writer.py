"""Writing documents: a version's facts replace what the register held of that document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from onrecord.model.fact import Facts
from onrecord.model.identity import derive_id
from onrecord.model.reading import Reading
from onrecord.model.text import Page, Unreadable
from onrecord.register import schema, search
from onrecord.register.attachments import keep_attachments
from onrecord.register.captured import Source, find_seen, record_capture
from onrecord.register.claims import (
    Place,
    Touched,
    add_row,
    close_facts,
    replace_facts,
)
from onrecord.register.sameness import is_same
from onrecord.register.tellings import load_releases, tell_page

Outcome = Literal["new", "changed", "reread", "unchanged"]


@dataclass(frozen=True, slots=True)
class Known:
    """A document as the register holds it: the bytes and the rules it was last read with."""

    digest: str
    rules: str


def load_known(connection: Connection) -> dict[str, Known]:
    """Every document that the register holds, and every twin of one, by name."""
    columns, twins = schema.documents.c, schema.twins.c
    digest = func.coalesce(columns.seen, columns.digest)
    rows = [
        *connection.execute(select(twins.name, twins.digest, twins.rules)),
        *connection.execute(select(columns.name, digest, columns.rules)),
    ]
    return {name: Known(digest, rules) for name, digest, rules in rows}


def record_unreadable(connection: Connection, failure: Unreadable, moment: str) -> None:
    """List a document that could not be read, with the reason; an older reason gives way."""
    table = schema.unreadable
    connection.execute(delete(table).where(table.c.name == failure.name))
    connection.execute(
        insert(table).values(
            name=failure.name,
            address=failure.address,
            reason=failure.reason,
            remedy=failure.remedy,
            recorded_at=moment,
        )
    )


def write_document(
    connection: Connection,
    source: Source,
    reading: Reading,
    facts: Facts,
    *,
    rules: str,
    moment: str,
    touched: Touched,
) -> Outcome:
    """Keep what one document says; the same text read by the same rules changes nothing.

    A new text is a new version and closes the old one's facts; the same text read by other
    rules keeps the facts that are still found, closes the rest and adds the new ones. New bytes
    whose releases say the same in the same words are kept, and nothing else is changed.
    """
    document, old = _find_document(connection, source, rules)
    record_capture(connection, document, source, moment, fresh=old is None)
    connection.execute(_READABLE, {"wanted": source.name})
    version = _current_version(connection, document) if old else None
    page = reading.page
    if version is not None and old is not None:
        before = _Before(document, *version, old)
        if _is_known(connection, before, page, source, rules):
            keep_attachments(connection, version[0], page, moment)
            return "unchanged"
    same_text = version is not None and version[1] == page.version
    if version is not None and same_text:
        number = version[0]
        _retire_releases(connection, number)
    else:
        if version is not None:
            _close_version(connection, version[0], moment, touched)
        number = _insert_version(connection, document, page, moment, source)
    touched.versions.add(number)
    keep_attachments(connection, number, page, moment)
    releases = tuple(_insert_releases(connection, number, page))
    former = version[0] if version and not same_text else None
    place = Place(number, releases, page, moment, not same_text, former)
    replace_facts(connection, place, reading, facts, touched)
    if old is None:
        return "new"
    return "reread" if same_text else "changed"


def _find_document(connection: Connection, source: Source, rules: str) -> tuple[int, Known | None]:
    table = schema.documents
    row = connection.execute(_DOCUMENT, {"wanted": source.name}).first()
    values = {
        "address": source.address,
        "institution": source.institution,
        "digest": source.digest,
        "rules": rules,
        "seen": None,
    }
    if row is None:
        return add_row(connection, table, {"name": source.name, **values}), None
    connection.execute(update(table).where(table.c.id == row.id).values(**values))
    return row.id, Known(row.digest, row.rules)


_DOCUMENT = select(
    schema.documents.c.id, schema.documents.c.digest, schema.documents.c.rules
).where(schema.documents.c.name == bindparam("wanted"))
_READABLE = delete(schema.unreadable).where(schema.unreadable.c.name == bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class _Before:
    """A document as it was held: its row, the row and hash of its text, how it was read."""

    document: int
    version: int
    hash: str
    known: Known


def _is_known(
    connection: Connection, before: _Before, page: Page, source: Source, rules: str
) -> bool:
    """Whether the same rules have read the same text; else its words set otherwise.

    The bytes that the text was read from then stay the document's, beside those seen last.
    """
    if before.known.rules != rules:
        return False
    if before.hash == page.version:
        connection.execute(_READ_FROM, {"row": before.version, "now": source.digest})
        return True
    versions, documents = schema.versions.c, schema.documents
    text = connection.execute(
        select(versions.text).where(versions.id == before.version)
    ).scalar_one()
    held = load_releases(connection, {before.version: text})[before.version]
    if before.known.digest == source.digest or not is_same(
        (release.told for release in held), tell_page(page)
    ):
        return False
    values = {"digest": before.known.digest, "seen": source.digest}
    connection.execute(update(documents).where(documents.c.id == before.document).values(**values))
    return True


def _current_version(connection: Connection, document: int) -> tuple[int, str] | None:
    table = schema.versions
    row = connection.execute(
        select(table.c.id, table.c.hash).where(
            table.c.document_id == document, table.c.recorded_to.is_(None)
        )
    ).first()
    return (row.id, row.hash) if row else None


def _insert_version(
    connection: Connection, document: int, page: Page, moment: str, source: Source
) -> int:
    furniture = [(name, span.start, span.end) for name, span in page.furniture]
    row = {
        "document_id": document,
        "hash": page.version,
        "text": page.text,
        "lang": page.lang,
        "derived": page.derived,
        "furniture": json.dumps(furniture),
        "recorded_from": moment,
        "digest": source.digest,
        "seen_from": find_seen(connection, document, source) or moment,
    }
    version = add_row(connection, schema.versions, row)
    connection.execute(_CURRENT, {"row": document, "now": version})
    return version


_CURRENT = (
    update(schema.documents)
    .where(schema.documents.c.id == bindparam("row"))
    .values(version_id=bindparam("now"))
)


_READ_FROM = (
    update(schema.versions)
    .where(schema.versions.c.id == bindparam("row"), schema.versions.c.digest != bindparam("now"))
    .values(digest=bindparam("now"))
)


def _close_version(connection: Connection, version: int, moment: str, touched: Touched) -> None:
    """Facts of the version stay as history; its releases leave lists and search."""
    _retire_releases(connection, version)
    close_facts(connection, version, moment, touched)
    touched.versions.add(version)
    table = schema.versions
    connection.execute(update(table).where(table.c.id == version).values(recorded_to=moment))


def _retire_releases(connection: Connection, version: int) -> None:
    table = schema.releases
    current = select(table.c.id).where(table.c.version_id == version, table.c.current)
    for release in connection.scalars(current).all():
        search.unindex_release(connection, release)
    connection.execute(update(table).where(table.c.version_id == version).values(current=False))


def _insert_releases(connection: Connection, version: int, page: Page) -> list[int]:
    ids = []
    for number, release in enumerate(page.releases):
        headline = release.headline.text if release.headline else None
        values = {
            "own": derive_id("release", page.name, page.version, number),
            "version_id": version,
            "number": number,
            "start": release.start,
            "end": release.end,
            "body_start": release.body_start,
            "headline": headline,
            "published": release.published,
            "main": release.main,
            "current": True,
        }
        ids.append(add_row(connection, schema.releases, values))
        search.index_release(connection, ids[-1])
    return ids
