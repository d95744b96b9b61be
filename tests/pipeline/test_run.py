import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from onrecord.acquire.archive import load_bytes
from onrecord.errors import RegisterError
from onrecord.pipeline.run import add_paths
from onrecord.register import schema
from onrecord.register.reader import Register
from onrecord.register.store import open_engine

FIRST = (
    "Harbour Council meets in Skarn\n4 May 2024\n\nOn 3 May 2024 the Harbour Council met in Skarn."
)
OTHER = (
    "Pilots trained\n7 June 2024\n\n"
    "From 3 to 6 June 2024 a training course for pilots was held in Lesk."
)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "council.txt").write_text(FIRST, encoding="utf-8")
    (folder / "pilots.txt").write_text(OTHER, encoding="utf-8")
    return folder


def dump_facts(home: Path) -> list[tuple[object, ...]]:
    """Everything the register says, without row numbers and times of recording."""
    engine = open_engine(home)
    with engine.connect() as connection:
        facts, claims = schema.facts.c, schema.claims.c
        rows = connection.execute(
            select(facts.own, facts.entry, facts.kind, facts.start, claims.slot, claims.start)
            .join(schema.claims, claims.fact_id == facts.id)
            .where(facts.recorded_to.is_(None))
        ).all()
    engine.dispose()
    return sorted(tuple(row) for row in rows)


def test_a_folder_becomes_a_register(tmp_path: Path, pages: Path) -> None:
    summary = add_paths(tmp_path / "home", [pages])
    assert (summary.read, summary.unchanged, summary.failures) == (2, 0, [])
    register = Register.open(tmp_path / "home")
    assert [(e.kind, e.start) for e in register.entries("event")] == [
        ("session", "2024-05-03"),
        ("training", "2024-06-03"),
    ]
    view = register.release(register.releases()[-1].id)
    assert load_bytes(tmp_path / "home", view.digest) == FIRST.encode()


def test_the_same_folder_twice_changes_nothing(tmp_path: Path, pages: Path) -> None:
    home = tmp_path / "home"
    add_paths(home, [pages])
    before = dump_facts(home)
    summary = add_paths(home, [pages])
    assert (summary.read, summary.unchanged) == (0, 2)
    assert dump_facts(home) == before


def test_two_processes_make_the_same_register_as_one(tmp_path: Path, pages: Path) -> None:
    add_paths(tmp_path / "one", [pages])
    add_paths(tmp_path / "two", [pages], jobs=2)
    assert dump_facts(tmp_path / "one") == dump_facts(tmp_path / "two")


def test_what_cannot_be_read_is_listed_and_the_rest_is_read(tmp_path: Path, pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.txt").write_bytes(bytes(range(256)) * 40)
    missing = tmp_path / "nowhere"
    summary = add_paths(tmp_path / "home", [pages, missing])
    assert summary.read == 2
    assert len(summary.failures) == 3
    for failure in summary.failures:
        assert failure.reason
        assert "\n" not in failure.reason
    listed = Register.open(tmp_path / "home").failures()
    assert len(listed) == 3


def test_a_run_that_was_killed_is_started_again(tmp_path: Path) -> None:
    folder, home = tmp_path / "pages", tmp_path / "home"
    folder.mkdir()
    for number in range(150):
        text = OTHER.replace("pilots", f"pilots of port {number}")
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    add_paths(tmp_path / "whole", [folder])
    command = [sys.executable, "-m", "onrecord.cli", "add", "-q", "--home", str(home), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while _count(home) < 64 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    written = _count(home)
    assert 0 < written < 150
    summary = add_paths(home, [folder])
    assert summary.unchanged == written
    assert dump_facts(home) == dump_facts(tmp_path / "whole")


def _count(home: Path) -> int:
    try:
        register = Register.open(home)
    except RegisterError:
        return 0
    counts = register.counts()
    register.close()
    return counts.documents
