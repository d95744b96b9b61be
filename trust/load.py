"""Many people read a large register while documents are added to it.

`python -m trust load`: a server over a register that is made for it (or a copy of one's own:
`python -m trust.load --home HOME --seconds 120`), first one reader alone, one page after the
other, then fifty who take their time, while `onrecord add` writes. No answer may fail or be
less than whole, and the 95th percentile of pages may at most double.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.collection import write_collection
from bench.latency import find_tail
from bench.process import onrecord
from bench.worlds import Teller, read_sample
from bench.writing import add_documents
from onrecord.register.reader import Register
from onrecord.register.store import open_engine
from trust.readers import Asked, Reader

READERS = 50
SECONDS = 300
LEAST_SECONDS = 20
DOCUMENTS = 10_000  # about 14,000 releases
BATCH = 64
THINKING = 6.5  # seconds between two pages of a reader, on average
ALONE = 250  # requests of the one reader, at most
MOST_RATIO = 2.0
PATIENCE = 60.0  # seconds that an answer may take before it counts as none
ADDED = 40  # documents for each second: more than can be read, so that the writer never ends


@dataclass(frozen=True, slots=True)
class Load:
    """What many readers saw, and the server's memory in MiB before and after."""

    alone: tuple[Asked, ...]
    together: tuple[Asked, ...]
    added: int
    memory: tuple[float, float]

    @property
    def ratio(self) -> float:
        """How much longer the 95th percentile of pages is with many readers."""
        return find_tail(_pages(self.together)) / find_tail(_pages(self.alone))

    @property
    def faults(self) -> list[Asked]:
        """The requests that failed."""
        return [asked for asked in (*self.alone, *self.together) if asked.fault]


def _pages(asked: Sequence[Asked]) -> list[float]:
    return [one.milliseconds for one in asked if one.is_page]


def run(seed: int, scale: float, home: Path | None = None) -> int:
    """Read under load; the number of faults, one of which is a ratio that is too high."""
    seconds = max(LEAST_SECONDS, round(SECONDS * scale))
    with tempfile.TemporaryDirectory(dir=home.parent if home else None) as place:
        own = Path(place) / "home"
        if home:
            shutil.copytree(home, own)
        else:
            make_register(own, max(BATCH, round(DOCUMENTS * scale)))
        load = measure_load(own, seed, seconds)
    tell_load(load, seconds)
    return len(load.faults) + (load.ratio > MOST_RATIO)


def make_register(home: Path, documents: int) -> None:
    """A register of so many documents: the sample told again under other names and years."""
    engine = open_engine(home, create=True)
    teller = Teller(read_sample())
    for first in range(0, documents, BATCH):
        numbers = range(first, min(first + BATCH, documents))
        add_documents(engine, [teller.tell(number) for number in numbers])
    engine.dispose()


def measure_load(home: Path, seed: int, seconds: int) -> Load:
    """One reader alone, then many while documents are added."""
    with _server(home) as (address, process):
        alone = asyncio.run(_read_alone(address, seed, seconds / 2))
        before = _find_memory(process)
        documents = _count_documents(home)
        with _writer(home, seconds):
            together = asyncio.run(_read_together(address, seed, seconds))
        added = _count_documents(home) - documents
        return Load(alone, together, added, (before, _find_memory(process)))


async def _read_alone(address: str, seed: int, seconds: float) -> tuple[Asked, ...]:
    reader = Reader(f"{seed}/alone")
    told: list[Asked] = []
    async with _client(address) as client:
        await reader.ask(client, "/")  # a server that has just been started
        end = time.monotonic() + seconds
        while len(told) < ALONE and time.monotonic() < end:
            told.append(await reader.ask(client, reader.choose()))
    return tuple(told)


async def _read_together(address: str, seed: int, seconds: int) -> tuple[Asked, ...]:
    end = time.monotonic() + seconds
    found = await asyncio.gather(
        *(_read_on(Reader(f"{seed}/{number}"), address, end) for number in range(READERS))
    )
    return tuple(asked for told in found for asked in told)


async def _read_on(reader: Reader, address: str, end: float) -> list[Asked]:
    told: list[Asked] = []
    async with _client(address) as client:
        await asyncio.sleep(reader.think(THINKING) - 0.5 * THINKING)  # not all at once
        while time.monotonic() < end:
            told.append(await reader.ask(client, reader.choose()))
            await asyncio.sleep(reader.think(THINKING))
    return told


def _client(address: str) -> httpx.AsyncClient:
    plain = httpx.AsyncHTTPTransport(verify=False)
    return httpx.AsyncClient(
        base_url=address, timeout=PATIENCE, follow_redirects=True, transport=plain
    )


@contextmanager
def _server(home: Path) -> Iterator[tuple[str, int]]:
    command = onrecord("serve", "--home", home, "--port", "0")
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            raise RuntimeError("the server did not say its address")
        yield found[0].rstrip("/"), process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _writer(home: Path, seconds: int) -> Iterator[None]:
    """A run of `add` that has more to read than it can in so many seconds."""
    path = home.parent / "new.jsonl"
    write_collection(path, ADDED * seconds)
    process = subprocess.Popen(  # noqa: S603 - our own command
        onrecord("add", path, "--home", home, "--quiet"), stdout=subprocess.DEVNULL
    )
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(f"the writer ended before the readers did: {process.returncode}")
    finally:
        process.terminate()
        process.wait()


def _count_documents(home: Path) -> int:
    register = Register.open(home)
    try:
        return register.counts().documents
    finally:
        register.close()


def _find_memory(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def tell_load(load: Load, seconds: int) -> None:
    """Print what was measured."""
    before, after = load.memory
    lines = [
        f"load: {READERS} readers for {seconds} s, each a page every {THINKING} s;"
        f" {load.added} documents added meanwhile; load average {os.getloadavg()[0]:.1f}",
        _tell_times("one reader alone", load.alone),
        _tell_times("all readers", load.together),
        f"  p95 of pages {load.ratio:.2f} times that of one reader (at most {MOST_RATIO:.0f});"
        f" memory of the server {before:.0f} to {after:.0f} MiB",
        f"  {len(load.faults)} faults",
        *(f"    {n} of {fault}" for fault, n in _count_faults(load.faults)),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _tell_times(who: str, asked: Sequence[Asked]) -> str:
    pages = _pages(asked)
    return (
        f"  {who}: {len(asked)} requests, {len(pages)} of them pages:"
        f" p50 {statistics.median(pages):.0f} ms, p95 {find_tail(pages):.0f} ms,"
        f" slowest {max(asked, key=lambda one: one.milliseconds).address}"
        f" {max(one.milliseconds for one in asked):.0f} ms"
    )


def _count_faults(faults: Sequence[Asked]) -> list[tuple[str, int]]:
    return Counter(f"{asked.fault} ({asked.address})" for asked in faults).most_common(20)


def main() -> int:
    """Measure a copy of a register of one's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    given = parser.parse_args()
    return int(run(given.seed, given.seconds / SECONDS, given.home) > 0)


if __name__ == "__main__":
    sys.exit(main())
