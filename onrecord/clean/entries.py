"""Entries: pages that are a row of headed texts, a paragraph or two under each title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.clean.headlines import find_headline, is_headline
from onrecord.clean.mastheads import is_byline
from onrecord.clean.rows import Row
from onrecord.clean.wording import names_list, tells_title

ENTRIES = 3  # headed texts from which a page is a series of them
MOST_ROWS = 3  # rows of running text under one title
INTRO_ROWS = 2  # rows of the longest text that only says what a page is
TELLING_SHARE = 0.7  # share of the titles that tell a fact or lead to more
PAGE_WORDS = 5  # words of the shortest line above all titles that names one text


@dataclass(slots=True)
class _Block:
    """Rows of running text without a title between them.

    `dated` says that a day stands between it and its title, `closed` that one stands below it.
    """

    title: int | None
    dated: bool
    closed: bool = False
    body: list[int] = field(default_factory=list)


def find_entries(rows: Sequence[Row]) -> Mapping[int, int]:
    """The title of each first row of text, by row, where a page is a series of headed texts."""
    blocks = list(_read_blocks(rows))
    if len(blocks) > ENTRIES and _is_intro(blocks[0], rows):
        blocks = blocks[1:]
    titles = [block.title for block in blocks if block.title is not None]
    if len(titles) < max(ENTRIES, len(blocks)) or not _is_series(blocks, titles, rows):
        return {}
    return dict(
        zip((block.body[0] for block in blocks), _find_titles(blocks, titles, rows), strict=True)
    )


def _find_titles(
    blocks: Sequence[_Block], titles: Sequence[int], rows: Sequence[Row]
) -> Iterator[int]:
    """The titles of texts: above the first stands the page's own, so it is found as the second."""
    found = [
        find_headline(rows, two.body[0], one.body[-1] + 1) or title
        for one, two, title in zip(blocks, blocks[1:], titles[1:], strict=False)
    ]
    first = blocks[0].body[0] - (blocks[1].body[0] - found[0])
    may = first >= 0 and rows[first].kind == "short" and is_headline(rows, first)
    yield first if may else titles[0]
    yield from found


def _is_intro(block: _Block, rows: Sequence[Row]) -> bool:
    """Whether a first text only says what the page is."""
    if len(block.body) > INTRO_ROWS:
        return False
    if block.title is None:
        return True
    title = rows[block.title].line.flat
    return names_list(title) and not tells_title(title)


def _read_blocks(rows: Sequence[Row]) -> Iterator[_Block]:
    block: _Block | None = None
    title: int | None = None
    dated = signed = False
    for at, row in enumerate(rows):
        if row.is_body and row.kind != "item":
            if block is None or title is not None:
                if block:
                    yield block
                block = _Block(title, dated)
            block.body.append(at)
            title, dated, signed = None, False, False
        elif row.kind == "short" and title is not None and is_byline(row.line.flat):
            signed = True
        elif row.kind == "short" and not signed and is_headline(rows, at):
            title, dated = at, False
        elif row.kind == "stamp" and row.stamp and row.stamp.day:
            dated = title is not None
            if block and title is None:
                block.closed = True
    if block:
        yield block


def _is_series(blocks: Sequence[_Block], titles: Sequence[int], rows: Sequence[Row]) -> bool:
    """Whether texts are alike enough to be several ones, and not the sections of one."""
    if any(len(block.body) > MOST_ROWS for block in blocks):
        return False
    if len({block.dated for block in blocks}) > 1:
        return False
    if len({"headline" in rows[at].line.hints for at in titles}) > 1:
        return False
    if len({"heading" in rows[at].line.hints for at in titles}) > 1:
        return False
    if sum(block.closed for block in blocks) >= len(blocks) - 1 or blocks[0].dated:
        return True
    told = sum(_is_told(block, title, rows) for block, title in zip(blocks, titles, strict=True))
    return told >= TELLING_SHARE * len(titles) and not _is_headed(rows[: titles[0]])


def _is_told(block: _Block, title: int, rows: Sequence[Row]) -> bool:
    """Whether a title tells a fact, or a link to the whole of its text stands below it."""
    after = block.body[-1] + 1
    return tells_title(rows[title].line.flat) or (after < len(rows) and rows[after].name == "more")


def _is_headed(above: Sequence[Row]) -> bool:
    """Whether a line above all titles names one text that they are the sections of."""
    return any(
        row.kind == "short"
        and len(row.line.words) >= PAGE_WORDS
        and ("headline" in row.line.hints or tells_title(row.line.flat))
        and not names_list(row.line.flat)
        for row in above
    )
