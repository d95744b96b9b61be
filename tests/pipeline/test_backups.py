import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from onrecord.errors import InputError, RegisterError
from onrecord.pipeline.backups import restore_backup, write_backup
from onrecord.pipeline.run import add_paths
from onrecord.pipeline.verifying import verify_home
from onrecord.register.reader import Register
from onrecord.register.users import FILE_NAME as USERS
from tests.keeping import keep_log, make_home
from trust.rows import compare_registers

DOCUMENTS = 96  # one batch is written, and half another


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("whole") / "home")


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


@pytest.mark.parametrize("name", ["folder", "file.tar", "file.tar.gz", "file.tgz"])
def test_what_is_restored_is_what_was_backed_up(home: Path, tmp_path: Path, name: str) -> None:
    (home / "onrecord.toml").write_text("# no source yet\n")
    written = write_backup(home, tmp_path / name)
    assert (tmp_path / name).is_dir() == (name == "folder")
    restored = restore_backup(tmp_path / name, tmp_path / "other")
    assert (written.captures, restored.captures) == (3, 3)
    for path in home.rglob("*"):
        if path.is_file():
            assert (tmp_path / "other" / path.relative_to(home)).read_bytes() == path.read_bytes()
    assert verify_home(tmp_path / "other").whole
    assert left_behind(tmp_path) == []


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_is_in_the_log_only_is_backed_up(home: Path, tmp_path: Path) -> None:
    logged = keep_log(home, tmp_path / "logged")
    write_backup(logged, tmp_path / "backup.tar")
    restore_backup(tmp_path / "backup.tar", tmp_path / "other")
    assert list(compare_registers(home, tmp_path / "other", frozenset())) == []


