"""Where markup tells nothing: which lines of a page are its text, by their density."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import trafilatura

from onrecord.clean.lines import Line, flatten

LEAST_SHARE = 0.3  # of a page's characters that the text found must have to be believed


def mark_outside(markup: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those below the last one of the page's text marked as of other pages.

    Pages with a headline in their markup come back as they are.
    """
    if any("headline" in line.hints for line in lines):
        return lines
    found = trafilatura.extract(markup, include_comments=False, favor_recall=True) or ""
    inside = {flatten(line).lstrip("- ") for line in found.splitlines()}
    places = [at for at, line in enumerate(lines) if line.flat in inside]
    size = sum(len(lines[at].flat) for at in places)
    if size < LEAST_SHARE * sum(len(line.flat) for line in lines):
        return lines
    last = places[-1]
    return [*lines[: last + 1], *map(_mark_line, lines[last + 1 :])]


def _mark_line(line: Line) -> Line:
    return replace(line, hints=line.hints | {"teaser"})
