import csv
import json
import re
from pathlib import Path

import icalendar
import pytest

from onrecord.errors import InputError
from onrecord.export.files import export_register, whole_file
from onrecord.export.tables import COLUMNS, EVIDENCE_COLUMNS, TABLES
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
        for column in COLUMNS[layer]:
            assert f"| `{column.name}` |" in sections[table], f"{table}.{column.name}"
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
