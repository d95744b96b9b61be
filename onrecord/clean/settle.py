"""Settling rows: what a line is by the lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.clean.furniture import find_title, is_trail
from onrecord.clean.headlines import MAX_WORDS
from onrecord.clean.lines import Line, join_dates
from onrecord.clean.mastheads import is_byline, is_institution
from onrecord.clean.notes import parse_note
from onrecord.clean.places import is_place_line
from onrecord.clean.rows import Row, is_prose, read_row, tells_fact
from onrecord.clean.runs import open_cells, read_entries, read_numbered, read_periods
from onrecord.clean.stamps import Stamp
from onrecord.lexicon.loader import load_words

BARE_WORDS = 10  # in a page without a final stop a line of so many words may be running text
STOPPED_WORDS = 20  # words of the longest headline with a final stop
HEAD_ROWS = 8  # rows above a place in which its headline stands
REPEAT_ROWS = 4  # rows below a trail or a cropped title in which the whole title stands
REPEAT_LENGTH = 12  # characters of the shortest title that is known again
HEAD_WORDS = 4  # a bulleted line of more words may be a headline

_BULLET = re.compile(r"[•▪◦‣●■]\s?")
_ELLIPSIS = ("…", "...")


def read_rows(lines: Sequence[Line], month_first: bool = False) -> list[Row]:
    """The rows of a page's lines."""
    rows: list[Row] = []
    for line in open_cells(join_dates(lines)):
        row = read_row(line, month_first)
        if row.kind == "short" and _follows_stamp(rows) and is_place_line(line.flat):
            row = Row(line, "stamp", "stamp", Stamp("place", 0, place=(0, line.end - line.start)))
        rows.append(row)
    if not any(row.is_body for row in rows):
        rows = [_read_bare(row) for row in rows]
    for settle in (
        _drop_repeats,
        _read_trails,
        _read_fields,
        _read_notes,
        _read_pairs,
        _read_bulleted,
        _read_titles,
        read_periods,
        read_numbered,
        read_entries,
    ):
        rows = settle(rows)
    return rows


def is_cropped(row: Row) -> bool:
    """Whether running text breaks off as the teasers of a list do."""
    return row.kind in ("prose", "stamped") and row.line.flat.endswith(_ELLIPSIS)


def _read_bare(row: Row) -> Row:
    """In a page without a final stop anywhere what tells a fact is running text."""
    fact = row.kind == "short" and len(row.line.words) >= BARE_WORDS and tells_fact(row.line.flat)
    return replace(row, kind="prose") if fact else row


def _follows_stamp(rows: Sequence[Row]) -> bool:
    """Whether the next row stands under a date that stands under a headline."""
    if not rows or rows[-1].stamp is None or rows[-1].stamp.kind not in ("line", "time"):
        return False
    return rows[-1].kind == "stamp" and any(map(_may_head, rows[-HEAD_ROWS:]))


def _may_head(row: Row) -> bool:
    if row.kind not in ("short", "prose") or len(row.line.words) < 2:
        return False
    return not (is_institution(row.line.flat) or is_byline(row.line.flat))


def _drop_repeats(rows: list[Row]) -> list[Row]:
    """Cropped titles, and trails of menus that end with a title, above the title itself."""
    return [
        replace(row, kind="furniture", name="breadcrumb", stamp=None)
        if row.kind in ("short", "prose")
        and _is_repeated(row.line.flat, rows[at + 1 : at + 1 + REPEAT_ROWS])
        else row
        for at, row in enumerate(rows)
    ]


def _is_repeated(flat: str, below: Sequence[Row]) -> bool:
    if flat.endswith(_ELLIPSIS):
        stem = flat.rstrip("… .")
        return len(stem) >= REPEAT_LENGTH and any(
            row.line.flat.startswith(stem) and len(row.line.flat) > len(stem) for row in below
        )
    for row in below:
        title = row.line.flat
        if REPEAT_LENGTH <= len(title) < len(flat) and flat.endswith(title):
            return is_trail(flat[: -len(title)].casefold().strip(" >»›/|:–—-"))
    return False


def _read_trails(rows: list[Row]) -> list[Row]:
    """A trail of menus right above a stamp or running text ends with the headline."""
    return [_read_trail(row, below) for row, below in zip(rows, [*rows[1:], None], strict=True)]


