"""Comparing two registers row by row, whatever numbers their rows have and whenever they came."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.register.schema import metadata
from onrecord.register.store import FILE_NAME

PASSING = frozenset({"runs", "schema_steps"})  # what happened, not what is held

# What tells a row of a table from the others where its number does not; other tables are told
# by all their columns.
OWN = {
    "documents": ("name",),
    "versions": ("document_id", "hash"),
    "releases": ("version_id", "number"),
    "names": ("own",),
    "addresses": ("source", "address"),
}
REFERENCES = {
    "document_id": "documents",
    "version_id": "versions",
    "release_id": "releases",
    "name_id": "names",
    "fact_id": "facts",
    "address_id": "addresses",
    "twin_of": "addresses",
    "capture_id": "captures",
}
# Moments as the register writes them, and the one at which a site says that it answered.
_MOMENT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)|(?<=\["date", ")[^"]+')

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unlike:
    """A row that one register holds more often than the other."""

    table: str
    row: tuple[tuple[str, str], ...]
    one: int
    other: int

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value[:60]}" for name, value in self.row if value != "None")
        return f"{self.table}: {self.one} and {self.other} times: {told}"


def compare_registers(
    one: Path, other: Path, passing: frozenset[str] = PASSING
) -> Iterator[Unlike]:
    """The rows in which two registers differ; row numbers and moments do not count.

    `passing` are the tables that are left out.
    """
    first, second = _Held(one), _Held(other)
    for table in metadata.tables:
        if table in passing:
            continue
        here, there = first.rows(table), second.rows(table)
        for row in sorted(here.keys() | there.keys()):
            if here[row] != there[row]:
                yield Unlike(table, row, here[row], there[row])


def count_rows(home: Path, passing: frozenset[str] = PASSING) -> int:
    """How many rows of a register are compared."""
    held = _Held(home)
    return sum(held.rows(table).total() for table in metadata.tables if table not in passing)


class _Held:
    """The rows of a register, each told by what it says."""

    def __init__(self, home: Path) -> None:
        self._connection = sqlite3.connect(f"file:{home / FILE_NAME}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row
        self._known: dict[str, dict[int, str]] = {}

    def rows(self, table: str) -> Counter[tuple[tuple[str, str], ...]]:
        """The rows of a table, and how often each is there."""
        return Counter(self._tell(row) for row in self._read(table))

    def _read(self, table: str) -> list[dict[str, Any]]:
        rows = self._connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608, from the schema
        return [dict(row) for row in rows]

    def _tell(self, row: Row) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, self._tell_value(name, value))
            for name, value in row.items()
            if name != "id" or isinstance(value, str)
        )

    def _tell_value(self, name: str, value: Any) -> str:
        if name in REFERENCES and isinstance(value, int):
            return self._identify(REFERENCES[name]).get(value, "a row that is not there")
        if isinstance(value, bytes):
            return hashlib.sha256(value).hexdigest()
        return _MOMENT.sub("a moment", str(value))

    def _identify(self, table: str) -> dict[int, str]:
        """What each numbered row of a table is called instead."""
        if table not in self._known:
            self._known[table] = {
                row["id"]: self._call({name: row[name] for name in OWN.get(table, row)})
                for row in self._read(table)
            }
        return self._known[table]

    def _call(self, row: Row) -> str:
        return hashlib.sha256(repr(self._tell(row)).encode()).hexdigest()[:16]
