"""Names that stand for one thing though they differ: a part and its whole, a hall and its town."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.lexicon.loader import load_words
from onrecord.resolve.spelling import is_state


def is_part_named(one: str, other: str) -> bool:
    """Whether one folded name is the other with what it is part of: 'staff' and 'staff of nlco'.

    A single word says too little to be told to be the same.
    """
    short, long = sorted((one, other), key=len)
    if " " not in short:
        return False
    return long.startswith(f"{short} of ") or long.endswith(f" {short}")


def find_whole(one: str, other: str) -> str | None:
    """What the longer of two folded names of a body says that it is part of, and the shorter not.

    'nlco' for 'council of ministers' and 'council of ministers of nlco'; a state is no whole,
    as every state has such a body.
    """
    short, long = sorted((one, other), key=len)
    if not long.startswith(f"{short} of ") or " " not in short:
        return None
    whole = long.removeprefix(f"{short} of ")
    if load_words("names", "bodies").isdisjoint(short.split()) or is_state(whole):
        return None
    return whole


def may_lie_within(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether places of two accounts may be one: a venue in a town, a name inside another."""
    first, second = list(some), list(others)
    if any(set(a.split()) <= set(b.split()) for a, b in _both_ways(first, second)):
        return True
    towns = [[name for name in names if not is_venue(name)] for names in (first, second)]
    return [bool(names) for names in towns].count(True) == 1


def _both_ways(some: list[str], others: list[str]) -> Iterable[tuple[str, str]]:
    for one in some:
        for other in others:
            yield one, other
            yield other, one


def is_venue(name: str) -> bool:
    """Whether a folded name is that of a building or site."""
    return not load_words("names", "venues").isdisjoint(name.split())
