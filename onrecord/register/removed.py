"""Pages that their site took away: kept as they were, marked with the day they were first missed.

Whoever fetches calls `mark_removed` at an answer 404 or 410 and `mark_returned` at one that has
the page again; a person's word is kept in the same way. Nothing of the document is changed, and
a mark that ended stays as history.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import Removal

BY_SITE = "site"  # who told, where an answer did and no person


def mark_removed(
    connection: Connection, document: str, moment: str, reason: str, told_by: str = BY_SITE
) -> bool:
    """Mark a document, by its name, as taken away from its site since a moment in UTC.

    Gives whether a mark was set: one that is marked already keeps its first moment and reason,
    an absence of which a site told is not marked again once a person ended its mark, and what
    the register does not hold cannot be marked.
    """
    row = _find_row(connection, document)
    told = load_history(connection, document)
    ended = {one.since for one in told} if told_by == BY_SITE else set()
    if row is None or moment in ended or any(one.returned is None for one in told):
        return False
    values = {"document_id": row, "since": moment, "told_by": told_by, "reason": reason}
    connection.execute(insert(schema.removals).values(**values))
    return True


def mark_returned(connection: Connection, document: str, moment: str) -> bool:
    """End the mark of a document that is there again; gives whether it was marked."""
    table = schema.removals
    row = _find_row(connection, document)
    ended = connection.execute(
        update(table)
        .where(table.c.document_id == row, table.c.returned.is_(None))
        .values(returned=moment)
    )
    return bool(ended.rowcount)


def take_back_removal(connection: Connection, document: str, since: str, moment: str) -> None:
    """End the mark of that moment, if it is in effect."""
    if since in {one.since for one in load_removals(connection, [document]).values()}:
        mark_returned(connection, document, moment)


def take_back_return(connection: Connection, document: str, moment: str) -> None:
    """Put the mark that ended at a moment into effect again, unless there is another."""
    if load_removals(connection, [document]):
        return
    table = schema.removals
    ended = (table.c.document_id == _find_row(connection, document)) & (table.c.returned == moment)
    connection.execute(update(table).where(ended).values(returned=None))


def load_removals(
    connection: Connection, documents: Collection[str] | None = None
) -> dict[str, Removal]:
    """The marks in effect, of these documents or of all, by the document's name."""
    table, names = schema.removals, schema.documents.c.name
    statement = _select_removals().where(table.c.returned.is_(None)).order_by(table.c.since, names)
    if documents is None:
        found = [Removal(*row) for row in connection.execute(statement)]
    else:
        found = [
            Removal(*row)
            for chunk in chunk_ids(documents)
            for row in connection.execute(statement.where(names.in_(chunk)))
        ]
    return {removal.document: removal for removal in found}


def load_history(connection: Connection, document: str) -> list[Removal]:
    """All marks that a document ever had, the first one first."""
    statement = _select_removals().where(schema.documents.c.name == document)
    ordered = statement.order_by(schema.removals.c.id)
    return [Removal(*row) for row in connection.execute(ordered)]


def load_moves(
    connection: Connection, since: str, until: str | None
) -> tuple[tuple[Removal, ...], tuple[Removal, ...]]:
    """The documents that were first missed in a stretch of time, and those that came back."""
    rows = connection.execute(_select_removals().order_by(schema.removals.c.id))
    marks = [Removal(*row) for row in rows]

    def within(moment: str | None) -> bool:
        return moment is not None and since <= moment and (until is None or moment <= until)

    return tuple(m for m in marks if within(m.since)), tuple(m for m in marks if within(m.returned))


def _find_row(connection: Connection, document: str) -> int | None:
    table = schema.documents.c
    return connection.scalar(select(table.id).where(table.name == document))


def _select_removals() -> Select[Any]:
    table, documents = schema.removals, schema.documents
    return select(
        documents.c.name, table.c.since, table.c.told_by, table.c.reason, table.c.returned
    ).join(documents, documents.c.id == table.c.document_id)
