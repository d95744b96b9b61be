"""Sets of things that are one, made from pairs; what comes out does not depend on their order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Things that are merged two by two into sets."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._lead = {thing: thing for thing in things}
        self._members = {thing: [thing] for thing in self._lead}

    def __contains__(self, thing: object) -> bool:
        return thing in self._lead

    def find(self, thing: T) -> T:
        """The thing that leads the set of this one, which is added where it is new."""
        if thing not in self._lead:
            self._lead[thing] = thing
            self._members[thing] = [thing]
        while self._lead[thing] != thing:
            thing = self._lead[thing]
        return thing

    def members(self, thing: T) -> list[T]:
        """All things in the set of this one."""
        return self._members[self.find(thing)]

    def merge(self, one: T, other: T) -> None:
        """Make the sets of two things one."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return
        if len(self._members[first]) < len(self._members[second]):
            first, second = second, first
        self._lead[second] = first
        self._members[first] += self._members.pop(second)

    def merge_where(self, one: T, other: T, allowed: Callable[[T, T], bool]) -> None:
        """Make two sets one where every pair across them is allowed."""
        if self.find(one) == self.find(other):
            return
        across = ((a, b) for a in self.members(one) for b in self.members(other))
        if all(allowed(a, b) for a, b in across):
            self.merge(one, other)

    def sets(self) -> list[list[T]]:
        """All sets."""
        return list(self._members.values())
