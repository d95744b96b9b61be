"""Whose a row is: the document and the id by which a person finds it; and what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

Owner = tuple[str | None, str | None]  # document, id

_OF_VERSION = (
    "SELECT documents.name, NULL FROM {table} JOIN versions ON versions.id = {table}.version_id "
    "JOIN documents ON documents.id = versions.document_id WHERE {table}.rowid = ?"
)
_OF_DOCUMENT = (
    "SELECT documents.name, NULL FROM {table} "
    "JOIN documents ON documents.id = {table}.document_id WHERE {table}.rowid = ?"
)
_OF_FACT = (
    "SELECT documents.name, facts.own FROM {table} JOIN facts ON facts.id = {table}.fact_id "
    "LEFT JOIN versions ON versions.id = facts.version_id "
    "LEFT JOIN documents ON documents.id = versions.document_id WHERE {table}.rowid = ?"
)
_OWNERS: Mapping[str, str] = {
    "documents": "SELECT name, NULL FROM documents WHERE rowid = ?",
    "unreadable": "SELECT name, NULL FROM unreadable WHERE rowid = ?",
    "facts": (
        "SELECT documents.name, facts.own FROM facts "
        "LEFT JOIN versions ON versions.id = facts.version_id "
        "LEFT JOIN documents ON documents.id = versions.document_id WHERE facts.rowid = ?"
    ),
    "releases": (
        "SELECT documents.name, releases.own FROM releases "
        "LEFT JOIN versions ON versions.id = releases.version_id "
        "LEFT JOIN documents ON documents.id = versions.document_id WHERE releases.rowid = ?"
    ),
    "entries": "SELECT NULL, id FROM entries WHERE rowid = ?",
    "names": "SELECT NULL, own FROM names WHERE rowid = ?",
    "judgements": "SELECT NULL, id FROM judgements WHERE rowid = ?",
    **{name: _OF_FACT.format(table=name) for name in ("claims", "links", "rulings", "sought")},
    **{
        name: _OF_VERSION.format(table=name)
        for name in ("mentions", "forms", "attachments", "heard")
    },
    **{name: _OF_DOCUMENT.format(table=name) for name in ("versions", "captures", "removals")},
}


def find_owner(connection: Connection, table: str, row: int) -> Owner:
    """The document and the id that a row belongs to; None of what cannot be told any more."""
    if table not in _OWNERS:
        return None, None
    try:
        found = connection.exec_driver_sql(_OWNERS[table], (row,)).first()
    except (DatabaseError, ValueError):  # a damaged row, or one that is no text
        return None, None
    return (found[0], found[1]) if found else (None, None)


@dataclass(frozen=True, slots=True)
class Dangling:
    """A row that leads to what is not there."""

    table: str
    row: int
    to: str


# What the tables do not declare, but every write keeps.
_KEPT = (
    ("documents", "versions", "version_id NOT IN (SELECT id FROM versions)"),
    (
        "documents",
        "captures",
        "NOT EXISTS (SELECT 1 FROM captures WHERE captures.document_id = documents.id "
        "AND captures.digest = documents.digest)",
    ),
    ("facts", "entries", "recorded_to IS NULL AND entry NOT IN (SELECT id FROM entries)"),
    ("names", "names", "entry NOT IN (SELECT own FROM names)"),
    ("claims", "facts", "slot = 'event' AND value NOT IN (SELECT own FROM facts)"),
    ("heard", "versions", "version_id NOT IN (SELECT id FROM versions)"),
)


def list_dangling(connection: Connection) -> Iterator[Dangling]:
    """The rows that lead to what is not there."""
    for found in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Dangling(found[0], found[1], found[2])
    for table, to, condition in _KEPT:
        statement = f"SELECT rowid FROM {table} WHERE {condition}"  # noqa: S608 - the table above
        for row in connection.exec_driver_sql(statement).scalars().all():
            yield Dangling(table, row, to)
