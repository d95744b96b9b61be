"""Finding the releases among the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.clean.headlines import find_headline
from onrecord.clean.rows import Row, tells_fact

CLOSING = frozenset({"related", "more", "back", "end"})  # furniture after which a text is over
TEASED = frozenset({"related", "teaser"})  # after these the texts are of other pages
WHOLE_LENGTH = 300  # a second release of a page has at least so many characters
WHOLE_SHARE = 0.2  # and at least this share of the longest one's
LIST_WORDS = 12  # a line of so many words ends a text though it has no final stop
LEAD_ROWS = 3  # rows of running text that may stand above a text's stamp


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
    drafts = _Splitter(rows).split()
    drafts = [piece for draft in drafts for piece in _split_teasers(draft, drafts, rows)]
    drafts += _find_lone_teasers(drafts, rows)
    drafts.sort(key=lambda draft: draft.start)
    return [_trim_draft(draft, rows) for draft in drafts]


class _Splitter:
    """Goes down a page and opens a release where a headline or a stamp begins one."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.waiting: list[int] = []
        self.floor = 0
        self.closed: str | None = None

    def split(self) -> list[Draft]:
        """The drafts, end to end."""
        for at, row in enumerate(self.rows):
            if at and row.is_teaser != self.rows[at - 1].is_teaser:
                self._close(at, "teaser" if row.is_teaser else None)
            if row.kind == "furniture" and row.name in CLOSING and self.open:
                self._close(at + 1, row.name)
            elif row.kind == "stamp":
                self.waiting.append(at)
            elif row.is_body:
                self._take_body(at)
        if self.open and not self.open.stamps:
            self.open.stamps += self.waiting
        self._close(len(self.rows), None)
        return self.done

    def _close(self, at: int, closed: str | None) -> None:
        if self.open:
            self.open.end = min(at, self.open.end)
            self.done.append(self.open)
            self.waiting = []
        self.open, self.floor, self.closed = None, at, closed

    def _take_body(self, at: int) -> None:
        head = find_headline(self.rows, at, self.floor)
        if self.open and not self._begins_release(at, head):
            if not self.open.stamps and at - self.open.body <= LEAD_ROWS + len(self.waiting):
                self.open.stamps += self.waiting
        else:
            start = head if head is not None else at
            if self.open:
                self.open.end = min([start, *self.waiting])
                self._keep(self.open)
            self._open(start, at, head)
        if self.open and self.rows[at].kind == "stamped":
            self.open.stamps.append(at)
        self.waiting, self.floor = [], at + 1

    def _keep(self, draft: Draft) -> None:
        self.done.append(draft)
        self.open = None

    def _open(self, start: int, at: int, head: int | None) -> None:
        stamps = list(self.waiting)
        if head is not None and self.rows[head].stamp:
            stamps.append(head)
        self.open = Draft(start, len(self.rows), at, head, stamps, self.closed)

    def _begins_release(self, at: int, head: int | None) -> bool:
        """Whether running text begins another release than the open one."""
        row, draft = self.rows[at], self.open
        if row.stamp and row.stamp.kind == "glued":
            return True
        if head is None or draft is None or row.kind == "item":
            return False
        if "headline" in self.rows[head].line.hints:
            return True
        if not any(self._is_dated(number) for number in [*self.waiting, head]):
            return False
        return bool(draft.stamps) or draft.headline is None or at - draft.body > LEAD_ROWS

    def _is_dated(self, at: int) -> bool:
        stamp = self.rows[at].stamp
        return stamp is not None and stamp.day is not None


def _split_teasers(draft: Draft, drafts: Sequence[Draft], rows: Sequence[Row]) -> Iterator[Draft]:
    """Unheaded text is a teaser a line where it stands above a headed one or below a list's head."""
    headed = draft.headline is not None
    above = not headed and any(
        other.start > draft.start and other.headline is not None and other.after not in TEASED
        for other in drafts
    )
    if headed or not (above or draft.after in TEASED):
        yield draft
        return
    first = True
    for at in range(draft.body, draft.end):
        if rows[at].is_body:
            stamps = draft.stamps if first else []
            yield Draft(at, at + 1, at, None, stamps, draft.after)
            first = False


def _find_lone_teasers(drafts: Sequence[Draft], rows: Sequence[Row]) -> list[Draft]:
    """Lines outside every release that tell a fact without a final stop."""
    taken = {at for draft in drafts for at in range(draft.start, draft.end)}
    first = min((draft.start for draft in drafts if draft.headline is not None), default=0)
    return [
        Draft(at, at + 1, at, None, [at] if row.stamp else [], "teaser")
        for at, row in enumerate(rows)
        if row.kind == "short"
        and at not in taken
        and (at < first or row.is_teaser)
        and tells_fact(row.line.flat)
    ]


def _trim_draft(draft: Draft, rows: Sequence[Row]) -> Draft:
    while draft.end > draft.body + 1 and not _ends_text(rows[draft.end - 1]):
        draft.end -= 1
    return draft


def _ends_text(row: Row) -> bool:
    if row.kind == "short":
        return len(row.line.words) >= LIST_WORDS
    return row.is_body


def measure_draft(draft: Draft, rows: Sequence[Row]) -> int:
    """The number of characters of running text."""
    return sum(len(row.line.flat) for row in rows[draft.start : draft.end] if row.is_body)


def find_main(drafts: Sequence[Draft], rows: Sequence[Row]) -> set[int]:
    """The numbers of the releases that the page is for."""
    sizes = [0 if draft.after in TEASED else measure_draft(draft, rows) for draft in drafts]
    longest = max(sizes, default=0)
    first = sizes.index(longest) if sizes else -1
    least = max(WHOLE_LENGTH, WHOLE_SHARE * longest)
    return {first} | {
        number
        for number, draft in enumerate(drafts)
        if draft.headline is not None and sizes[number] >= least
    }
