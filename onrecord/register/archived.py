"""Documents as their bytes are kept, for reading them again; and what another reading changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids


@dataclass(frozen=True, slots=True)
class Archived:
    """A document: where it was found, the hash of its last bytes, and what its source said."""

    name: str
    address: str
    digest: str
    media: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactCounts:
    """How many facts are told anew, no longer, and just as before."""

    added: int = 0
    closed: int = 0
    same: int = 0

    def plus(self, other: FactCounts) -> FactCounts:
        """Both together."""
        return FactCounts(
            self.added + other.added, self.closed + other.closed, self.same + other.same
        )


def load_documents(connection: Connection) -> list[Archived]:
    """All documents by name.

    Of those that were kept without what their source said, the day and institution are those
    that their release has.
    """
    documents, captures, releases = schema.documents, schema.captures, schema.releases
    published = (
        select(func.max(releases.c.published))
        .where(releases.c.version_id == documents.c.version_id, releases.c.main)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            documents.c.name, documents.c.address, documents.c.digest, documents.c.institution,
            captures.c.media, captures.c.said, published.label("published"),
        )
        .join(
            captures,
            (captures.c.document_id == documents.c.id) & (captures.c.digest == documents.c.digest),
        )
        .order_by(documents.c.name)
    )  # fmt: skip
    return [
        Archived(row.name, row.address, row.digest, row.media, _said(row)) for row in rows.all()
    ]


def _said(row: object) -> Mapping[str, str]:
    said: str | None = row.said  # type: ignore[attr-defined]
    if said is not None:
        return dict(json.loads(said))
    told = {"published": row.published, "institution": row.institution}  # type: ignore[attr-defined]
    return {name: value for name, value in told.items() if value}


def count_facts_since(connection: Connection, versions: Iterable[int], since: str) -> FactCounts:
    """What the facts of these versions have become since a moment."""
    table = schema.facts.c
    began, ended = table.recorded_from >= since, table.recorded_to >= since
    present = table.recorded_to.is_(None)
    total = FactCounts()
    for chunk in chunk_ids(versions):
        row = connection.execute(
            select(
                func.sum(case((began & present, 1), else_=0)),
                func.sum(case((ended & ~began, 1), else_=0)),
                func.sum(case((present & ~began, 1), else_=0)),
            ).where(table.version_id.in_(chunk))
        ).one()
        total = total.plus(FactCounts(*(int(count or 0) for count in row)))
    return total
