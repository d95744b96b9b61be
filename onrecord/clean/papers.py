"""Printed pages as running text: paragraphs put together, what every page repeats named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from onrecord.clean.furniture import is_trail
from onrecord.clean.lines import Line
from onrecord.clean.mastheads import is_institution, is_masthead
from onrecord.clean.pdf import PrintedLine

EDGE_LINES = 3  # lines at the top and at the bottom of a page that may repeat
REPEAT_SHARE = 0.5  # a running head stands on so many of the pages at least
LARGE = 1.12  # times the usual size from which a line is a heading
SAME_SIZE = 0.6  # points by which lines of one paragraph differ at most
LEADING = 1.35  # times the usual distance of lines from which a paragraph ends
INDENT = 6.0  # points by which the first line of a paragraph is set in
FULL_SHARE = 0.8  # share of the usual length from which a line is full
MAX_HEAD_WORDS = 45  # words of the longest headline
MOST_YEAR = 1500  # a number alone from here on is a year and no page's

_NUMBERED = re.compile(
    r"^[\s–—|-]*(?:page|p\.)?\s*(\d{1,4})(?:\s*(?:of|/|\|)\s*\d{1,4})?[\s–—|-]*$", re.IGNORECASE
)
_FINAL = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,2}$")
_BULLET = re.compile(r"^(?:[•▪◦‣●■*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_COMPOUND = re.compile(r"\b[^\W\d_]+(?:-[^\W\d_]+)+")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Block:
    """Lines that are one paragraph, or one piece of furniture."""

    lines: list[PrintedLine] = field(default_factory=list)
    furniture: str | None = None
    page: int = 0

    @property
    def size(self) -> float:
        return self.lines[0].size


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual in a paper: size of letters, distance and length of lines."""

    size: float
    leading: float
    length: float

    def is_large(self, line: PrintedLine) -> bool:
        return line.size >= LARGE * self.size

    def is_full(self, line: PrintedLine) -> bool:
        return len(line.text) >= FULL_SHARE * self.length


def write_pages(pages: Sequence[Sequence[PrintedLine]]) -> tuple[str, list[Line]]:
    """The text of printed pages and its lines, one a paragraph, a blank line between them.

    Words that were parted at a line's end are whole again. Running heads and page numbers are
    lines of furniture at the end, so that no sentence is broken by them.
    """
    measure = _measure_pages(pages)
    blocks = list(_order_blocks(_join_blocks(pages, measure)))
    headline = _find_headline(blocks, measure)
    compounds = _find_compounds(pages)
    text: list[str] = []
    lines: list[Line] = []
    length = 0
    for block in blocks:
        flat = _write_block(block, compounds)
        separator = "\n\n" if lines else ""
        start = length + len(separator)
        length = start + len(flat)
        text += [separator, flat]
        hints = {"headline"} if block is headline else set()
        if not block.furniture and measure.is_large(block.lines[0]):
            hints.add("heading")
        lines.append(Line(start, length, flat, True, frozenset(hints), block.furniture))
    return "".join(text), lines


