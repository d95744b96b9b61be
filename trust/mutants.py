"""How many small faults in some packages the tests notice: `python -m trust mutants`.

A sample of all faults of each package, the same for the same seed, is written one by one into
a copy of the tree, and the tests that run the faulty lines are run on it, the cheapest first.
Faults that no test notices are listed. Now and then the same tests run without the fault: they
must pass.
"""

from __future__ import annotations

import argparse
import fcntl
import math
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from trust.coverage import KEPT, Coverage, find_coverage, find_importers
from trust.mutators import Mutant, find_mutants, mutate
from trust.traced import Test
from trust.trying import (
    FAILED,
    PASSED,
    STALLED,
    copy_tree,
    fork,
    load_libraries,
    remember_reads,
    run_tests,
    save,
)
from trust.warm import Host, change_functions

POINTS = 150  # faults of each package
PACKAGES = ("model", "register", "follow")
READ = frozenset({"model"})  # packages that reading needs: nothing that was read is reused
WEB = ("past", "words", "names", "mementos", "rewordings", "accounts", "tenures", "removed",
       "coverage", "files")  # fmt: skip
TESTS = (  # those that ask for what the packages do
    ("tests/register",),
    ("tests/model",),
    ("tests/follow",),
    ("tests/resolve",),
    ("tests/test_api.py", "tests/test_explain.py"),
    tuple(f"tests/web/test_{name}.py" for name in WEB),  # share what is made once
)
CONTROL = 15  # of so many faults that are noticed, the tests of one run without it
UNTESTED, BROKEN = "untested", "broken"
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Ordered:
    """A plugin of pytest: of what it finds, just these tests in this order."""

    tests: Sequence[Test]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep and order what was found."""
        places = {test.name: place for place, test in enumerate(self.tests)}
        chosen = [item for item in items if item.nodeid in places]
        items[:] = sorted(chosen, key=lambda item: places[item.nodeid])


@dataclass(frozen=True, slots=True)
class Bench:
    """A copy of the tree and what is known of its tests."""

    tree: Path
    coverage: Coverage
    importers: dict[str, set[str]]

    def try_all(self, mutants: Sequence[Mutant], *, reuse: bool) -> dict[Mutant, str]:
        """What becomes of the tests with each fault; 'passed' is a survivor."""
        chosen = {mutant: self.choose(mutant) for mutant in mutants}
        outcomes = {mutant: UNTESTED for mutant in mutants if not chosen[mutant]}
        inner = {mutant: tests for mutant, tests in chosen.items() if tests and mutant.inner}
        outcomes |= self._try_warm(inner, reuse=reuse)
        for mutant in mutants:
            if mutant not in outcomes:
                with self._fault(mutant):
                    outcomes[mutant] = self._run(chosen[mutant], reuse=reuse)
        return outcomes | self._find_broken(outcomes, chosen, reuse=reuse)

    def choose(self, mutant: Mutant) -> list[Test]:
        """The tests that could notice a fault."""
        return self.coverage.choose(mutant, self.importers[mutant.file])

    def _find_broken(
        self,
        outcomes: Mapping[Mutant, str],
        chosen: Mapping[Mutant, Sequence[Test]],
        *,
        reuse: bool,
    ) -> dict[Mutant, str]:
        """Of some faults that were noticed, those whose tests fail without them too."""
        noticed = [mutant for mutant, outcome in outcomes.items() if outcome == FAILED]
        return {
            mutant: BROKEN
            for mutant in noticed[::CONTROL]
            if self._run(chosen[mutant], reuse=reuse) != PASSED
        }

    def _run(self, tests: Sequence[Test], *, reuse: bool) -> str:
        """Load all anew and run tests in their order until one fails."""

        def work() -> int:
            if reuse:
                remember_reads(self.coverage.reads)
            return run_tests(_files(tests), Ordered(tests))

        return fork(self.tree, work, self._allow(tests), self.tree.parent / "tests.log")

    def _try_warm(
        self, chosen: Mapping[Mutant, Sequence[Test]], *, reuse: bool
    ) -> dict[Mutant, str]:
        """What becomes of those faults that can be tried without loading all anew."""
        outcomes: dict[Mutant, str] = {}
        kept = self.tree.parent / "outcomes"
        kept.unlink(missing_ok=True)

        def host(host: Host) -> None:
            if reuse:
                remember_reads(self.coverage.reads)
            for mutant, tests in chosen.items():
                path = self.tree / mutant.file
                functions = []
                if not self.coverage.runs_early(mutant):
                    source = path.read_text(encoding="utf-8")
                    functions = change_functions(host.live, path, source, mutant)
                if functions:
                    with self._fault(mutant):
                        outcomes[mutant] = host.try_code(functions, tests, self._allow(tests))
                    save(kept, outcomes)

        def work() -> int:
            return run_tests(_files([t for tests in chosen.values() for t in tests]), Host(host))

        fork(self.tree, work, DAY, self.tree.parent / "host.log")
        return pickle.loads(kept.read_bytes()) if kept.exists() else {}  # noqa: S301 - our own

    @contextmanager
    def _fault(self, mutant: Mutant) -> Iterator[None]:
        path = self.tree / mutant.file
        source = path.read_text(encoding="utf-8")
        _write(path, mutate(source, mutant))
        try:
            yield
        finally:
            _write(path, source)

    def _allow(self, tests: Sequence[Test]) -> float:
        return 10 + 2 * self.coverage.cost(tests)


def _files(tests: Sequence[Test]) -> list[str]:
    return sorted({test.file for test in tests})


def _write(path: Path, source: str) -> None:
    """Write a file so that nothing compiled before is taken for it."""
    path.write_text(source, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def choose_mutants(root: Path, package: str, seed: int, points: int) -> list[Mutant]:
    """So many faults of a package, the same for the same seed, in the order of its files."""
    files = sorted((root / "onrecord" / package).glob("*.py"))
    found = [m for path in files for m in find_mutants(root, str(path.relative_to(root)))]
    pick = random.Random(f"mutants/{package}/{seed}")  # noqa: S311 - no secret is made of it
    places = pick.sample(range(len(found)), min(points, len(found)))
    return [found[place] for place in sorted(places)]


def estimate(killed: int, tried: int) -> tuple[float, float]:
    """Between which shares the score of the whole package is, with 95% confidence (Wilson)."""
    share, z = killed / tried, 1.96
    middle = share + z * z / (2 * tried)
    spread = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - spread) / (1 + z * z / tried), (middle + spread) / (1 + z * z / tried)


def _try_package(bench: Bench, root: Path, package: str, seed: int, points: int) -> int:
    """Try faults of a package and say what became of them; gives how many controls failed."""
    mutants = choose_mutants(root, package, seed, points)
    outcomes = bench.try_all(mutants, reuse=package not in READ)
    for mutant in mutants:
        if outcomes[mutant] not in {FAILED, STALLED}:
            sys.stdout.write(f"{outcomes[mutant]}: {mutant}\n")
    counts = Counter(outcomes.values())
    _tell(package, counts, seed)
    return counts[BROKEN]


def _tell(package: str, counts: Counter[str], seed: int) -> None:
    tried = counts.total()
    killed = counts[FAILED] + counts[STALLED]
    low, high = estimate(killed, tried)
    told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    sys.stdout.write(
        f"{package}: {killed} of {tried} noticed, {killed / tried:.0%} "
        f"({low:.0%} to {high:.0%}), seed {seed}; tests: {told}\n"
    )


def run(root: Path, packages: Sequence[str], seed: int, points: int = POINTS) -> int:
    """Try so many faults of each package; gives how many controls failed."""
    (root / KEPT).mkdir(parents=True, exist_ok=True)
    with (root / KEPT / "lock").open("w") as lock:
        fcntl.flock(
            lock, fcntl.LOCK_EX
        )  # what was read is known by where it lay: one place for all
        tree = copy_tree(root, root / KEPT)
        load_libraries()
        folders = tuple(f"onrecord/{package}" for package in PACKAGES)
        coverage = find_coverage(root, tree, TESTS, folders)
        bench = Bench(tree, coverage, find_importers(tree))
        return sum(_try_package(bench, root, package, seed, points) for package in packages)


def main() -> int:
    """Try faults and give 1 where tests fail without one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", type=int, default=POINTS)
    given = parser.parse_args()
    return int(run(Path.cwd(), given.packages, given.seed, given.points) > 0)


if __name__ == "__main__":
    sys.exit(main())
