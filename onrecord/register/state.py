"""Which state of a register something was taken from, and the releases it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, ScalarSelect, func, select

from onrecord.register import schema
from onrecord.register.coverage import find_snapshot
from onrecord.register.sightings import sightings
from onrecord.register.texts import select_removed

JOINER = "; "  # between several values of one column
DAY_LENGTH = 10  # characters of a moment
STAMP_LENGTH = 12  # characters of a hash that tell states apart


@dataclass(frozen=True, slots=True)
class State:
    """A state of a register: the same content has the same `stamp`, wherever it lies.

    `rules` are the versions of the rules by which its documents were read, `changed` is the
    last moment at which something was added or judged.
    """

    stamp: str
    rules: str
    changed: str | None


@dataclass(frozen=True, slots=True)
class SourceRelease:
    """A release of a present text: where it was found, and the hashes of its text and file."""

    id: str
    document: str
    institution: str | None
    published: str | None
    headline: str | None
    address: str
    version: str
    digest: str
    rules: str
    attachments: str | None = None
    removed: str | None = None


def find_state(connection: Connection) -> State:
    """The present state."""
    documents, judgements = schema.documents.c, schema.judgements.c
    rules = connection.scalars(select(documents.rules).distinct().order_by(documents.rules))
    judged = connection.execute(
        select(judgements.recorded_at, judgements.hash).order_by(judgements.number.desc()).limit(1)
    ).first()
    moments = [find_snapshot(connection), judged.recorded_at if judged else None]
    changed = max((moment for moment in moments if moment), default=None)
    told = "; ".join(rules)
    tables = (
        schema.captures, sightings, schema.removals, schema.facts, schema.claims, schema.links
    )  # fmt: skip
    ends = [connection.scalar(select(func.max(table.c.id))) for table in tables]
    back = connection.scalar(select(func.max(schema.removals.c.returned)))
    content = repr((told, changed, judged.hash if judged else None, ends, back))
    stamp = hashlib.sha256(content.encode()).hexdigest()[:STAMP_LENGTH]
    return State(stamp, told, changed)


def page_sources(
    connection: Connection, after: int, limit: int
) -> tuple[list[SourceRelease], int | None]:
    """Releases of present texts in the order in which they were recorded, and where to go on."""
    releases, versions, documents = schema.releases, schema.versions, schema.documents
    statement = (
        select(
            releases.c.id.label("place"),
            releases.c.own.label("id"),
            documents.c.name.label("document"),
            documents.c.institution,
            releases.c.published,
            releases.c.headline,
            documents.c.address,
            versions.c.hash.label("version"),
            documents.c.digest,
            documents.c.rules,
            _attached().label("attachments"),
            func.substr(select_removed(), 1, DAY_LENGTH).label("removed"),
        )
        .join(versions, versions.c.id == releases.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(releases.c.id > after, releases.c.current)
        .order_by(releases.c.id)
        .limit(limit)
    )
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    places = [row.pop("place") for row in rows]
    return [SourceRelease(**row) for row in rows], places[-1] if len(rows) == limit else None


def _attached() -> ScalarSelect[str]:
    """The addresses of what stands beside a release's text, in the order of the page."""
    table = schema.attachments.c
    present = (
        select(table.address)
        .where(table.version_id == schema.releases.c.version_id, table.recorded_to.is_(None))
        .order_by(table.number)
        .correlate(schema.releases)
        .subquery()
    )
    return select(func.group_concat(present.c.address, JOINER)).scalar_subquery()
