"""The sessions of a body in sequence: their numbers, the gaps between them, who chaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model.entry import Context
from onrecord.resolve.context import find_ordinals
from onrecord.web.lines import Line, Name

WIDEST_GAP = 50  # numbers that may be missing between two sessions; more is a misread number


@dataclass(frozen=True, slots=True)
class Session:
    """A session with its number in the sequence, where a text tells it, and what was decided."""

    line: Line
    number: int | None
    acts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Sessions that must have been, by the numbers of their neighbours, and are not known."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Chair:
    """Somebody who chaired, with the first and the last day and how often."""

    name: Name
    times: int
    first: str | None
    last: str | None


def order_sessions(
    lines: Iterable[Line],
    contexts: Mapping[str, Sequence[Context]],
    acts: Mapping[str, Sequence[Line]],
) -> tuple[Session | Gap, ...]:
    """Sessions by time with the gaps in their numbers; each kind is counted on its own.

    `contexts` are the words around the triggers of each session, `acts` what was done at it.
    """
    sessions = (
        Session(line, count_session(contexts.get(id_, ())), tuple(acts.get(id_, ())))
        for line, id_ in ((line, line.row.id) for line in sorted(lines, key=_time))
    )
    return tuple(_tell_gaps(sessions))


def _time(line: Line) -> tuple[bool, str, str]:
    return line.row.earliest is None, line.row.earliest or "", line.row.id


def _tell_gaps(sessions: Iterable[Session]) -> Iterator[Session | Gap]:
    before: dict[str, int] = {}
    for session in sessions:
        kind, number = session.line.row.kind, session.number
        if number is not None:
            last = before.get(kind, number)
            if 1 < number - last <= WIDEST_GAP:
                yield Gap(last + 1, number - 1)
            before[kind] = number
        yield session


def count_session(contexts: Iterable[Context]) -> int | None:
    """A session's number, as most of the words around its triggers tell it."""
    numbers = Counter(number for context in contexts for number in find_ordinals(context))
    return numbers.most_common(1)[0][0] if numbers else None


def list_chairs(lines: Iterable[Line]) -> tuple[Chair, ...]:
    """Who chaired these sessions, in the order in which they first did, each entry once."""
    found: dict[str, tuple[Name, list[str | None]]] = {}
    for line in sorted(lines, key=_time):
        for name in line.named("chair"):
            found.setdefault(name.key, (name, []))[1].append(line.row.start)
    return tuple(_chair(name, days) for name, days in found.values())


def _chair(name: Name, days: Sequence[str | None]) -> Chair:
    known = [day for day in days if day]
    return Chair(name, len(days), min(known, default=None), max(known, default=None))
