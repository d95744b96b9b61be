"""A year of following a site, killed over and over: the register must be that of an unbroken one.

Two registers follow the same simulated site on the same days. The one is left in peace. The
process that updates the other is killed with SIGKILL at requests chosen by chance: before the
answer, in its middle, after it, or a moment later, when what came is being read and written.
It is then started again. In the end the two are compared row by row.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.model.text import Capture
from onrecord.pipeline.extract import extract_capture
from tests.site.expected import expect_year
from tests.site.following import ALARMS, VISITS, visit_site, write_sources
from tests.site.held import find_defects
from tests.site.server import PHASES, Site, serve_site
from trust.nursery import DONE, Nursery
from trust.rows import PASSING, compare_registers, count_rows

KILLS = 200
LATEST = 0.4  # seconds after an answer within which a process is killed 'later'
LATER = "later"
PATIENCE = 10.0  # seconds in which a started process must be known
TRIES = 500  # starts of one visit after which it is given up
HAPPENED = PASSING | {"rounds"}  # a source that is asked again after a kill has one more
STALL = 0.3  # seconds until the site gives up an answer that never comes
SHOWN = 20  # differences that are printed

Aims = Callable[[int], Sequence[int]]  # of a visit by its number: which of its requests are met


@dataclass
class Hunter:
    """Kills the process that follows, at requests of the present visit by their numbers."""

    chance: random.Random
    targets: list[int] = field(default_factory=list)
    seen: int = 0
    killed: int = 0
    _number: int = 0
    _known: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _phase: str = ""

    def aim(self, targets: Sequence[int]) -> None:
        """Choose the requests of a visit, in their order."""
        self.targets, self.seen = sorted(targets), 0

    def expect(self) -> None:
        """A process is about to start."""
        self._known.clear()

    def follow(self, number: int) -> None:
        """The process that has started."""
        self._number = number
        self._known.set()

    def lose(self) -> None:
        """The process has ended: nothing is killed until the next one."""
        with self._lock:
            self._number = 0

    def watch(self, number: int, phase: str) -> None:
        """Kill, where the time has come: the site calls this in the course of each answer."""
        del number
        with self._lock:
            if phase == PHASES[0]:
                self.seen += 1
                due = bool(self.targets) and self.targets[0] <= self.seen
                self._phase = self.chance.choice((*PHASES, LATER)) if due else ""
            if not self._phase or phase not in (self._phase, PHASES[-1]):
                return
            late, self._phase = self._phase == LATER, ""
            self.targets.pop(0)
        if late:
            wait = self.chance.uniform(0, LATEST)
            threading.Timer(wait, self._kill, (self._number,)).start()
        else:
            self._known.wait(PATIENCE)
            self._kill(self._number)

    def _kill(self, number: int) -> None:
        with self._lock:
            if not number or number != self._number:
                return
            self._number = 0
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
                self.killed += 1


def prepare() -> None:
    """Load what reading needs, once for all processes."""
    body = b"The Council met on 3 May 2021.\n\nIt will meet again in June."
    extract_capture(Capture("warming", "warming", body, "text/plain"))


def follow_once(given: dict[str, Any]) -> None:
    """The task of a process: one visit."""
    visit_site(Path(given["home"]), date.fromisoformat(given["day"]), given["start"])


def follow_visits(
    nursery: Nursery, site: Site, home: Path, hunter: Hunter, days: Sequence[date], aims: Aims
) -> Iterator[tuple[int, int]]:
    """Follow the site on these days; gives how many requests and starts each visit took."""
    write_sources(home, site.base)
    for at, day in enumerate(days):
        site.day = day
        site.clear()
        hunter.aim(aims(at))
        starts = _follow_day(nursery, home, day, hunter)
        yield hunter.seen, starts


def _follow_day(nursery: Nursery, home: Path, day: date, hunter: Hunter) -> int:
    """Start the follower until it comes to its end by itself; gives the number of starts."""
    for start in range(1, TRIES + 1):
        hunter.expect()
        given = {"home": str(home), "day": str(day), "start": start}
        hunter.follow(nursery.start(given))
        status = nursery.wait()
        hunter.lose()
        if status == DONE:
            return start
        if status != -signal.SIGKILL:
            raise RuntimeError(f"the visit of {day} ended with {status}; see above")
    raise RuntimeError(f"the visit of {day} comes to no end")


def choose_targets(requests: Sequence[int], kills: int, chance: random.Random) -> Aims:
    """Which requests of each visit are met, `kills` in all."""
    every = [(visit, at) for visit, count in enumerate(requests) for at in range(1, count + 1)]
    chosen = chance.sample(every, min(kills, len(every)))
    return lambda visit: sorted(at for of, at in chosen if of == visit)


def run(
    seed: int, kills: int = KILLS, keep: Path | None = None, days: Sequence[date] = VISITS
) -> int:
    """Follow the site unbroken and broken, print what differs, and give how many faults.

    The two registers are left in the folder `keep` where there is one.
    """
    with tempfile.TemporaryDirectory(prefix="onrecord-year-") as scratch:
        folder = keep or Path(scratch)
        return _run_both(folder / "whole", folder / "broken", seed, kills, days)


def _run_both(whole: Path, broken: Path, seed: int, kills: int, days: Sequence[date]) -> int:
    chance = random.Random(seed)  # noqa: S311, which requests are met is no secret
    hunter, began = Hunter(chance), time.monotonic()
    with (
        Nursery("trust.year:follow_once") as nursery,
        serve_site(watcher=hunter.watch, stall=STALL) as site,
    ):
        unmet = follow_visits(nursery, site, whole, hunter, days, lambda _: ())
        requests = [seen for seen, _ in unmet]
        aims = choose_targets(requests, kills, chance)
        starts = [n for _, n in follow_visits(nursery, site, broken, hunter, days, aims)]
        faults = [str(unlike) for unlike in compare_registers(whole, broken, HAPPENED)]
        for home in (whole, broken):
            found = find_defects(home, site.base, expect_year(days), ALARMS)
            faults += [f"{home.name}: {defect}" for defect in found]
    for fault in faults[:SHOWN]:
        _print(fault)
    rows = count_rows(whole, HAPPENED)
    _print(
        f"{len(days)} visits of a year, {sum(requests)} requests unbroken, seed {seed}; killed "
        f"{hunter.killed} times in {sum(starts)} starts; {rows} rows compared, "
        f"{len(faults)} faults, {time.monotonic() - began:.0f} s"
    )
    return len(faults)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the year twice; the exit code is 1 where the registers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--kills", type=int, default=KILLS, help="how often it is killed")
    parser.add_argument("--keep", type=Path, help="leave the two registers in this folder")
    parser.add_argument("--visits", type=int, help="only the first so many")
    given = parser.parse_args(arguments)
    return int(run(given.seed, given.kills, given.keep, VISITS[: given.visits]) > 0)


if __name__ == "__main__":
    sys.exit(main())
