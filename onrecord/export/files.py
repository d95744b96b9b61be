"""Writing a register as files. A folder or a file appears only when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from onrecord.errors import InputError
from onrecord.export.about import About, Selection, tell_selection
from onrecord.export.calendar import Item, make_calendar
from onrecord.export.columns import Told
from onrecord.export.crate import write_crate
from onrecord.export.database import write_database
from onrecord.export.declared import RELEASES
from onrecord.export.delimited import write_csv, write_jsonl
from onrecord.export.linked import describe_entry, each_line
from onrecord.export.package import Written, write_package
from onrecord.export.parquet import load_pyarrow, write_parquet
from onrecord.export.registry import Row, Table
from onrecord.export.selecting import each_table, each_told
from onrecord.export.staging import whole_file, whole_folder
from onrecord.export.webarchive import write_warc
from onrecord.export.workbook import write_workbook
from onrecord.register.coverage import load_sources
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.reader import Register
from onrecord.register.state import find_state
from onrecord.register.views import Query

BESIDE = 3  # pieces of linked data beside the entries: the beginning, what it is, the end

__all__ = ["FORMATS", "Written", "export_register", "whole_file"]


def export_register(
    register: Register,
    folder: Path,
    form: str,
    selection: Selection | None = None,
    licence: str | None = None,
) -> list[Written]:
    """Write a register into a folder, all of it or what a selection holds.

    The folder is made; where it is there, files of these names are replaced and others stay.
    Promises are told with what became of them by the selection's day, else today. `licence`
    is named in the files that can say one.

    Raises `InputError` for an unknown format, one whose library is missing, a folder that
    cannot be written, and a register that was changed meanwhile.
    """
    write = FORMATS.get(form)
    if write is None:
        raise InputError(form, "no such format", f"one of {', '.join(FORMATS)}")
    about = tell_selection(register, selection or Selection(Query(), date.today()), licence)
    try:
        with whole_folder(folder) as unfinished:
            written = write(register, unfinished, about)
            _check_same(register, about)
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror}") from error
    return [Written(folder / item.path.name, item.rows, item.table) for item in written]


def _check_same(register: Register, about: About) -> None:
    if register.ask(find_state) != about.state:
        raise InputError("the register", "was changed while it was exported", "export it again")


WriteTable = Callable[[Path, Table, Iterator[Row], About], int]
Write = Callable[[Register, Path, About], list[Written]]


def _write_csv(path: Path, table: Table, rows: Iterator[Row], _: About) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(file, table.names, rows)


def _write_jsonl(path: Path, table: Table, rows: Iterator[Row], _: About) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_jsonl(file, table.names, rows)


def _make_tables(ending: str, write: WriteTable) -> Write:
    """A format with a file for each table, and the descriptor beside them."""

    def write_tables(register: Register, folder: Path, about: About) -> list[Written]:
        if ending == "parquet":
            load_pyarrow()
        written = []
        for table, rows in each_table(register, about.selection):
            path = folder / f"{table.name}.{ending}"
            written.append(Written(path, write(path, table, rows, about), table))
        write_package(folder, written, about, register.ask(load_sources))
        return written

    return write_tables


_write_csv_tables = _make_tables("csv", _write_csv)


def _write_xlsx(register: Register, folder: Path, about: About) -> list[Written]:
    path = folder / "register.xlsx"
    rows = write_workbook(path, each_table(register, about.selection), about.told)
    return [Written(path, sum(rows.values()))]


def _write_sqlite(register: Register, folder: Path, about: About) -> list[Written]:
    path = folder / "register.sqlite"
    rows = write_database(path, each_table(register, about.selection), about.told)
    return [Written(path, sum(rows.values()))]


def _write_crate(register: Register, folder: Path, about: About) -> list[Written]:
    path = folder / "register-crate.zip"
    data = folder / "data"
    data.mkdir()
    files = _write_csv_tables(register, data, about)
    descriptor = data / "datapackage.json"
    write_crate(path, files, descriptor, _read_releases(register, about), about)
    for file in (*(item.path for item in files), descriptor):
        file.unlink()
    data.rmdir()
    return [Written(path, sum(item.rows for item in files))]


def _read_releases(register: Register, about: About) -> Iterator[Row]:
    for table, rows in each_table(register, about.selection):
        if table is RELEASES:
            yield from rows
        elif about.selection.filters:
            for _ in rows:  # what is named and told is known once they are read
                pass


def _write_jsonld(register: Register, folder: Path, about: About) -> list[Written]:
    path = folder / "register.jsonld"
    nodes = (describe_entry(told) for told in _each_entry(register, about))
    with path.open("w", encoding="utf-8") as file:
        number = sum(file.write(piece) > 0 for piece in each_line(nodes, about.told))
    return [Written(path, number - BESIDE)]


def _each_entry(register: Register, about: About) -> Iterator[Told]:
    named: set[str] = set()
    for layer in FACT_LAYERS:
        for told in each_told(register, about.selection, layer):
            named.update(v.entry for fact in told.facts for v in fact.values if v.entry)
            yield told
    for layer in NAME_LAYERS:
        for row in register.each(layer):
            if row.id in named or not about.selection.filters:
                yield Told(row)


def _write_ics(register: Register, folder: Path, about: About) -> list[Written]:
    path = folder / "calendar.ics"
    items = (Item(told.entry, told.facts) for told in each_told(register, about.selection, "event"))
    text, number = make_calendar(items, about=json.dumps(about.told))
    path.write_text(text, "utf-8", newline="")
    return [Written(path, number)]


FORMATS: Mapping[str, Write] = {
    "csv": _write_csv_tables,
    "jsonl": _make_tables("jsonl", _write_jsonl),
    "parquet": _make_tables("parquet", write_parquet),
    "xlsx": _write_xlsx,
    "sqlite": _write_sqlite,
    "ro-crate": _write_crate,
    "jsonld": _write_jsonld,
    "ics": _write_ics,
    "warc": write_warc,
}
