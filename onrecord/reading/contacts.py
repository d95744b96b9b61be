"""Signatures and contact blocks: furniture of a page that names persons with their offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.model.reading import Part
from onrecord.model.text import Page, Release
from onrecord.reading.segment import parse_page

SIGNED = frozenset({"contact", "other", "end", "mark"})  # furniture in which people sign


def parse_contacts(page: Page) -> tuple[Part, ...]:
    """The text behind the main releases that may hold signatures, parsed, in its order."""
    found = tuple(_find_contacts(page))
    return parse_page(replace(page, releases=found, furniture=())) if found else ()


def _find_contacts(page: Page) -> Iterator[Release]:
    """Neighbouring spans of such furniture, each stretch as a release of its own."""
    begins = min((release.end for release in page.releases if release.main), default=len(page.text))
    start = end = 0
    for name, span in sorted(page.furniture, key=lambda pair: pair[1].start):
        if name not in SIGNED or span.start < begins:
            continue
        if end and not page.text[end : span.start].strip():
            end = span.end
            continue
        if end:
            yield _make_release(start, end)
        start, end = span.start, span.end
    if end:
        yield _make_release(start, end)


def _make_release(start: int, end: int) -> Release:
    return Release(start, end, start, None, None, None, main=False)
