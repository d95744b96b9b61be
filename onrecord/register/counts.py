"""How much there is of everything in a register."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from onrecord.register import schema
from onrecord.register.views import Counts


def load_counts(connection: Connection) -> Counts:
    """How many documents, releases and entries there are, and of which days."""
    entries, releases = schema.entries.c, schema.releases.c
    by_layer = connection.execute(select(entries.layer, func.count()).group_by(entries.layer)).all()
    days = connection.execute(
        select(func.count(), func.min(releases.published), func.max(releases.published)).where(
            releases.current
        )
    ).one()
    documents = connection.scalar(select(func.count()).select_from(schema.documents))
    failed = connection.scalar(select(func.count()).select_from(schema.unreadable))
    return Counts(
        documents=documents or 0,
        releases=days[0],
        unreadable=failed or 0,
        first_published=days[1],
        last_published=days[2],
        entries={row[0]: row[1] for row in by_layer},
    )
