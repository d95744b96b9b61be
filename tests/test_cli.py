import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from onrecord.cli import app
from onrecord.config import sample_folder

DOCS = Path(__file__).parents[1] / "docs" / "reference"


def run(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def each_command(group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        yield name, command
        if hasattr(command, "commands"):
            yield from each_command(command)


def test_every_command_and_option_is_documented() -> None:
    documented = (DOCS / "commands.md").read_text(encoding="utf-8")
    for name, command in each_command(typer.main.get_command(app)):
        assert re.search(rf"onrecord .*\b{name}\b", documented), f"{name} is undocumented"
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert option in documented, f"{name} {option} is undocumented"


def test_extract_prints_a_record_a_line_in_input_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("The Harbour Council met in Skarn on 3 May 2024.", "utf-8")
    (tmp_path / "a.txt").write_text("The Fisheries Board met in Lesk on 4 May 2024.", "utf-8")
    first = run("extract", tmp_path)
    assert first.returncode == 0, first.stderr
    records = [json.loads(line) for line in first.stdout.splitlines()]
    assert [record["document"] for record in records] == ["a", "b"]
    assert [record["events"][0]["start"] for record in records] == ["2024-05-04", "2024-05-03"]
    assert run("extract", "--jobs", "2", tmp_path).stdout == first.stdout


def test_extract_reads_standard_input() -> None:
    done = run("extract", "-", text="The Harbour Council met in Skarn on 3 May 2024.")
    assert json.loads(done.stdout)["events"][0]["kind"] == "session"


def test_jsonl_fields_are_named_by_map(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl"
    line = {"key": "k1", "content_en": "The Council met in Skarn on 3 May.", "day": "2024-05-04"}
    path.write_text(json.dumps(line) + "\n" + '{"key": "k2", "other": 1}\n', "utf-8")
    done = run("extract", "--map", "text=content_en,id=key,date=day", path)
    [record] = [json.loads(line) for line in done.stdout.splitlines()]
    assert record["document"] == "k1"
    assert record["events"][0]["start"] == "2024-05-03"
    assert done.returncode == 1
    assert "content_en" in done.stderr
    assert "other" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("events", "--home", "nowhere"), "no register here"),
        (("events", "--kind", "party"), "'party' is none"),
        (("events", "--from", "soon"), "'soon' is no day"),
        (("extract", "--map", "nonsense=a", "x"), "'nonsense' cannot be used"),
        (("events", "--limit", "x"), "'--limit'"),
        (("events", "--nope"), "no such option: --nope"),
        (("show",), "missing argument 'ID' (see 'onrecord show --help')"),
        (("nosuch",), "no such command 'nosuch' (see 'onrecord --help')"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_exit_code_2(
    arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_lists_filter_and_agree_in_every_form(sample_home: Path) -> None:
    filters = ("--home", sample_home, "--kind", "exercise", "--from", "2023-01-01")
    as_json = json.loads(run("events", *filters, "--json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run("events", *filters, "--csv").stdout)))
    assert len(as_json) >= 5
    assert [row["id"] for row in as_json] == [row["id"] for row in as_csv]
    assert {row["kind"] for row in as_json} == {"exercise"}
    table = run("events", *filters, "--limit", "2")
    assert f"2 of {len(as_json)}" in table.stdout


def test_show_gives_every_value_with_quotation_source_and_day(sample_home: Path) -> None:
    [first, *_] = json.loads(run("events", "--home", sample_home, "--json").stdout)
    shown = json.loads(run("show", first["id"], "--home", sample_home, "--json").stdout)
    values = [value for fact in shown["facts"] for value in fact["values"]]
    assert {"kind", "status", "trigger"} <= {value["slot"] for value in values}
    for value in values:
        assert value["quotation"]["text"]
        assert value["quotation"]["document"]
    printed = run("show", first["id"], "--home", sample_home)
    assert first["id"] in printed.stdout
    assert "evidence" in printed.stdout


def test_an_unknown_id_is_said(sample_home: Path) -> None:
    done = run("show", "ev-nothing", "--home", sample_home)
    assert done.returncode == 2
    assert "no entry of that id" in done.stderr


def test_search_counts_and_marks(sample_home: Path) -> None:
    found = json.loads(run("search", '"tram line 4"', "--home", sample_home, "--json").stdout)
    assert len(found) >= 3
    assert all("line" in row["passage"].lower() for row in found)


def test_the_sample_says_where_it_lies() -> None:
    assert run("sample").stdout.strip() == str(sample_folder())
