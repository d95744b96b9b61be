"""The general path on pages of invented institutions, in the forms that sites take."""

from __future__ import annotations

import tomllib
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from onrecord.clean.cleaner import clean_capture
from onrecord.model.text import Capture
from tests.clean.golden import GOLDEN, cut_body, find_main

PAGES = sorted((GOLDEN / "pages").glob("*.html"))
LOOSE = 0.9  # similarity on pages whose notes beside the text are no furniture by any sign


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_day_and_text_are_found_without_a_layout(path: Path):
    wanted = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    page = clean_capture(Capture("page", wanted["address"], path.read_bytes(), "text/html"))
    main = find_main(page)
    assert main is not None
    assert (main.headline and main.headline.text, main.published) == (
        wanted["title"],
        wanted["published"],
    )
    told, body = cut_body(page, main).split(), " ".join(wanted["body"]).split()
    if wanted.get("loose"):
        assert SequenceMatcher(None, told, body, autojunk=False).ratio() >= LOOSE
    else:
        assert told == body
