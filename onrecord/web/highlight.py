"""A text with marks on it that may overlap, as pieces that nest and can be printed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_BLANK_LINE = re.compile(r"\n[ \t\r\xa0]*\n")
WRAPPED_SHORTEST, WRAPPED_LONGEST = 55, 110  # characters of a line that a writer's tool broke
WRAPPED_LINES = 3  # fewer lines than this tell nothing


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact that a mark belongs to: its id and its number on the page."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that something is said about.

    `role` is 'head' (the words that name a fact), 'value' (words that a slot's value stands
    on), 'name' (somebody or something with a page of its own, at `address`). `style` is the
    layer of a head's fact. `refs` are all facts that it belongs to, `shown` those that it
    names; `linked` where it is a link to that fact itself.
    """

    start: int
    end: int
    role: Literal["head", "value", "name"]
    refs: tuple[Ref, ...] = ()
    style: str = ""
    address: str | None = None
    label: str | None = None
    shown: tuple[Ref, ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of printing a marked text: plain `text`, or a mark that opens or closes.

    A mark that is cut at the border of another or of a paragraph opens and closes several
    times: `first` at the first opening, `last` at the last closing only.
    """

    step: Literal["text", "open", "close"]
    text: str = ""
    mark: Mark | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text, marked; `kept` where its line breaks mean something."""

    pieces: tuple[Piece, ...]
    kept: bool = False


@dataclass(slots=True)
class _Open:
    mark: Mark
    start: int
    end: int


def split_marks(text: str, offset: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The pieces of `text`, which begins at `offset`, under these marks.

    The pieces' texts together are the text; openings and closings nest; each mark stands on
    exactly its own characters of the text, cut in several where it crosses another.
    """
    end = offset + len(text)
    waiting = sorted(
        (
            _Open(mark, max(mark.start, offset), min(mark.end, end))
            for mark in marks
            if mark.start < end and offset < mark.end
        ),
        key=_outer_first,
        reverse=True,
    )
    return tuple(_walk(text, offset, waiting))


ROLE_ORDER = {"value": 0, "head": 1, "name": 2}  # on the same words, from outer to inner


def _outer_first(item: _Open) -> tuple[int, int, int]:
    return item.start, -item.end, ROLE_ORDER[item.mark.role]


def _walk(text: str, offset: int, waiting: list[_Open]) -> Iterator[Piece]:
    """`waiting` is in falling order of place, so that the next mark is its last."""
    stack: list[_Open] = []
    at = offset
    end = offset + len(text)
    while waiting or stack:
        opens = waiting[-1].start if waiting else end + 1
        closes = stack[-1].end if stack else end + 1
        border = min(opens, closes)
        if border > at:
            yield Piece("text", text[at - offset : border - offset])
            at = border
        if closes <= opens:
            yield _close(stack.pop())
        else:
            yield _open(stack, waiting)
    if at < end:
        yield Piece("text", text[at - offset :])


def _open(stack: list[_Open], waiting: list[_Open]) -> Piece:
    item = waiting.pop()
    if stack and item.end > stack[-1].end:
        border = stack[-1].end
        _put_back(waiting, _Open(item.mark, border, item.end))
        item = _Open(item.mark, item.start, border)
    stack.append(item)
    return Piece("open", mark=item.mark, first=item.start == item.mark.start)


def _put_back(waiting: list[_Open], rest: _Open) -> None:
    place = len(waiting)
    while place and _outer_first(waiting[place - 1]) < _outer_first(rest):
        place -= 1
    waiting.insert(place, rest)


def _close(item: _Open) -> Piece:
    return Piece("close", mark=item.mark, last=item.end == item.mark.end)


def split_paragraphs(text: str, offset: int, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """The paragraphs of `text`, which begins at `offset`, each with its marks.

    Blank lines part paragraphs; where there is none, each line is a paragraph.
    """
    blocks = list(_find_blocks(text))
    ordered = sorted(marks, key=lambda mark: mark.start)
    paragraphs: list[Paragraph] = []
    live: list[Mark] = []
    upcoming = 0
    for start, end in blocks:
        while upcoming < len(ordered) and ordered[upcoming].start < offset + end:
            live.append(ordered[upcoming])
            upcoming += 1
        live = [mark for mark in live if mark.end > offset + start]
        block = text[start:end]
        pieces = split_marks(block, offset + start, live)
        paragraphs.append(Paragraph(pieces, "\n" in block and not is_wrapped(block)))
    return tuple(paragraphs)


def _find_blocks(text: str) -> Iterator[tuple[int, int]]:
    border = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else re.compile("\n")
    start = 0
    for gap in [*border.finditer(text), None]:
        end = gap.start() if gap else len(text)
        block = text[start:end]
        if block.strip():
            lead = len(block) - len(block.lstrip())
            yield start + lead, start + len(block.rstrip())
        start = gap.end() if gap else end


def is_wrapped(block: str) -> bool:
    """Whether a block's lines were broken by a tool for width, so that they mean nothing."""
    lines = block.split("\n")[:-1]
    if len(lines) + 1 < WRAPPED_LINES:
        return False
    return all(WRAPPED_SHORTEST <= len(line.rstrip()) <= WRAPPED_LONGEST for line in lines)


def settle_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Marks of which the links never lie inside one another: longer names and heads win.

    A name that lies in another, or that a head ends inside, is left out; a short head that
    touches no name becomes a link of its own (`linked`).
    """
    given = list(marks)
    heads = [mark for mark in given if mark.role == "head"]
    names = _outermost([mark for mark in given if mark.role == "name"])
    names = [name for name in names if not any(_ends_inside(head, name) for head in heads)]
    kept: list[Mark] = [mark for mark in given if mark.role == "value"]
    kept += [replace(head, linked=_is_link(head, given, names)) for head in heads]
    return kept + names


LONGEST_LINK = 60  # characters of a head that is a link itself; a longer one ends in a number


def _outermost(names: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for name in sorted(names, key=lambda mark: (mark.start, -mark.end)):
        if not kept or kept[-1].end <= name.start:
            kept.append(name)
    return kept


def _ends_inside(head: Mark, name: Mark) -> bool:
    """Whether a head's number, a link that stands at its end, would lie in the name's link."""
    beyond = name.end > head.end or (name.end == head.end and name.start < head.start)
    return name.start < head.end and beyond


def _is_link(head: Mark, marks: Sequence[Mark], names: Sequence[Mark]) -> bool:
    if len(head.shown) != 1 or head.end - head.start > LONGEST_LINK:
        return False
    return not any(_touches(other, head) for other in names) and not any(
        other.role == "head" and other is not head and _touches(other, head) for other in marks
    )


def _touches(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end
