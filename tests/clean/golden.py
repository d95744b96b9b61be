"""Golden pages: what is read off a cleaned page to be compared with what it tells."""

from __future__ import annotations

from pathlib import Path

from onrecord.model.text import Page, Release

GOLDEN = Path(__file__).parents[1] / "golden"


def find_main(page: Page) -> Release | None:
    """The longest of the releases that a page is for."""
    mains = [one for one in page.releases if one.main]
    return max(mains, key=lambda one: one.end - one.start, default=None)


def cut_body(page: Page, release: Release) -> str:
    """The text below headline and stamps, with a dateline that begins it."""
    line = release.dateline
    begins = line is not None and line.start < release.body_start
    inline = line and begins and "\n" not in page.text[line.start : release.body_start]
    return page.text[line.start if line and inline else release.body_start : release.end]
