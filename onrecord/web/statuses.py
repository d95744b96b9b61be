"""Statuses with a sign and a tone, so that none is told by its colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "coming", "warn", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class Status:
    """A status's word with the sign that stands before it and the tone of its colour."""

    word: str
    sign: str
    tone: Tone


STATUSES: Mapping[str, Status] = {
    status.word: status
    for status in (
        Status("held", "●", "quiet"),
        Status("scheduled", "○", "coming"),
        Status("postponed", "→", "warn"),
        Status("cancelled", "×", "bad"),
        Status("open", "○", "coming"),
        Status("due", "◐", "warn"),
        Status("kept", "✓", "good"),
        Status("kept late", "✓", "warn"),
        Status("overdue", "!", "bad"),
        Status("superseded", "↻", "quiet"),
    )
}


def find_status(word: str) -> Status:
    """A status by its word; one that nobody foresaw is shown plainly."""
    return STATUSES.get(word, Status(word, "·", "quiet"))
