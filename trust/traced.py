"""Which tests run which lines: a plugin of pytest that watches one run of some test files.

What a fixture runs that several tests share counts for each of them, not only for the first.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

Lines = set[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Test:
    """A test that passed, what it costs in seconds of a processor, and what it shares."""

    file: str
    name: str
    seconds: float
    fixtures: tuple[str, ...]
    unit: str = ""  # the tests it was run with


@dataclass
class Trace:
    """The tests of some files, and which lines each of them and each shared fixture runs."""

    tests: list[Test] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=partial(defaultdict, set))
    seconds: dict[str, float] = field(default_factory=partial(defaultdict, float))


class Tracer:
    """Notes every line of some folders that is run, under the test or fixture that runs it."""

    def __init__(self, root: Path, folders: tuple[str, ...]) -> None:
        self.trace = Trace()
        self._under = tuple(f"{root / folder}{os.sep}" for folder in folders)
        self._known: dict[str, str] = {}
        self._cut = len(str(root)) + 1
        self._running = [""]
        self._since = _measure()
        self._lines = self.trace.lines[""]
        self._passed: set[str] = set()
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        """Note what runs under the name of the test."""
        with self._noting(item.nodeid):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[Any]:
        """Note what runs under the name of the fixture, where tests share it."""
        if fixturedef.scope == "function":
            return (yield)
        with self._noting(_name_fixture(fixturedef)):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what passed."""
        if report.when == "call" and report.passed:
            self._passed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Watch no longer."""
        sys.settrace(None)
        threading.settrace(None)
        for item in session.items:
            if item.nodeid in self._passed:
                file = item.nodeid.partition("::")[0]
                seconds = self.trace.seconds[item.nodeid]
                self.trace.tests.append(Test(file, item.nodeid, seconds, _share(item)))

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        self._switch()
        self._running.append(name)
        self._lines = self.trace.lines[name]
        try:
            yield
        finally:
            self._switch()
            self._running.pop()
            self._lines = self.trace.lines[self._running[-1]]

    def _switch(self) -> None:
        now = _measure()
        self.trace.seconds[self._running[-1]] += now - self._since
        self._since = now

    def _enter(self, frame: FrameType, *_: object) -> Any:
        name = frame.f_code.co_filename
        short = self._known.get(name)
        if short is None:
            short = name[self._cut :] if name.startswith(self._under) else ""
            self._known[name] = short
        return self._note if short else None

    def _note(self, frame: FrameType, *_: object) -> Any:
        self._lines.add((self._known[frame.f_code.co_filename], frame.f_lineno))
        return self._note


def _measure() -> float:
    """Seconds of a processor that this process and those it has awaited have used."""
    return sum(os.times()[:4])


def _name_fixture(fixture: pytest.FixtureDef[Any]) -> str:
    return f"{fixture.baseid}::{fixture.argname}"


def _share(item: pytest.Item) -> tuple[str, ...]:
    """The fixtures of a test that other tests use too."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    wide = [found[-1] for found in known.values() if found[-1].scope != "function"]
    return tuple(sorted(_name_fixture(fixture) for fixture in wide))
