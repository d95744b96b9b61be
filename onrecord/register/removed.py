"""Pages that their site took away: kept as they were, marked with the day they were first missed.

Whoever fetches calls `mark_removed` at an answer 404 or 410 and `mark_returned` at one that has
the page again; a person's word is kept in the same way. Nothing of the document is changed, and
a mark that ended stays as history.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids

BY_SITE = "site"  # who told, where an answer did and no person


@dataclass(frozen=True, slots=True)
class Removal:
    """A document that is not where it was: since which moment, who told so, and why.

    `told_by` is `BY_SITE` or a person; `returned` the moment from which it was there again.
    """

    document: str
    since: str
    told_by: str
    reason: str
    returned: str | None = None


def mark_removed(
    connection: Connection, document: str, moment: str, reason: str, told_by: str = BY_SITE
) -> bool:
    """Mark a document, by its name, as taken away from its site since a moment in UTC.

    Gives whether a mark was set: one that is marked already keeps its first moment and reason,
    and what the register does not hold cannot be marked.
    """
    row = _find_row(connection, document)
    if row is None or load_removals(connection, [document]):
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
