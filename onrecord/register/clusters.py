"""Which names and facts share an entry: loading what a write touched, storing what was joined."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from onrecord.register import schema
from onrecord.register.claims import Touched

CHUNK = 400  # ids in one statement


def find_entries(connection: Connection, touched: Touched) -> set[str]:
    """The entries of all names and facts that a write touched, also of facts it closed."""
    entries: set[str] = set()
    for table, ids in ((schema.names, touched.names), (schema.facts, touched.facts)):
        for chunk in chunk_ids(ids):
            entries.update(connection.scalars(select(table.c.entry).where(table.c.id.in_(chunk))))
    return entries


def chunk_ids(ids: Iterable[int]) -> list[list[int]]:
    """Ids in order, in lists that fit into one statement."""
    ordered = sorted(ids)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
