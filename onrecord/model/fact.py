"""Facts: what a release says was done, decided, promised. None exists without its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.text import Span

EventKind = Literal[
    "session",
    "consultations",
    "meeting",
    "visit",
    "call",
    "conference",
    "training",
    "exercise",
    "operation",
    "ceremony",
    "briefing",
]
EventStatus = Literal["held", "scheduled", "postponed", "cancelled"]
ActKind = Literal[
    "adopted",
    "approved",
    "signed",
    "agreed",
    "decided",
    "established",
    "extended",
    "appointed",
    "imposed",
    "ratified",
]
Mode = Literal["online", "hybrid"]


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity in a slot, with the words that put it there."""

    entity: str
    span: Span


@dataclass(frozen=True, slots=True)
class Dated:
    """An EDTF value with the words it was derived from."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering or activity; `evidence` is the sentence, `triggers` the words that name it."""

    id: str
    kind: EventKind
    status: EventStatus
    triggers: tuple[Span, ...]
    start: Dated | None
    end: Dated | None
    places: tuple[Filler, ...]
    bodies: tuple[Filler, ...]
    chairs: tuple[Filler, ...]
    hosts: tuple[Filler, ...]
    participants: tuple[Filler, ...]
    theme: Span | None
    mode: Mode | None
    evidence: Span
    rule: str
    confidence: float
    release: int


@dataclass(frozen=True, slots=True)
class Act:
    """Something done at a particular time: a text adopted, a person appointed."""

    kind: ActKind
    object: Span
    actors: tuple[Filler, ...]
    event: str | None
    date: Dated | None
    evidence: Span
    trigger: Span
    rule: str
    confidence: float
    release: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """A particular future deed that somebody undertook, with the day or period by which."""

    actors: tuple[Filler, ...]
    action: Span
    due: Dated | None
    evidence: Span
    trigger: Span
    rule: str
    confidence: float
    release: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one page tells."""

    events: tuple[Event, ...] = ()
    acts: tuple[Act, ...] = ()
    commitments: tuple[Commitment, ...] = ()
