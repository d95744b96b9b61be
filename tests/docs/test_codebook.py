"""The codebook has every word that a record may hold."""

import re
from pathlib import Path
from typing import get_args

import pytest

from onrecord.follow.status import STATUSES
from onrecord.model.fact import ActKind, EventKind, EventStatus, Mode
from onrecord.model.reading import EntityType

CODEBOOK = (Path(__file__).parents[2] / "docs" / "reference" / "codebook.md").read_text("utf-8")
SECTIONS = dict(
    section.split("\n", 1) for section in re.split(r"^## ", CODEBOOK, flags=re.MULTILINE)[1:]
)


def rows(section: str) -> list[str]:
    """The words that begin a row of the section's tables."""
    return re.findall(r"^\| `(\w+)`", SECTIONS[section], flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("Entities", get_args(EntityType)),
        ("Events", (*get_args(EventKind), *get_args(EventStatus))),
        ("Acts", get_args(ActKind)),
    ],
)
def test_every_kind_status_and_type_has_its_row(section: str, words: tuple[str, ...]) -> None:
    assert [row for row in rows(section) if row not in {"places", "bodies", "chairs", "hosts"}][
        : len(words)
    ] == list(words)


def test_every_mode_and_outcome_is_named() -> None:
    for word in get_args(Mode):
        assert f"`{word}`" in SECTIONS["Events"]
    for word in STATUSES:
        assert f"`{word}`" in SECTIONS["Commitments"]


def test_every_row_of_a_kind_has_an_example() -> None:
    for section in ("Entities", "Acts"):
        for line in re.findall(r"^\| `\w+` .*$", SECTIONS[section], flags=re.MULTILINE):
            assert line.count("*") >= 2, line