def test_a_backup_during_a_run_is_of_one_moment(tmp_path: Path) -> None:
    pages, home, other = tmp_path / "pages", tmp_path / "home", tmp_path / "other"
    pages.mkdir()
    for number in range(DOCUMENTS):
        told = f"On 3 June 2024 the pilots of port {number} met in Lesk."
        (pages / f"{number:03}.txt").write_text(f"Pilots met\n7 June 2024\n\n{told}", "utf-8")
    command = [sys.executable, "-m", "onrecord.cli", "add", "-q", "--home", str(home), str(pages)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_for(home, process)
    write_backup(home, tmp_path / "backup.tar")
    running = process.poll() is None
    restore_backup(tmp_path / "backup.tar", other)
    process.wait()
    assert running
    held = count_documents(other)
    assert 0 < held < DOCUMENTS
    assert add_paths(other, [pages]).unchanged == held
    assert list(compare_registers(home, other)) == []


def wait_for(home: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has written something."""
    while process.poll() is None:
        try:
            if count_documents(home):
                return
        except RegisterError:
            pass
        time.sleep(0.02)


def count_documents(home: Path) -> int:
    register = Register.open(home)
    count = register.counts().documents
    register.close()
    return count


def test_a_damaged_register_is_backed_up_only_when_told_and_stays_known_as_damaged(
    home: Path, tmp_path: Path
) -> None:
    content = bytearray((home / "register.db").read_bytes())
    content[content.index(b"harbour/2")] ^= 1
    (home / "register.db").write_bytes(content)
    with pytest.raises(RegisterError, match=r"is damaged: .*nothing was written \(--damaged"):
        write_backup(home, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    write_backup(home, tmp_path / "backup", damaged=True)
    with pytest.raises(RegisterError, match="is damaged"):
        restore_backup(tmp_path / "backup", tmp_path / "other")
    assert not (tmp_path / "other").exists()
    restore_backup(tmp_path / "backup", tmp_path / "other", damaged=True)
    assert not verify_home(tmp_path / "other").whole


@pytest.mark.parametrize("name", ["folder", "file.tar"])
def test_a_backup_takes_no_name_that_is_taken_unless_told(
    home: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    write_backup(home, target)
    with pytest.raises(InputError, match="--replace"):
        write_backup(home, target)
    (home / "onrecord.toml").write_text("# no source yet\n")
    write_backup(home, target, replace=True)
    restore_backup(target, tmp_path / "other")
    assert (tmp_path / "other" / "onrecord.toml").exists()
    assert left_behind(tmp_path) == []


def test_nothing_but_a_backup_is_written_over(home: Path, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.txt").write_text("years")
    with pytest.raises(InputError, match="no backup"):
        write_backup(home, tmp_path / "work", replace=True)
    assert (tmp_path / "work" / "thesis.txt").read_text() == "years"


def test_restoring_puts_what_is_there_aside_and_keeps_its_users(
    home: Path, whole: Path, tmp_path: Path
) -> None:
    write_backup(whole, tmp_path / "backup.tar")
    (home / USERS).write_bytes(b"who may sign in")
    (home / "own notes").write_text("mine")
    with pytest.raises(InputError, match="--replace"):
        restore_backup(tmp_path / "backup.tar", home)
    kept = restore_backup(tmp_path / "backup.tar", home, replace=True)
    assert kept.aside is not None
    assert (kept.aside / "own notes").read_text() == "mine"
    assert (home / USERS).read_bytes() == b"who may sign in"
    assert list(compare_registers(home, whole, frozenset())) == []


def test_users_are_in_no_backup(home: Path, tmp_path: Path) -> None:
    (home / USERS).write_bytes(b"who may sign in")
    write_backup(home, tmp_path / "backup")
    assert not (tmp_path / "backup" / USERS).exists()


def test_part_of_a_backup_is_not_taken_for_a_whole_one(home: Path, tmp_path: Path) -> None:
    write_backup(home, tmp_path / "whole.tar")
    content = (tmp_path / "whole.tar").read_bytes()
    part = tmp_path / "part.tar"
    for length in (0, 300, 1024, len(content) // 2, len(content) - 12_000):
        part.write_bytes(content[:length])
        with pytest.raises(InputError, match="no whole backup"):
            restore_backup(part, tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("lost", ["backup.json", "register.db", "archive"])
def test_a_folder_that_lost_something_is_no_backup(home: Path, tmp_path: Path, lost: str) -> None:
    write_backup(home, tmp_path / "backup")
    path = tmp_path / "backup" / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(InputError, match="no whole backup"):
        restore_backup(tmp_path / "backup", tmp_path / "other")


def test_a_pack_puts_nothing_outside_the_home(home: Path, tmp_path: Path) -> None:
    write_backup(home, tmp_path / "whole.tar")
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "whole.tar", "a") as tar:
        for name in ("../evil", "/evil", "users.db", "archive/../../evil", "more/evil"):
            tar.add(tmp_path / "evil", name)
        link = tarfile.TarInfo("onrecord.toml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    (tmp_path / "in").mkdir()
    restore_backup(tmp_path / "whole.tar", tmp_path / "in" / "home")
    found = {path.name for path in (tmp_path / "in").rglob("*")}
    assert found.isdisjoint({"evil", "users.db", "more", "onrecord.toml"})


def test_a_backup_that_is_killed_leaves_none_and_the_next_tidies_up(
    home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backup.tar"
    stage = tmp_path / ".backup.tar.unfinished"
    command = [sys.executable, "-m", "onrecord.cli", "backup", str(target), "--home", str(home)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not (stage / "archive").exists() and process.poll() is None:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not target.exists()
    write_backup(home, target)
    assert left_behind(tmp_path) == []


def test_the_commands_say_what_was_written_and_put_in_place(home: Path, tmp_path: Path) -> None:
    target, other = tmp_path / "backup.tar.gz", tmp_path / "other"
    written = onrecord("backup", target, "--home", home)
    assert f"{target}: 3 captures" in written.stdout
    again = onrecord("backup", target, "--home", home)
    assert again.returncode == 2
    assert "something is here already" in again.stderr
    restored = onrecord("restore", target, "--home", other)
    assert f"{other}: 3 captures" in restored.stdout
    assert list(compare_registers(home, other, frozenset())) == []


def onrecord(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
