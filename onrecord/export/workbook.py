"""Tables as a workbook (XLSX): a sheet that says what it is, and one for each table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from onrecord.export.cells import guard_cell
from onrecord.export.registry import Column, Row, Table

MOST_ROWS = 1_048_575  # of a sheet, below its heading
LONGEST_CELL = 32_000  # characters; what is longer is cut and ends in '…'
WIDE, WIDTH = 60, 18
WIDE_COLUMNS = frozenset({"quote", "action", "object", "theme", "answer", "value", "headline"})
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_workbook(
    path: Path | IO[bytes],
    tables: Iterable[tuple[Table, Iterator[Row]]],
    about: Mapping[str, str],
) -> dict[str, int]:
    """Tables as sheets; gives how many rows each holds. No cell is a formula.

    A table of more rows than a sheet holds goes on in a second sheet.
    """
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        _date_book(book, about.get("snapshot"))
        front = book.add_worksheet("About")
        bold = book.add_format({"bold": True})
        rows = {table.name: _write_table(book, table, found) for table, found in tables}
        _write_about(front, bold, about, rows)
    return rows


def _date_book(book: Any, snapshot: str | None) -> None:
    """The day of the state it was taken from, so that the same state gives the same file."""
    moment = datetime.fromisoformat(snapshot or "2000-01-01T00:00:00Z").replace(tzinfo=None)
    book.set_properties({"author": "onrecord", "created": moment.replace(microsecond=0)})


def _write_about(front: Any, bold: Any, about: Mapping[str, str], rows: Mapping[str, int]) -> None:
    front.set_column(0, 0, WIDTH)
    front.set_column(1, 1, WIDE)
    told = {**about, **{f"rows of {name}": str(number) for name, number in rows.items()}}
    for place, (name, value) in enumerate(told.items()):
        front.write_string(place, 0, name, bold)
        front.write_string(place, 1, _clean(value))


def _write_table(book: Any, table: Table, rows: Iterator[Row]) -> int:
    number, sheet = 0, 0
    heading: Row | None = next(rows, None)
    while heading is not None or sheet == 0:
        sheet += 1
        name = table.name if sheet == 1 else f"{table.name} {sheet}"
        written, heading = _write_sheet(book.add_worksheet(name), book, table, heading, rows)
        number += written
    return number


def _write_sheet(
    sheet: Any, book: Any, table: Table, first: Row | None, rows: Iterator[Row]
) -> tuple[int, Row | None]:
    """Rows until the sheet is full; gives their number, and the row that found no room."""
    _write_heading(sheet, book, table)
    number, row = 0, first
    while row is not None and number < MOST_ROWS:
        number += 1
        for place, column in enumerate(table.columns):
            _write_cell(sheet, number, place, column, row[column.name])
        row = next(rows, None)
    sheet.autofilter(0, 0, max(number, 1), len(table.columns) - 1)
    return number, row


def _write_heading(sheet: Any, book: Any, table: Table) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDE if column.name in WIDE_COLUMNS else WIDTH)
        sheet.write_string(0, place, column.title, head)


def _write_cell(sheet: Any, row: int, place: int, column: Column, value: object) -> None:
    if value is None or value == "":
        return
    if column.type in ("integer", "number"):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, _clean(str(guard_cell(value))))


def _clean(text: str) -> str:
    text = _UNPRINTABLE.sub("", text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
