"""The status of a promise or an announced event on a day: a pure function of what is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal[
    "open", "due", "kept", "kept late", "overdue", "cancelled", "postponed", "superseded"
]
STATUSES: tuple[Status, ...] = (
    "open", "due", "kept", "kept late", "overdue", "cancelled", "postponed", "superseded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """The first and last day of the time in which something was to be done, where one is told."""

    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What one later text says: the relation, when it was published, when the thing was done."""

    relation: str
    published: str
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status, the day it was reached (None while nothing answers), and which answers say so."""

    status: Status
    day: str | None
    answers: tuple[int, ...]


def find_status(due: Due, answers: Sequence[Told], asof: str) -> Outcome:
    """The status on the day `asof`, as far as texts published by then tell it.

    What was done in time is kept, whatever else is said. A promise made anew gives way to the
    new one; what was done after the day is kept late, also where it had been given up.
    """
    known = [(n, a) for n, a in enumerate(answers) if a.published <= asof]
    done = [(n, a) for n, a in known if a.relation == "kept"]
    timely = [(n, a) for n, a in done if _is_timely(due, a)]
    if timely:
        return _reached("kept", timely)
    for relation in ("superseded", "kept", "cancelled", "postponed"):
        found = [(n, a) for n, a in known if a.relation == relation]
        if found:
            return _reached("kept late" if relation == "kept" else relation, found)
    return Outcome(find_calendar_status(due, asof), None, ())


def _is_timely(due: Due, answer: Told) -> bool:
    return due.latest is None or answer.latest <= due.latest


def _reached(status: str, found: Iterable[tuple[int, Told]]) -> Outcome:
    ordered = sorted(found, key=lambda pair: (pair[1].earliest, pair[1].published, pair[0]))
    return Outcome(status, ordered[0][1].latest, tuple(n for n, _ in ordered))  # type: ignore[arg-type]


def find_calendar_status(due: Due, asof: str) -> Status:
    """What the calendar alone says: `open` before the time begins, `due` in it, then `overdue`."""
    if due.earliest is None or due.latest is None or asof < due.earliest:
        return "open"
    return "due" if asof <= due.latest else "overdue"
