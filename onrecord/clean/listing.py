"""Listings: pages that are a row of titles, each with its sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.clean.headlines import is_headline, shared_part
from onrecord.clean.rows import Row

LISTED_ITEMS = 4  # titles with one paragraph each from which a page is a listing
LISTED_SHARE = 0.8  # share of the page's running text that stands under such titles
TITLE_WORDS = 5  # words of the shortest title that is told from a subheading
TITLE_SHARE = 0.4  # share of a title's words that its own paragraph holds


def find_listed(rows: Sequence[Row]) -> frozenset[int]:
    """The rows of running text that are each the one paragraph under a title of a listing."""
    found = [at for at, row in enumerate(rows) if row.kind == "prose" and _is_listed(rows, at)]
    prose = sum(row.kind in ("prose", "stamped") for row in rows)
    whole = len(found) >= LISTED_ITEMS and len(found) >= LISTED_SHARE * prose
    return frozenset(found) if whole else frozenset()


def _is_listed(rows: Sequence[Row], at: int) -> bool:
    above = _skip_marks(rows, at - 1, -1)
    below = _skip_marks(rows, at + 1, 1)
    if above is None or rows[above].kind != "short":
        return False
    if below is not None and rows[below].is_body:
        return False
    titled = len(rows[above].line.words) >= TITLE_WORDS and is_headline(rows, above)
    return titled and shared_part(rows[above].line.flat, rows[at].line.flat) >= TITLE_SHARE


def _skip_marks(rows: Sequence[Row], at: int, step: int) -> int | None:
    """The next row in a direction that is neither a label nor a stamp nor furniture."""
    while 0 <= at < len(rows):
        if rows[at].kind not in ("label", "stamp", "furniture"):
            return at
        at += step
    return None
