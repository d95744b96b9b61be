"""The releases before and after another, of the same source."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, or_, select

from onrecord.register import schema
from onrecord.register.coverage import source_column
from onrecord.register.texts import make_row, select_rows
from onrecord.register.views import ReleaseRow

NEAR = 100  # releases before and after, among which one of the same source is looked for


def find_neighbours(
    connection: Connection, identifier: str
) -> tuple[ReleaseRow | None, ReleaseRow | None]:
    """The main releases published before and after one by the same source, where it is dated."""
    releases = schema.releases.c
    own = connection.execute(
        select_rows()
        .add_columns(source_column().label("source"))
        .where(releases.own == identifier)
        .order_by(releases.id.desc())
        .limit(1)
    ).first()
    if own is None or own.published is None:
        return None, None
    earlier = or_(
        releases.published < own.published,
        and_(releases.published == own.published, releases.id < own.id),
    )
    later = or_(
        releases.published > own.published,
        and_(releases.published == own.published, releases.id > own.id),
    )
    before = (releases.published.desc(), releases.id.desc())
    after = (releases.published.asc(), releases.id.asc())
    return (
        _first(connection, earlier, before, own.source),
        _first(connection, later, after, own.source),
    )


def _first(connection: Connection, wanted: Any, order: Any, source: str) -> ReleaseRow | None:
    """The nearest release of the source, among so many that are near."""
    releases = schema.releases.c
    near = select(releases.id).where(releases.current, releases.main, wanted)
    ids = list(connection.scalars(near.order_by(*order).limit(NEAR)))
    found = select_rows().add_columns(source_column().label("source")).where(releases.id.in_(ids))
    rows = {row.id: row for row in connection.execute(found) if row.source == source}
    return next((make_row(rows[id_]) for id_ in ids if id_ in rows), None)
