"""Columns of numbers over time: how much was told of each month, quarter or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_COLUMNS = 72  # more months than this are joined to years
HEIGHT = 140  # pixels of the tallest column
GAP = 0.18  # of a column's width, left free beside it
MOST_LABELS = 6  # periods that are all named; of more months only each January


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a column: its number, with its place on the drawing."""

    series: str
    number: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A period, 2024-05 or 2024, with the numbers of each series; places are in percent."""

    period: str
    x: float
    width: float
    total: int
    blocks: tuple[Block, ...]
    labelled: bool

    def of(self, series: str) -> int:
        """The number of one series."""
        return sum(block.number for block in self.blocks if block.series == series)


@dataclass(frozen=True, slots=True)
class Columns:
    """A drawing of columns, all `height` pixels high; `highest` is the largest total."""

    title: str
    series: tuple[str, ...]
    columns: tuple[Column, ...]
    highest: int
    height: int = HEIGHT


def draw_columns(title: str, counts: Mapping[str, Mapping[str, int]]) -> Columns | None:
    """Numbers of each series by month, as columns; by year where there are many months."""
    months = sorted({month for found in counts.values() for month in found})
    if not months:
        return None
    joined = _count_between(months[0], months[-1]) > MOST_COLUMNS
    periods = _each_period(months[0], months[-1], joined)
    sums = {name: _sum(found, joined) for name, found in counts.items()}
    totals = {period: sum(found[period] for found in sums.values()) for period in periods}
    highest = max(totals.values())
    step = max(1, -(-len(periods) // MOST_LABELS))
    months_only = len(periods) <= MOST_LABELS
    width = 100 / len(periods)
    columns = tuple(
        Column(
            period,
            round(number * width, 3),
            round(width * (1 - GAP), 3),
            totals[period],
            _stack(period, sums, highest),
            months_only or (number % step == 0 if joined else period.endswith("-01")),
        )
        for number, period in enumerate(periods)
    )
    return Columns(title, tuple(counts), columns, highest)


def _sum(found: Mapping[str, int], joined: bool) -> Counter[str]:
    sums: Counter[str] = Counter()
    for month, number in found.items():
        sums[month[:4] if joined else month] += number
    return sums


def _stack(period: str, sums: Mapping[str, Counter[str]], highest: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    top = float(HEIGHT)
    for name, found in sums.items():
        number = found[period]
        height = round(HEIGHT * number / highest, 2)
        top -= height
        if number:
            blocks.append(Block(name, number, round(top, 2), height))
    return tuple(blocks)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _count_between(first: str, last: str) -> int:
    return _number(last) - _number(first) + 1


def _each_period(first: str, last: str, joined: bool) -> Sequence[str]:
    if joined:
        return [f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1)]
    numbers: Iterable[int] = range(_number(first), _number(last) + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
