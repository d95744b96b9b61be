"""Which facts of the machine's give way to one that a person added on the same words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from onrecord.register.anchors import ANCHOR_SLOTS, SHARE


class Placed(Protocol):
    """A value's slot with its words, from `start` to `end` of the text."""

    @property
    def slot(self) -> str:
        """The slot that the words fill."""
        ...

    @property
    def start(self) -> int:
        """Where they begin."""
        ...

    @property
    def end(self) -> int:
        """Where they end."""
        ...


def is_replaced(
    layer: str, kind: str, claims: Iterable[Placed], added_kind: str, added: Iterable[Placed]
) -> bool:
    """Whether a fact stands on the words of an added one of its layer.

    Half of the words that make either must be common; of two facts of one kind the words of
    one may also lie inside the other's.
    """
    wanted = ANCHOR_SLOTS[layer]
    others = [claim for claim in added if claim.slot == wanted]
    return any(
        _meet(claim, other, kind == added_kind)
        for claim in claims
        if claim.slot == wanted
        for other in others
    )


def _meet(one: Placed, other: Placed, alike: bool) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return False
    whole = max(one.end, other.end) - min(one.start, other.start)
    inside = common == min(one.end - one.start, other.end - other.start)
    return common / whole >= SHARE or (alike and inside)
