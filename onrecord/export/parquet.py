"""Tables as Parquet, each column with its title and description."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.export.about import About
from onrecord.export.registry import Column, Row, Table

BATCH = 5_000  # rows of a row group


def load_pyarrow() -> Any:
    """The library that writes Parquet. Raises `InputError` where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        remedy = "install it with: pip install 'onrecord[parquet]'"
        raise InputError("parquet", "needs pyarrow, which is not installed", remedy) from error
    return pyarrow


def write_parquet(path: Path, table: Table, rows: Iterable[Row], about: About) -> int:
    """A table's rows, in their order; gives their number."""
    arrow = load_pyarrow()
    schema = _make_schema(arrow, table, about)
    number = 0
    with arrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for chunk in _each_chunk(rows):
            writer.write_table(arrow.Table.from_pylist(list(map(_type_row(table), chunk)), schema))
            number += len(chunk)
    return number


def _each_chunk(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, BATCH)):
        yield chunk


def _make_schema(arrow: Any, table: Table, about: About) -> Any:
    types = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "date": arrow.date32(),
    }
    fields = [
        arrow.field(column.name, types[column.type], metadata=_tell_column(column))
        for column in table.columns
    ]
    told = {"title": table.title, "description": table.meaning, "about": json.dumps(about.told)}
    return arrow.schema(fields, {f"onrecord:{key}": value for key, value in told.items()})


def _tell_column(column: Column) -> dict[str, str]:
    return {"title": column.title, "description": column.meaning, "origin": column.origin}


def _type_row(table: Table) -> Any:
    days = [column.name for column in table.columns if column.type == "date"]

    def convert(row: Row) -> Row:
        typed = {name: date.fromisoformat(str(row[name])) for name in days if row[name]}
        return row | dict.fromkeys(days) | typed

    return convert
