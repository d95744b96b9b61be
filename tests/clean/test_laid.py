"""Pages read by declared layouts: golden pages, the test site's year, and what a layout misses."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onrecord.clean.cleaner import clean_capture
from onrecord.config.layouts import parse_layouts, spell_layouts
from onrecord.config.parsing import load_sources
from onrecord.config.sources import Declared
from onrecord.model.text import Capture, Page
from tests.clean.golden import GOLDEN
from tests.site.expected import Telling, tell_releases
from tests.site.layouts import draw_page
from tests.site.plan import load_pages

LAYOUTS = GOLDEN / "layouts"
SOURCES = {one.name: one for one in load_sources(LAYOUTS, LAYOUTS / "onrecord.toml")}
DECLARED = [(source, one.name) for source in SOURCES.values() for one in source.layout]
BASE = "https://meril.example"


def read_by(source: Declared, body: bytes, day: date | None = None, charset: str = "utf-8") -> Page:
    layout = spell_layouts(source.layout, day)
    capture = Capture("page", f"{BASE}/page", body, "text/html", charset, layout=layout)
    return clean_capture(capture)


def describe(page: Page) -> dict[str, Any]:
    main = next(one for one in page.releases if one.main)
    other = [one for one in page.releases if not one.main]
    found = {
        "title": main.headline and main.headline.text,
        "published": main.published,
        "stamp": main.stamp and main.stamp.text,
        "place": main.place_line and main.place_line.text,
        "dateline": main.dateline and main.dateline.text.strip(),
        "body": re.split(r"\n+", page.text[main.body_start : main.end]),
        "beside": [span.text for _, span in page.furniture],
        "teasers": [[page.text[one.start : one.end], one.published] for one in other],
        "files": [one.address for one in page.attachments if one.kind == "file"],
    }
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize(("source", "name"), DECLARED, ids=lambda one: getattr(one, "name", one))
def test_each_declared_layout_reads_its_golden_page(source: Declared, name: str):
    stem = LAYOUTS / f"{source.name}-{name}"
    wanted = tomllib.loads(stem.with_suffix(".toml").read_text("utf-8"))
    page = read_by(source, stem.with_suffix(".html").read_bytes(), wanted.pop("day", None))
    assert page.doubt is None
    assert describe(page) == wanted


def test_no_golden_page_is_without_its_layout():
    stems = {f"{source.name}-{name}" for source, name in DECLARED}
    assert {path.stem for path in LAYOUTS.glob("*.html")} == stems


@pytest.mark.parametrize("day", [date(2025, 1, 30), date(2025, 5, 24), date(2025, 12, 31)])
def test_the_layouts_of_the_test_site_tell_what_it_says(day: date):
    for page in load_pages():
        if page.lives(day) and page.media == "text/html":
            source = SOURCES["meril" if page.source == "news" else "meril-acts"]
            body = draw_page(page, day, BASE, page.address(day))
            found = read_by(source, body, day, page.charset)
            told = [
                Telling(
                    one.headline.text if one.headline else None,
                    one.published or "",
                    " ".join(found.text[one.body_start : one.end].split()),
                )
                for one in found.releases
            ]
            wanted = list(tell_releases(page, day))
            assert (found.doubt, told) == (None, wanted), page.path


@pytest.mark.parametrize(
    ("broken", "doubt"),
    [
        ("<h1>", "layout 'acts': no title at 'article > h1'"),
        ("Published", "layout 'acts': no date at 'p.meta'"),
        ("article", "layout 'acts': no text at 'article'"),
    ],
)
def test_a_page_that_its_layout_does_not_fit_is_read_in_general_and_doubtful(
    broken: str, doubt: str
):
    body = (LAYOUTS / "meril-acts-acts.html").read_text("utf-8").replace(broken, "<i>")
    page = read_by(SOURCES["meril-acts"], body.encode())
    assert page.doubt == doubt
    assert any("dredging of the lower Tess" in page.text[r.start : r.end] for r in page.releases)


def test_every_character_of_a_page_is_in_its_release_or_beside_it():
    for source, name in DECLARED:
        page = read_by(source, (LAYOUTS / f"{source.name}-{name}.html").read_bytes())
        parts = [(one.start, one.end) for one in page.releases]
        parts += [(span.start, span.end) for _, span in page.furniture]
        parts.sort()
        left, at = "", 0
        for start, end in parts:
            assert start >= at
            left, at = left + page.text[at:start], end
        assert (left + page.text[at:]).strip() == ""


def test_layouts_hold_on_their_days_the_newest_first():
    layouts = SOURCES["meril"].layout
    assert [one.name for one in parse_layouts(spell_layouts(layouts) or "")] == [
        "renewed",
        "classic",
    ]
    (old,) = parse_layouts(spell_layouts(layouts, date(2025, 6, 30)) or "")
    assert old == replace(layouts[0], until=None)
    assert spell_layouts(layouts[1:], date(2025, 6, 30)) is None
