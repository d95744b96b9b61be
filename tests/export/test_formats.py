"""Each format is read back by a program that did not write it."""

import builtins
import json
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import icalendar
import pyarrow.parquet
import pytest
from openpyxl import load_workbook

from onrecord.errors import InputError
from onrecord.export.about import Selection
from onrecord.export.columns import Told
from onrecord.export.declared import ALL_TABLES
from onrecord.export.files import export_register
from onrecord.export.linked import CONTEXT, OWN_TERMS, TYPES, describe_entry
from onrecord.export.registry import Column, Table
from onrecord.export.staging import DESCRIPTOR
from onrecord.export.workbook import write_workbook
from onrecord.register.reader import Register
from onrecord.register.views import Query

ALL = Selection(Query(), date(2026, 1, 1))


@pytest.fixture(scope="module")
def register(sample_home: Path) -> Register:
    return Register.open(sample_home)


@pytest.fixture(scope="module")
def tables(register: Register, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The rows of every table, as JSON Lines hold them."""
    folder = tmp_path_factory.mktemp("tables")
    export_register(register, folder, "jsonl", ALL)
    return {
        table.name: [
            json.loads(line)
            for line in (folder / f"{table.name}.jsonl").read_text("utf-8").splitlines()
        ]
        for table in ALL_TABLES
    }


def test_parquet_holds_the_rows_in_order_with_what_columns_mean(
    register: Register, tmp_path: Path, tables: dict[str, Any]
) -> None:
    export_register(register, tmp_path, "parquet", ALL)
    for table in ALL_TABLES:
        found = pyarrow.parquet.read_table(tmp_path / f"{table.name}.parquet")
        rows = [
            {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
            for row in found.to_pylist()
        ]
        assert rows == tables[table.name]
        about = json.loads(found.schema.metadata[b"onrecord:about"])
        assert about["query"] == "everything"
        for column in table.columns:
            metadata = found.schema.field(column.name).metadata
            assert metadata[b"description"].decode() == column.meaning


def test_without_its_library_parquet_says_what_to_install(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(InputError, match=r"pip install 'onrecord\[parquet\]'"):
        export_register(register, tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()


def test_a_workbook_has_a_sheet_for_each_table_and_says_what_it_is(
    register: Register, tmp_path: Path, tables: dict[str, Any]
) -> None:
    [written] = export_register(register, tmp_path, "xlsx", ALL)
    book = load_workbook(written.path, read_only=True)
    assert book.sheetnames[0] == "About"
    assert set(book.sheetnames[1:]) == {table.name for table in ALL_TABLES}
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["query"] == "everything"
    assert about["rows of events"] == str(len(tables["events"]))
    for table in ALL_TABLES:
        heading, *rows = book[table.name].iter_rows(values_only=True)
        assert list(heading) == [column.title for column in table.columns]
        assert len(rows) == len(tables[table.name])
    event = next(book["events"].iter_rows(min_row=2, values_only=True))
    assert event[0] == tables["events"][0]["id"]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    column = Column("words", "Words", "what is said", "test", lambda words: words)
    table = Table("said", "Said", "what is said", (column,))
    words = ["=1+1", "@sum", "https://x.example", "\x00bell\x07", "x" * 40_000]
    rows = iter([table.flatten(text) for text in words])
    assert write_workbook(tmp_path / "x.xlsx", [(table, rows)], {}) == {"said": 5}
    sheet = load_workbook(tmp_path / "x.xlsx")["said"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:4]] == ["'=1+1", "'@sum", "https://x.example", "bell"]
    assert len(str(cells[4].value)) == 32_000
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_a_table_that_fills_a_sheet_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.export.workbook.MOST_ROWS", 2)
    column = Column("n", "N", "a number", "test", lambda n: n, "integer")
    table = Table("numbers", "Numbers", "numbers", (column,))
    rows = iter([table.flatten(n) for n in range(5)])
    assert write_workbook(tmp_path / "x.xlsx", [(table, rows)], {}) == {"numbers": 5}
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["About", "numbers", "numbers 2", "numbers 3"]
    assert [cell.value for cell in book["numbers 3"]["A"]] == ["N", 4]


def test_sqlite_holds_plain_tables_and_documents_every_column(
    register: Register, tmp_path: Path, tables: dict[str, Any]
) -> None:
    [written] = export_register(register, tmp_path, "sqlite", ALL)
    with closing(sqlite3.connect(written.path)) as base:
        base.row_factory = sqlite3.Row
        names = {
            row[0] for row in base.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        }
        assert names == {"about", "columns", *(table.name for table in ALL_TABLES)}
        for table in ALL_TABLES:
            found = [dict(row) for row in base.execute(f'SELECT * FROM "{table.name}"')]
            assert found == tables[table.name]
            told = base.execute('SELECT name, meaning FROM columns WHERE "table" = ?', [table.name])
            assert dict(told.fetchall()) == {c.name: c.meaning for c in table.columns}
        about = dict(base.execute("SELECT name, value FROM about").fetchall())
        assert about["query"] == "everything"
        assert about["rows of events"] == str(len(tables["events"]))
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_crate_says_where_everything_is_from(
    register: Register, tmp_path: Path, tables: dict[str, Any]
) -> None:
    [written] = export_register(register, tmp_path, "ro-crate", ALL)
    with zipfile.ZipFile(written.path) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("ro-crate-metadata.json"))
        content = {name: archive.read(name) for name in archive.namelist()}
    nodes = {node["@id"]: node for node in told["@graph"]}
    assert len(nodes) == len(told["@graph"])
    assert told["@context"] == "https://w3id.org/ro/crate/1.1/context"
    about = nodes["ro-crate-metadata.json"]
    assert (about["about"], about["conformsTo"]["@id"]) == (
        {"@id": "./"},
        "https://w3id.org/ro/crate/1.1",
    )
    root = nodes["./"]
    assert root["@type"] == "Dataset"
    assert date.fromisoformat(root["datePublished"])
    assert root["license"]
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == set(content) - {"ro-crate-metadata.json"}
    for part in parts:
        assert nodes[part]["@type"] == "File"
        assert nodes[part]["sha256"] == sha256(content[part]).hexdigest()
    made = nodes["#export"]
    assert nodes[made["agent"]["@id"]]["softwareVersion"].startswith("0.")
    releases = [nodes[item["@id"]] for item in made["object"]]
    assert len(releases) == len(tables["releases"])
    for node, row in zip(releases, tables["releases"], strict=True):
        assert (node["url"], node["sha256"]) == (row["address"], row["digest"])
    for node in told["@graph"]:
        assert _references(node) <= nodes.keys() | {"https://w3id.org/ro/crate/1.1"}


def _references(node: object) -> set[str]:
    if isinstance(node, dict):
        if list(node) == ["@id"]:
            return {node["@id"]}
        return set().union(*map(_references, node.values()))
    if isinstance(node, list):
        return set().union(*map(_references, node))
    return set()


def test_linked_data_is_typed_and_uses_known_terms_only(register: Register, tmp_path: Path) -> None:
    [written] = export_register(register, tmp_path, "jsonld", ALL)
    told = json.loads(written.path.read_text("utf-8"))
    assert told["@context"] == dict(CONTEXT)
    head, *nodes = told["@graph"]
    assert head["@type"] == ["Dataset"]
    assert head["onrecord:query"] == "everything"
    assert len(nodes) == written.rows == sum(register.counts().entries.values())
    assert len({node["@id"] for node in nodes}) == len(nodes)
    for node in told["@graph"]:
        assert node["@id"].startswith("urn:onrecord:")
        for part in _each_node(node):
            assert part["@type"]
            own = {key for key in (*part, *part["@type"]) if ":" in key}
            assert own <= OWN_TERMS.keys()
            assert all(key.isalnum() for key in part if ":" not in key and key[0] != "@")
    events = [node for node in nodes if node["@type"] == ["Event"]]
    assert all(node["onrecord:evidence"] and node["subjectOf"] for node in events)
    told_in = {release["@id"] for node in events for release in node["subjectOf"]}
    for node in events:
        for quotation in node["onrecord:evidence"]:
            assert quotation["isBasedOn"]["@id"] in told_in
    for event in (node for node in events if "startDate" in node):
        assert event["startDate"][:4].isdigit()


def _each_node(node: Any) -> Iterator[Any]:
    if isinstance(node, dict) and list(node) != ["@id"]:
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _each_node(part)


def test_every_layer_has_a_type(register: Register) -> None:
    for layer, types in TYPES.items():
        for row in register.entries(layer, Query(limit=1)):
            assert describe_entry(Told(row))["@type"] in (types, ["Claim"])


def test_a_calendar_holds_the_events_whose_days_are_told(
    register: Register, tmp_path: Path
) -> None:
    [written] = export_register(register, tmp_path, "ics", ALL)
    calendar = icalendar.Calendar.from_ical(written.path.read_bytes())
    assert "everything" in str(calendar["X-WR-CALDESC"])
    events = calendar.walk("VEVENT")
    assert len(events) == written.rows > 30
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    for event in events:
        assert event.decoded("DTSTART") < event.decoded("DTEND")
        assert register.entry(str(event["UID"]).removesuffix("@onrecord")).row.layer == "event"


def test_an_export_that_is_killed_leaves_nothing_that_seems_whole(
    sample_home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from onrecord.export.staging import whole_folder\n"
        "with whole_folder(Path(sys.argv[1])) as unfinished:\n"
        "    (unfinished / 'events.csv').write_text('half')\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.kill()
    process.wait()
    assert not folder.exists()
    assert len(list(tmp_path.iterdir())) == 1
    began = time.monotonic()
    export_register(
        Register.open(sample_home), folder, "csv", Selection(Query(words="zz"), date(2026, 1, 1))
    )
    assert time.monotonic() - began < 60
    assert (folder / DESCRIPTOR).exists()
    assert list(tmp_path.iterdir()) == [folder]
