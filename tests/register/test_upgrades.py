"""Registers as earlier versions of the program have written them, kept as they were."""

import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from onrecord.errors import RegisterError
from onrecord.pipeline.verifying import verify_home
from onrecord.register import store
from onrecord.register.migrations import MIGRATIONS
from onrecord.register.reader import Register
from onrecord.register.store import open_engine
from onrecord.register.views import Query
from tests.register.build import make_reading, write

HOMES = Path(__file__).parent / "homes"
OLD = sorted(path.name.partition(".")[0] for path in HOMES.iterdir())


def unpack(old: str, home: Path) -> Path:
    with tarfile.open(HOMES / f"{old}.tar.gz") as tar:
        tar.extractall(home, filter="data")
    return home


@pytest.mark.parametrize("old", OLD)
def test_a_register_of_an_earlier_version_opens_and_is_whole(old: str, tmp_path: Path) -> None:
    home = unpack(old, tmp_path / "home")
    register = Register.open(home)
    assert [(e.kind, e.start) for e in register.entries("event")] == [
        ("session", "2024-05-03"),
        ("training", "2024-06-03"),
    ]
    (promise,) = register.entries("commitment")
    assert register.entry(promise.id).facts[0].evidence.text.startswith("The Harbour Council will")
    assert {row.document for row in register.search("dredging")} == {"report", "council"}
    register.close()
    found = verify_home(home)
    assert found.damages == []
    assert found.checked["judgements"] == (1 if old >= "0004" else 0)


@pytest.mark.parametrize("old", OLD)
def test_a_register_of_an_earlier_version_is_written_on(old: str, tmp_path: Path) -> None:
    home = unpack(old, tmp_path / "home")
    engine = open_engine(home)
    write(engine, make_reading())
    engine.dispose()
    register = Register.open(home)
    sessions = register.entries("event", Query(kind="session"))
    assert [(e.start, e.releases) for e in sessions] == [("2024-05-03", 2)]
    register.close()
    damages = verify_home(home).damages
    assert {(damage.part, damage.document) for damage in damages} == {("capture", "harbour/1")}


def test_the_oldest_and_the_present_schema_are_kept() -> None:
    assert OLD[0] == "0003"  # what was before could not be opened by any program
    assert len(OLD) >= 4


@pytest.mark.parametrize("old", OLD)
def test_a_migration_that_fails_leaves_the_old_register_as_it_was(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unpack(old, tmp_path / "home")
    before = dump(home)

    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN more TEXT")
        connection.exec_driver_sql("DELETE FROM claims")
        connection.exec_driver_sql("SELECT 1 FROM nowhere")

    steps: tuple[tuple[str, Callable[[Connection], None]], ...] = (*MIGRATIONS, ("9999", fail))
    monkeypatch.setattr(store, "MIGRATIONS", steps)
    with pytest.raises(RegisterError, match="no such table: nowhere"):
        open_engine(home)
    assert dump(home) == before
    monkeypatch.undo()
    Register.open(home).close()
    assert verify_home(home).whole


def dump(home: Path) -> list[str]:
    """All that a register holds, as SQL."""
    copy = home.with_name("copy")
    shutil.copytree(home, copy, dirs_exist_ok=True)
    connection = sqlite3.connect(copy / "register.db")
    found = list(connection.iterdump())
    connection.close()
    shutil.rmtree(copy)
    return found


def test_a_register_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    home = unpack(OLD[-1], tmp_path / "home")
    connection = sqlite3.connect(home / "register.db")
    connection.execute("INSERT INTO schema_steps VALUES ('9999 later', '2030-01-01')")
    connection.commit()
    connection.close()
    before = dump(home)
    with pytest.raises(RegisterError, match="written by a newer onrecord"):
        open_engine(home)
    assert dump(home) == before
