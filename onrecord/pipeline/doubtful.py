"""Whether a page is as those before it: what is not may be a site under repair, or a new layout.

A page that was read before is compared with how it was then; a new one with the pages that were
last read of its source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from onrecord.clean.canonical import find_canonical
from onrecord.clean.cleaner import HTML_TYPES, clean_capture
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page, Release
from onrecord.register.answered import Marks

MOST_BYTES = 8 * 1024 * 1024  # of a page that is looked at before it is read
FALLEN = 0.3  # share of the words before, under which a page has lost its text
LOST_WORDS = 30  # that it has to lose for that
BASELINE = 50  # pages by which a new one is judged
LEAST_PAGES = 5  # with fewer nothing is doubted
USUAL = 0.9  # share of pages that have what is missed on a new one
SHORT = 0.15  # share of the usual number of words under which a new page is too short
FEW_WORDS = 40  # with more it never is


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of a page: its marks, the hash of what it tells, and its own address.

    The hash leaves out all furniture and setting, so that twins of a page have the same.
    `unlaid` says what its declared layouts missed, where none fits.
    """

    marks: Marks
    page: str
    own: str | None = None
    unlaid: str | None = None


def look_at(capture: Capture) -> Looked | None:
    """What a page has by itself, without what its source says; None where it is too long."""
    if len(capture.body) > MOST_BYTES:
        return None
    try:
        page = clean_capture(replace(capture, published=None, headline=None))
    except InputError:
        return Looked(Marks(headline=False, dated=False, words=0), "")
    own = find_canonical(capture.body, capture.address) if capture.media in HTML_TYPES else None
    return Looked(_find_marks(page), _hash_releases(page), own, page.doubt)


def _hash_releases(page: Page) -> str:
    told = [
        (one.headline.text if one.headline else "", one.published or "", _find_words(page, one))
        for one in page.releases
    ]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _find_words(page: Page, release: Release) -> list[str]:
    return page.text[release.body_start : release.end].split()


def _find_marks(page: Page) -> Marks:
    releases = page.releases
    words = sum(len(_find_words(page, one)) for one in releases)
    return Marks(
        headline=any(one.headline for one in releases),
        dated=any(one.published for one in releases),
        words=words,
    )


def find_doubt(marks: Marks, before: Marks | None, usual: Sequence[Marks]) -> str | None:
    """Why a page is doubtful, None where it is not."""
    return _compare_before(marks, before) if before else _compare_usual(marks, usual)


def _compare_before(marks: Marks, before: Marks) -> str | None:
    if before.headline and not marks.headline:
        return "its headline is gone"
    if before.dated and not marks.dated:
        return "its date is gone"
    if marks.words < FALLEN * before.words and before.words - marks.words >= LOST_WORDS:
        return f"{marks.words} of {before.words} words are left"
    return None


def _compare_usual(marks: Marks, usual: Sequence[Marks]) -> str | None:
    if len(usual) < LEAST_PAGES:
        return None
    if not marks.headline and _share([one.headline for one in usual]) >= USUAL:
        return "it has no headline"
    if not marks.dated and _share([one.dated for one in usual]) >= USUAL:
        return "it has no date"
    typical = median(one.words for one in usual)
    if marks.words < FEW_WORDS and marks.words < SHORT * typical:
        return f"it has {marks.words} words; usual are {typical:.0f}"
    return None


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)
