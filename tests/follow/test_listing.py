import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.export.tables import FOLLOWED_COLUMNS, list_columns
from onrecord.follow.status import STATUSES
from onrecord.pipeline.run import add_paths
from tests.follow.test_following import ANSWER, PROMISE

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "reference" / "follow-up.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "answer.txt").write_text(ANSWER, "utf-8")
    (folder / "promise.txt").write_text(PROMISE, "utf-8")
    add_paths(folder / "home", [folder])
    return folder / "home"


def run(home: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["promises", "--home", str(home), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_promises_are_listed_with_status_and_answer(home: Path) -> None:
    [row] = json.loads(run(home, "--asof", "2024-12-31", "--json"))
    assert row["status"] == "kept"
    assert row["answered"] == "2024-06-20"
    assert row["answer"].startswith("The report on the dredging")
    assert row["answer_document"] == "answer"


def test_status_and_day_select(home: Path) -> None:
    assert json.loads(run(home, "--asof", "2024-12-31", "--status", "overdue", "--json")) == []
    assert len(json.loads(run(home, "--asof", "2024-07-05", "--status", "overdue", "--json"))) == 1


def test_csv_has_the_columns_of_the_status(home: Path) -> None:
    assert run(home, "--csv").splitlines()[0].split(",") == list_columns("commitment")


def test_statuses_and_columns_are_documented() -> None:
    documentation = DOCUMENTATION.read_text(encoding="utf-8")
    for status in STATUSES:
        assert f"| `{status}` |" in documentation
    for column in FOLLOWED_COLUMNS:
        assert f"| `{column.name}` | {column.meaning} |" in documentation