def _read_trail(row: Row, below: Row | None) -> Row:
    if row.name != "breadcrumb" or row.line.furniture or below is None:
        return row
    begin = find_title(row.line.flat)
    if begin is None or below.kind not in ("stamp", "stamped", "prose"):
        return row
    return Row(row.line, "short", None, Stamp("trail", begin))


def _read_fields(rows: list[Row]) -> list[Row]:
    """The fields of an invitation ('Venue: …') are text, and the date among them no stamp."""
    fields = [_is_field(row.line.flat) for row in rows]
    dates = [row.kind == "stamp" and ":" in row.line.flat[:10] for row in rows]
    marked = list(rows)
    for at, row in enumerate(rows):
        near = [other for other in (at - 1, at + 1) if 0 <= other < len(rows)]
        if (fields[at] and any(fields[o] or dates[o] for o in near)) or (
            dates[at] and any(fields[o] for o in near)
        ):
            marked[at] = Row(row.line, "item")
    return marked


def _read_notes(rows: list[Row]) -> list[Row]:
    """A line with a day between a title and its text is a stamp where no other stands there."""
    found = list(rows)
    for at in range(1, len(rows) - 1):
        row, above, below = rows[at], rows[at - 1], rows[at + 1]
        if row.kind not in ("item", "short") or row.stamp or row.line.furniture:
            continue
        if above.kind == "short" and below.kind == "prose" and not above.stamp:
            stamp = parse_note(row.line.flat)
            found[at] = Row(row.line, "stamp", "stamp", stamp) if stamp else row
    return found


def _is_field(flat: str) -> bool:
    plain = flat[:20].casefold()
    head, colon, _ = plain.partition(":")
    return bool(colon) and head.strip() + ":" in load_words("layout", "fields.starts")


def _read_bulleted(rows: list[Row]) -> list[Row]:
    """A bulleted line above a stamp and its text is a headline, its bullet cut off.

    A title that names a day in brackets keeps it where the page's own day stands below it.
    """
    found = list(rows)
    for at, (row, below) in enumerate(pairwise(rows)):
        if below.kind != "stamp" or below.stamp is None or below.stamp.day is None:
            continue
        if row.kind == "short" and row.stamp and row.line.flat.endswith(")"):
            found[at] = replace(row, stamp=None)
        bullet = _BULLET.match(row.line.flat) if row.kind == "item" else None
        if bullet and len(row.line.words) > HEAD_WORDS and _has_text(rows, at + 2):
            found[at] = Row(row.line, "short", None, Stamp("trail", bullet.end()))
    return found


def _has_text(rows: Sequence[Row], at: int) -> bool:
    return at < len(rows) and rows[at].kind == "prose"


def _read_pairs(rows: list[Row]) -> list[Row]:
    """A dated line without a final stop is a headline where running text follows it."""
    return [_read_pair(row, below) for row, below in zip(rows, [*rows[1:], None], strict=True)]


def _read_pair(row: Row, below: Row | None) -> Row:
    stamp = row.stamp
    if row.kind != "stamped" or stamp is None or stamp.kind != "glued" or below is None:
        return row
    rest = row.line.flat[stamp.end :]
    headed = below.kind == "prose" and not is_prose(rest) and below.is_teaser == row.is_teaser
    return replace(row, kind="short") if headed else row


def _read_titles(rows: list[Row]) -> list[Row]:
    """A first line of text before a stamp is a headline, however long, though it has a stop."""
    found = list(rows)
    for at, row in enumerate(rows):
        if row.kind != "prose":
            continue
        above = rows[at - 1] if at else None
        top = (
            above is None or above.kind in ("furniture", "label") or is_institution(above.line.flat)
        )
        if top and _heads_stamp(row, rows[at + 1 : at + 1 + REPEAT_ROWS]):
            found[at] = replace(row, kind="short")
    return found


def _heads_stamp(row: Row, below: Sequence[Row]) -> bool:
    stopped = row.line.flat.endswith((".", "!", "?"))
    if len(row.line.words) > (STOPPED_WORDS if stopped else MAX_WORDS):
        return False
    following = next((other for other in below if other.kind != "label"), None)
    if following is None:
        return False
    dateline = following.stamp is not None and following.stamp.kind == "dateline"
    return following.kind == "stamp" or (following.kind == "stamped" and dateline)
