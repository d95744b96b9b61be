"""What people said of pairs: these two are one, these two are not. Both win over likeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from onrecord.resolve.joining import Groups

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs that a person called the same, and pairs that a person called different.

    `pairs` are those called the same in the order in which it was said.
    """

    pairs: tuple[Pair, ...] = ()
    same: Mapping[int, Set[int]] = field(default_factory=dict)
    different: Mapping[int, Set[int]] = field(default_factory=dict)

    @classmethod
    def make(cls, same: Iterable[Pair], different: Iterable[Pair]) -> Decided:
        """The decisions of these pairs."""
        pairs = tuple(same)
        return cls(pairs, _both_ways(pairs), _both_ways(different))

    def partners(self, things: Iterable[int]) -> set[int]:
        """All that is the same as one of these, as a person said of it or of what leads to it."""
        found: set[int] = set()
        wave = {thing for thing in things if thing in self.same}
        while wave:
            wave = {other for thing in wave for other in self.same[thing]} - found
            found |= wave
        return found

    def allows(self, one: int, other: int) -> bool:
        """Whether nobody called the two different."""
        return other not in self.different.get(one, ())

    def knows(self, thing: int) -> bool:
        """Whether a person called it the same as something: what differs is known to differ."""
        return thing in self.same

    def join(self, groups: Groups[int]) -> None:
        """Make one what a person called the same, where it is among the things grouped."""
        for one, other in self.pairs:
            if one in groups and other in groups:
                groups.merge_where(one, other, self.allows)

    def split(
        self, members: Sequence[int], ties: Iterable[Pair], rank: Callable[[int], object]
    ) -> list[list[int]]:
        """One set in the parts that a person's judgements leave of it.

        `ties` joined the set, strongest first; `rank` puts its members in an order that only
        their content decides.
        """
        if not any(member in self.different for member in members):
            return [list(members)]
        inside = set(members)
        groups: Groups[int] = Groups(sorted(members, key=rank))  # type: ignore[arg-type]
        self.join(groups)
        for one, other in ties:
            if one in inside and other in inside:
                groups.merge_where(one, other, self.allows)
        return groups.sets()


NOTHING = Decided()


def _both_ways(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found
