"""Tables as a plain SQLite file, with a table that documents every column."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from onrecord.export.registry import Row, Table

TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}
ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
COLUMNS = (
    'CREATE TABLE columns ("table" TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, '
    "title TEXT NOT NULL, meaning TEXT NOT NULL, origin TEXT NOT NULL, "
    'PRIMARY KEY ("table", name)) WITHOUT ROWID'
)


def write_database(
    path: Path, tables: Iterable[tuple[Table, Iterator[Row]]], about: Mapping[str, str]
) -> dict[str, int]:
    """Tables, `columns` and `about`; gives how many rows each table holds.

    Links between tables are declared, and the columns that lead to others are indexed.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("BEGIN")
        base.execute(ABOUT)
        base.execute(COLUMNS)
        rows = {table.name: _write_table(base, table, found) for table, found in tables}
        told = {**about, **{f"rows of {name}": str(number) for name, number in rows.items()}}
        base.executemany("INSERT INTO about VALUES (?, ?)", told.items())
        base.execute("COMMIT")
    return rows


def _write_table(base: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> int:
    base.execute(_create(table))
    for column in table.columns:
        told = (table.name, column.name, column.type, column.title, column.meaning, column.origin)
        base.execute("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)", told)
    slots = ", ".join("?" for _ in table.columns)
    insert = f'INSERT INTO "{table.name}" VALUES ({slots})'  # noqa: S608 - the names are our own
    base.executemany(insert, ([row[name] for name in table.names] for row in rows))
    for link in table.links:
        if link.column != table.key:
            base.execute(
                f'CREATE INDEX "{table.name}_by_{link.column}" ON "{table.name}" ("{link.column}")'
            )
    return int(base.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0])  # noqa: S608


def _create(table: Table) -> str:
    parts = [
        f'"{column.name}" {TYPES[column.type]}'
        + (" PRIMARY KEY NOT NULL" if column.name == table.key else "")
        for column in table.columns
    ]
    parts += [
        f'FOREIGN KEY ("{link.column}") REFERENCES "{link.table}" ("{link.target}")'
        for link in table.links
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'
