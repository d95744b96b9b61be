import io
import json
import os
import pty
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.register.signing import sign_in
from onrecord.register.store import open_engine
from onrecord.register.users import Users

GOOD, OTHER = "a lamp beside the quay", "seven herons at noon"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    open_engine(tmp_path, create=True).dispose()
    return tmp_path


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: on a home, with a text on standard input."""

    def run_here(home: Path, *arguments: str, text: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments, "--home", str(home)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run_here


def run_at_terminal(home: Path, *arguments: str, typed: str) -> tuple[int, str]:
    """A command at a terminal of its own, with what is typed there; its code and what is seen."""
    command = [sys.executable, "-m", "onrecord.cli", *arguments, "--home", str(home)]
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, command)
    seen = b""
    lines = typed.splitlines(keepends=True)
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        seen += piece
        if lines and seen.endswith(b": "):  # only now nothing is shown of what is typed
            os.write(terminal, lines.pop(0).encode())
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), seen.decode()


def may_sign_in(home: Path, name: str, password: str) -> bool:
    people = Users(home)
    try:
        return sign_in(people, name, password, "192.0.2.1").token is not None
    finally:
        people.close()


def test_users_are_made_listed_changed_and_removed(home: Path, run: Run) -> None:
    assert "no users" in run(home, "user", "list").stdout
    made = run(home, "user", "add", "Ama Quill", "--role", "editor", "--password-stdin", text=GOOD)
    assert made.returncode == 0, made.stderr
    assert "Ama Quill may sign in as editor" in made.stdout
    assert may_sign_in(home, "Ama Quill", GOOD)
    listed = run(home, "user", "list", "--json").stdout
    assert [(one["name"], one["role"]) for one in json.loads(listed)] == [("Ama Quill", "editor")]
    assert "argon2" not in listed
    assert run(home, "user", "role", "ama quill", "reader").returncode == 0
    changed = run(home, "user", "password", "Ama Quill", "--password-stdin", text=f"{OTHER}\n")
    assert "all sessions have ended" in changed.stdout
    assert may_sign_in(home, "Ama Quill", OTHER)
    assert run(home, "user", "remove", "Ama Quill").returncode == 0
    assert "no users" in run(home, "user", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "text", "told"),
    [
        (("add", "Bo", "--password-stdin"), "short", "fewer than 12"),
        (("add", "Bo", "--password-stdin", "--role", "owner"), GOOD, "reader, editor"),
        (("add", "Bo"), "", "--password-stdin"),
        (("password", "Bo", "--password-stdin"), GOOD, "no such user"),
        (("role", "Bo", "editor"), "", "no such user"),
        (("remove", "Bo"), "", "no such user"),
    ],
)
def test_what_cannot_be_done_is_told(
    home: Path, run: Run, arguments: tuple[str, ...], text: str, told: str
) -> None:
    done = run(home, "user", *arguments, text=text)
    assert done.returncode == 2
    assert re.search(told, done.stderr)
    assert "Traceback" not in done.stderr


def test_no_user_is_made_where_there_is_no_register(tmp_path: Path, run: Run) -> None:
    done = run(tmp_path / "none", "user", "add", "Bo", "--password-stdin", text=GOOD)
    assert done.returncode == 2
    assert "no register" in done.stderr


def test_a_password_is_asked_for_twice_and_not_shown(home: Path) -> None:
    code, seen = run_at_terminal(home, "user", "add", "Bo", typed=f"{GOOD}\n{OTHER}\n")
    assert code == 2
    assert "not the same twice" in seen
    code, seen = run_at_terminal(home, "user", "add", "Bo", typed=f"{GOOD}\n{GOOD}\n")
    assert code == 0, seen
    assert GOOD not in seen
    assert may_sign_in(home, "Bo", GOOD)


@pytest.mark.parametrize("option", [("--host", "0.0.0.0"), ("--name", "records.example")])
def test_serving_others_without_a_user_is_refused_with_the_way_out(
    home: Path, run: Run, option: tuple[str, str]
) -> None:
    done = run(home, "serve", "--port", "0", *option)
    assert done.returncode == 2
    assert "the register has no user" in done.stderr
    assert "onrecord user add" in done.stderr