def _measure_pages(pages: Sequence[Sequence[PrintedLine]]) -> _Measure:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda key: (sizes[key], -key))
    pairs = [pair for page in pages for pair in pairwise(page)]
    steps = [one.height - two.height for one, two in pairs if one.size == two.size == size]
    down = [step for step in steps if 0.5 * size < step < 4 * size]
    lengths = sorted(len(line.text) for page in pages for line in page)
    return _Measure(size, median(down) if down else size * 1.2, lengths[len(lengths) * 9 // 10])


def _join_blocks(pages: Sequence[Sequence[PrintedLine]], measure: _Measure) -> Iterator[_Block]:
    repeated = _find_repeated(pages)
    for number, page in enumerate(pages):
        block: _Block | None = None
        for at, line in enumerate(page):
            name = _name_line(line, at, len(page), repeated)
            if name:
                yield _Block([line], name, number)
                continue
            if block and _goes_on(block.lines[-1], line, measure):
                block.lines.append(line)
                continue
            if block:
                yield block
            block = _Block([line], None, number)
        if block:
            yield block


def _find_repeated(pages: Sequence[Sequence[PrintedLine]]) -> set[tuple[str, float]]:
    """The lines at the pages' edges, their numbers left out, that most pages have."""
    counts: Counter[tuple[str, float]] = Counter()
    for page in pages:
        edges = {*page[:EDGE_LINES], *page[-EDGE_LINES:]}
        counts.update({_shape(line) for line in edges})
    least = max(2, REPEAT_SHARE * len(pages))
    return {shape for shape, count in counts.items() if count >= least}


def _shape(line: PrintedLine) -> tuple[str, float]:
    return _DIGITS.sub("#", line.text.casefold()), line.size


def _name_line(
    line: PrintedLine, at: int, total: int, repeated: set[tuple[str, float]]
) -> str | None:
    if EDGE_LINES <= at < total - EDGE_LINES:
        return None
    number = _NUMBERED.match(line.text)
    if number and (at in (0, total - 1) or _shape(line) in repeated):
        return "pager" if int(number[1]) < MOST_YEAR else None
    return "running head" if _shape(line) in repeated else None


def _goes_on(one: PrintedLine, two: PrintedLine, measure: _Measure) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if abs(one.size - two.size) > SAME_SIZE or _BULLET.match(two.text):
        return False
    step = one.height - two.height
    if measure.is_large(one):
        return 0 <= step <= LEADING * 1.25 * one.size
    if step > LEADING * measure.leading:
        return False
    if two.left - one.left > INDENT and _FINAL.search(one.text):
        return False
    return measure.is_full(one) or (not _FINAL.search(one.text) and _is_running(one, two, measure))


def _is_running(one: PrintedLine, two: PrintedLine, measure: _Measure) -> bool:
    """Whether a line that is not full was still broken in the middle of a sentence."""
    fits = len(one.text) + 1 + len(two.text.partition(" ")[0]) <= measure.length
    return two.text[0].islower() or one.text.endswith(("-", ",", "\u00ad")) or not fits


def _order_blocks(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Paragraphs whole over the pages' edges, and then what every page repeats."""
    edges: list[_Block] = []
    last: _Block | None = None
    for block in blocks:
        if block.furniture:
            edges.append(block)
        elif last and block.page != last.page and _runs_over(last, block):
            last.lines += block.lines
            last.page = block.page
        else:
            if last:
                yield last
            last = block
    if last:
        yield last
    yield from edges


def _runs_over(one: _Block, two: _Block) -> bool:
    above, below = one.lines[-1], two.lines[0]
    same = abs(above.size - below.size) <= SAME_SIZE and not _BULLET.match(below.text)
    return same and not _FINAL.search(above.text) and len(one.lines) + len(two.lines) > 2


def _find_headline(blocks: Sequence[_Block], measure: _Measure) -> _Block | None:
    """The largest print of the first page that names no institution and no kind of paper."""
    large = [
        block
        for block in blocks
        if block.page == 0 and not block.furniture and measure.is_large(block.lines[0])
    ]
    fit = [block for block in large if _may_head(" ".join(line.text for line in block.lines))]
    return max(fit, key=lambda block: block.size, default=None)


def _may_head(flat: str) -> bool:
    if not 2 < len(flat.split()) <= MAX_HEAD_WORDS:
        return False
    return not (is_institution(flat) or is_masthead(flat) or is_trail(flat.casefold()))


def _find_compounds(pages: Sequence[Sequence[PrintedLine]]) -> frozenset[str]:
    """Words that are written with a hyphen within a line."""
    found = (match[0].casefold() for page in pages for line in page
             for match in _COMPOUND.finditer(line.text))  # fmt: skip
    return frozenset(found)


def _write_block(block: _Block, compounds: frozenset[str]) -> str:
    parts = [block.lines[0].text]
    for line in block.lines[1:]:
        parts[-1], glue = _end_line(parts[-1], line.text, compounds)
        parts += [glue, line.text]
    return " ".join("".join(parts).replace("\u00ad", "").split())


def _end_line(one: str, two: str, compounds: frozenset[str]) -> tuple[str, str]:
    """The end of a line, its hyphen taken away where it only parts a word, and what follows."""
    if one.endswith("\u00ad"):
        return one[:-1], ""
    if not one.endswith("-") or len(one) < 2 or not one[-2].isalnum():
        return one, " "
    whole = f"{one.split()[-1]}{two.split()[0]}".casefold()
    if two[0].islower() and whole.strip(".,;:!?”\"')(") not in compounds:
        return one[:-1], ""
    return one, ""
