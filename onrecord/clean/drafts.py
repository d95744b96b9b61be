"""Drafts: releases being put together, and which of them a page is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.clean.listing import find_digest
from onrecord.clean.rows import Row
from onrecord.clean.settle import is_cropped

TEASED = frozenset({"related", "teaser"})  # after these the texts are of other pages
PARTING = frozenset({"mark", "end"})  # furniture that parts the texts of one paper
WHOLE_LENGTH = 300  # a second release of one paragraph has at least so many characters
WHOLE_SHARE = 0.2  # and at least this share of the longest one's
LIST_ITEMS = 3  # items of one line each from which a page is a list


@dataclass(slots=True)
class Draft:
    """A release being put together: rows by number, `end` exclusive."""

    start: int
    end: int
    body: int
    headline: int | None = None
    stamps: list[int] = field(default_factory=list)
    after: str | None = None


def is_headed(draft: Draft) -> bool:
    """Whether a draft is a headed text of the page's own."""
    return draft.headline is not None and draft.after not in TEASED


def measure_draft(draft: Draft, rows: Sequence[Row]) -> int:
    """The number of characters of running text."""
    return sum(len(row.line.flat) for row in rows[draft.start : draft.end] if row.is_body)


def find_main(drafts: Sequence[Draft], rows: Sequence[Row]) -> set[int]:
    """The numbers of the releases that the page is for; of a mere list there is none."""
    if len(drafts) >= LIST_ITEMS and all(_is_listed(draft, rows) for draft in drafts):
        return set()
    digest = find_digest(rows)
    listed = {
        number
        for number, draft in enumerate(drafts)
        if draft.stamps and (is_headed(draft) or draft.body in digest)
    }
    cut = {number for number in listed if _is_cut(drafts[number], rows)}
    listed = listed - cut if cut != listed else listed
    sizes = [0 if draft.after in TEASED else measure_draft(draft, rows) for draft in drafts]
    headed = [size for size, draft in zip(sizes, drafts, strict=True) if is_headed(draft)]
    longest = max(headed or sizes, default=0)
    first = sizes.index(longest) if sizes else -1
    whole = listed if len(listed) >= LIST_ITEMS else set()
    return (
        {first}
        | whole
        | {
            number
            for number, draft in enumerate(drafts)
            if draft.headline is not None
            and sizes[number] >= WHOLE_SHARE * longest
            and (sizes[number] >= WHOLE_LENGTH or count_body(draft, rows) > 1)
        }
    )


def _is_cut(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether 'Read more' stands right below a release: it is the beginning of another page."""
    return draft.end < len(rows) and rows[draft.end].name == "more"


def _is_listed(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether a release is a line of a list: dated or cropped, without a headline."""
    if draft.headline is not None or count_body(draft, rows) > 1:
        return False
    return bool(draft.stamps) or is_cropped(rows[draft.body])


def count_body(draft: Draft, rows: Sequence[Row]) -> int:
    """The number of rows of running text."""
    return sum(row.is_body for row in rows[draft.body : draft.end])
