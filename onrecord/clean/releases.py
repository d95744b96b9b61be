"""Finding the releases among the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.clean.headlines import find_headline, share_words
from onrecord.clean.rows import Row, tells_fact

CLOSING = frozenset({"related", "more", "back", "end"})  # furniture after which a text is over
TEASED = frozenset({"related", "teaser"})  # after these the texts are of other pages
WHOLE_LENGTH = 300  # a second release of one paragraph has at least so many characters
WHOLE_SHARE = 0.2  # and at least this share of the longest one's
LIST_WORDS = 12  # a line of so many words ends a text though it has no final stop
PARTED_WORDS = 5  # words of a headline that a line of marks is enough to set off
PARTED_SHARE = 0.5  # share of its words that its text must hold
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
    last = max((draft.start for draft in drafts if _is_headed(draft)), default=-1)
    drafts = [piece for draft in drafts for piece in _split_teasers(draft, last, rows)]
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
        self.has_prose = any(row.kind in ("prose", "stamped") for row in rows)

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
        self._close(len(self.rows), None)
        return self.done

    def _close(self, at: int, closed: str | None) -> None:
        if self.open:
            if not self.open.stamps and closed != "teaser":
                self.open.stamps += self.waiting
            self.open.end = min(at, self.open.end)
            self.done.append(self.open)
            self.waiting = []
        self.open, self.floor, self.closed = None, at, closed

    def _take_body(self, at: int) -> None:
        head = find_headline(self.rows, at, self.floor)
        if head is None and not self.open and self._is_loose(at):
            return
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

    def _is_loose(self, at: int) -> bool:
        """Whether text without a headline belongs to no release: notes, a menu's entries."""
        return self.closed == "end" or (self.rows[at].kind == "item" and self.has_prose)

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
        if draft is None or row.kind == "item":
            return False
        dated = any(map(self._is_dated, self.waiting))
        if head is None:
            return dated and draft.headline is None and any(map(self._is_dated, draft.stamps))
        if "headline" in self.rows[head].line.hints or row.stamp or self._is_parted(head):
            return True
        if not dated and not self._is_dated(head):
            return False
        return bool(draft.stamps) or draft.headline is None or at - draft.body > LEAD_ROWS

    def _is_parted(self, head: int) -> bool:
        """Whether a line of marks above a headline ends the text before it."""
        marks = [row for row in self.rows[max(self.floor, head - 2) : head] if row.name == "mark"]
        long = len(self.rows[head].line.words) >= PARTED_WORDS
        return bool(marks) and long and share_words(self.rows, head) >= PARTED_SHARE

    def _is_dated(self, at: int) -> bool:
        stamp = self.rows[at].stamp
        return stamp is not None and stamp.day is not None


def _is_headed(draft: Draft) -> bool:
    return draft.headline is not None and draft.after not in TEASED


def _split_teasers(draft: Draft, last: int, rows: Sequence[Row]) -> Iterator[Draft]:
    """Unheaded text is a teaser a line above the last headed one and below the head of a list."""
    teased = draft.start < last or draft.after in TEASED
    if draft.headline is not None or not teased:
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
    heads = [draft.headline for draft in drafts if draft.headline is not None]
    titles = {rows[head].line.flat for head in heads}
    first = min(heads, default=0)
    return [
        Draft(at, at + 1, at, None, [at] if row.stamp else [], "teaser")
        for at, row in enumerate(rows)
        if row.kind == "short"
        and at not in taken
        and (at < first or row.is_teaser)
        and tells_fact(row.line.flat)
        and row.line.flat not in titles
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
    headed = [size for size, draft in zip(sizes, drafts, strict=True) if _is_headed(draft)]
    longest = max(headed or sizes, default=0)
    first = sizes.index(longest) if sizes else -1
    return {first} | {
        number
        for number, draft in enumerate(drafts)
        if draft.headline is not None
        and sizes[number] >= WHOLE_SHARE * longest
        and (sizes[number] >= WHOLE_LENGTH or _count_body(draft, rows) > 1)
    }


def _count_body(draft: Draft, rows: Sequence[Row]) -> int:
    return sum(row.is_body for row in rows[draft.body : draft.end])
