"""Writing that is killed at any point and started again: as if nothing had happened.

Half of the points are calls of SQLite or of the system, counted; half are moments. After each the
register must be whole as it stands, and after another start equal, row by row, to that of a
run that nobody killed; of an export no part may pass for a whole one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.export.staging import DESCRIPTOR
from onrecord.pipeline.verifying import verify_home
from trust.doings import CALLS, DOINGS
from trust.nursery import DONE, Nursery
from trust.rows import compare_registers

POINTS = 200
TASK = "trust.doings:perform"
PASSING = frozenset({"runs", "schema_steps"})  # what happened, not what is held
EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Unbroken:
    """A run that nobody killed: where it began and ended, its calls and its seconds."""

    begun: Path
    ended: Path
    calls: int
    seconds: float


def run(seed: int, points: int = POINTS, doings: Sequence[str] = tuple(DOINGS)) -> int:
    """Kill each doing at so many points, print what was wrong, and give how many faults."""
    faults = 0
    with Nursery(TASK) as nursery, tempfile.TemporaryDirectory() as place:
        for doing in doings:
            faults += _kill_often(nursery, doing, Path(place) / doing, seed, points)
    return faults


def _kill_often(nursery: Nursery, doing: str, place: Path, seed: int, points: int) -> int:
    place.mkdir()
    unbroken = _run_unbroken(nursery, doing, place)
    pick = random.Random(f"kills/{doing}/{seed}")  # noqa: S311 - no secret is made of it
    began, killed, found = time.monotonic(), 0, []
    for number in range(points):
        given: dict[str, Any] = {"call": pick.randint(1, unbroken.calls)}
        if number % 2:
            given = {"after": pick.random() * unbroken.seconds}
        home = place / "home"
        was_killed = _kill_once(nursery, doing, unbroken, home, given)
        killed += was_killed
        faults = list(find_faults(nursery, doing, unbroken, home))
        found += [f"{doing} killed at {given}: {fault}" for fault in faults]
    for fault in found[:20]:
        _print(fault)
    _print(
        f"kills: {doing} {points} points, {killed} killed before the end, {len(found)} faults, "
        f"{unbroken.calls} calls and {unbroken.seconds:.2f} s unbroken; "
        f"{time.monotonic() - began:.0f} s"
    )
    return len(found)


def _run_unbroken(nursery: Nursery, doing: str, place: Path) -> Unbroken:
    begun, ended = place / "begun", place / "ended"
    _finish(nursery, {"home": str(begun), "doing": doing, "act": "begin"})
    shutil.copytree(begun, ended)
    _finish(nursery, {"home": str(ended), "doing": doing, "act": "do", "call": 0})
    calls = int((place / CALLS).read_text())
    shutil.rmtree(ended)
    shutil.copytree(begun, ended)
    began = time.monotonic()
    _finish(nursery, {"home": str(ended), "doing": doing, "act": "do"})
    return Unbroken(begun, ended, calls, time.monotonic() - began)


def _finish(nursery: Nursery, given: dict[str, Any]) -> None:
    nursery.start(given)
    if nursery.wait() != DONE:
        raise RuntimeError(f"{given} failed with nobody killing it")


def _kill_once(
    nursery: Nursery, doing: str, unbroken: Unbroken, home: Path, given: dict[str, Any]
) -> bool:
    """Start a doing and kill it; whether that was before its end."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(unbroken.begun, home)
    process = nursery.start({"home": str(home), "doing": doing, "act": "do", **given})
    if "after" in given:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            time.sleep(given["after"])
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
    return nursery.wait() == -signal.SIGKILL


def find_faults(nursery: Nursery, doing: str, unbroken: Unbroken, home: Path) -> Iterator[str]:
    """What is wrong with a home that a killed run has left, now and after another start."""
    older = doing == "migrate"  # looking at it would bring it to the present schema
    for damage in () if older else verify_home(home).damages:
        yield f"before another start: {damage}"
    yield from _find_false_export(unbroken.ended / EXPORT, home / EXPORT)
    nursery.start({"home": str(home), "doing": doing, "act": "do"})
    if nursery.wait() != DONE:
        yield "it cannot be started again"
        return
    for unlike in compare_registers(unbroken.ended, home, PASSING):
        yield f"not as in the unbroken run: {unlike}"
    for damage in verify_home(home).damages:
        yield f"after another start: {damage}"
    if _read_folder(unbroken.ended / EXPORT) != _read_folder(home / EXPORT):
        yield "the export is not that of the unbroken run"
    yield from (f"left behind: {path.name}" for path in home.glob(".*"))


def _find_false_export(whole: Path, found: Path) -> Iterator[str]:
    """An export that says it is whole, and is not."""
    if (found / DESCRIPTOR).exists() and _read_folder(found) != _read_folder(whole):
        yield "a part of an export passes for a whole one"


def _read_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*")}


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
