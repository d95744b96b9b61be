"""A pair of which only a person can say whether the two are one."""

from __future__ import annotations

from dataclasses import dataclass

BY_USE = "pages show it for the other"  # the feature of a pair that only usage speaks for


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names or two facts of a layer, by their own ids, that may be one.

    `features` are what was compared, with the weights that add up to `score`; `barred` names
    what keeps the machine from joining two that are otherwise alike.
    """

    layer: str
    one: str
    other: str
    features: tuple[tuple[str, float], ...]
    barred: str | None = None

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(weight for _, weight in self.features)
