"""What is known of the tests before faults are tried: which lines each runs, and at what cost.

It is found once for a state of the tree and kept under `var/mutants`, a file for each.
"""

from __future__ import annotations

import ast
import hashlib
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from trust.mutators import Mutant
from trust.traced import Lines, Test, Trace, Tracer
from trust.trying import OPTIONS, fork, remember_reads, run_tests, save

KEPT = Path("var/mutants")
USED = ("onrecord", "bench", "tools")  # what tests use
LONGEST = 600.0  # seconds of the processor: tests that take longer together are left out
BUDGET = 60.0  # seconds of the processor that tests may take for one fault, the cheapest first

Reads = dict[str, bytes]
Folders = tuple[str, ...]
Unit = tuple[str, ...]  # test files that are run together, or one folder


@dataclass
class Coverage:
    """All tests that passed, what they run, and what was read for them."""

    tests: list[Test] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    reads: Reads = field(default_factory=dict)

    def add(self, unit: str, trace: Trace, reads: Reads) -> None:
        """Take in what some tests run; what they share is shared with no others."""
        self.tests += [replace(test, unit=unit) for test in trace.tests]
        for name, lines in trace.lines.items():
            self.lines[_place(unit, name)] = lines
            self.seconds[_place(unit, name)] = trace.seconds[name]
        self.reads |= reads

    def choose(self, mutant: Mutant, importers: Iterable[str]) -> list[Test]:
        """The tests that could notice a fault, the cheapest first, as many as there is time for."""
        places = [(mutant.file, line) for line in mutant.lines]
        found = {test for place in places for test in self._by_line.get(place, ())}
        if not found and not mutant.inner:
            found = self._by_file[mutant.file]
            found = found or {test for file in importers for test in self._by_file[file]}
        return self._afford(sorted(found, key=self._rank))

    def runs_early(self, mutant: Mutant) -> bool:
        """Whether a faulty line runs before any test does, while they are found."""
        return any((mutant.file, line) in self._early for line in mutant.lines)

    @cached_property
    def _by_line(self) -> dict[tuple[str, int], set[Test]]:
        found: dict[tuple[str, int], set[Test]] = defaultdict(set)
        for test in self.tests:
            for name in (test.name, *test.fixtures):
                for place in self.lines.get(_place(test.unit, name), ()):
                    found[place].add(test)
        return found

    @cached_property
    def _by_file(self) -> dict[str, set[Test]]:
        found: dict[str, set[Test]] = defaultdict(set)
        for (file, _), tests in self._by_line.items():
            found[file] |= tests
        return found

    @cached_property
    def _early(self) -> Lines:
        lines = (lines for name, lines in self.lines.items() if name == _place(name[:-1], ""))
        return {place for some in lines for place in some}

    def _rank(self, test: Test) -> tuple[float, str, float, str]:
        shared = sum(self.seconds[_place(test.unit, name)] for name in test.fixtures)
        return round(shared, 1), test.unit if test.fixtures else "", test.seconds, test.name

    def _afford(self, tests: Iterable[Test]) -> list[Test]:
        chosen: list[Test] = []
        spent, ready = 0.0, set[str]()
        for test in tests:
            fresh = {_place(test.unit, name) for name in test.fixtures} - ready
            cost = test.seconds + sum(self.seconds[name] for name in fresh)
            if chosen and spent + cost > BUDGET:
                continue
            chosen.append(test)
            spent, ready = spent + cost, ready | fresh
        return chosen

    def cost(self, tests: Iterable[Test]) -> float:
        """Seconds of the processor that some tests took."""
        tests = list(tests)
        shared = {_place(test.unit, name) for test in tests for name in test.fixtures}
        return sum(test.seconds for test in tests) + sum(self.seconds[name] for name in shared)


def _place(unit: str, name: str) -> str:
    """What tests of different units share by name is another thing in each."""
    return f"{unit}>{name}"


def find_coverage(root: Path, tree: Path, tests: Sequence[Unit], folders: Folders) -> Coverage:
    """What tests of a tree run in some folders; `root` keeps what is known already."""
    coverage = Coverage()
    code = _digest(tree, [path for name in USED for path in (tree / name).rglob("*")])
    for unit in list_units(tree, tests):
        kept = root / KEPT / f"{code}-{_digest_unit(tree, unit)}.pickle"
        if not kept.exists():
            _watch(tree, unit, folders, kept, coverage.reads)
        if kept.exists():
            coverage.add(unit[0], *pickle.loads(kept.read_bytes()))  # noqa: S301 - our own file
        else:
            sys.stdout.write(f"left out, they take too long: {', '.join(unit)}\n")
    return coverage


def list_units(tree: Path, tests: Sequence[Unit]) -> list[Unit]:
    """The units as they are, and of a folder each file for itself."""
    found: list[Unit] = []
    for unit in tests:
        files = [
            str(path.relative_to(tree)) for path in sorted((tree / unit[0]).rglob("test_*.py"))
        ]
        found += [(file,) for file in files] or [unit]
    return found


def _watch(tree: Path, unit: Unit, folders: Folders, kept: Path, known: Reads) -> None:
    def work() -> int:
        reads = remember_reads(dict(known))
        tracer = Tracer(tree, folders)
        run_tests(list(unit), tracer, options=[option for option in OPTIONS if option != "-x"])
        found = {name: read for name, read in reads.items() if name not in known}
        save(kept, (tracer.trace, found))
        return 0

    fork(tree, work, LONGEST, tree.parent / "trace.log")


def _digest_unit(tree: Path, unit: Unit) -> str:
    """Of some tests and of what tests share."""
    shared = [path for path in (tree / "tests").rglob("*.py") if "test_" not in path.name]
    name = unit[0].replace("/", "-").removesuffix(".py")
    return f"{name}-{_digest(tree, [*shared, *(tree / file for file in unit)])}"


def _digest(tree: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(tree)).encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def find_importers(tree: Path) -> dict[str, set[str]]:
    """Which files of the package import each of its files."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((tree / "onrecord").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord"):
                module = str(node.module).replace(".", "/")
                for name in (module, *(f"{module}/{alias.name}" for alias in node.names)):
                    found[f"{name}.py"].add(str(path.relative_to(tree)))
    return found
