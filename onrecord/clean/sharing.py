"""Which text a day belongs to that stands between two, or above several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.clean.drafts import LIST_ITEMS, PARTING, Draft
from onrecord.clean.rows import Row

BELOW_ROWS = 3  # rows below the last text of a list among which its day stands


def move_stamps(drafts: Sequence[Draft], rows: Sequence[Row]) -> None:
    """Give days to the texts above them where a list prints each text's day below it.

    That is so where no day stands above the first text and one stands below the last.
    """
    if len(drafts) < 2 or _find_days(drafts[0].stamps, rows):
        return
    above = [_find_days([at for at in one.stamps if at < one.start], rows) for one in drafts[1:]]
    own = [_find_days(draft.stamps, rows) for draft in drafts[1:]]
    below = _find_below(drafts[-1], rows)
    if below is None or above != own or not all(len(days) == 1 for days in above):
        return
    for draft, days in zip(drafts, [*above, [below]], strict=True):
        draft.stamps = days


def _find_below(draft: Draft, rows: Sequence[Row]) -> int | None:
    for at in range(draft.body + 1, min(len(rows), draft.end + BELOW_ROWS)):
        if _find_days([at], rows):
            return at
    return None


def _find_days(stamps: Sequence[int], rows: Sequence[Row]) -> list[int]:
    found = [(at, rows[at].stamp) for at in stamps]
    return [at for at, stamp in found if stamp is not None and stamp.day is not None]


def share_stamps(drafts: Sequence[Draft], rows: Sequence[Row], series: bool = False) -> None:
    """The date of a paper's masthead is also that of the texts below it.

    They are parted by marks, or each has a title in capitals, or they are a `series`.
    """
    if not drafts or not all(at < drafts[0].start for at in _find_days(drafts[0].stamps, rows)):
        return
    alike = series and not any(_find_days(draft.stamps, rows) for draft in drafts[1:])
    shouted = len(drafts) >= LIST_ITEMS and all(_is_shouted(draft, rows) for draft in drafts)
    for draft in _find_undated(drafts, rows):
        parted = any(row.name in PARTING for row in rows[max(0, draft.start - 2) : draft.start])
        if parted or shouted or alike:
            draft.stamps += drafts[0].stamps


def _find_undated(drafts: Sequence[Draft], rows: Sequence[Row]) -> Iterator[Draft]:
    """The headed texts after the first that have no day of their own."""
    for _, draft in pairwise(drafts):
        if draft.headline is not None and not _find_days(draft.stamps, rows):
            yield draft


def _is_shouted(draft: Draft, rows: Sequence[Row]) -> bool:
    return draft.headline is not None and rows[draft.headline].line.flat.isupper()
