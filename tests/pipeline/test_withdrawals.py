"""A person says that a page was withdrawn, or is there again: signed, revocable, never overrun."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.errors import InputError, NotFoundError
from onrecord.export.about import Selection
from onrecord.export.files import export_register
from onrecord.pipeline.judging import Judge
from onrecord.register.journal import check_journal, dump_journal
from onrecord.register.reader import Register
from onrecord.register.removed import load_history, load_removals, mark_removed
from onrecord.register.store import now, open_engine, writing
from onrecord.register.views import Query, Removal
from tests.register.build import make_reading, write

NAME = "harbour/1"
DAY = "2024-06-01T00:00:00.000000Z"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path / "home", create=True)
    write(engine, make_reading())
    engine.dispose()
    return tmp_path / "home"


def is_marked(register: Register) -> bool:
    return NAME in register.ask(load_removals)


def test_what_a_person_says_is_marked_and_told_with_name_and_reason(
    judge: Judge, register: Register
) -> None:
    entry = judge.removed(NAME, "a wrong name in it", since="2024-06-01")
    assert (entry.kind, entry.author) == ("removed", "Ada Brink")
    assert register.ask(load_removals) == {
        NAME: Removal(NAME, DAY, "Ada Brink", "a wrong name in it")
    }
    [row] = register.releases()
    assert row.removed == DAY
    judge.returned(row.id, "it is there again")
    assert not is_marked(register)
    changes = register.changes("2024-05-01")
    assert [one.since for one in changes.removed] == [DAY]
    assert [one.document for one in changes.returned] == [NAME]
    register.ask(check_journal)


def test_each_can_be_taken_back_and_restored(judge: Judge, register: Register) -> None:
    removed = judge.removed(NAME, "withdrawn")
    back = judge.revoke(removed.id, "a mistake")
    assert not is_marked(register)
    judge.revoke(back.id, "it was right")
    assert is_marked(register)
    returned = judge.returned(NAME, "seen again")
    assert not is_marked(register)
    judge.revoke(returned.id, "on another site")
    assert is_marked(register)


def test_what_cannot_be_said_is_refused(judge: Judge) -> None:
    with pytest.raises(NotFoundError, match="no such document"):
        judge.removed("harbour/none", "gone")
    with pytest.raises(InputError, match="not marked as withdrawn"):
        judge.returned(NAME, "back")
    judge.removed(NAME, "gone")
    with pytest.raises(InputError, match="marked as withdrawn already"):
        judge.removed(NAME, "gone")


def test_an_absence_that_a_person_ended_is_not_marked_again(
    home: Path, judge: Judge, register: Register
) -> None:
    def update() -> bool:
        engine = open_engine(home)
        with writing(engine) as connection:
            marked = mark_removed(connection, NAME, DAY, "the site says it is gone")
        engine.dispose()
        return marked

    assert update()
    judge.returned(NAME, "it has another address")
    assert not update()
    assert not is_marked(register)
    assert len(register.ask(load_history, NAME)) == 1


def test_it_goes_with_the_journal_into_another_register(
    judge: Judge, register: Register, tmp_path: Path
) -> None:
    judge.removed(NAME, "withdrawn", since="2024-06-01")
    lines = "".join(f"{line}\n" for line in register.ask(lambda c: list(dump_journal(c))))
    (tmp_path / "journal.jsonl").write_text(lines)
    engine = open_engine(tmp_path / "other", create=True)
    write(engine, make_reading())
    engine.dispose()
    other = Judge(tmp_path / "other", "import")
    other.import_file(tmp_path / "journal.jsonl")
    other.close()
    copy = Register.open(tmp_path / "other")
    assert copy.ask(load_removals) == register.ask(load_removals)
    copy.close()


def test_an_export_has_the_day(judge: Judge, register: Register, tmp_path: Path) -> None:
    selection = Selection(Query(), date(2024, 7, 1))
    export_register(register, tmp_path / "before", "csv", selection)
    judge.removed(NAME, "withdrawn", since="2024-06-01")
    export_register(register, tmp_path / "after", "csv", selection)
    assert ",2024-06-01\n" in (tmp_path / "after" / "releases.csv").read_text()
    assert ",2024-06-01" not in (tmp_path / "before" / "releases.csv").read_text()


def test_the_commands_say_it(home: Path, register: Register) -> None:
    def run(*given: str) -> str:
        result = CliRunner().invoke(app, [*given, "--home", str(home)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    run("judge", "withdrawn", NAME, "--by", "Ada Brink", "--reason", "gone", "--since", now()[:10])
    assert is_marked(register)
    told = run("changes", "--since", "2024-01-01")
    assert f"removed {now()[:10]}  {NAME}" in told
    assert "gone, told by Ada Brink" in told
    run("judge", "returned", NAME, "--by", "Ada Brink")
    assert not is_marked(register)
    assert "returned" in run("journal")
