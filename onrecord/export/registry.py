"""What a table of an export is: its columns, its key, and which columns lead to other tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["string", "integer", "number", "date"]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, title, what it holds, the slot or layer it comes from, how to get it.

    `value` takes what the table's rows are made of, and gives None where there is nothing.
    """

    name: str
    title: str
    meaning: str
    origin: str
    value: Callable[[Any], object]
    type: Type = "string"


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values are found in a column of another table."""

    column: str
    table: str
    target: str = "id"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an export; `layer` is the register's layer of its rows, where it is one."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    layer: str | None = None
    key: str | None = "id"
    links: tuple[Link, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of its columns, in order."""
        return [column.name for column in self.columns]

    def flatten(self, thing: object) -> Row:
        """The row of what its rows are made of."""
        return {column.name: column.value(thing) for column in self.columns}
