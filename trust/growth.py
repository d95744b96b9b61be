"""What a register of one collection costs, and one of ten: adding, asking, verifying, room.

A collection is the sample told again and again under other names and words through forty years
(`bench.worlds`); each further one lies in years of its own. The same documents are added to
copies of the register at both sizes, and the same kinds of pages asked for. Printed are the
figures at both sizes, and how many times the first the second is; those above `MOST` are marked.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, func, select

from bench.cases import list_cases
from bench.latency import serving
from bench.process import folder_mib, onrecord, run_measured
from bench.worlds import YEARS, Teller, read_sample
from bench.writing import BATCH, FIRST_PROBE, NOTHING, Cost, Meter, add_documents
from onrecord.acquire.archive import keep_bytes
from onrecord.pipeline.extract import Extract
from onrecord.register import schema
from onrecord.register.store import Engine, open_engine

RELEASES = 100_000
COLLECTIONS = 10
MOST = 1.3  # times the first figure
BATCHES = 3  # of documents that are measured at either size
REQUESTS = 7  # of each address
LEAST = 2.0  # milliseconds of processor time below which a page's ratio tells nothing

_ID = re.compile(r"\b([a-z]{2})-[a-z2-7]{16}\b")
_FAR = re.compile(r"[?&]page=")  # a place in a list that a small register does not have

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Size:
    """A register at one size: its figures, and milliseconds of processor time of its pages."""

    releases: int
    figures: Figures
    pages: Figures


# ------------------------------------------------- in a process of its own, which is measured


def count_documents(pages: Sequence[Extract], releases: int) -> int:
    """How many documents, told in order, have so many releases."""
    each = [len(page.reading.page.releases) for page in pages]
    turns, left = divmod(releases, sum(each))
    count = turns * len(each)
    while left > 0:
        left -= each[count % len(each)]
        count += 1
    return count


def make_teller() -> Teller:
    """The teller, without what reading the sample needs: that would hide what writing does."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return Teller(apart.submit(read_sample).result())


