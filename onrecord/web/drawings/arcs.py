"""Arcs between names in a column: who meets whom, the more often the broader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ROW = 28  # pixels from one name to the next
BROADEST = 8.0  # pixels of the arc of those who meet most often
REACH = 128.0  # how far an arc over the whole column swings out, in percent, before it bends


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the column, with how many events it shares with others."""

    id: str
    label: str
    number: int
    y: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A pair of names with their number of shared events; `path` is SVG's."""

    one: str
    other: str
    number: int
    width: float
    path: str


@dataclass(frozen=True, slots=True)
class Arcs:
    """A drawing of arcs, `height` pixels high and 100 units wide."""

    title: str
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    height: int


Pairs = Mapping[tuple[str, str], int]


def draw_arcs(title: str, labels: Mapping[str, str], pairs: Pairs) -> Arcs | None:
    """Names so ordered that those who meet often stand close, and their arcs."""
    if not pairs:
        return None
    order = order_names(pairs)
    places = {name: ROW * (number + 0.5) for number, name in enumerate(order)}
    sums = _sum_pairs(pairs)
    most, height = max(pairs.values()), ROW * len(order)
    nodes = tuple(Node(name, labels[name], sums[name], places[name]) for name in order)
    arcs = tuple(
        Arc(one, other, number, round(1 + (BROADEST - 1) * (number - 1) / max(1, most - 1), 2),
            _path(places[one], places[other], height))
        for (one, other), number in sorted(pairs.items(), key=lambda item: item[1])
    )  # fmt: skip
    return Arcs(title, nodes, arcs, height)


def _path(start: float, end: float, height: float) -> str:
    swing = round(12 + (REACH - 12) * abs(end - start) / height, 1)
    return f"M0 {start:g}C{swing} {start:g} {swing} {end:g} 0 {end:g}"


def _sum_pairs(pairs: Pairs) -> dict[str, int]:
    sums: dict[str, int] = {}
    for pair, number in pairs.items():
        for name in pair:
            sums[name] = sums.get(name, 0) + number
    return sums


def order_names(pairs: Pairs) -> list[str]:
    """Each name beside the one that it meets most often, as far as a line allows."""
    sums = _sum_pairs(pairs)
    waiting = sorted(sums, key=lambda name: (-sums[name], name))
    line = [waiting.pop(0)]
    while waiting:
        best = max(waiting, key=lambda name: (_tie(pairs, name, line), sums[name]))
        waiting.remove(best)
        if _tie(pairs, best, line[:1]) > _tie(pairs, best, line[-1:]):
            line.insert(0, best)
        else:
            line.append(best)
    return line


def _tie(pairs: Pairs, name: str, others: Iterable[str]) -> int:
    return sum(pairs.get((min(name, other), max(name, other)), 0) for other in others)
