"""From the acts and events that name a plan or an operation to the history of its status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table

MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Told:
    """An act or event that names the entry: its kind, its words, its day, its release's day.

    `object` is true of an act whose object names it; only those change its status.
    """

    fact: str
    layer: str
    kind: str
    words: str
    day: str | None
    published: str | None
    object: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day in a history: the status that an entry was given, or that it was 'mentioned'."""

    status: str
    day: str | None
    fact: str
    layer: str


def build_history(told: Iterable[Told]) -> list[Step]:
    """The steps in order of time; what has no day of its own stands on that of its release."""
    ordered = sorted(told, key=lambda t: (t.day or t.published or "9999", t.fact))
    return [Step(find_status(t), t.day or t.published, t.fact, t.layer) for t in ordered]


def find_status(told: Told) -> str:
    """The status that an act gives to what its object names."""
    if told.layer != "act" or not told.object:
        return MENTIONED
    table = load_table("histories")
    words = f" {' '.join(told.words.casefold().split())}"
    for status, cues in table["words"].items():
        if any(f" {cue}" in words for cue in cues):
            return str(status)
    return str(table["kinds"].get(told.kind, MENTIONED))
