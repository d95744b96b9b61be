"""Twins: pages that tell what another page tells, at another address; one document is kept."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select

from onrecord.model.text import Page
from onrecord.register import schema
from onrecord.register.captured import Source
from onrecord.register.sameness import fold_passage, fold_release

LEAST_LENGTH = 120  # characters of the shortest text by which pages are known for twins
MOST_COMPARED = 20  # documents with the same headline of the same day that are looked at

Telling = tuple[str, str, str]


def find_double(connection: Connection, source: Source, page: Page) -> int | None:
    """The document with the releases that a page is for: same headline, day and words.

    None of a page that is held under its own name already, and of pages with little text.
    Twins have the same institution, where one is told.
    """
    documents = schema.documents.c
    held = select(documents.id).where(documents.name == source.name)
    told = list(_tell_page(page))
    if not told or connection.scalar(held) is not None:
        return None
    for document, version, text in _iter_candidates(connection, source, told[0]):
        if list(_tell_version(connection, version, text)) == told:
            return document
    return None


def _tell_page(page: Page) -> Iterator[Telling]:
    """What a page is for; nothing where a release lacks headline or day, or has little text."""
    told = [
        (one.headline.text, one.published, page.text[one.body_start : one.end])
        for one in page.releases
        if one.main and one.headline and one.published
    ]
    whole = len(told) == sum(one.main for one in page.releases)
    if whole and all(len(text) >= LEAST_LENGTH for _, _, text in told):
        yield from ((fold_passage(head), day, fold_release(text)) for head, day, text in told)


def _iter_candidates(
    connection: Connection, source: Source, told: Telling
) -> Iterator[tuple[int, int, str]]:
    releases, versions, documents = schema.releases.c, schema.versions.c, schema.documents.c
    rows = connection.execute(
        select(documents.id, versions.id, versions.text, releases.headline)
        .join(schema.versions, versions.id == documents.version_id)
        .join(schema.releases, releases.version_id == versions.id)
        .where(releases.current, releases.main, releases.published == told[1])
        .where(documents.institution.is_not_distinct_from(source.institution))
        .order_by(documents.id)
    )
    same = (row for row in rows if fold_passage(row.headline or "") == told[0])
    for _, row in zip(range(MOST_COMPARED), same, strict=False):
        yield row[0], row[1], row[2]


def _tell_version(connection: Connection, version: int, text: str) -> Iterator[Telling]:
    table = schema.releases.c
    rows = connection.execute(
        select(schema.releases)
        .where(table.version_id == version, table.main, table.current)
        .order_by(table.number)
    )
    for row in rows:
        body = text[row.body_start : row.end]
        yield fold_passage(row.headline or ""), row.published or "", fold_release(body)


def keep_twin(
    connection: Connection, source: Source, document: int | None, rules: str, moment: str
) -> None:
    """Note that a page is a twin of a document; with None, that it is a twin no longer."""
    table = schema.twins
    connection.execute(delete(table).where(table.c.name == source.name))
    if document is None:
        return
    unreadable = schema.unreadable
    connection.execute(delete(unreadable).where(unreadable.c.name == source.name))
    connection.execute(
        insert(table).values(
            name=source.name, address=source.address, document_id=document,
            digest=source.digest, rules=rules, recorded_at=moment,
        )
    )  # fmt: skip
