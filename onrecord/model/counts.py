"""A number with its noun."""

from __future__ import annotations


def spell_count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: '1 release', '1,204 releases'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
