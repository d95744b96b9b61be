import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.export.about import Selection
from onrecord.export.declared import ALL_TABLES
from onrecord.export.delimited import write_csv
from onrecord.export.files import FORMATS, export_register, whole_file
from onrecord.export.linked import CONTEXT, OWN_TERMS
from onrecord.export.staging import DESCRIPTOR, whole_folder
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.reader import Register
from onrecord.register.views import Query

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "files.md"
ASOF = date(2026, 1, 1)
ALL = Selection(Query(), ASOF)
CHECKS: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
}


@pytest.fixture(scope="module")
def register(sample_home: Path) -> Register:
    return Register.open(sample_home)


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_column_is_documented_and_no_other() -> None:
    sections = dict(
        re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", DOCS.read_text("utf-8"), re.S | re.M)
    )
    for table in ALL_TABLES:
        documented = re.findall(r"^\| `.*\|$", sections[table.name], re.M)
        assert documented == [
            f"| `{c.name}` | {c.title} | {c.type} | {c.meaning} | {c.origin} |"
            for c in table.columns
        ], table.name
        assert len(set(table.names)) == len(table.names)
    terms = re.findall(r"^\| `(.*?)` \| (.*) \|$", sections["Linked data"], re.M)
    assert dict(terms) == dict(OWN_TERMS)
    for form in FORMATS:
        assert f"| `{form}` |" in DOCS.read_text("utf-8")
    assert "onrecord" in CONTEXT


def test_csv_and_jsonl_hold_the_same_rows(register: Register, tmp_path: Path) -> None:
    written = export_register(register, tmp_path / "csv", "csv", ALL)
    export_register(register, tmp_path / "jsonl", "jsonl", ALL)
    assert [item.path.stem for item in written] == [
        *("events", "acts", "promises", "offices", "quotes", "evidence"),
        *("people", "bodies", "states", "places", "instruments", "operations", "series"),
        *("entries", "releases"),
    ]
    for item in written:
        with item.path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        lines = read_lines(tmp_path / "jsonl" / f"{item.path.stem}.jsonl")
        assert len(rows) == len(lines) == item.rows
        for row, data in zip(rows, lines, strict=True):
            assert row == {k: "" if v is None else str(v) for k, v in data.items()}


def test_every_event_stands_in_the_evidence_with_its_quotation(
    register: Register, tmp_path: Path
) -> None:
    export_register(register, tmp_path, "jsonl")
    events, evidence = (
        read_lines(tmp_path / "events.jsonl"),
        read_lines(tmp_path / "evidence.jsonl"),
    )
    quoted = {row["entry"] for row in evidence if row["quote"]}
    assert {event["id"] for event in events} <= quoted
    assert all(row["end"] - row["start"] == len(str(row["quote"])) for row in evidence)  # type: ignore[operator]


def test_columns_that_lead_to_another_table_find_their_row_there(
    register: Register, tmp_path: Path
) -> None:
    for form, selection in (("all", ALL), ("some", Selection(Query(status="overdue"), ASOF))):
        export_register(register, tmp_path / form, "jsonl", selection)
        rows = {t.name: read_lines(tmp_path / form / f"{t.name}.jsonl") for t in ALL_TABLES}
        for table in ALL_TABLES:
            if table.key:
                keys = [row[table.key] for row in rows[table.name]]
                assert len(set(keys)) == len(keys), table.name
            for link in table.links:
                known = {row[link.target] for row in rows[link.table]}
                found = {row[link.column] for row in rows[table.name] if row[link.column]}
                assert found <= known, (table.name, link)


def test_an_export_obeys_its_filters(register: Register, tmp_path: Path) -> None:
    selection = Selection(Query(status="overdue"), ASOF)
    written = export_register(register, tmp_path, "jsonl", selection)
    rows = {item.path.stem: item.rows for item in written}
    promises = read_lines(tmp_path / "promises.jsonl")
    assert promises
    assert {row["status"] for row in promises} == {"overdue"}
    assert rows["events"] == rows["acts"] == rows["offices"] == 0
    told = {row["entry"] for row in read_lines(tmp_path / "evidence.jsonl")}
    assert told == {row["id"] for row in promises}
    assert 0 < rows["releases"] < register.counts().releases
    person = read_lines(tmp_path / "people.jsonl")[0]["id"]
    own = Selection(Query(person=str(person)), ASOF)
    export_register(register, tmp_path, "jsonl", own)
    named = {row["named"] for row in read_lines(tmp_path / "evidence.jsonl")}
    assert person in named
    known = [row["id"] for row in read_lines(tmp_path / "events.jsonl")]
    assert known == [row.id for row in register.each("event", Query(person=str(person)))]


