"""Rows: the lines of a page, each with what it looks like by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.clean.furniture import name_furniture
from onrecord.clean.lines import Line
from onrecord.clean.stamps import Stamp, parse_stamp

SENTENCE_WORDS = 5  # a line that ends like a sentence is one from so many words on
CLAUSE_WORDS = 8  # the same for a line that ends like a clause
LONG_WORDS = 30  # a line with so many words is running text however it ends

RowKind = Literal["furniture", "label", "stamp", "stamped", "prose", "item", "short"]

_FINAL = re.compile(r"[.!?…]['\"”’»)\]]*\d{0,2}$|[.!?…]\s?\([^()]{1,40}\)$")
_CLAUSE = re.compile(r"[,;:–—-]$|[,;]\s(?:and|or)$")
_BULLET = re.compile(r"^(?:[•▪◦‣●■*·–—-]\s?|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\(?[ivx]{1,5}[.)]\s)\S")
_QUOTED = re.compile(r"^[\"“«‘].*[\"”»’]$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|Mr|Dr)\.$")


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


def read_rows(lines: Iterable[Line], month_first: bool = False) -> list[Row]:
    """The rows of a page's lines."""
    return [_read_row(line, month_first) for line in lines]


def _read_row(line: Line, month_first: bool) -> Row:
    if line.hint and line.hint.startswith("furniture:"):
        return Row(line, "furniture", line.hint.partition(":")[2])
    stamp = parse_stamp(line.flat, month_first)
    if stamp and stamp.kind in ("line", "time"):
        return Row(line, "stamp", "stamp", stamp)
    name = None if line.hint == "headline" else name_furniture(line)
    if name == "label":
        return Row(line, "label", name)
    if name:
        return Row(line, "furniture", name)
    if stamp and is_prose(line.flat[stamp.end :]):
        return Row(line, "stamped", None, stamp)
    kind = _read_kind(line)
    if line.hint == "teaser" and kind != "prose":
        return Row(line, "furniture", "teaser")
    return Row(line, kind)


def _read_kind(line: Line) -> RowKind:
    if line.hint == "headline":
        return "short"
    if is_prose(line.flat):
        return "prose"
    return "item" if _BULLET.match(line.flat) else "short"


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
