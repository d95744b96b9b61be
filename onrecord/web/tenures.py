"""The offices of a person over time, as a list and as a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model.identity import fold_text
from onrecord.web.drawings.lanes import Lanes, Moment, Row, draw_lanes
from onrecord.web.lines import Line
from onrecord.web.words import spell_edtf


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office of a person, with every release that gives it, the oldest first."""

    office: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> str | None:
        """The day that the office was first given."""
        return min((line.row.start for line in self.lines if line.row.start), default=None)

    @property
    def last(self) -> str | None:
        """The day that the office was last given."""
        return max((line.row.start for line in self.lines if line.row.start), default=None)


def group_offices(lines: Iterable[Line]) -> tuple[Tenure, ...]:
    """Offices in the order in which they were first given; the same words are one office."""
    groups: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.row.start or ""):
        groups.setdefault(fold_text(line.title), []).append(line)
    return tuple(Tenure(found[-1].title, tuple(found)) for found in groups.values())


def draw_tenures(person: str, tenures: Sequence[Tenure]) -> Lanes | None:
    """A lane for each office, with a dot for each day on which a release gives it."""
    return draw_lanes(f"Offices of {person}", [_row(tenure) for tenure in tenures])


def _row(tenure: Tenure) -> Row:
    told = {
        fact.evidence.published: line.address
        for line in tenure.lines
        for fact in line.facts
        if fact.evidence.published
    }
    moments = (
        Moment(f"{tenure.office}, told {spell_edtf(day)}", date.fromisoformat(day), address)
        for day, address in sorted(told.items())
    )
    return Row(tenure.office, tenure.lines[0].address, tuple(moments))
