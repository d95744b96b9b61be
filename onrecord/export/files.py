"""Writing a register as files: CSV, JSON Lines, a calendar. A file appears only when whole."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from onrecord.errors import InputError
from onrecord.export.calendar import write_calendar
from onrecord.export.cells import guard_cell
from onrecord.export.tables import (
    EVIDENCE_COLUMNS,
    TABLES,
    each_evidence,
    each_promise,
    each_row,
    list_columns,
)
from onrecord.register.reader import Register
from onrecord.register.views import Query

FORMATS = ("csv", "jsonl", "ics")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an export wrote, and how many rows it holds."""

    path: Path
    rows: int


def export_register(
    register: Register, folder: Path, form: str, asof: date | None = None
) -> list[Written]:
    """Write all of a register into a folder, which is made; files of these names are replaced.

    Promises are told with what became of them by the day `asof`, today where none is given.
    Raises `InputError` for an unknown format or a folder that cannot be written.
    """
    if form not in FORMATS:
        raise InputError(form, "no such format", f"one of {', '.join(FORMATS)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if form == "ics":
            return [_write_ics(register, folder / "calendar.ics")]
        return list(_write_tables(register, folder, form, asof or date.today()))
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only once it has been written to the end."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_tables(register: Register, folder: Path, form: str, asof: date) -> Iterator[Written]:
    write = WRITERS[form]
    for layer, name in TABLES.items():
        path = folder / f"{name}.{form}"
        followed = layer == "commitment"
        rows = each_promise(register, Query(), asof) if followed else each_row(register, layer)
        yield Written(path, write(path, list_columns(layer), rows))
    path = folder / f"evidence.{form}"
    yield Written(path, write(path, list(EVIDENCE_COLUMNS), each_evidence(register)))


def write_csv(file: IO[str], columns: list[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Rows as CSV (RFC 4180, UTF-8, a header line); gives their number.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    number = 0
    for row in rows:
        writer.writerow({key: guard_cell(value) for key, value in row.items()})
        number += 1
    return number


def write_jsonl(file: IO[str], _: list[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Rows as JSON, one object a line; gives their number."""
    number = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        number += 1
    return number


def _into_file(
    write: Callable[[IO[str], list[str], Iterable[Mapping[str, object]]], int],
) -> Callable[[Path, list[str], Iterable[Mapping[str, object]]], int]:
    def write_file(path: Path, columns: list[str], rows: Iterable[Mapping[str, object]]) -> int:
        with whole_file(path) as file:
            return write(file, columns, rows)

    return write_file


WRITERS = {"csv": _into_file(write_csv), "jsonl": _into_file(write_jsonl)}


def _write_ics(register: Register, path: Path) -> Written:
    with whole_file(path) as file:
        return Written(path, write_calendar(file, register))
