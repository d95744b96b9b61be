"""The checklist of security: every point that applies has tests, and they exist."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POINTS = tomllib.loads((ROOT / "tests" / "security.toml").read_text(encoding="utf-8"))["point"]
CHAPTERS = {f"V{number}" for number in range(1, 15)}


@cache
def list_tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["section"])
def test_a_point_has_tests_or_says_why_it_does_not_apply(point: dict[str, object]) -> None:
    assert ("tests" in point) != ("why" in point)
    for named in point.get("tests", []):  # type: ignore[attr-defined]
        path, _, name = named.partition("::")
        assert name in list_tests(path), named


def test_no_chapter_is_left_out() -> None:
    sections = [point["section"] for point in POINTS]
    assert len(sections) == len(set(sections))
    assert {section.partition(".")[0] for section in sections} == CHAPTERS


def test_the_policy_says_how_to_report_and_what_is_checked() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for heading in ("## Reporting", "## What is protected", "## What is promised"):
        assert heading in text
    assert re.search(r"tests/security\.toml", text)
