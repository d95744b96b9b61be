"""Which sentences of two texts belong together: those with the same words, and those alike."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model.identity import fold_text
from onrecord.register.sameness import fold_passage

ALIKE = 0.4  # share of their words that two sentences have in common from which they are alike
INSIDE = 0.8  # share of the shorter one's from which it is a part of the other
INSIDE_WORDS = 4  # words of the shortest such part
REACH = 150  # changed sentences on either side among which a partner is looked for

_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…][\"'”’)\]]{0,2}\s+(?=[\"“‘'(\[]{0,2}[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or line of a text, with what makes two of them the same."""

    start: int
    end: int
    key: str
    words: frozenset[str]


class Alignment:
    """Two texts with the likeness of their sentences, from 0 to 1; 1 is the same words.

    Exchanging the texts exchanges the sides and changes nothing else.
    """

    def __init__(self, old: str, new: str) -> None:
        self.texts = (old, new)
        self.sides = (split_sentences(old), split_sentences(new))
        self._starts = tuple([s.start for s in side] for side in self.sides)
        self._likeness = dict(_find_equal(*self.sides))
        self._likeness |= _find_alike(self.sides, self._likeness)
        self._near: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for pair in sorted(self._likeness):
            self._near[0].setdefault(pair[0], []).append(pair[1])
            self._near[1].setdefault(pair[1], []).append(pair[0])

    def find_sentences(self, side: int, start: int, end: int) -> range:
        """The numbers of the sentences of a side (0 old, 1 new) that a stretch touches."""
        starts = self._starts[side]
        first = max(bisect.bisect_right(starts, start) - 1, 0)
        return range(first, max(bisect.bisect_left(starts, end), min(first + 1, len(starts))))

    def likeness(self, old: Sequence[int], new: Sequence[int]) -> float:
        """How alike the most alike two of these sentences are."""
        return max((self._likeness.get((i, j), 0.0) for i in old for j in new), default=0.0)

    def near(self, side: int, number: int) -> list[int]:
        """The sentences of the other side that a sentence belongs to."""
        return self._near[side].get(number, [])

    def is_kept(self, side: int, number: int) -> bool:
        """Whether the other text has a sentence in the same words."""
        pairs = ((number, j) if side == 0 else (j, number) for j in self.near(side, number))
        return any(self._likeness[pair] == 1.0 for pair in pairs)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, none longer than its line."""
    stretches = _each_stretch(text)
    return tuple(_make(text, *edges) for edges in stretches if text[slice(*edges)].strip())


def _each_stretch(text: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            yield start, end.end()
            start = end.end()
        yield start, line.end()


def _make(text: str, start: int, end: int) -> Sentence:
    words = text[start:end]
    return Sentence(start, end, fold_passage(words), frozenset(fold_text(words).split()))


def _find_equal(
    old: Sequence[Sentence], new: Sequence[Sentence]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Sentences in the same words: the first one belongs to the first, and so on."""
    places: dict[str, list[int]] = {}
    for number, sentence in enumerate(new):
        places.setdefault(sentence.key, []).append(number)
    taken: dict[str, int] = {}
    for number, sentence in enumerate(old):
        rank = taken.get(sentence.key, 0)
        taken[sentence.key] = rank + 1
        if rank < len(places.get(sentence.key, ())):
            yield (number, places[sentence.key][rank]), 1.0


def _find_alike(
    sides: tuple[Sequence[Sentence], Sequence[Sentence]], equal: Mapping[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    """Changed sentences that share enough of their words."""
    kept = [{pair[side] for pair in equal} for side in (0, 1)]
    old, new = (
        [number for number in range(len(side)) if number not in kept[which]]
        for which, side in enumerate(sides)
    )
    found = {}
    for rank, i in enumerate(old):
        for j in new[max(rank - REACH, 0) : rank + REACH + 1]:
            likeness = compare_words(sides[0][i].words, sides[1][j].words)
            if likeness:
                found[i, j] = likeness
    return found


def compare_words(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of their words that two sentences have in common; 0 where they are not alike."""
    common, fewer = len(one & other), min(len(one), len(other))
    if not common:
        return 0.0
    share = 2 * common / (len(one) + len(other))
    inside = fewer >= INSIDE_WORDS and common >= INSIDE * fewer
    return min(max(share, ALIKE), 0.99) if share >= ALIKE or inside else 0.0
