"""The words around a quotation, cut from the text of its release."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from onrecord.register import schema
from onrecord.register.views import Quotation

AROUND = 220  # characters on either side


@dataclass(frozen=True, slots=True)
class Around:
    """A stretch of a version's text that begins at `start`; cut where its release goes on."""

    start: int
    text: str
    cut_before: bool
    cut_after: bool


def load_around(connection: Connection, quotation: Quotation, width: int = AROUND) -> Around:
    """A quotation with the words around it, as far as its release goes and words are whole."""
    releases, versions = schema.releases.c, schema.versions.c
    low = quotation.start - width
    first = case((releases.start > low, releases.start), else_=low)
    high = quotation.end + width
    last = case((releases.end < high, releases.end), else_=high)
    row = connection.execute(
        select(
            first.label("first"),
            releases.start,
            releases.end,
            func.substr(versions.text, first + 1, last - first).label("text"),
        )
        .join(schema.versions, versions.id == releases.version_id)
        .where(releases.own == quotation.release)
        .order_by(releases.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return Around(quotation.start, quotation.text, True, True)
    return _trim(row.first, row.text, quotation, row.start, row.end)


def _trim(first: int, text: str, quotation: Quotation, start: int, end: int) -> Around:
    """Whole words only, but for the quotation itself."""
    begin, stop = 0, len(text)
    before, after = first > start, first + len(text) < end
    if before:
        space = text.find(" ", 0, max(0, quotation.start - first))
        begin = space + 1 if space >= 0 else 0
    if after:
        space = text.rfind(" ", max(0, quotation.end - first))
        stop = space if space >= 0 else len(text)
    return Around(first + begin, text[begin:stop], before, after)
