import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.errors import InputError
from onrecord.export.files import FORMATS
from onrecord.export.staging import DESCRIPTOR


def run(home: Path, folder: Path, *arguments: str) -> str:
    given = ["export", "--home", str(home), str(folder), *arguments]
    result = CliRunner().invoke(app, given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_export_takes_the_filters_of_lists(sample_home: Path, tmp_path: Path) -> None:
    days = ("--from", "2024-01-01", "--to", "2024-12-31")
    run(sample_home, tmp_path, "--kind", "session", *days, "--asof", "2026-01-01")
    about = json.loads((tmp_path / DESCRIPTOR).read_text("utf-8"))["onrecord:about"]
    assert about["query"] == "kind=session&from=2024-01-01&to=2024-12-31"
    assert about["asof"] == "2026-01-01"
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kind"] for row in rows} == {"session"}
    assert all(row["start"][:4] == "2024" for row in rows)
    assert about["rows"]["promises"] == 0


def test_export_as_known_before_the_first_document_is_empty(
    sample_home: Path, tmp_path: Path
) -> None:
    told = run(sample_home, tmp_path, "--known", "2001-01-01", "--format", "jsonl")
    assert "events.jsonl: 0 rows" in told.replace("\n", "")
    about = json.loads((tmp_path / DESCRIPTOR).read_text("utf-8"))["onrecord:about"]
    assert (about["known"], about["asof"]) == ("2001-01-01", "2001-01-01")


@pytest.mark.parametrize(
    "arguments", [("--kind", "party"), ("--status", "lost"), ("--from", "soon"), ("--asof", "x")]
)
def test_a_filter_that_cannot_be_used_is_refused(
    sample_home: Path, tmp_path: Path, arguments: tuple[str, str]
) -> None:
    with pytest.raises(InputError, match=arguments[0]):
        run(sample_home, tmp_path / "out", *arguments)
    assert not (tmp_path / "out").exists()


def test_every_format_can_be_asked_for() -> None:
    told = CliRunner().invoke(app, ["export", "--format", "none", "x"]).output
    for form in FORMATS:
        assert f"'{form}'" in told
