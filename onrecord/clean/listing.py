"""Listings: pages that are a row of titles, each with its sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.clean.headlines import is_headline, shared_part
from onrecord.clean.rows import Row

LISTED_ITEMS = 4  # titles with one paragraph each from which a page is a listing
BULLETIN_ITEMS = 3  # the same for a page without a date whose text is all under such titles
LISTED_SHARE = 0.8  # share of the page's running text that stands under such titles
TITLE_WORDS = 5  # words of the shortest title that is told from a subheading
SHOUTED_WORDS = 3  # the same for titles in capitals
DIGEST_DAYS = 3  # days one below the other, each over its text, from which a page is a digest
TITLE_SHARE = 0.4  # share of a title's words that its own paragraph holds


def find_listed(rows: Sequence[Row]) -> frozenset[int]:
    """The rows of running text that are each the one paragraph under a title of a listing."""
    found = [at for at, row in enumerate(rows) if row.kind == "prose" and _is_listed(rows, at)]
    prose = sum(row.kind in ("prose", "stamped") for row in rows)
    whole = len(found) >= LISTED_ITEMS and len(found) >= LISTED_SHARE * prose
    if BULLETIN_ITEMS <= len(found) == prose:
        whole = whole or not any(row.stamp or row.kind == "item" for row in rows)
        whole = whole or _is_of_one_day(rows, found)
    return frozenset(found) if whole else frozenset()


def _is_of_one_day(rows: Sequence[Row], found: Sequence[int]) -> bool:
    """Whether a day stands above all texts, each of which has a title in capitals."""
    titles = [_skip_marks(rows, at - 1, -1) for at in found]
    shouted = all(title is not None and rows[title].line.flat.isupper() for title in titles)
    return shouted and not any(row.stamp or row.kind == "item" for row in rows[found[0] :])


def _is_listed(rows: Sequence[Row], at: int) -> bool:
    above = _skip_marks(rows, at - 1, -1)
    below = _skip_marks(rows, at + 1, 1)
    if above is None or rows[above].kind != "short":
        return False
    if below is not None and rows[below].is_body:
        return False
    title = rows[above].line
    least = SHOUTED_WORDS if title.flat.isupper() else TITLE_WORDS
    titled = len(title.words) >= least and is_headline(rows, above)
    return titled and shared_part(title.flat, rows[at].line.flat) >= TITLE_SHARE


def _skip_marks(rows: Sequence[Row], at: int, step: int) -> int | None:
    """The next row in a direction that is neither a label nor a stamp nor furniture."""
    while 0 <= at < len(rows):
        if rows[at].kind not in ("label", "stamp", "furniture"):
            return at
        at += step
    return None


def find_digest(rows: Sequence[Row]) -> frozenset[int]:
    """The first rows of text under the days of a digest, the newest of which stands first."""
    found = [at for at in range(1, len(rows)) if _is_daily(rows, at)]
    stamps = [rows[at - 1].stamp for at in found]
    days = [stamp.day for stamp in stamps if stamp and stamp.day]
    dated = sum(row.kind == "stamp" and row.stamp is not None for row in rows)
    untitled = all(rows[at - 2].is_body for at in found[1:])
    falls = untitled and all(newer > older for newer, older in pairwise(days))
    return frozenset(found) if falls and len(days) == dated >= DIGEST_DAYS else frozenset()


def _is_daily(rows: Sequence[Row], at: int) -> bool:
    stamp = rows[at - 1].stamp
    if rows[at].kind != "prose" or rows[at - 1].kind != "stamp" or stamp is None:
        return False
    return stamp.day is not None and not stamp.labelled


def has_intro(bodies: Sequence[int], headed: Sequence[bool]) -> bool:
    """Whether the first text of a page only introduces the headed ones below it."""
    return len(bodies) > LISTED_ITEMS and bodies[0] == 1 and not headed[0] and all(headed[1:])
