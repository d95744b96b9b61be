"""`python -m bench.writing`: what it costs to add documents to registers of growing size.

The sample is read once and told again under other names, words and years (`bench.worlds`);
what is measured is the writer alone: writing, resolving, following. Printed are milliseconds
of processor time a document, for a batch of 64 and for releases added one by one, and how
much more they are than at the first size. The pages that are measured are the same each time.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.worlds import Teller, read_sample
from onrecord.pipeline.extract import Extract
from onrecord.pipeline.following import follow_touched
from onrecord.pipeline.resolving import resolve_touched
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.store import Engine, now, open_engine, writing
from onrecord.register.writer import write_document

SIZES = (100, 1_000, 4_000, 12_000)
BATCH = 64
SINGLES = 16
FIRST_PROBE = 10_000  # the turn of the first documents that are measured
STAGES = ("write", "resolve", "follow")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time that the stages took for so many documents."""

    documents: int
    stages: tuple[float, ...]

    @property
    def each(self) -> tuple[float, ...]:
        """Milliseconds a document: each stage, and the sum."""
        return tuple(1000 * s / self.documents for s in (*self.stages, sum(self.stages)))

    def __add__(self, other: Cost) -> Cost:
        stages = tuple(a + b for a, b in zip(self.stages, other.stages, strict=True))
        return Cost(self.documents + other.documents, stages)


NOTHING = Cost(0, (0.0, 0.0, 0.0))


def add_documents(engine: Engine, extracts: Sequence[Extract]) -> Cost:
    """Add documents in one transaction, as a run does."""
    touched = Touched()
    times = []
    with writing(engine) as connection:
        times.append(time.process_time())
        for extract in extracts:
            page = extract.reading.page
            source = Source(page.name, page.address, page.version, "text/html", page.institution)
            write_document(
                connection, source, extract.reading, extract.facts,
                rules="bench", moment=now(), touched=touched,
            )  # fmt: skip
        times.append(time.process_time())
        resolve_touched(connection, touched)
        times.append(time.process_time())
        follow_touched(connection, touched)
    times.append(time.process_time())  # what the end of the transaction costs is following's
    return Cost(len(extracts), tuple(b - a for a, b in itertools.pairwise(times)))


class Meter:
    """A register that grows, and what its growth costs."""

    def __init__(self, engine: Engine, teller: Teller, probe: int = FIRST_PROBE) -> None:
        self._engine = engine
        self._teller = teller
        self._probe = probe
        self.held = 0
        self.grown = NOTHING

    def grow(self, size: int) -> None:
        """Add documents up to a size."""
        while self.held < size:
            numbers = range(self.held, min(size, self.held + BATCH))
            self.grown += add_documents(self._engine, [self._teller.tell(n) for n in numbers])
            self.held = numbers.stop

    def add_batch(self) -> Cost:
        """Add a batch of 64."""
        return add_documents(self._engine, self._probes(BATCH))

    def add_singles(self) -> Cost:
        """Add some documents, each in a transaction of its own."""
        return sum((add_documents(self._engine, [e]) for e in self._probes(SINGLES)), NOTHING)

    def _probes(self, count: int) -> list[Extract]:
        pages = len(self._teller.extracts)
        turn, self._probe = self._probe, self._probe + 1
        return [self._teller.tell(turn * pages + n * pages // count) for n in range(count)]


def _print_line(name: str, cost: Cost, first: Cost | None) -> float:
    ratio = cost.each[-1] / first.each[-1] if first else 1.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = "".join(f"{ms:>9.1f}" for ms in cost.each)
    print(f"{name:<22}{figures}{ratio:>8.2f}{peak:>10.0f}", flush=True)
    return ratio


def measure_writing(home: Path, sizes: Sequence[int]) -> None:
    """Print a table: costs at each size, and of all documents on the way there."""
    engine = open_engine(home, create=True)
    meter = Meter(engine, Teller(read_sample()))
    titles = "".join(f"{name:>9}" for name in (*STAGES, "all"))
    print(f"{'ms a document':<22}{titles}{'ratio':>8}{'peak MiB':>10}")
    first: dict[str, Cost] = {}
    for size in sizes:
        meter.grow(size)
        costs = {"batch of 64": meter.add_batch(), "one by one": meter.add_singles()}
        for name, cost in costs.items():
            _print_line(f"{size:>7,} {name}", cost, first.setdefault(name, cost))
        _print_line(f"{size:>7,} on the way", meter.grown, None)
    engine.dispose()


def main() -> None:
    """Measure; `--home` keeps the register, `--sizes` makes it shorter or longer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure_writing(arguments.home or Path(scratch) / "home", arguments.sizes)


if __name__ == "__main__":
    main()
