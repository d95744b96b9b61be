"""What the register covers: its sources with their days, and the moment it was last added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.register import schema


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An institution (or the folder that its documents came from) and what is held of it."""

    name: str
    documents: int
    releases: int
    first_published: str | None
    last_published: str | None


def load_sources(connection: Connection) -> list[SourceRow]:
    """All sources, the one with most documents first."""
    documents, releases = schema.documents, schema.releases
    name = source_column()
    statement = (
        select(
            name.label("name"),
            func.count(documents.c.id.distinct()).label("documents"),
            func.count(releases.c.id).label("releases"),
            func.min(releases.c.published).label("first_published"),
            func.max(releases.c.published).label("last_published"),
        )
        .outerjoin(releases, (releases.c.version_id == documents.c.version_id) & releases.c.current)
        .group_by(name)
        .order_by(func.count(documents.c.id.distinct()).desc(), name)
    )
    return [SourceRow(**row) for row in connection.execute(statement).mappings()]


def source_column() -> Any:
    """A document's source: its institution, else the folder in its name, else its name."""
    table = schema.documents.c
    folder = func.substr(table.name, 1, func.instr(table.name, "/") - 1)
    named = func.coalesce(func.nullif(table.institution, ""), func.nullif(folder, ""))
    return func.coalesce(named, table.name)


def find_snapshot(connection: Connection) -> str | None:
    """The last moment at which something was added, None in an empty register."""
    captures, runs = schema.captures.c, schema.runs.c
    last = select(captures.recorded_at).order_by(captures.id.desc()).limit(1).scalar_subquery()
    ended = select(func.max(runs.finished_at)).scalar_subquery()
    moments = connection.execute(select(last, ended)).one()
    return max((moment for moment in moments if moment), default=None)
