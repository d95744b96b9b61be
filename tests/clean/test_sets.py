"""Releases of whole pages, plain texts and HTML, in layouts that institutions use.

`layouts` is the set that rules are made with; `layoutcheck` is only measured. In both only
the releases are annotated.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.clean.cleaner import clean_capture
from onrecord.model.text import Capture, Page
from tests.clean.golden import GOLDEN
from tools.score import align, overlap, token_f1

MEDIA = {".html": "text/html", ".txt": "text/plain"}
SAME = 0.8  # likeness from which two spans or two headlines are the same


def read_set(name: str) -> list[tuple[Page, list[dict]]]:
    """The pages of a set, cleaned, with what is annotated in them."""
    found = []
    for path in sorted((GOLDEN / "genre" / name).iterdir()):
        if path.suffix in MEDIA:
            page = clean_capture(
                Capture(path.stem, path.name, path.read_bytes(), MEDIA[path.suffix])
            )
            gold = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
            found.append((page, [place_release(page.text, one) for one in gold["releases"]]))
    return found


def place_release(text: str, gold: dict) -> dict:
    """An annotated release with its offsets."""
    begin, end = (find_place(text, gold[key]) for key in ("begins", "ends"))
    return {**gold, "start": begin[0], "end": end[1]}


def find_place(text: str, wanted: str) -> tuple[int, int]:
    """Where an annotation's string stands: 'string@2' is its second place."""
    string, _, number = wanted.rpartition("@")
    string, number = (string, number) if string and number.isdecimal() else (wanted, "1")
    at = -1
    for _ in range(int(number)):
        at = text.index(string, at + 1)
    return at, at + len(string)


def compare_releases(page: Page, golds: list[dict]) -> tuple[int, int, int, int]:
    """How many releases are found, dated and headed as annotated; and those of both sides."""
    found = [
        {
            "start": one.start,
            "end": one.end,
            "published": one.published,
            "headline": one.headline.text if one.headline else None,
        }
        for one in page.releases
    ]
    pairs = align(found, golds, lambda p, g: score if (score := overlap(p, g)) >= SAME else 0)
    dated = sum(p["published"] == g["published"] for p, g in pairs)
    headed = sum(is_same(p["headline"], g["headline"]) for p, g in pairs)
    return len(pairs), dated, headed, len(found) + len(golds)


def is_same(one: str | None, two: str | None) -> bool:
    """Whether two headlines are, or neither is there."""
    return token_f1(one or "", two or "") >= SAME if one and two else one == two


@pytest.mark.parametrize(("name", "least"), [("layouts", 0.98), ("layoutcheck", 0.8)])
def test_releases_of_a_set_are_read_as_well_as_they_have_been(name: str, least: float):
    rows = [compare_releases(page, golds) for page, golds in read_set(name)]
    same, dated, headed, total = (sum(row[at] for row in rows) for at in range(4))
    assert 2 * same / total >= least
    assert min(dated, headed) >= least * same


def test_annotations_stand_in_their_pages():
    for path in sorted((GOLDEN / "genre").glob("layout*/*.gold.json")):
        assert any(Path(str(path).replace(".gold.json", kind)).exists() for kind in MEDIA)
