"""`python -m bench.latency --home HOME`: how long answers of a site take over loopback.

Every kind of page and file is asked for many times. Printed are milliseconds: the median and
the 95th percentile of the time until the whole answer is there, the first request of all (of
a server that has just been started), and the processor time of the server for a request,
which does not depend on what else the machine does. With `--writing` a document is added
every second meanwhile, to a copy of the register.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.cases import FILES, list_cases
from bench.process import onrecord

REQUESTS = 100
LEAST = 20  # requests at least, however long they take
SECONDS = 4  # of requests of one address, once there are enough
GOAL = 100  # milliseconds: the 95th percentile of every page
TAIL = 0.95
STREAMED = 2  # requests of a file of everything


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of the requests of one address: until the answer, and of the processor."""

    first: float
    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def tell(self) -> str:
        """The figures as columns."""
        figures = (
            statistics.median(self.wall), find_tail(self.wall), self.first,
            statistics.median(self.cpu), find_tail(self.cpu),
        )  # fmt: skip
        return "".join(f"{figure:>9.1f}" for figure in figures)


def find_tail(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * TAIL))]


class Asker:
    """Asks a server and reads the processor time that it has used."""

    def __init__(self, base: str, process: int) -> None:
        self._client = httpx.Client(base_url=base, timeout=120)
        self._tasks = Path(f"/proc/{process}/task")
        self._status = Path(f"/proc/{process}/status")

    def ask(self, address: str) -> tuple[float, float]:
        """Milliseconds until the answer is there, and of the server's processor."""
        spent, began = self._spent(), time.perf_counter()
        answer = self._client.get(address)
        wall = time.perf_counter() - began
        answer.raise_for_status()
        return 1000 * wall, (self._spent() - spent) / 1e6

    def measure(self, address: str, most: int, least: int = LEAST) -> Times:
        """Ask many times, fewer where it takes long."""
        first, _ = self.ask(address)
        pairs: list[tuple[float, float]] = []
        end = time.perf_counter() + SECONDS
        while len(pairs) < most and (len(pairs) < least or time.perf_counter() < end):
            pairs.append(self.ask(address))
        return Times(first, tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))

    def peak(self) -> float:
        """The most memory that the server has held, MiB."""
        found = re.search(r"VmHWM:\s+(\d+)", self._status.read_text())
        return int(found[1]) / 1024 if found else 0.0

    def _spent(self) -> int:
        """Nanoseconds of all threads."""
        total = 0
        for task in self._tasks.iterdir():
            with contextlib.suppress(FileNotFoundError):  # a thread may just have ended
                total += int((task / "schedstat").read_text().split()[0])
        return total


def measure_latency(
    home: Path, addresses: Sequence[str] | None = None, requests: int = REQUESTS
) -> None:
    """Print a line for each address; those over the goal are marked."""
    addresses = list_cases(home) if addresses is None else addresses
    width = max(map(len, addresses))
    titles = ("median", "p95", "first", "cpu", "cpu p95")
    over = 0
    with serving(home) as asker:
        print(f"{'ms':<{width}}" + "".join(f"{title:>9}" for title in titles))
        for address in addresses:
            times = asker.measure(address, STREAMED if address in FILES else requests)
            late = address not in FILES and find_tail(times.wall) > GOAL
            over += late
            print(f"{address:<{width}}{times.tell()}{' !' if late else ''}", flush=True)
        print(
            f"{over} of {len(addresses)} over {GOAL} ms; peak of the server {asker.peak():.0f} MiB"
        )


@contextmanager
def serving(home: Path) -> Iterator[Asker]:
    """A site of a register, as long as it is asked."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        onrecord("serve", "--home", home, "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not say its address")
        yield Asker(found[0].rstrip("/"), process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def writing_meanwhile(home: Path) -> Iterator[Path]:
    """A copy of a register to which a document is added every second."""
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        copy = Path(scratch) / "home"
        shutil.copytree(home, copy)
        command = [sys.executable, "-m", "bench.ticking", str(copy)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            assert process.stdout is not None
            process.stdout.readline()  # it has begun
            yield copy
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Measure; `--only` takes the addresses in which a text stands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--files", action="store_true", help="whole lists as files, too")
    parser.add_argument("--writing", action="store_true")
    given = parser.parse_args()
    every = [*list_cases(given.home), *(FILES if given.files else ())]
    wanted = [a for a in every if not given.only or any(text in a for text in given.only)]
    if not given.writing:
        measure_latency(given.home, wanted, given.requests)
        return
    with writing_meanwhile(given.home) as copy:
        measure_latency(copy, wanted, given.requests)


if __name__ == "__main__":
    main()
