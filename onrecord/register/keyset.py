"""Lists in pages that stay in place while the register grows: each goes on after an id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from onrecord.errors import InputError
from onrecord.register import schema, search
from onrecord.register.facets import load_passages
from onrecord.register.matching import match_entries, wanted_releases
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


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search: `following` is where the next goes on, `total` how many match."""

    rows: list[ReleaseRow]
    following: tuple[int, int] | None
    total: int


_MATCH = (
    "FROM release_index JOIN releases ON releases.id = release_index.rowid "
    "WHERE release_index MATCH :query"
)
_DAY = "CAST(replace(coalesce(releases.published, '0'), '-', '') AS INTEGER)"
_COUNT = text(f"SELECT count(*) {_MATCH} AND releases.id <= :ceiling")
_BEST = text(
    f"SELECT releases.id, {_DAY}, bm25(release_index, :headline_weight, :body_weight) AS score "
    f"{_MATCH} AND releases.id <= :ceiling ORDER BY score, releases.id "
    "LIMIT :limit OFFSET :offset"
)
_NEWEST = text(
    f"SELECT releases.id, {_DAY} AS day {_MATCH} AND (day, releases.id) < (:day, :id) "
    "ORDER BY day DESC, releases.id DESC LIMIT :limit"
)
_LAST_DAY = 999_999_999


def page_search(
    connection: Connection,
    words: str,
    *,
    newest: bool,
    limit: int,
    after: tuple[int, int] | None = None,
) -> Found:
    """A page of the releases with these words; none where there is nothing to look for.

    Newest first `after` is a day as a number and a release; best first the last release that
    there was on the first page, and how many were shown.
    """
    try:
        query = search.parse_query(words)
    except InputError:
        return Found([], None, 0)
    last = connection.scalar(select(func.max(schema.releases.c.id))) or 0
    given = {"query": query, "limit": limit + 1}
    ceiling, offset = (last, 0) if newest else after or (last, 0)
    total = connection.execute(_COUNT, {"query": query, "ceiling": ceiling}).scalar_one()
    if newest:
        day, id_ = after or (_LAST_DAY, 0)
        rows = connection.execute(_NEWEST, given | {"day": day, "id": id_}).all()
        following = (rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
    else:
        weights = {"headline_weight": search.HEADLINE_WEIGHT, "body_weight": search.BODY_WEIGHT}
        place = {"ceiling": ceiling, "offset": offset}
        rows = connection.execute(_BEST, given | weights | place).all()
        following = (ceiling, offset + limit) if len(rows) > limit else None
    ids = [row[0] for row in rows[:limit]]
    return Found(load_passages(connection, words, ids), following, total)
