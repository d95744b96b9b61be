"""Releases as a reader sees them: rows for lists, and one whole with its facts and names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, and_, func, select

from onrecord.errors import NotFoundError
from onrecord.register import schema
from onrecord.register.attachments import load_attachments
from onrecord.register.evidence import load_facts
from onrecord.register.removed import load_history
from onrecord.register.views import MentionView, ReleaseRow, ReleaseView, VersionRow

OPENING_LENGTH = 240  # characters of a release shown in lists


def select_rows() -> Select[Any]:
    """The statement behind lists of releases; conditions and order are the caller's."""
    releases, versions, documents = schema.releases, schema.versions, schema.documents
    opening = func.substr(versions.c.text, releases.c.body_start + 1, OPENING_LENGTH)
    return (
        select(
            releases.c.id,
            releases.c.own,
            releases.c.headline,
            releases.c.published,
            releases.c.main,
            documents.c.name.label("document"),
            documents.c.institution,
            opening.label("opening"),
            select_removed().label("removed"),
        )
        .join(versions, versions.c.id == releases.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
    )


def make_row(row: Any, passage: tuple[str, ...] = ()) -> ReleaseRow:
    """A row of `select_rows` as the reader gives it."""
    return ReleaseRow(
        id=row.own,
        document=row.document,
        headline=row.headline,
        published=row.published,
        institution=row.institution,
        main=row.main,
        opening=" ".join(row.opening.split()),
        passage=passage,
        removed=row.removed,
    )


def select_removed() -> ScalarSelect[str]:
    """Since when a document's page is gone from its site; null where it is there."""
    table = schema.removals.c
    gone = (table.document_id == schema.documents.c.id) & table.returned.is_(None)
    statement = select(table.since).where(gone).order_by(table.since).limit(1)
    return statement.correlate(schema.documents).scalar_subquery()


def load_release(connection: Connection, identifier: str) -> ReleaseView:
    """A release of the present or a former version, by its id.

    Raises `NotFoundError` where there is none.
    """
    releases, versions = schema.releases, schema.versions
    row = connection.execute(
        select_rows()
        .add_columns(
            releases.c.start,
            releases.c.end,
            releases.c.body_start,
            releases.c.current,
            releases.c.version_id,
            versions.c.hash,
            versions.c.text,
            versions.c.recorded_from,
            versions.c.document_id,
            schema.documents.c.address,
            schema.documents.c.digest,
        )
        .where(releases.c.own == identifier)
        .order_by(releases.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFoundError(f"{identifier}: the register has no release of that id")
    own = and_(schema.facts.c.version_id == row.version_id, schema.facts.c.release_id == row.id)
    facts = load_facts(connection, own, current=row.current)
    return ReleaseView(
        row=make_row(row),
        text=row.text[row.start : row.end],
        start=row.start,
        end=row.end,
        body_start=row.body_start,
        version=row.hash,
        address=row.address,
        digest=row.digest,
        recorded_from=row.recorded_from,
        current=row.current,
        facts=tuple(facts),
        mentions=_load_mentions(connection, row),
        versions=_load_versions(connection, row.document_id),
        siblings=_load_siblings(connection, row),
        attachments=load_attachments(connection, row.version_id),
        removals=tuple(load_history(connection, row.document)),
    )


def _load_mentions(connection: Connection, row: Any) -> tuple[MentionView, ...]:
    mentions, names = schema.mentions, schema.names
    found = connection.execute(
        select(mentions.c.start, mentions.c.end, names.c.entry, names.c.label, names.c.type)
        .join(names, names.c.id == mentions.c.name_id)
        .where(
            mentions.c.version_id == row.version_id,
            mentions.c.start >= row.start,
            mentions.c.end <= row.end,
        )
        .order_by(mentions.c.start, mentions.c.end.desc())
    )
    return tuple(MentionView(**mention) for mention in found.mappings())


def _load_versions(connection: Connection, document: int) -> tuple[VersionRow, ...]:
    """Every version of a document, oldest first, with the ids of its releases."""
    versions, releases = schema.versions, schema.releases
    rows = connection.execute(
        select(versions, releases.c.own)
        .outerjoin(releases, releases.c.version_id == versions.c.id)
        .where(versions.c.document_id == document)
        .order_by(versions.c.id, releases.c.start)
    ).all()
    ids: dict[int, list[str]] = {row.id: [] for row in rows}
    for row in rows:
        if row.own and row.own not in ids[row.id]:
            ids[row.id].append(row.own)
    by_id = {row.id: row for row in rows}
    return tuple(
        VersionRow(v.hash, v.recorded_from, v.recorded_to, tuple(ids[v.id])) for v in by_id.values()
    )


def _load_siblings(connection: Connection, row: Any) -> tuple[ReleaseRow, ...]:
    """The other releases on the same page, in the order of the text."""
    releases = schema.releases.c
    found = connection.execute(
        select_rows()
        .where(
            releases.version_id == row.version_id,
            releases.id != row.id,
            releases.current == row.current,
        )
        .order_by(releases.start)
    )
    return tuple(make_row(sibling) for sibling in found)
