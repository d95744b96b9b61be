"""A full disk, a folder that may not be written, two processes at once, a clock that goes back."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.acquire.archive import keep_bytes
from onrecord.errors import RegisterError
from onrecord.pipeline import judging
from onrecord.pipeline.backups import write_backup
from onrecord.pipeline.judging import Judge
from onrecord.pipeline.verifying import verify_home
from onrecord.register import store
from onrecord.register.journal import check_journal, load_journal
from onrecord.register.reader import Register
from onrecord.register.store import open_engine
from tests.keeping import find_id, make_home
from tests.register.build import TEXT, make_reading, write
from trust.rows import compare_registers

DISK = "1400k"  # on which a small register fits, and not much beside it
MANY = 1000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("whole") / "home")


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own needs the right to mount one")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> None:
    """Take all the space that a disk has left."""
    with (place / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096) == 4096:
                pass
        except OSError:
            pass


def note_until_refused(home: Path) -> tuple[int, str]:
    """Write a judgement after the other until one is not kept: how many were, and why not."""
    judge, kept = Judge(home, "Ada Brink"), 0
    fact = find_id(home, "SELECT own FROM facts ORDER BY id")
    try:
        while kept < MANY:
            judge.note(fact, "Look again. " * 300)
            kept += 1
    except RegisterError as error:
        return kept, str(error)
    finally:
        judge.close()
    return kept, ""


def test_a_full_disk_is_told_and_nothing_is_lost(whole: Path, disk: Path) -> None:
    home = Path(shutil.copytree(whole, disk / "home"))
    kept, why = note_until_refused(home)
    assert re.search(r"register\.(db|seal): cannot be written: .*free the disk", why)
    assert 10 < kept < MANY
    assert find_id(home, "SELECT count(*) FROM judgements") == str(kept + 1)
    assert verify_home(home).damages == []


def test_after_room_was_made_the_same_register_goes_on(whole: Path, disk: Path) -> None:
    home = Path(shutil.copytree(whole, disk / "home"))
    fill(disk)
    with pytest.raises(RegisterError, match="free the disk"):
        note_until_refused(home)
    (disk / "filler").unlink()
    judge = Judge(home, "Ada Brink")
    judge.note(find_id(home, "SELECT own FROM facts ORDER BY id"), "Now.")
    judge.close()
    assert verify_home(home).damages == []


def test_bytes_for_which_the_disk_has_no_room_leave_nothing(whole: Path, disk: Path) -> None:
    home = Path(shutil.copytree(whole, disk / "home"))
    fill(disk)
    before = {path for path in home.rglob("*") if path.is_file()}
    with pytest.raises(RegisterError, match="free the disk and run again"):
        keep_bytes(home, os.urandom(100_000))
    assert {path for path in home.rglob("*") if path.is_file()} == before


def test_a_backup_for_which_the_disk_has_no_room_is_not_there(whole: Path, disk: Path) -> None:
    fill(disk)
    with pytest.raises(RegisterError, match="cannot be written: No space left"):
        write_backup(whole, disk / "backup.tar")
    assert [path.name for path in disk.iterdir()] == ["filler"]


def test_a_file_that_may_grow_no_more_is_told(home: Path) -> None:
    size = (home / "register.db").stat().st_size
    done = run_limited("note_until_refused", home, size)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    kept = int(done.stdout.partition(",")[0].strip("("))
    assert find_id(home, "SELECT count(*) FROM judgements") == str(kept + 1)
    assert verify_home(home).damages == []


def run_limited(what: str, home: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Call a function of this module in a process whose files may not grow past a size."""
    program = (
        "import resource, sys\nfrom pathlib import Path\nfrom tests.pipeline import test_disk\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))\n"
        f"print(test_disk.{what}(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(home), str(size)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_folder_that_may_not_be_written_is_told(whole: Path, disk: Path) -> None:
    home = Path(shutil.copytree(whole, disk / "home"))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for ask in (lambda: Register.open(home), lambda: Judge(home, "Ada Brink")):
        with pytest.raises(RegisterError, match="nothing may be written into the folder"):
            ask()
    with pytest.raises(RegisterError, match="Read-only file system"):
        keep_bytes(home, b"more")
    found = verify_home(home)
    assert {damage.part for damage in found.damages} == {"file"}
    assert "nothing may be written" in found.damages[0].told


def test_while_another_process_writes_a_second_waits_and_then_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(home / "register.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    kept, why = note_until_refused(home)
    assert (kept, "another process is writing" in why) == (0, True)
    other.execute("ROLLBACK")
    other.close()
    assert verify_home(home).damages == []


def test_two_runs_at_once_make_the_register_of_one(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom tests.pipeline import test_disk\n"
        "test_disk.write_some(Path(sys.argv[1]))"
    )
    home, single = tmp_path / "home", tmp_path / "single"
    command = [sys.executable, "-c", program, str(home)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    for process in running:
        _, complaints = process.communicate()
        assert process.returncode == 0, complaints.decode()
    write_some(single)
    assert list(compare_registers(home, single)) == []
    assert verify_home(home).damages == []


def write_some(home: Path) -> None:
    """Write twenty documents into a register, which is made where there is none."""
    engine = open_engine(home, create=True)
    for number in range(20):
        text = f"{TEXT}\nPage {number}."
        keep_bytes(home, text.encode())
        write(engine, make_reading(text, f"harbour/{number}"))
    engine.dispose()


def test_a_clock_that_goes_back_loses_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = find_id(home, "SELECT own FROM facts ORDER BY id")
    monkeypatch.setattr(judging, "now", lambda: "1999-12-31T23:59:59.000000Z")
    judge = Judge(home, "Ada Brink")
    judge.note(fact, "Long ago.")
    judge.wrong(fact, "There was none.")
    judge.close()
    engine = open_engine(home)
    write(engine, make_reading(f"{TEXT}\nReworded."), rules="r2", moment="1999-12-31T00:00:00Z")
    keep_bytes(home, f"{TEXT}\nReworded.".encode())
    with engine.connect() as connection:
        check_journal(connection)
        assert [entry.number for entry in load_journal(connection)] == [1, 2, 3]
    engine.dispose()
    register = Register.open(home)
    assert register.counts().documents == 3
    assert register.entries("event")
    register.close()
    assert verify_home(home).damages == []
