"""Finding the releases among the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.clean.drafts import TEASED, Draft, count_body, is_headed
from onrecord.clean.entries import find_entries
from onrecord.clean.headlines import find_headline, is_headline, share_words
from onrecord.clean.listing import find_digest, find_listed, has_intro
from onrecord.clean.rows import ENTRY, Row, tells_fact
from onrecord.clean.settle import is_cropped
from onrecord.clean.sharing import move_stamps, share_stamps
from onrecord.lexicon.loader import load_words

CLOSING = frozenset({"related", "more", "back", "end"})  # furniture after which a text is over
ENDING = frozenset({"end", "about"})  # after these only a headline begins another text
LINKING = frozenset({"related", "more"})  # furniture that may stand in the middle of a text
LINK_WORDS = 4  # words of the shortest such line that names the text that it links to
PARAGRAPH_WORDS = 20  # words of the shortest paragraph that goes on after it
LIST_WORDS = 12  # a line of so many words ends a text though it has no final stop
PARTED_WORDS = 5  # words of a headline that a line of marks is enough to set off
PARTED_SHARE = 0.5  # share of its words that its text must hold
CROPPED_ROWS = 3  # lines that break off from which a page is one of teasers
NEAR_STAMP = 2  # rows above a headline among which the stamp of its text stands
NOTED = frozenset({"meta", "legal", "contact"})  # furniture of the foot of a page
NOTES_WORDS = 25  # words of the longest notes below it
LEAD_ROWS = 3  # rows of running text that may stand above a text's stamp


def draft_releases(rows: Sequence[Row]) -> list[Draft]:
    """The releases of a page, teasers included, in their order."""
    splitter = _Splitter(rows)
    drafts = splitter.split()
    last = max((draft.start for draft in drafts if is_headed(draft)), default=-1)
    bodies = [count_body(draft, rows) for draft in drafts]
    if has_intro(bodies, [is_headed(draft) and bool(draft.stamps) for draft in drafts]):
        drafts = drafts[1:]
    drafts = _drop_intro(drafts, splitter.entries)
    move_stamps(drafts, rows)
    drafts = [piece for draft in drafts for piece in _split_teasers(draft, last, rows)]
    drafts += _find_lone_teasers(drafts, rows)
    drafts.sort(key=lambda draft: draft.start)
    share_stamps(drafts, rows, bool(splitter.entries))
    return [_trim_draft(draft, rows) for draft in drafts]


def _drop_intro(drafts: list[Draft], entries: Mapping[int, int]) -> list[Draft]:
    """The drafts without what stands above a series of texts; its day is that of the first."""
    top = min(entries.values(), default=0)
    kept = [draft for draft in drafts if _stays(draft, top)]
    first = next((draft for draft in kept if draft.start >= top), None)
    if first is not None and not first.stamps:
        first.stamps += [at for draft in drafts if not _stays(draft, top) for at in draft.stamps]
    return kept


def _stays(draft: Draft, top: int) -> bool:
    return draft.start >= top or draft.after == "teaser"


class _Splitter:
    """Goes down a page and opens a release where a headline or a stamp begins one."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.waiting: list[int] = []
        self.floor = 0
        self.closed: str | None = None
        self.last_main = max((at for at, row in enumerate(rows) if _is_main(row)), default=-1)
        self.digest = find_digest(rows)
        self.listed = find_listed(rows) | self.digest
        self.entries = find_entries(rows)
        self.contacted = False
        cropped = sum(map(is_cropped, rows))
        self.has_teasers = cropped >= CROPPED_ROWS and 2 * cropped >= sum(
            row.kind in ("prose", "stamped") for row in rows
        )
        self.has_prose = any(row.kind in ("prose", "stamped") for row in rows)

    def split(self) -> list[Draft]:
        """The drafts, end to end."""
        for at, row in enumerate(self.rows):
            if at and row.is_teaser != self.rows[at - 1].is_teaser:
                self._close(at, "teaser" if row.is_teaser else None)
            self.contacted |= row.name in ("contact", "end")
            if self.open and self._closes(at):
                self._close(at + 1, row.name)
            elif row.kind == "stamp":
                self.waiting.append(at)
            elif row.is_body:
                self._take_body(at)
        if self.closed in ENDING and not self.open and self.done and not self.done[-1].stamps:
            self.done[-1].stamps += self.waiting
        self._close(len(self.rows), None)
        return self.done

    def _closes(self, at: int) -> bool:
        """Whether a row is furniture below the open text and not only a link in its middle."""
        row = self.rows[at]
        if row.name == "about" and self.contacted:
            return True
        if row.kind != "furniture" or row.name not in CLOSING:
            return False
        if row.line.furniture:
            return at > self.last_main
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        inner = row.line.flat.casefold().strip(" :") in load_words("layout", "sections.inner")
        linked = row.name in LINKING and len(row.line.words) >= LINK_WORDS
        return not (
            (linked or inner) and below is not None and below.kind == "prose" and is_long(below)
        )

    def _close(self, at: int, closed: str | None) -> None:
        if self.open:
            if not self.open.stamps and closed != "teaser":
                self.open.stamps += self.waiting
            self.open.end = min(at, self.open.end)
            self.done.append(self.open)
            self.waiting = []
        self.open, self.floor, self.closed, self.contacted = None, at, closed, False

    def _take_body(self, at: int) -> None:
        head = self._find_head(at)
        if not self.open and self._is_loose(at, head):
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

    def _find_head(self, at: int) -> int | None:
        """The headline of running text; below the page's own text only one that scores as such."""
        if at in self.digest or self.rows[at].name == ENTRY:
            return None
        if at in self.entries:
            return self.entries[at]
        head = find_headline(self.rows, at, self.floor)
        doubtful = not self.open and self.closed in ENDING | TEASED
        return head if head is not None and (not doubtful or is_headline(self.rows, head)) else None

    def _is_loose(self, at: int, head: int | None) -> bool:
        """Whether text without a headline belongs to no release: notes, a menu's entries."""
        if self.closed in ENDING:
            return head is None
        return head is None and self.rows[at].kind == "item" and self.has_prose

    def _keep(self, draft: Draft) -> None:
        self.done.append(draft)
        self.open = None

    def _open(self, start: int, at: int, head: int | None) -> None:
        stamps = list(self.waiting)
        if head is not None and self.rows[head].stamp:
            stamps.append(head)
        self.contacted = False
        self.open = Draft(start, len(self.rows), at, head, stamps, self.closed)

    def _begins_release(self, at: int, head: int | None) -> bool:
        """Whether running text begins another release than the open one."""
        row, draft = self.rows[at], self.open
        if row.stamp and row.stamp.kind == "glued":
            return True
        if draft is None or row.kind == "item":
            return False
        if at in self.entries or row.name == ENTRY or self._is_entry(at, draft):
            return True
        dated = any(map(self._is_dated, self._find_near(at, head)))
        if head is None:
            return dated and draft.headline is None and any(map(self._is_dated, draft.stamps))
        if "headline" in self.rows[head].line.hints or row.stamp or self._is_parted(head):
            return True
        if not dated and not self._is_dated(head):
            return False
        if self._is_marked(draft.headline) and not self._is_marked(head, "heading"):
            return False
        return bool(draft.stamps) or draft.headline is None or at - draft.body > LEAD_ROWS

    def _find_near(self, at: int, head: int | None) -> list[int]:
        """The waiting stamps that stand by a headline, and not rows above it."""
        first = at if head is None else head
        return [one for one in self.waiting if head is None or one >= first - NEAR_STAMP]

    def _is_entry(self, at: int, draft: Draft) -> bool:
        """Whether a line is the next one of a list: cropped, or with its date before it."""
        row = self.rows[at]
        if at in self.listed or (self.has_teasers and is_cropped(row)):
            return True
        if row.stamp is None or row.kind != "stamped" or row.stamp.day is None:
            return False
        entered = any(
            self.rows[one].kind == "stamped" and self._is_dated(one) for one in draft.stamps
        )
        lead = draft.headline is not None and not draft.stamps and at - draft.body <= LEAD_ROWS
        return entered or (row.stamp.led and not lead)

    def _is_parted(self, head: int) -> bool:
        """Whether a line of marks above a headline ends the text before it."""
        marks = [row for row in self.rows[max(self.floor, head - 2) : head] if row.name == "mark"]
        long = len(self.rows[head].line.words) >= PARTED_WORDS
        return bool(marks) and long and share_words(self.rows, head) >= PARTED_SHARE

    def _is_marked(self, at: int | None, hint: str = "headline") -> bool:
        """Whether the markup says that a row is the headline, or a heading."""
        return at is not None and hint in self.rows[at].line.hints

    def _is_dated(self, at: int) -> bool:
        stamp = self.rows[at].stamp
        return stamp is not None and stamp.day is not None


def _is_main(row: Row) -> bool:
    return row.is_body and not row.is_teaser and "main" in row.line.hints


def is_long(row: Row) -> bool:
    """Whether running text is a paragraph and no teaser of one sentence."""
    return len(row.line.words) >= PARAGRAPH_WORDS and row.line.flat.endswith((".", "”", '"', ":"))


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
    if rows[draft.body].name == ENTRY:
        draft.end = draft.body + 1
    draft.end = _find_notes(draft, rows)
    while draft.end > draft.body + 1 and not _ends_text(rows[draft.end - 1]):
        draft.end -= 1
    return draft


def _find_notes(draft: Draft, rows: Sequence[Row]) -> int:
    """Where the text ends, without a few words below what stands at the foot of a page."""
    words, end = 0, draft.end
    for at in range(draft.end - 1, draft.body, -1):
        row = rows[at]
        if row.is_body:
            words += len(row.line.words)
        if words > NOTES_WORDS or row.kind == "item":
            break
        if row.kind == "furniture" and row.name in NOTED:
            end = at
    return end


def _ends_text(row: Row) -> bool:
    if row.kind == "short":
        return len(row.line.words) >= LIST_WORDS
    return row.is_body
