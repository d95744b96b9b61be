"""The general path on pages of invented institutions, in the forms that sites take."""

from __future__ import annotations

import tomllib
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from onrecord.clean.cleaner import clean_capture
from onrecord.model.text import Capture, Page, Release

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
PAGES = sorted(GOLDEN.glob("*.html"))
LOOSE = 0.9  # similarity on pages whose notes beside the text are no furniture by any sign


def find_main(page: Page) -> Release:
    return max((one for one in page.releases if one.main), key=lambda one: one.end - one.start)


def cut_body(page: Page, release: Release) -> str:
    """The text below headline and stamps, with a dateline that begins it."""
    line = release.dateline
    inline = line is not None and "\n" not in page.text[line.start : release.body_start]
    start = line.start if line and inline else release.body_start
    return page.text[start : release.end]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_day_and_text_are_found_without_a_layout(path: Path):
    wanted = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    page = clean_capture(Capture("page", wanted["address"], path.read_bytes(), "text/html"))
    main = find_main(page)
    assert (main.headline and main.headline.text, main.published) == (
        wanted["title"],
        wanted["published"],
    )
    told, body = cut_body(page, main).split(), " ".join(wanted["body"]).split()
    if wanted.get("loose"):
        assert SequenceMatcher(None, told, body, autojunk=False).ratio() >= LOOSE
    else:
        assert told == body
