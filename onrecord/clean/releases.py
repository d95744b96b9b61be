"""Finding the releases among the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.clean.headlines import find_headline
from onrecord.clean.rows import Row

CLOSING = frozenset({"related", "more", "back", "end"})  # furniture after which a text is over
TEASED = frozenset({"related", "teaser"})  # after these the texts are of other pages
WHOLE_LENGTH = 300  # a second release of a page has at least so many characters
WHOLE_SHARE = 0.2  # and at least this share of the longest one's
LIST_WORDS = 12  # a line of so many words ends a text though it has no final stop
STAMP_ROWS = 3  # rows between a stamp and the text that it dates


@dataclass(slots=True)
class Draft:
    """A release being put together: rows by number, `end` exclusive."""

    start: int
    end: int
    body: int
    headline: int | None = None
    stamps: list[int] = field(default_factory=list)
    after: str | None = None


def draft_releases(rows: Sequence[Row]) -> list[Draft]:
    """The releases of a page, teasers included, in their order."""
    drafts = list(_split_drafts(rows))
    drafts = list(_split_teasers(drafts, rows))
    trimmed = [_trim_draft(draft, rows) for draft in drafts]
    return [draft for draft in trimmed if draft.end > draft.start]


def _split_drafts(rows: Sequence[Row]) -> Iterator[Draft]:
    draft: Draft | None = None
    closed: str | None = None
    floor = 0
    waiting: list[int] = []
    teased = False
    for at, row in enumerate(rows):
        if (row.line.hint == "teaser") != teased:
            teased = not teased
            if draft:
                yield _close_draft(draft, at)
            draft, closed, floor = None, "teaser" if teased else None, at
        if row.kind == "furniture" and row.name in CLOSING and draft:
            yield _close_draft(draft, at)
            draft, closed, floor, waiting = None, row.name, at + 1, []
        elif row.kind == "stamp":
            waiting.append(at)
        elif row.is_body:
            head = find_headline(rows, at, floor)
            if draft and not _is_start(rows, at, head, waiting, draft):
                draft.stamps.extend(_early_stamps(draft, waiting, at))
            else:
                if draft:
                    yield _close_draft(draft, min([head if head is not None else at, *waiting]))
                draft = Draft(head if head is not None else at, len(rows), at, head)
                draft.stamps, draft.after = [*waiting], closed
            if row.kind == "stamped":
                draft.stamps.append(at)
            waiting, floor = [], at + 1
    if draft:
        yield _close_draft(draft, len(rows))
        if not draft.stamps:
            draft.stamps.extend(waiting)


def _close_draft(draft: Draft, end: int) -> Draft:
    draft.end = end
    return draft


def _early_stamps(draft: Draft, waiting: Sequence[int], at: int) -> Sequence[int]:
    return waiting if not draft.stamps and at - draft.body <= STAMP_ROWS + 2 else ()


def _is_start(
    rows: Sequence[Row], at: int, head: int | None, waiting: Sequence[int], draft: Draft
) -> bool:
    """Whether running text at a row begins another release than the open one."""
    stamp = rows[at].stamp
    if stamp and stamp.kind == "glued":
        return True
    dated = any((rows[w].stamp is not None and rows[w].stamp.day) for w in waiting)  # type: ignore[union-attr]
    if head is None or not dated:
        return False
    return bool(draft.stamps) or at - draft.body > STAMP_ROWS or draft.headline is None


def _split_teasers(drafts: Sequence[Draft], rows: Sequence[Row]) -> Iterator[Draft]:
    """Undated, unheaded text above a headed one is a teaser a line; so it is after a list's head."""
    headed = [n for n, draft in enumerate(drafts) if draft.headline is not None]
    for n, draft in enumerate(drafts):
        above = draft.headline is None and any(m > n for m in headed)
        if (above and not draft.stamps) or (draft.after in TEASED and draft.headline is None):
            for at in range(draft.body, draft.end):
                if rows[at].is_body:
                    yield Draft(at, at + 1, at, None, [], draft.after)
        else:
            yield draft


def _trim_draft(draft: Draft, rows: Sequence[Row]) -> Draft:
    while draft.end > draft.body + 1 and not _ends_text(rows, draft.end - 1):
        draft.end -= 1
    return draft


def _ends_text(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    if row.kind == "short":
        return len(row.line.words) >= LIST_WORDS
    return row.is_body


def measure_draft(draft: Draft, rows: Sequence[Row]) -> int:
    """The number of characters of running text."""
    return sum(len(row.line.flat) for row in rows[draft.start : draft.end] if row.is_body)


def find_main(drafts: Sequence[Draft], rows: Sequence[Row]) -> set[int]:
    """The numbers of the releases that the page is for."""
    sizes = [measure_draft(draft, rows) for draft in drafts]
    longest = max(sizes, default=0)
    first = sizes.index(longest) if sizes else -1
    return {
        n
        for n, draft in enumerate(drafts)
        if n == first
        or (
            draft.headline is not None
            and draft.after not in TEASED
            and sizes[n] >= max(WHOLE_LENGTH, WHOLE_SHARE * longest)
        )
    }
