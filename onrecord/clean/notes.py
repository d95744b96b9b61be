"""Notes: lines under a title that tell the day and the occasion of its text."""

from __future__ import annotations

from onrecord.clean.dates import find_dates
from onrecord.clean.rows import tells_fact
from onrecord.clean.stamps import Stamp, is_range

NOTE_WORDS = 16  # words of the longest such line
_EDGE = " ,.;:|–—-()"


def parse_note(flat: str, month_first: bool = False) -> Stamp | None:
    """The stamp of a line that begins or ends with its one day and tells no fact."""
    if len(flat.split()) > NOTE_WORDS or flat.endswith((".", "!", "?", ":", ";")):
        return None
    dates = list(find_dates(flat, month_first))
    if len(dates) != 1 or is_range(flat, dates) or tells_fact(flat):
        return None
    date = dates[0]
    before, after = flat[: date.start].strip(_EDGE), flat[date.end :].strip(_EDGE)
    if bool(before) == bool(after) or not _is_parted(flat, date.start, date.end):
        return None
    return Stamp("line", len(flat), date.day, (date.start, date.end), labelled=True)


def _is_parted(flat: str, start: int, end: int) -> bool:
    """Whether a mark stands between the day and what is beside it, or a word that only dates it."""
    if flat[:start].split()[-1:] in (["on"], ["of"], ["dated"]):
        return True
    return flat[end : end + 3].strip(" ")[:1] in tuple(",|–—-(;·") or (
        flat[:start].rstrip()[-1:] in tuple(",|–—-(;·")
    )
