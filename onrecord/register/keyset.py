"""Lists in pages that stay in place while the register grows: each goes on after an id."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.register import schema
from onrecord.register.reader import match_entries, wanted_releases
from onrecord.register.texts import make_row, select_rows
from onrecord.register.views import EntryRow, Query, ReleaseRow


def page_entries(connection: Connection, layer: str, query: Query, after: str) -> list[EntryRow]:
    """The first `query.limit` entries that match whose id comes after another, by id."""
    table = schema.entries
    statement = (
        match_entries(select(table), layer, query)
        .where(table.c.id > after)
        .order_by(table.c.id)
        .limit(query.limit)
    )
    return [EntryRow(**row) for row in connection.execute(statement).mappings()]


def page_releases(
    connection: Connection, query: Query, after: int
) -> tuple[list[ReleaseRow], int | None]:
    """Current main releases in the order in which they came; and where the next page goes on."""
    table = schema.releases.c
    statement = (
        select_rows()
        .where(table.current, table.main, table.id > after, *wanted_releases(query))
        .order_by(table.id)
        .limit(query.limit + 1)
    )
    rows = connection.execute(statement).all()
    shown = rows[: query.limit]
    following = shown[-1].id if len(rows) > query.limit else None
    return [make_row(row) for row in shown], following
