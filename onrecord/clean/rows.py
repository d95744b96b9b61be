"""Rows: the lines of a page, each with what it looks like by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from onrecord.clean.furniture import name_furniture
from onrecord.clean.lines import Line
from onrecord.clean.stamps import Stamp, is_place_line, parse_stamp, parse_tail
from onrecord.lexicon.loader import load_words

SENTENCE_WORDS = 5  # a line that ends like a sentence is one from so many words on
CLAUSE_WORDS = 8  # the same for a line that ends like a clause
LONG_WORDS = 30  # a line with so many words is running text however it ends
BARE_WORDS = 10  # and without any final stop on the page from so many words on
STOPPED_WORDS = 20  # words of the longest headline with a final stop
FACT_WORDS = 6  # a line without a final stop tells a fact from so many words on

RowKind = Literal["furniture", "label", "stamp", "stamped", "prose", "item", "short"]

_FINAL = re.compile(r"[.!?…]['\"”’»)\]]*\d{0,2}$|[.!?…]\s?\([^()]{1,40}\)$")
_CLAUSE = re.compile(r"[,;:–—-]$|[,;]\s(?:and|or)$")
_BULLET = re.compile(r"^(?:[•▪◦‣●■*·–—-]\s?|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\(?[ivx]{1,5}[.)]\s)\S")
_QUOTED = re.compile(r"^[\"“«‘].*[\"”»’]$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|Mr|Dr)\.$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PARTICIPIAL = frozenset({"by", "in", "for", "on", "at", "to", "with", "from", "under"})
_REGULAR = re.compile(r"[a-z]{2,}ed")


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its kind; `name` is what furniture it is, `stamp` the stamp it holds."""

    line: Line
    kind: RowKind
    name: str | None = None
    stamp: Stamp | None = None

    @property
    def is_body(self) -> bool:
        """Whether the row by itself is text that a release is made of."""
        return self.kind in ("prose", "stamped", "item")

    @property
    def is_teaser(self) -> bool:
        """Whether the markup says that the row belongs to another page's text."""
        return "teaser" in self.line.hints


def read_rows(lines: Iterable[Line], month_first: bool = False) -> list[Row]:
    """The rows of a page's lines."""
    rows: list[Row] = []
    for line in lines:
        row = _read_row(line, month_first)
        if row.kind == "short" and rows and _follows_stamp(rows) and is_place_line(line.flat):
            row = Row(line, "stamp", "stamp", Stamp("place", 0, place=(0, line.end - line.start)))
        rows.append(row)
    if not any(row.is_body for row in rows):
        rows = [_read_bare(row) for row in rows]
    rows = [_read_pair(row, below) for row, below in zip(rows, [*rows[1:], None], strict=True)]
    return [
        _read_stopped(above, row, below)
        for above, row, below in zip([None, *rows[:-1]], rows, [*rows[1:], None], strict=True)
    ]


def _read_stopped(above: Row | None, row: Row, below: Row | None) -> Row:
    """A first line of text before a stamp is a headline though it has a final stop."""
    first = above is None or above.kind in ("furniture", "label")
    if row.kind != "prose" or not first or below is None:
        return row
    dateline = below.stamp is not None and below.stamp.kind == "dateline"
    stamped = below.kind == "stamp" or (below.kind == "stamped" and dateline)
    return replace(row, kind="short") if stamped and len(row.line.words) <= STOPPED_WORDS else row


def _read_bare(row: Row) -> Row:
    """In a page without a final stop anywhere what tells a fact is running text."""
    fact = row.kind == "short" and len(row.line.words) >= BARE_WORDS and tells_fact(row.line.flat)
    return replace(row, kind="prose") if fact else row


def _read_pair(row: Row, below: Row | None) -> Row:
    """A dated line without a final stop is a headline where running text follows it."""
    stamp = row.stamp
    if row.kind != "stamped" or stamp is None or stamp.kind != "glued" or below is None:
        return row
    rest = row.line.flat[stamp.end :]
    headed = below.kind == "prose" and not is_prose(rest) and below.is_teaser == row.is_teaser
    return replace(row, kind="short") if headed else row


def _follows_stamp(rows: list[Row]) -> bool:
    stamp = rows[-1].stamp
    return rows[-1].kind == "stamp" and stamp is not None and stamp.kind in ("line", "time")


def _read_row(line: Line, month_first: bool) -> Row:
    if line.furniture:
        return Row(line, "furniture", line.furniture)
    if "cell" in line.hints:
        return Row(line, "item")
    stamp = parse_stamp(line.flat, month_first)
    if stamp and stamp.kind in ("line", "time"):
        return Row(line, "stamp", "stamp", stamp)
    name = None if "headline" in line.hints else name_furniture(line)
    if name:
        return Row(line, "label" if name == "label" else "furniture", name)
    if stamp and tells_fact(line.flat[stamp.end :]):
        return Row(line, "stamped", None, stamp)
    if stamp and stamp.kind == "glued":
        return Row(line, "short", None, stamp)
    return Row(line, _read_kind(line), None, parse_tail(line.flat, month_first))


def _read_kind(line: Line) -> RowKind:
    if "headline" in line.hints:
        return "short"
    if is_prose(line.flat):
        return "prose"
    if _LETTERS.search(line.flat) is None:
        return "item"
    linked = "linked" in line.hints
    listed = _BULLET.match(line.flat) or starts_dated(line.flat) or "item" in line.hints
    return "item" if listed and not linked else "short"


def starts_dated(flat: str) -> bool:
    """Whether a line begins like an entry of a diary: '13 May: …', 'Monday, 12 May – …'."""
    words = re.findall(r"\w+", flat[:40].casefold())[:3]
    months = load_words("layout", "months.all")
    days = load_words("layout", "stamps.weekday")
    if not words or not (words[0].isdecimal() or words[0] in days):
        return False
    return any(word in months for word in words[1:]) and len(flat.split()) > 3


def is_prose(flat: str) -> bool:
    """Whether a line looks like running text: a sentence, a clause, or simply long."""
    words = len(flat.split())
    if words >= LONG_WORDS:
        return True
    if _FINAL.search(flat) and not _ABBREVIATED.search(flat):
        return words >= SENTENCE_WORDS
    if _QUOTED.match(flat):
        return words >= CLAUSE_WORDS
    return bool(_CLAUSE.search(flat)) and words >= CLAUSE_WORDS


def tells_fact(flat: str) -> bool:
    """Whether a line is a sentence that reports something, with or without a final stop."""
    if is_prose(flat):
        return True
    words = flat.split()
    if len(words) < FACT_WORDS:
        return False
    verbs = load_words("layout", "sentence.verbs")
    return any(
        word in verbs or (_REGULAR.fullmatch(word) is not None and after not in _PARTICIPIAL)
        for word, after in pairwise(words[1:])
    )
