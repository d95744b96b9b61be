"""Insets: furniture in the middle of a page's article, which its text goes round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.clean.furniture import name_furniture
from onrecord.clean.lines import Line

INSET_NAMES = frozenset({"photo", "share", "print", "related"})  # known by their words alone
META_LINES = 16  # lines of an article among which its day and author stand
INSET_WORDS = 45  # words of the longest such line


def move_insets(lines: Sequence[Line]) -> tuple[str, list[Line]] | None:
    """The text and lines of a page with what stands inside its article put behind it.

    What tells day and author comes above the lead. None where nothing has to move. No line is
    lost or changed.
    """
    inner = [at for at, line in enumerate(lines) if _is_text(line)]
    if not inner:
        return None
    first, last = inner[0], inner[-1]
    inset = {at for at in range(first, last) if _is_inset(lines[at])}
    meta = _find_meta(lines, first, last)
    order = [
        *([first] if _is_headline(lines[first]) else []),
        *sorted(meta - inset),
        *(at for at in range(first, last + 1) if at not in inset | meta),
        *sorted(inset),
    ]
    order = list(dict.fromkeys(order))
    if order == list(range(first, last + 1)):
        return None
    kept = [lines[at] for at in order]
    text, (placed,) = place_lines([[*lines[:first], *kept, *lines[last + 1 :]]])
    return text, placed


def _find_meta(lines: Sequence[Line], first: int, last: int) -> set[int]:
    """The lines that tell the day and author of one text; in a list each has its own."""
    found = [at for at in range(first, min(last, first + META_LINES)) if _is_meta(lines[at])]
    between = lines[found[0] : found[-1]] if found else []
    listed = any("heading" in line.hints and not _is_headline(line) for line in between)
    return set() if listed else set(found)


def _is_meta(line: Line) -> bool:
    return "meta" in line.hints and not _is_headline(line)


def _is_headline(line: Line) -> bool:
    return "headline" in line.hints


def _is_text(line: Line) -> bool:
    inside = _is_headline(line) or "main" in line.hints
    return inside and line.furniture is None and "teaser" not in line.hints


def _is_inset(line: Line) -> bool:
    if line.furniture:
        return True
    if len(line.words) > INSET_WORDS or _is_headline(line):
        return False
    return name_furniture(line) in INSET_NAMES


def place_lines(groups: Iterable[Sequence[Line]]) -> tuple[str, list[list[Line]]]:
    """Lines written out group by group, and where each stands then."""
    text: list[str] = []
    placed: list[list[Line]] = []
    length = 0
    for group in groups:
        placed.append([])
        for number, line in enumerate(group):
            separator = ("\n\n" if line.gap or not number else "\n") if text else ""
            start = length + len(separator)
            length = start + len(line.flat)
            text += [separator, line.flat]
            placed[-1].append(Line(start, length, line.flat, line.gap, line.hints, line.furniture))
    return "".join(text), placed
