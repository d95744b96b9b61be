"""What onrecord is made of, and what it does not do: unpickle, or ask the network."""

from __future__ import annotations

import ast
import json
import os
import pkgutil
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import onrecord
from onrecord.config import sample_folder
from tools import licences

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "onrecord").rglob("*.py"))


def test_every_package_that_is_needed_has_a_licence_that_is_allowed() -> None:
    needed = licences.list_needed()
    assert len(needed) > 40
    assert [one.name for one in needed if not licences.is_allowed(licences.find_licence(one))] == []
    assert licences.write_page() == licences.PAGE.read_text("utf-8"), (
        "python -m tools.licences --write"
    )


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("(MIT AND Zlib)", True),
        ("MIT AND GPL-2.0-or-later", False),
        ("LGPL-3.0-or-later", False),
        ("GPL-3.0-only OR AGPL-3.0-only", False),
        ("", False),
        ("Do what is right", False),
    ],
)
def test_a_licence_that_is_not_known_is_not_allowed(licence: str, allowed: bool) -> None:
    assert licences.is_allowed(licence) == allowed


def test_what_is_locked_has_a_version_and_hashes_and_nothing_needed_is_missing() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.findall(r"^\S.*(?:\n .*)*", lock, flags=re.MULTILINE)
    assert all(re.match(r"[\w.-]+==\S+", entry) for entry in entries)
    assert all(" --hash=sha256:" in entry for entry in entries)
    locked = {licences.plain_name(entry.partition("==")[0]) for entry in entries}
    assert {licences.plain_name(one.name) for one in licences.list_needed()} <= locked


def test_the_bill_of_materials_names_what_is_needed_with_hashes(tmp_path: Path) -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8")
    assert "tools.licences --lock" in recipe
    assert "cyclonedx-py requirements" in recipe
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", "--no-validate", "-o",
         tmp_path / "bom.json", "-"],
        input=licences.cut_lock(), text=True, capture_output=True, check=True,
    )  # fmt: skip
    assert made.returncode == 0
    parts = json.loads((tmp_path / "bom.json").read_text("utf-8"))["components"]
    needed = {licences.plain_name(one.name) for one in licences.list_needed()}
    assert {part["name"] for part in parts} == needed
    assert all(part["externalReferences"][0]["hashes"] for part in parts)


@cache
def list_nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


UNPICKLING = {"pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
CONNECTED = {"onrecord/pipeline/child.py", "onrecord/pipeline/readers.py"}


def each_import(path: Path) -> set[str]:
    found: set[str] = set()
    for node in list_nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


def test_no_module_unpickles_and_only_the_reading_processes_send_objects() -> None:
    imports = {path.relative_to(ROOT).as_posix(): each_import(path) for path in SOURCES}
    assert [path for path, names in imports.items() if names & UNPICKLING] == []
    assert {path for path, names in imports.items() if "multiprocessing" in names} == CONNECTED


def test_no_module_runs_text_as_code() -> None:
    for path in SOURCES:
        calls = [node for node in list_nodes(path) if isinstance(node, ast.Call)]
        names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        assert not names & {"eval", "exec", "compile", "__import__"}, path


WATCH = """
import os, sys
EVENTS = {"socket.connect", "socket.sendto", "socket.getaddrinfo",
          "socket.gethostbyname", "urllib.Request", "pickle.find_class"}
def tell(event, given):
    if event in EVENTS:
        with open(os.environ["WATCH_FILE"], "a") as file:
            file.write(f"{event} {given!r}\\n")
sys.addaudithook(tell)
"""


def watch_program(folder: Path, *arguments: str | Path) -> list[str]:
    """What a program and the processes that it starts did of what is watched."""
    (folder / "sitecustomize.py").write_text(WATCH, "utf-8")
    told = folder / "told"
    told.touch()
    paths = os.pathsep.join([str(folder), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "WATCH_FILE": str(told)}
    subprocess.run([sys.executable, *map(str, arguments)], env=environment, check=True,
                   capture_output=True)  # fmt: skip
    return told.read_text("utf-8").splitlines()


def test_what_is_watched_would_be_seen(tmp_path: Path) -> None:
    code = (
        "import socket, pickle\n"
        "try: socket.create_connection(('127.0.0.1', 1), 1)\n"
        "except OSError: pass\n"
        "pickle.loads(pickle.dumps(socket.AF_INET))"
    )
    seen = {line.partition(" ")[0] for line in watch_program(tmp_path, "-c", code)}
    assert seen == {"socket.getaddrinfo", "socket.connect", "pickle.find_class"}


def test_importing_every_module_asks_no_network_and_unpickles_nothing(tmp_path: Path) -> None:
    names = [one.name for one in pkgutil.walk_packages(onrecord.__path__, "onrecord.")]
    assert len(names) > 100
    assert watch_program(tmp_path, "-c", "import " + ", ".join(names)) == []


def test_adding_documents_asks_no_network_and_unpickles_only_what_was_sent(tmp_path: Path) -> None:
    folder = min(path for path in sample_folder().iterdir() if path.is_dir())
    told = watch_program(
        tmp_path, "-m", "onrecord.cli", "add", "--quiet", "--home", tmp_path / "home", folder
    )
    assert [line for line in told if not line.startswith("pickle.find_class")] == []
    modules = {line.split("'")[1].partition(".")[0] for line in told}
    assert "onrecord" in modules  # captures and extracts between the processes of the run
    assert modules <= {"onrecord", "spacy", "builtins"}, told
