import csv
import json
import re
from datetime import date
from pathlib import Path

import icalendar
import pytest

from onrecord.errors import InputError
from onrecord.export.files import export_register, whole_file, write_csv
from onrecord.export.tables import EVIDENCE_COLUMNS, TABLES, list_columns
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.reader import Register

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "files.md"


@pytest.fixture(scope="module")
def register(sample_home: Path) -> Register:
    return Register.open(sample_home)


def test_every_column_is_documented() -> None:
    sections = dict(
        re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCS.read_text("utf-8"), re.S | re.M)
    )
    for layer, table in TABLES.items():
        for name in list_columns(layer):
            assert f"| `{name}` |" in sections[table], f"{table}.{name}"
    for name in EVIDENCE_COLUMNS:
        assert f"| `{name}` |" in sections["evidence"], f"evidence.{name}"


def test_csv_and_jsonl_hold_the_same_rows(register: Register, tmp_path: Path) -> None:
    written = export_register(register, tmp_path / "csv", "csv")
    export_register(register, tmp_path / "jsonl", "jsonl")
    assert {item.path.stem for item in written} == {*TABLES.values(), "evidence"}
    for item in written:
        with item.path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        lines = (tmp_path / "jsonl" / f"{item.path.stem}.jsonl").read_text("utf-8").splitlines()
        assert len(rows) == len(lines) == item.rows
        for row, line in zip(rows, lines, strict=True):
            data = json.loads(line)
            assert row == {k: "" if v is None else str(v) for k, v in data.items()}


def test_every_event_stands_in_the_evidence_with_its_quotation(
    register: Register, tmp_path: Path
) -> None:
    export_register(register, tmp_path, "jsonl")
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").open(encoding="utf-8")]
    evidence = [json.loads(line) for line in (tmp_path / "evidence.jsonl").open(encoding="utf-8")]
    quoted = {row["entry"] for row in evidence if row["quote"]}
    assert {event["id"] for event in events} <= quoted
    assert all(row["end"] - row["start"] == len(row["quote"]) for row in evidence)


def test_the_calendar_is_valid_and_ids_are_stable(register: Register, tmp_path: Path) -> None:
    [written] = export_register(register, tmp_path, "ics")
    calendar = icalendar.Calendar.from_ical(written.path.read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == written.rows > 30
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    for event in events:
        assert event["DTSTART"].dt < event["DTEND"].dt
        assert register.entry(str(event["UID"]).removesuffix("@onrecord")).row.layer == "event"


def test_promises_are_written_with_what_became_of_them(register: Register, tmp_path: Path) -> None:
    asof = date(2026, 1, 1)
    export_register(register, tmp_path, "jsonl", asof)
    rows = [json.loads(line) for line in (tmp_path / "promises.jsonl").open(encoding="utf-8")]
    assert {row["asof"] for row in rows} == {"2026-01-01"}
    told = promise_statuses(register, asof, [row["id"] for row in rows])
    assert {row["id"]: row["status"] for row in rows} == {i: f.status for i, f in told.items()}
    kept = [row for row in rows if row["status"] == "kept"]
    assert kept
    assert all(row["answer"] and row["answer_document"] for row in kept)


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    with (tmp_path / "x.csv").open("w+", encoding="utf-8", newline="") as file:
        write_csv(file, ["a"], [{"a": "=1+1"}, {"a": "-x"}, {"a": "plain"}, {"a": -1}])
        file.seek(0)
        assert [row["a"] for row in csv.DictReader(file)] == ["'=1+1", "'-x", "plain", "-1"]


def test_an_unknown_format_is_refused(register: Register, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such format"):
        export_register(register, tmp_path, "docx")


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
