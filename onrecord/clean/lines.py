"""A text as lines, wrapped ones joined, each with its place in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.clean.dates import find_dates
from onrecord.lexicon.loader import load_words

WRAP_WIDTHS = range(50, 101)  # usual widths of hard-wrapped text, in characters
PIECE_WORDS = 4  # a line is parted only after so many words
FULL_LINES = 2  # so many full lines at least tell a width
FULL_LINE = 14  # a wrapped line is at most so many characters shorter than the widest
WRAP_SLACK = 2  # characters by which writers of wrapped text miss their width
BROKEN_LENGTH = 40  # a line that a sentence runs over has at least so many characters
LOWER_SHARE = 0.3  # share of the lines after full ones that begin inside a sentence
LONG_COST = 4  # full lines that it takes to make up for a longer one
WRAP_SHARE = 0.4  # share of lines with a following line that are full in a wrapped text

WRAPPED = ("<![CDATA[", "]]>")  # what stands around a field of a feed
CELL_LENGTH = 30  # characters of the longest cell with a day
PART_LENGTH = 14  # characters of the longest part of such a date

_DATE_PARTS = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s[^\W\d_]{3,9}\.?,?|[^\W\d_]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?)\s\d{4}"
)
_TAB = re.compile(r"\t+")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_GLUED = re.compile(r"(?:\b[a-z]{3,}(?=[A-Z][a-z]*\s\w)|\b\d{4}(?=[A-Z][a-z]+\s\w))")
_MORE = re.compile(
    r"(?<=[.!?…”»])\s(Read more|More details|Details|More|Learn more)\W{0,3}$", re.MULTILINE
)
_EDGE = " \t\u00a0\u2007\u202f\u2009\u3000\ufeff\u200b\u200e\u200f\u2060\u00ad"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or wrapped lines joined, at `start:end` without white space around it.

    `flat` is its text with single spaces; `gap` says that a blank line or the beginning
    of the text stands before it; `hints` are what a page's markup says of it: 'headline',
    'heading', 'teaser', 'meta' (its day and author), 'item' (of a list), 'cell' (of a table),
    'linked' (a link and nothing else), 'main' (of the page's article); `furniture` names the
    furniture that it is by the markup.
    """

    start: int
    end: int
    flat: str
    gap: bool
    hints: frozenset[str] = frozenset()
    furniture: str | None = None

    @property
    def words(self) -> list[str]:
        """What stands between spaces."""
        return self.flat.split(" ")


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order."""
    lines: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        start, end = _unwrap_span(text, *trim_span(text, match.start(), match.end()))
        if start == end:
            continue
        gap = not lines or _count_ends(text[last:start]) > 1
        lines.append(Line(start, end, flatten(text[start:end]), gap))
        last = end
    return lines


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without white space and invisible marks at both ends."""
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    return start, end


def _unwrap_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the marks in which a feed wraps its fields."""
    if not text.startswith(WRAPPED[0], start):
        return start, end
    end -= len(WRAPPED[1]) if text.endswith(WRAPPED[1], start, end) else 0
    return trim_span(text, min(start + len(WRAPPED[0]), end), end)


def flatten(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def _count_ends(between: str) -> int:
    return len(re.findall(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]", between))


def read_lines(text: str) -> list[Line]:
    """The lines of a text, those that only wrap a paragraph joined, glued ones parted."""
    lines = split_lines(text)
    width = find_width(lines)
    joined = _join_lines(text, lines, width) if lines else ()
    return [piece for line in joined for piece in part_line(text, line)]


def join_dates(lines: Sequence[Line]) -> list[Line]:
    """The lines with a date that a page prints part by part ('03', 'May', '2021') as one."""
    joined: list[Line] = []
    at = 0
    while at < len(lines):
        size = next((size for size in (3, 2) if _is_date(lines[at : at + size], size)), 1)
        group = lines[at : at + size]
        if size > 1:
            flat = " ".join(line.flat for line in group)
            joined.append(replace(group[0], end=group[-1].end, flat=flat))
        else:
            joined.append(group[0])
        at += size
    return joined


def _is_date(group: Sequence[Line], size: int) -> bool:
    """Whether short lines are together a date, and no fewer of them are."""
    if len(group) < size or any(len(line.flat) > PART_LENGTH or line.furniture for line in group):
        return False
    flat = " ".join(line.flat for line in group)
    return bool(_DATE_PARTS.fullmatch(flat)) and next(find_dates(flat), None) is not None


def part_line(text: str, line: Line) -> list[Line]:
    """The line in pieces where a page's elements ran together without a space.

    'inspectedThe delegation' and '12.05.2019Training' are two lines each, and so is
    'Read more' after a sentence.
    """
    cuts = [match.end() for match in _GLUED.finditer(text, line.start, line.end)]
    cuts += _find_cells(text, line)
    cuts += [match.start(1) for match in _MORE.finditer(text, line.start, line.end)]
    pieces: list[Line] = []
    start = line.start
    for cut in [*sorted(cuts), line.end]:
        if cut < line.end and len(text[start:cut].split()) < PIECE_WORDS:
            continue
        begin, end = trim_span(text, start, cut)
        if begin < end:
            pieces.append(_cut_line(text, begin, end, line.gap and not pieces))
        start = cut
    return pieces


def _find_cells(text: str, line: Line) -> list[int]:
    """Where the cells of a table's row begin behind its day and its title."""
    tabs = [match.end() for match in _TAB.finditer(text, line.start, line.end)]
    if len(tabs) < 2:
        return []
    first = text[line.start : tabs[0]].strip()
    date = next(find_dates(first), None) if len(first) <= CELL_LENGTH else None
    return tabs[1:] if date and date.end - date.start == len(first) else []


