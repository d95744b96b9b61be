"""The words that two texts do not share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]*\n*")
EXACT_TOKENS = 4000  # longer changed passages are compared by their rarer words only


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: kept, removed from the older text or added by the newer.

    `number` counts the places where the texts differ, from 1; 0 for what was kept.
    """

    kind: Literal["kept", "removed", "added"]
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts in one: `kept` and `removed` make the older, `kept` and `added` the newer."""

    changes: tuple[Change, ...]

    @property
    def places(self) -> int:
        """In how many places the texts differ."""
        return max((change.number for change in self.changes), default=0)

    def count_words(self, kind: str) -> int:
        """How many words were removed, added or kept."""
        return sum(len(change.text.split()) for change in self.changes if change.kind == kind)


def compare_texts(older: str, newer: str) -> Difference:
    """What changed from one text to another: paragraph by paragraph, then word by word."""
    changes: list[Change] = []
    number = 0
    for kind, old, new in _compare(_PARAGRAPH.findall(older), _PARAGRAPH.findall(newer)):
        if kind == "equal":
            changes.append(Change("kept", old))
            continue
        for part, before, after in _compare(_TOKEN.findall(old), _TOKEN.findall(new)):
            if part == "equal":
                changes.append(Change("kept", before))
                continue
            number += 1
            changes += _change(before, after, number)
    return Difference(tuple(changes))


def _change(before: str, after: str, number: int) -> Iterator[Change]:
    if before:
        yield Change("removed", before, number)
    if after:
        yield Change("added", after, number)


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of equal and unequal tokens, each with its text in either."""
    rough = len(old) + len(new) > EXACT_TOKENS
    matcher = SequenceMatcher(None, old, new, autojunk=rough)
    for tag, i, j, k, m in matcher.get_opcodes():
        before, after = "".join(old[i:j]), "".join(new[k:m])
        if before or after:
            yield "equal" if tag == "equal" else "changed", before, after