def grow_register(home: Path, teller: Teller, collection: int, releases: int) -> Figures:
    """Add documents until there are so many releases; a collection has `collection` of them."""
    engine, cost = open_engine(home, create=True), NOTHING
    held, each = _count_rows(engine, schema.documents), count_documents(teller.extracts, collection)
    wanted = count_documents(teller.extracts, releases)
    for start in range(held, wanted, BATCH):
        numbers = range(start, min(wanted, start + BATCH))
        told = [teller.tell(n, YEARS * (n // each)) for n in numbers]
        for extract in told:
            keep_bytes(home, extract.reading.page.text.encode())
        cost += add_documents(engine, told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = _count_rows(engine, schema.releases)
    engine.dispose()
    return {"releases": count, **_tell_cost("on the way", cost), "memory of adding, MiB": peak}


def probe_register(home: Path, teller: Teller, seed: int) -> Figures:
    """What it costs to add documents of the years of the first collection; they stay there."""
    engine = open_engine(home)
    meter = Meter(engine, teller, FIRST_PROBE + seed)
    meter.add_batch()  # the first takes longer, whatever the size
    batches = sum((meter.add_batch() for _ in range(BATCHES)), NOTHING)
    singles = meter.add_singles()
    engine.dispose()
    return {**_tell_cost("in batches", batches), **_tell_cost("one by one", singles)}


def _count_rows(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _tell_cost(name: str, cost: Cost) -> Figures:
    return {f"adding {name}, ms a document": cost.each[-1]} if cost.documents else {}


# ------------------------------------------------------------------------------ from outside


def measure_size(home: Path, collection: int, releases: int, seed: int) -> Size:
    """Grow a register to a size, and measure it there; what is measured leaves it as it is."""
    figures = _run_apart("grow", home, collection, releases)
    count = int(figures.pop("releases"))
    figures["room on disk, KiB a release"] = 1024 * folder_mib(home) / count
    figures |= {**_probe(home, seed), **_verify(home, count)}
    peak, pages = _ask(home)
    return Size(count, {**figures, "memory of the server, MiB": peak}, pages)


def _run_apart(*arguments: str | Path | int) -> dict[str, float]:
    command = [sys.executable, "-m", "trust.growth", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _probe(home: Path, seed: int) -> Figures:
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        copy = Path(scratch) / "home"
        shutil.copytree(home, copy, ignore=shutil.ignore_patterns("archive"))
        return _run_apart("probe", copy, seed)


def _verify(home: Path, releases: int) -> Figures:
    done = run_measured(onrecord("verify", "--home", home, "--json", "--quiet"))
    if not json.loads(done.output)["whole"]:
        raise RuntimeError(f"{home}: not whole: {done.output[:2000]}")
    return {
        "verifying, ms a release": 1000 * done.user_seconds / releases,
        "memory of verifying, MiB": done.peak_mib,
    }


def _ask(home: Path) -> tuple[float, Figures]:
    """The most memory of the server, and the median processor time of each kind of page."""
    times: dict[str, float] = {}
    with serving(home) as asker:
        for address in list_cases(home):
            if not _FAR.search(address):
                found = asker.measure(address, REQUESTS, REQUESTS)
                times[_ID.sub(r"\1", address)] = statistics.median(found.cpu)
        return asker.peak(), times


# ----------------------------------------------------------------------------- what is printed


def compare_sizes(first: Size, last: Size) -> Iterator[tuple[str, float, float]]:
    """What both sizes have, with both figures."""
    for one, other in ((first.figures, last.figures), (first.pages, last.pages)):
        yield from ((name, one[name], other[name]) for name in one if name in other)


def find_growth(one: float, other: float) -> float:
    """How many times the first figure the second is."""
    return other / one if one else 1.0


def print_growth(first: Size, last: Size) -> int:
    """Print what both sizes cost, of pages those that grow too much; gives how many do."""
    above = 0
    _print(f"{'':<44}{first.releases:>10,}{last.releases:>10,}{'ratio':>8}")
    for name, one, other in compare_sizes(first, last):
        ratio = find_growth(one, other)
        page = name in first.pages
        grows = ratio > MOST and not (page and other < LEAST)
        above += grows
        if grows or not page:
            _print(f"{name:<44}{one:>10.1f}{other:>10.1f}{ratio:>8.2f}{' !' if grows else ''}")
    ratios = [find_growth(one, last.pages[n]) for n, one in first.pages.items() if n in last.pages]
    _print(
        f"{len(ratios)} kinds of pages and files: median {statistics.median(ratios):.2f} times "
        f"the processor time; {above} figures above {MOST}"
    )
    return above


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(seed: int, releases: int = RELEASES, keep: Path | None = None) -> int:
    """Measure a register at a tenth of its size and at its whole; gives the figures that grow.

    The register is left in the folder `keep`, where there is one, and goes on from what that has.
    """
    with tempfile.TemporaryDirectory(prefix="onrecord-growth-") as scratch:
        home = (keep or Path(scratch)) / "home"
        collection = max(1, releases // COLLECTIONS)
        sizes = [measure_size(home, collection, n, seed) for n in (collection, releases)]
    return print_growth(*sizes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or do one part of it in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    whole = parts.add_parser("measure", help="measure both sizes")
    whole.add_argument("--seed", type=int, default=1)
    whole.add_argument("--releases", type=int, default=RELEASES)
    whole.add_argument("--keep", type=Path, help="leave the register in this folder")
    grow = parts.add_parser("grow", help="add documents up to a number of releases")
    grow.add_argument("home", type=Path)
    grow.add_argument("collection", type=int)
    grow.add_argument("releases", type=int)
    probe = parts.add_parser("probe", help="what adding costs; the documents stay in the register")
    probe.add_argument("home", type=Path)
    probe.add_argument("seed", type=int)
    given = parser.parse_args(arguments)
    if given.part == "measure":
        return int(run(given.seed, given.releases, given.keep) > 0)
    if given.part == "grow":
        _print(
            json.dumps(grow_register(given.home, make_teller(), given.collection, given.releases))
        )
    else:
        _print(json.dumps(probe_register(given.home, make_teller(), given.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
