"""The commands about declared sources, as they are called."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from onrecord.cli import app
from onrecord.config.parsing import load_sources
from onrecord.errors import InputError
from tests.site.server import Site, serve_site

TWO = """\
[[source]]
name = "harbours"
institution = "Harbour Council of Skarn"
feeds = "https://harbours.example/feed.xml"
folders = ["saved"]

[[source]]
name = "desk"
api = { address = "https://desk.example/api" }
"""
WRONG = """\
[[source]]
name = "harbours"
feed = "https://harbours.example/feed.xml"

[[source]]
name = "a b"
lists = ["harbours.example"]
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve_site() as served:
        served.day = date(2025, 3, 1)
        yield served


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "onrecord.toml").write_text(TWO, "utf-8")
    return tmp_path


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    stdout: str
    code: int


class Call(Protocol):
    """Calls `onrecord source` in this process; an error comes as it is raised."""

    def __call__(self, *arguments: str | Path) -> Done: ...


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def call_source(*arguments: str | Path) -> Done:
        code = app(["source", *map(str, arguments)], standalone_mode=False)
        return Done(capsys.readouterr().out, code or 0)

    return call_source


def test_sources_are_listed_with_what_they_read(home: Path, call: Call) -> None:
    done = call("list", "--home", home)
    assert done.stdout.splitlines() == [
        "harbours: Harbour Council of Skarn",
        "  feed     https://harbours.example/feed.xml",
        f"  folder   {home / 'saved'}",
        "desk",
        "  API      https://desk.example/api",
    ]
    rows = json.loads(call("list", "--json", "--home", home).stdout)
    assert [(row["name"], row["line"]) for row in rows] == [("harbours", 1), ("desk", 7)]
    assert rows[1]["reads"] == [{"kind": "API", "at": "https://desk.example/api"}]


def test_a_home_without_sources_says_how_to_declare_one(tmp_path: Path, call: Call) -> None:
    done = call("list", "--home", tmp_path)
    assert done.code == 0
    assert "'onrecord source add' does" in done.stdout


def test_everything_that_is_wrong_is_told_with_its_line(home: Path, call: Call) -> None:
    assert call("check", "--home", home).stdout.endswith("2 sources, nothing wrong\n")
    file = home / "onrecord.toml"
    file.write_text(WRONG, "utf-8")
    done = call("check", "--home", home)
    assert done.code == 1
    lines = done.stdout.splitlines()
    numbers = [int(line.removeprefix(f"{file}:").partition(":")[0]) for line in lines]
    assert numbers == [1, 3, 6, 7]
    assert "did you mean 'feeds'?" in lines[1]


def test_a_source_is_added_at_once_or_only_shown(tmp_path: Path, site: Site, call: Call) -> None:
    asked = ("add", f"{site.base}/news", "--home", tmp_path, "--allow", "127.0.0.1")
    shown = call(*asked)
    assert shown.code == 1
    assert "2025-02-24  Department of Hydrology moves to the Old Mill" in shown.stdout
    assert "not written: there is no terminal" in shown.stdout
    assert list(tmp_path.iterdir()) == []
    done = call(*asked, "--yes", "--name", "meril")
    assert done.code == 0
    [source] = load_sources(tmp_path)
    assert (source.name, source.lists) == ("meril", (f"{site.base}/news",))
    assert source.institution == "Meril Rivers Commission"
    with pytest.raises(InputError, match="the source 'meril' reads it already"):
        call(*asked, "--yes")


@pytest.mark.parametrize(("said", "written"), [("y\n", True), ("n\n", False)])
def test_a_person_is_asked(tmp_path: Path, site: Site, said: str, written: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "onrecord.cli", "source", "add", f"{site.base}/news"]
    command += ["--home", str(tmp_path), "--allow", "127.0.0.1"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, said.encode())
    told = read_all(ours)
    assert process.wait(timeout=60) == 0, told
    assert "Write it into" in told
    assert (tmp_path / "onrecord.toml").exists() is written
    assert ("is declared in" in told) is written


def read_all(handle: int) -> str:
    """What a terminal shows until its program ends."""
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(handle, 4096)
        except OSError:  # which is how a terminal ends
            part = b""
        if not part:
            os.close(handle)
            return b"".join(parts).decode()
        parts.append(part)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["http://127.0.0.1/news"], "--allow 127.0.0.1 if it is meant"),
        (["harbours.example"], "is no http or https address"),
        (["https://x.example/", "--pace", "0.01"], "--pace: 0.01 seconds are not polite"),
        (["https://x.example/", "--name", "a b"], "--name: 'a b' cannot be a name"),
        (["https://x.example/", "--name", "DESK"], "--name: 'DESK' is taken"),
        (["https://x.example/", "--lang", "English"], "--lang: 'English' is no code"),
        (["https://harbours.example/feed.xml"], "the source 'harbours' reads it already"),
    ],
)
def test_what_cannot_be_added_is_said_before_anything_is_asked(
    home: Path, call: Call, options: list[str], told: str
) -> None:
    with pytest.raises(InputError) as error:
        call("add", *options, "--home", home, "--yes")
    assert told in str(error.value)
    assert (home / "onrecord.toml").read_text("utf-8") == TWO
