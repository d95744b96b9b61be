"""Quotation marks of every kind, paired into the stretches of text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CARRIED_PARAGRAPHS = 4  # paragraphs without a mark that an open quotation may run through
SEARCHED_DEPTH = 3  # open marks that a closing one may reach over

_CLOSERS = {
    '"': '"”“',
    "“": '”"“',
    "”": '”"',
    "„": '“”"‟',
    "‟": '”"',
    "«": '»"',
    "»": '«"',
    "‹": "›",
    "``": "''\"",
}
_SINGLE_CLOSERS = {"'": "'’", "‘": "’'", "’": "’'", "‚": "‘’'", "`": "'’"}
_FIRM_OPENERS = frozenset("“„‟«‹")
_FIRM_CLOSERS = frozenset("”»›")
_MARK = re.compile(r"``|''|[\"“”„‟«»‹›]")
_SINGLE = re.compile(r"[‘’‚'`]")
_BEFORE_OPENING = frozenset("([{—–-/:\"“„«‘'…")
_ENDING = frozenset(".,!?;:…")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in marks: `start:end` without them, `left:right` with them."""

    left: int
    start: int
    end: int
    right: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at its place, and how its neighbours let it be read."""

    at: int
    text: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class _Open:
    """An opening mark that waits for its closing one."""

    at: int
    text: str


def find_stretches(text: str, lines: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    """The outermost quotations of a text whose paragraphs are `lines`, in their order.

    A quotation may run over paragraphs, each of which may open anew; one that is never
    closed ends with its paragraph. The time is linear in the text.
    """
    paragraphs = [(start, end, _find_marks(text, start, end)) for start, end in lines]
    found: list[Stretch] = []
    pending: _Open | None = None
    inside = False
    for number, (start, end, marks) in enumerate(paragraphs):
        if pending and marks and _opens_anew(text, start, marks[0]):
            if inside:
                found.append(_make_stretch(text, pending, lines[number - 1][1], 0))
                pending = _Open(marks[0].at, marks[0].text)
            marks = marks[1:]
        if not marks and pending:
            continue
        stretches, rest = _pair_marks(text, marks, pending)
        pending = None
        if rest and _runs_on(text, paragraphs[number + 1 : number + 1 + CARRIED_PARAGRAPHS]):
            pending = rest
            inside = bool(text[start : rest.at].strip())
        elif rest:
            stretches, rest = _pair_flat(text, marks)
            stretches += [_make_stretch(text, rest, end, 0)] if rest else []
        found += stretches
        if not marks:
            found += _find_singles(text, start, end)
    if pending:
        found.append(_make_stretch(text, pending, lines[-1][1], 0))
    return tuple(stretch for stretch in found if stretch.start < stretch.end)


def _find_marks(text: str, start: int, end: int) -> list[Mark]:
    return [_read_mark(text, match) for match in _MARK.finditer(text, start, end)]


def _read_mark(text: str, match: re.Match[str]) -> Mark:
    before = text[match.start() - 1 : match.start()] or "\n"
    after = text[match.end() : match.end() + 1] or "\n"
    opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)
    closes = not before.isspace() and not after.isalnum()
    return Mark(match.start(), match[0], opens, closes)


def _opens_anew(text: str, start: int, mark: Mark) -> bool:
    return mark.opens and not text[start : mark.at].strip()


def _runs_on(text: str, rest: Sequence[tuple[int, int, list[Mark]]]) -> bool:
    """Whether a quotation that is open at a paragraph's end goes on in the next ones."""
    for start, _, marks in rest:
        if marks:
            first = marks[0]
            anew = _opens_anew(text, start, first) and not _is_closer(first, None)
            return anew or _is_closer(first, None)
    return False


def _is_closer(mark: Mark, top: _Open | None) -> bool:
    if mark.text in _FIRM_OPENERS:
        accepted = (
            top is not None and mark.text in _CLOSERS.get(top.text, "") and top.text != mark.text
        )
        return accepted and not mark.opens
    if mark.text in _FIRM_CLOSERS:
        return top is not None or mark.closes or not mark.opens
    if mark.text == "''":
        return True
    if mark.opens != mark.closes:
        return mark.closes
    return top is not None and mark.text in _CLOSERS.get(top.text, "")


def _pair_marks(
    text: str, marks: Sequence[Mark], pending: _Open | None
) -> tuple[list[Stretch], _Open | None]:
    """The outermost pairs, marks inside them nested; and what stays open at the end."""
    stack = [pending] if pending else []
    pairs: list[Stretch] = []
    for mark in marks:
        if not _is_closer(mark, stack[-1] if stack else None):
            stack.append(_Open(mark.at, mark.text))
            continue
        place = _find_opener(stack, mark.text)
        if place is None:
            continue
        opener = stack[place]
        del stack[place:]
        if not stack:
            pairs.append(_make_stretch(text, opener, mark.at, len(mark.text)))
    return pairs, stack[0] if stack else None


def _find_opener(stack: Sequence[_Open], closer: str) -> int | None:
    for depth in range(1, min(SEARCHED_DEPTH, len(stack)) + 1):
        if closer in _CLOSERS.get(stack[-depth].text, ""):
            return len(stack) - depth
    return None


def _pair_flat(text: str, marks: Sequence[Mark]) -> tuple[list[Stretch], _Open | None]:
    """Pairs where a new opening mark gives up the one before it."""
    pairs: list[Stretch] = []
    current: _Open | None = None
    for mark in marks:
        if not _is_closer(mark, current):
            current = _Open(mark.at, mark.text)
        elif current and mark.text in _CLOSERS.get(current.text, ""):
            pairs.append(_make_stretch(text, current, mark.at, len(mark.text)))
            current = None
    return pairs, current


def _make_stretch(text: str, opener: _Open, right: int, closed: int) -> Stretch:
    start, end = opener.at + len(opener.text), right
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Stretch(opener.at, start, end, right + closed)


def _find_singles(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Quotations in single marks, told from apostrophes by what stands around them."""
    current: _Open | None = None
    likely: int | None = None
    for match in _SINGLE.finditer(text, start, end):
        mark = _read_mark(text, match)
        before = text[mark.at - 1 : mark.at]
        if mark.opens and (not mark.closes or current is None):
            if current and likely:
                yield _make_stretch(text, current, likely, 1)
            current, likely = _Open(mark.at, mark.text), None
        elif current and mark.closes and mark.text in _SINGLE_CLOSERS[current.text]:
            if before in _ENDING or _ends_phrase(text, mark.at + 1, end):
                yield _make_stretch(text, current, mark.at, 1)
                current, likely = None, None
            else:
                likely = mark.at
    if current and likely:
        yield _make_stretch(text, current, likely, 1)


def _ends_phrase(text: str, at: int, end: int) -> bool:
    """Whether after a mark comes the end of a phrase, which no possessive has."""
    return at >= end or text[at] in _ENDING or text[at] in ")]"
