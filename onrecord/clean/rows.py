"""Rows: a line of a page with what it looks like by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from onrecord.clean.bylines import parse_byline
from onrecord.clean.furniture import name_furniture
from onrecord.clean.lines import Line
from onrecord.clean.mastheads import is_masthead
from onrecord.clean.stamps import Stamp, parse_stamp, parse_tail, shift_stamp
from onrecord.lexicon.loader import load_words

SENTENCE_WORDS = 5  # a line that ends like a sentence is one from so many words on
CLAUSE_WORDS = 8  # the same for a line that ends like a clause
LONG_WORDS = 30  # a line with so many words is running text however it ends
FACT_WORDS = 6  # a line without a final stop tells a fact from so many words on

ENTRY = "entry"  # the name of a row of running text that is a list's entry by itself

RowKind = Literal["furniture", "label", "stamp", "stamped", "prose", "item", "short"]

_FINAL = re.compile(r"[.!?…]['\"”’»)\]]*\d{0,2}$|[.!?…]\s?\([^()]{1,40}\)$")
_CLAUSE = re.compile(r"[,;:–—-]$|[,;]\s(?:and|or)$")
_BULLET = re.compile(r"^(?:[•▪◦‣●■*·–—-]\s?|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\(?[ivx]{1,5}[.)]\s)\S")
_TIMED = re.compile(r"^\d{1,2}[:.]\d{2}\b(?!\.\d).{8}")
_DOT = re.compile(r"^[•▪◦‣●■*·]\s?")
_QUOTED = re.compile(r"^[\"“«‘].*[\"”»’]$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|Mr|Dr)\.$")
_CUT_DATELINE = re.compile(r"[^\W\d_a-z][^a-z:;!?]{3,60}\s?(?:--|—|–)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PARTICIPIAL = frozenset({"by", "in", "for", "on", "at", "to", "with", "from", "under"})
_REGULAR = re.compile(r"[a-z]{2,}ed")


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its kind, the stamp it holds, and its name: what furniture it is, or 'entry'."""

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


def read_row(line: Line, month_first: bool) -> Row:
    """The row of a line by itself."""
    if line.furniture:
        return Row(line, "furniture", line.furniture)
    if "cell" in line.hints:
        return Row(line, "item")
    stamp = _read_stamp(line, month_first)
    if stamp and stamp.kind in ("line", "time"):
        return Row(line, "stamp", "stamp", stamp)
    name = None if "headline" in line.hints else name_furniture(line)
    if name is None and "meta" in line.hints and not stamp:
        name = "meta"
    if name is None and "headline" not in line.hints and is_masthead(line.flat):
        name = "label"
    if name:
        return Row(line, "label" if name == "label" else "furniture", name)
    if stamp and stamp.kind == "tail":
        return Row(line, "short", None, stamp)
    if stamp and tells_fact(line.flat[stamp.end :]):
        return Row(line, "stamped", None, stamp)
    if stamp and (stamp.kind == "glued" or (stamp.kind == "dateline" and stamp.day)):
        return Row(line, "short", None, stamp)
    return Row(line, _read_kind(line), None, parse_tail(line.flat, month_first))


def _read_stamp(line: Line, month_first: bool) -> Stamp | None:
    """The stamp of a line, behind its bullet where it is an entry of a list."""
    bullet = _DOT.match(line.flat)
    stamp = parse_stamp(line.flat[bullet.end() :] if bullet else line.flat, month_first)
    if "meta" in line.hints and (stamp is None or stamp.date is None):
        return parse_byline(line.flat, month_first) or stamp
    return shift_stamp(stamp, bullet.end()) if bullet and stamp else stamp


def _read_kind(line: Line) -> RowKind:
    if "headline" in line.hints:
        return "short"
    if is_prose(line.flat) or _CUT_DATELINE.fullmatch(line.flat):
        return "prose"
    if _LETTERS.search(line.flat) is None:
        return "item"
    linked = "linked" in line.hints
    listed = any(begin.match(line.flat) for begin in (_BULLET, _TIMED)) or "item" in line.hints
    return "item" if (listed or starts_dated(line.flat)) and not linked else "short"


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
        return words >= SENTENCE_WORDS and not _is_cut_menu(flat)
    if _QUOTED.match(flat):
        return words >= CLAUSE_WORDS
    return bool(_CLAUSE.search(flat)) and words >= CLAUSE_WORDS


def _is_cut_menu(flat: str) -> bool:
    """Whether a line that breaks off is a row of capitalised words."""
    return flat.endswith(("…", "...")) and not any(word[0].islower() for word in flat.split())


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
