"""The faults that `python -m trust mutants` tries: each is one, and a seed gives the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from trust.mutants import choose_mutants, estimate
from trust.mutators import find_mutants, mutate


def write(folder: Path, source: str) -> str:
    (folder / "onrecord" / "part").mkdir(parents=True, exist_ok=True)
    (folder / "onrecord" / "part" / "one.py").write_text(source, encoding="utf-8")
    return "onrecord/part/one.py"


def list_faulty(folder: Path, source: str) -> list[str]:
    file = write(folder, source)
    return [mutate(source, mutant) for mutant in find_mutants(folder, file)]


@pytest.mark.parametrize(
    ("source", "faulty"),
    [
        ("a < b", ["a <= b"]),
        ("a is not None", ["a is None"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("a | b", ["a & b"]),
        ("LIMIT = 3", ["LIMIT = 4"]),
        ("'two'", []),
        ("NAME = 'two'", ["NAME = 'XtwoX'"]),
        ("KNOWN = True", ["KNOWN = False"]),
        ("RATIO = 0.5", ["RATIO = 0.75"]),
        ("found = [x for x in y if x]", ["found = [x for x in y]"]),
        ("found = a if b else c", ["found = a if not b else c"]),
        ("rows = t.where(a, b)", ["rows = t", "rows = t.where(b)", "rows = t.where(a)"]),
        ("close(a)", ["pass"]),
        ("a.b = c", ["pass"]),
        ("a = b", []),
        ("Read = One | Two", []),
        ("def f(x: int = 1) -> 'X':\n    return x", None),
    ],
)
def test_a_fault_changes_one_thing_that_runs(
    tmp_path: Path, source: str, faulty: list[str] | None
) -> None:
    expected = faulty
    if expected is None:
        expected = [
            "def f(x: int=2) -> 'X':\n    return x",
            "def f(x: int=1) -> 'X':\n    return None",
        ]
    assert list_faulty(tmp_path, source) == expected


def test_a_fault_knows_its_lines_and_whether_it_runs_with_the_import(tmp_path: Path) -> None:
    source = "LIMIT = (\n    3\n)\n\ndef f(x):\n    if x < 3:\n        g(\n            x)\n"
    found = list(find_mutants(tmp_path, write(tmp_path, source)))
    assert [(m.kind, m.lines, m.inner) for m in found] == [
        ("constant", range(1, 4), False),
        ("comparison", range(6, 7), True),
        ("constant", range(6, 7), True),
        ("statement", range(7, 9), True),
    ]


def test_the_same_seed_chooses_the_same_faults(tmp_path: Path) -> None:
    write(tmp_path, "\n".join(f"V{number} = {number}" for number in range(200)))
    first, again, other = (choose_mutants(tmp_path, "part", seed, 20) for seed in (1, 1, 2))
    assert first == again != other
    assert [m.lines.start for m in first] == sorted(m.lines.start for m in first)
    assert len(set(first)) == 20


def test_a_score_comes_with_how_far_it_may_be_off() -> None:
    low, high = estimate(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
