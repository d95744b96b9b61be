"""Which fact of a text a fact of another is: by the sentences they stand in, kind and slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.identity import fold_text
from onrecord.register.alignment import Alignment
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.views import FactView

SENTENCES, WORDS, NAMES, TIMES, KINDS = 2.0, 2.0, 1.0, 0.5, 1.0  # weights of what is compared
KINDLESS = frozenset({"commitment", "office", "quote"})  # layers whose kinds tell little
PAIRED, PAIRED_KINDLESS = 2.5, 1.75  # sums from which two are one fact; see bench.rewordings
MOVED_WORDS = 4  # words of the shortest anchor by which a fact is found anywhere in the text
MOVED = 0.8  # of the words of two anchors that are common where no sentences are
TIMED = ("start", "end", "date", "due")


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact with what pairing compares: where its words stand, who is named, when it is."""

    fact: FactView
    place: tuple[int, ...]
    words: frozenset[str]
    names: frozenset[str]
    times: frozenset[str]

    @property
    def layer(self) -> str:
        """The fact's layer."""
        return self.fact.layer


def place_facts(alignment: Alignment, side: int, facts: Iterable[FactView]) -> list[Placed]:
    """Facts of one side of an alignment, in the order of the text."""
    ordered = sorted(facts, key=lambda fact: (fact.evidence.start, fact.layer, fact.id))
    return [_place(alignment, side, fact) for fact in ordered]


def _place(alignment: Alignment, side: int, fact: FactView) -> Placed:
    anchors = [value.quotation for value in fact.of(ANCHOR_SLOTS[fact.layer])] or [fact.evidence]
    places = {
        number
        for quotation in (*anchors, fact.evidence)
        for number in alignment.find_sentences(side, quotation.start, quotation.end)
    }
    return Placed(
        fact=fact,
        place=tuple(sorted(places)),
        words=frozenset(word for a in anchors for word in fold_text(a.text).split()),
        names=frozenset(value.entry for value in fact.values if value.entry),
        times=frozenset(value.value for value in fact.of(*TIMED)),
    )


def pair_facts(
    alignment: Alignment, old: Sequence[Placed], new: Sequence[Placed]
) -> Iterator[tuple[Placed | None, Placed | None]]:
    """Each fact of either side once: with its partner, or alone where it has none.

    The best pairs are taken first. Exchanging the sides exchanges the partners.
    """
    scored = sorted(_each_score(alignment, old, new))
    left, right = set(range(len(old))), set(range(len(new)))
    for *_, i, j in scored:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            yield old[i], new[j]
    for i in sorted(left):
        yield old[i], None
    for j in sorted(right):
        yield None, new[j]


def _each_score(
    alignment: Alignment, old: Sequence[Placed], new: Sequence[Placed]
) -> Iterator[tuple[float, int, int, int, int]]:
    """Pairs that may be one, likeliest first, then by how near they are in the order of facts."""
    standing: dict[int, list[int]] = {}
    for j, fact in enumerate(new):
        for number in fact.place:
            standing.setdefault(number, []).append(j)
    for i, fact in enumerate(old):
        near = {
            j
            for number in fact.place
            for other in alignment.near(0, number)
            for j in standing.get(other, ())
        }
        near |= set(_find_moved(fact, new))
        for j in near:
            score = score_pair(alignment, fact, new[j])
            if score >= (PAIRED_KINDLESS if fact.layer in KINDLESS else PAIRED):
                yield -round(score, 6), abs(i - j), i + j, i, j


def _find_moved(fact: Placed, others: Sequence[Placed]) -> Iterator[int]:
    if len(fact.words) >= MOVED_WORDS:
        for j, other in enumerate(others):
            if other.layer == fact.layer and _share(fact.words, other.words) >= MOVED:
                yield j


def score_pair(alignment: Alignment, old: Placed, new: Placed) -> float:
    """How much speaks for two being one fact; 0 for facts of two layers."""
    if old.layer != new.layer:
        return 0.0
    score = SENTENCES * alignment.likeness(old.place, new.place)
    score += WORDS * _share(old.words, new.words) + NAMES * _share(old.names, new.names)
    score += TIMES * bool(old.times & new.times)
    if old.layer not in KINDLESS:
        score += KINDS * (old.fact.kind == new.fact.kind)
    return score


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