def _cut_line(text: str, start: int, end: int, gap: bool) -> Line:
    return Line(start, end, flatten(text[start:end]), gap)


def find_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text is hard-wrapped, None where it is not.

    It is the greatest width that several lines with a following line come close to; in a
    wrapped text hardly any line of several words is longer, and many begin inside a
    sentence.
    """
    pairs = [(one.end - one.start, two) for one, two in pairwise(lines) if not two.gap]
    counts = Counter(length for length, _ in pairs)
    long = sum(line.end - line.start >= WRAP_WIDTHS.stop and len(line.words) > 8 for line in lines)
    least = max(FULL_LINES, WRAP_SHARE * counts.total(), LONG_COST * long)
    for width in (width for width in reversed(WRAP_WIDTHS) if width in counts):
        if sum(counts[other] for other in range(width - FULL_LINE, width + 1)) >= least:
            return width if _goes_on(pairs, width) else None
    return None


def _goes_on(pairs: Sequence[tuple[int, Line]], width: int) -> bool:
    after = [two for length, two in pairs if width - FULL_LINE <= length <= width]
    return sum(line.flat[0].islower() for line in after) >= LOWER_SHARE * len(after)


def _join_lines(text: str, lines: Sequence[Line], width: int | None) -> Iterator[Line]:
    first = last = lines[0]
    for line in lines[1:]:
        if not line.gap and (_is_wrap(last, line, width) or _is_broken(last, line)):
            last = line
            continue
        yield _join_pair(text, first, last)
        first = last = line
    yield _join_pair(text, first, last)


def _join_pair(text: str, first: Line, last: Line) -> Line:
    return first if first is last else _cut_line(text, first.start, last.end, first.gap)


def _is_wrap(one: Line, two: Line, width: int | None) -> bool:
    """Whether the next word would not have fitted on the line."""
    length = one.end - one.start
    first = len(two.flat.partition(" ")[0])
    return width is not None and length + 1 + first > width - WRAP_SLACK and length <= width


def _is_broken(one: Line, two: Line) -> bool:
    """Whether a sentence of some length goes on in the next line."""
    if len(one.flat) < BROKEN_LENGTH or not (one.flat[-1].isalnum() or one.flat[-1] == ","):
        return False
    return two.flat[0].islower() or _is_shouted_on(one, two)


def _is_shouted_on(one: Line, two: Line) -> bool:
    """Whether a title in capitals goes on in the next line with a word that ties the two."""
    if not (one.flat.isupper() and two.flat.isupper()):
        return False
    ties = load_words("layout", "headline.ties")
    return not ties.isdisjoint((one.words[-1].casefold(), two.words[0].casefold()))


def find_offset(text: str, line: Line, at: int) -> int:
    """The place in the text of an offset into the line's `flat`."""
    place, seen, blank = line.start, 0, False
    while place < line.end:
        space = text[place].isspace()
        if space and blank:
            place += 1
            continue
        if seen == at:
            break
        blank = space
        seen += 1
        place += 1
    return place