def test_promises_are_written_with_what_became_of_them(register: Register, tmp_path: Path) -> None:
    export_register(register, tmp_path, "jsonl", ALL)
    rows = read_lines(tmp_path / "promises.jsonl")
    assert {row["asof"] for row in rows} == {"2026-01-01"}
    told = promise_statuses(register, ASOF, [str(row["id"]) for row in rows])
    assert {row["id"]: row["status"] for row in rows} == {i: f.status for i, f in told.items()}
    kept = [row for row in rows if row["status"] == "kept"]
    assert kept
    assert all(row["answer"] and row["answer_document"] for row in kept)
    assert all(row["baseline"] and row["deadline"] for row in rows if row["start"])


def test_a_folder_of_tables_is_described_column_by_column(
    register: Register, tmp_path: Path
) -> None:
    written = export_register(register, tmp_path, "csv", ALL, "https://licences.example/open")
    told = json.loads((tmp_path / DESCRIPTOR).read_text("utf-8"))
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert told["licenses"] == [{"path": "https://licences.example/open"}]
    assert {source["title"] for source in told["sources"]} >= {"nlco"}
    about = told["onrecord:about"]
    assert about["query"] == "everything"
    assert about["asof"] == "2026-01-01"
    assert about["snapshot"] == told["created"]
    assert about["rows"] == {item.path.stem: item.rows for item in written}
    for table, resource in zip(written, told["resources"], strict=True):
        path = tmp_path / resource["path"]
        assert (path, path.stat().st_size) == (table.path, resource["bytes"])
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == reader.fieldnames
        assert all(field["title"] and field["description"] for field in fields)
        for field in fields:
            check = CHECKS.get(field["type"])
            if check is not None:
                for row in rows:
                    assert not row[field["name"]] or check(row[field["name"]]) is not None
    names = {resource["name"] for resource in told["resources"]}
    for resource in told["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_register_gives_the_same_files(
    register: Register, tmp_path: Path, form: str
) -> None:
    query = Query(body="Council") if form not in ("sqlite", "warc") else Query()
    for folder in ("one", "other"):
        export_register(register, tmp_path / folder, form, Selection(query, ASOF))
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert one == {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
    assert not list(tmp_path.rglob(".*"))


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    given = ["=1+1", "-x", "plain", -1, "＝1", "\n=1"]
    with (tmp_path / "x.csv").open("w+", encoding="utf-8", newline="") as file:
        write_csv(file, ["a"], [{"a": value} for value in given])
        file.seek(0)
        found = [row["a"] for row in csv.DictReader(file)]
    assert found == ["'=1+1", "'-x", "plain", "-1", "'＝1", "'\n=1"]


def test_an_unknown_format_is_refused(register: Register, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such format"):
        export_register(register, tmp_path, "docx")
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        export_register(register, tmp_path / "file" / "below", "csv")


def test_a_file_that_is_not_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("old", "utf-8")

    def fail() -> None:
        with whole_file(path) as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_finished_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "tables"

    def write(text: str, *, fail: bool) -> None:
        with whole_folder(folder) as unfinished:
            (unfinished / "events.csv").write_text(text, "utf-8")
            if fail:
                raise RuntimeError
            (unfinished / DESCRIPTOR).write_text(text, "utf-8")

    with pytest.raises(RuntimeError):
        write("half", fail=True)
    assert list(tmp_path.iterdir()) == []
    write("whole", fail=False)
    (folder / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(RuntimeError):
        write("half", fail=True)
    assert (folder / "events.csv").read_text("utf-8") == "whole"
    write("new", fail=False)
    found = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert found == {"events.csv": "new", DESCRIPTOR: "new", "mine.txt": "mine"}
    assert list(tmp_path.iterdir()) == [folder]
