"""What became of a promise, as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from onrecord.register.views import EntryRow, FactView

OPEN, DUE, PASSED = "open", "due", "due date passed"
UNFOLLOWED = "Its outcome has not been followed yet."


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise's status on day `asof`, and the later facts that it stands on."""

    status: str
    asof: str
    answers: tuple[FactView, ...] = ()
    note: str = ""


class Follow(Protocol):
    """Gives the status of promises on a day, by entry id; ids it knows nothing of are left out."""

    def __call__(self, entries: Sequence[EntryRow], asof: date) -> Mapping[str, Followed]:
        """The status of each of these promises on a day."""


def follow_dates(entries: Sequence[EntryRow], asof: date) -> Mapping[str, Followed]:
    """Where nobody has looked for the outcome: only what the calendar says, and no more."""
    return {entry.id: _follow_date(entry, asof.isoformat()) for entry in entries}


def _follow_date(entry: EntryRow, asof: str) -> Followed:
    if entry.status:
        return Followed(entry.status, asof)
    if entry.earliest is None or entry.latest is None:
        return Followed(OPEN, asof, note="No day is given.")
    if asof < entry.earliest:
        return Followed(OPEN, asof)
    if asof <= entry.latest:
        return Followed(DUE, asof)
    return Followed(PASSED, asof, note=UNFOLLOWED)
