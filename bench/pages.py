"""Pages whose title, day and text are known, for measuring how they are cleaned."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from onrecord.acquire.discover import find_captures
from onrecord.clean.cleaner import clean_capture
from onrecord.config.layouts import spell_layouts
from onrecord.config.parsing import load_sources
from onrecord.config.sources import Declared
from onrecord.model.text import Capture
from tests.clean.golden import GOLDEN, find_main
from tests.gold import SAMPLE, build_gold
from tests.site.expected import tell_releases
from tests.site.layouts import draw_page
from tests.site.plan import load_pages

LAYOUTS = GOLDEN / "layouts"
SITE = "https://meril.example"
SITE_DAYS = (date(2025, 5, 24), date(2025, 12, 31))  # one in each design of the news


@dataclass(frozen=True, slots=True)
class Known:
    """A page and what it tells; `layout` spells how its site declares it, where it does."""

    capture: Capture
    title: str
    published: str
    text: str
    layout: str | None = None


def list_forms() -> list[Known]:
    """The golden pages in the forms that sites of institutions take."""
    found = []
    for path in sorted((GOLDEN / "pages").glob("*.html")):
        told = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        capture = Capture(path.stem, told["address"], path.read_bytes(), "text/html")
        found.append(Known(capture, told["title"], told["published"], "\n".join(told["body"])))
    return found


def list_site() -> list[Known]:
    """The pages of the test site in its three layouts, which are declared."""
    sources = {one.name: one for one in load_sources(LAYOUTS, LAYOUTS / "onrecord.toml")}
    return [one for day in SITE_DAYS for one in _draw_day(sources, day)]


def _draw_day(sources: dict[str, Declared], day: date) -> Iterator[Known]:
    for page in load_pages():
        if page.lives(day) and page.media == "text/html":
            source = sources["meril" if page.source == "news" else "meril-acts"]
            address = f"{SITE}{page.address(day)}"
            body = draw_page(page, day, SITE, page.address(day))
            capture = Capture(page.path, address, body, "text/html", page.charset)
            told = next(one for one in tell_releases(page, day) if one.title)
            layout = spell_layouts(source.layout, day)
            yield Known(capture, told.title or "", told.published, told.text, layout)


def list_sample() -> list[Known]:
    """The HTML pages of the bundled collection that are for one release."""
    found: list[Known] = []
    for capture in find_captures([SAMPLE]):
        gold = SAMPLE / f"{getattr(capture, 'name', '')}.gold.json"
        if isinstance(capture, Capture) and capture.media == "text/html" and gold.exists():
            found += _read_annotated(capture, gold)
    return found


def _read_annotated(capture: Capture, gold: Path) -> Iterator[Known]:
    told = json.loads(gold.read_text("utf-8"))
    page = clean_capture(capture)
    releases = [
        one for one in build_gold(capture.name, page.text, told).reading.page.releases if one.main
    ]
    ours = find_main(page)
    one = releases[0] if len(releases) == 1 else None
    if one and one.headline and ours:
        start = ours.body_start if one.start <= ours.body_start < one.end else one.body_start
        body = page.text[start : one.end]
        yield Known(capture, one.headline.text, one.published or "", body)


def list_corpus(folder: Path) -> list[Known]:
    """Pages of an archive `NAME.tar.xz` that the lines of `NAME.jsonl.gz` tell of."""
    archive, lines = folder / "kremlin_pages.tar.xz", folder / "kremlin_pages.jsonl.gz"
    if not (archive.exists() and lines.exists()):
        return []
    told = {_key_of(one): one for one in find_captures([lines]) if isinstance(one, Capture)}
    pages = (one for one in find_captures([archive]) if isinstance(one, Capture))
    return [
        Known(replace(page, address=one.address), one.headline, one.published[:10], _text_of(one))
        for page in pages
        if (one := told.get(_key_of(page))) and one.headline and one.published
    ]


def _key_of(capture: Capture) -> str:
    """What a page and its line have in common: the last number of the name, or the name."""
    numbers = re.findall(r"\d{3,}", capture.name) or re.findall(r"\d{3,}", capture.address)
    return numbers[-1] if numbers else Path(capture.name).name


def _text_of(capture: Capture) -> str:
    return capture.body.decode("utf-8", "replace")
