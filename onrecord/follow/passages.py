"""A release in passages: sentences, and items of lists with the line that introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 600  # characters of a passage; a longer one is cut, and tells too much at once

_END = re.compile(
    r"[.!?][”\"’')\]]*(?=\s+[“\"‘'(\[]?[A-Z0-9])|\n\s*\n|:\s*\n|\n(?=[-–•*]|\d+[./)])|;\s*\n"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|St|No|Nos|Art|H\.E)|\bp\.m|\ba\.m)\.$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a release that can tell of a deed: a span of its text, after an introduction."""

    start: int
    end: int
    text: str
    intro: str = ""

    @property
    def whole(self) -> str:
        """The introduction, if any, and the text."""
        return f"{self.intro} {self.text}" if self.intro else self.text


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences and lines of a text as spans without white space at their ends."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] in ".!?" and _ABBREVIATION.search(
            text, max(start, match.start() - 6), match.start() + 1
        ):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def find_passages(text: str) -> Iterator[Passage]:
    """The passages of a release's text; a line that ends in a colon introduces what follows it."""
    intro = ""
    for start, end in split_sentences(text):
        piece = text[start : min(end, start + LONGEST)]
        yield Passage(start, start + len(piece), piece, intro if _is_item(piece) else "")
        if piece.endswith(":"):
            intro = piece
        elif not _is_item(piece):
            intro = ""


def _is_item(piece: str) -> bool:
    """Whether a piece may be an item of a list: no sentence of its own."""
    return (
        piece.endswith((";", ","))
        or not piece.endswith((".", "!", "?", ":", "”", '"'))
        or ";" in piece
    )
