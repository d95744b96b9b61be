"""The offices of a person over time, as a list and as a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model.identity import fold_text
from onrecord.pipeline.offices import make_aliases
from onrecord.register.offices import load_called, load_states
from onrecord.register.views import FactView
from onrecord.resolve.offices import Aliases, Whose, join_contained, list_runs, read_office
from onrecord.web.drawings.lanes import Lanes, Moment, Row, draw_lanes
from onrecord.web.lines import Line
from onrecord.web.site import Site
from onrecord.web.words import spell_edtf


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office of a person, with the entries that give it, the oldest first."""

    office: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> str | None:
        """The day on which the office was first given."""
        days = (line.row.first_published for line in self.lines)
        return min(filter(None, days), default=None)

    @property
    def last(self) -> str | None:
        """The day on which the office was last given."""
        days = (line.row.last_published for line in self.lines)
        return max(filter(None, days), default=None)

    @property
    def facts(self) -> tuple[FactView, ...]:
        """What gives the office, the oldest first."""
        facts = (fact for line in self.lines for fact in line.facts)
        return tuple(sorted(facts, key=lambda fact: fact.evidence.published or ""))


def load_tenures(site: Site, lines: Sequence[Line]) -> tuple[Tenure, ...]:
    """Offices of a person, with what states and bodies are called in the register."""
    titles = {line.title for line in lines}
    runs = {run for title in titles for run in list_runs(title)}
    if len(titles) <= 1:
        return group_offices(lines, {})
    states = site.register.recall(load_states)
    return group_offices(lines, make_aliases([*states, *site.register.ask(load_called, runs)]))


def group_offices(lines: Iterable[Line], aliases: Aliases) -> tuple[Tenure, ...]:
    """Offices in the order in which they were first given, joined as `onrecord who` joins them.

    An office that was held before is told apart from the one held now.
    """
    ranks: dict[object, dict[Whose, list[Line]]] = {}
    for line in sorted(lines, key=_told):
        office = read_office(line.title, aliases)
        rank = (office.ranks, office.now) if office.ranks else fold_text(line.title)
        ranks.setdefault(rank, {}).setdefault((office.bodies, office.words), []).append(line)
    for groups in ranks.values():
        for part, whole in join_contained(groups):
            groups[whole] += groups.pop(part)
    joined = (sorted(found, key=_told) for groups in ranks.values() for found in groups.values())
    return tuple(Tenure(_call(found), tuple(found)) for found in sorted(joined, key=_first))


def _told(line: Line) -> str:
    return line.row.first_published or ""


def _first(lines: Sequence[Line]) -> str:
    return _told(lines[0])


def _call(lines: Sequence[Line]) -> str:
    """What an office is called most often, at best in full."""
    counts = Counter(line.title for line in lines)
    return max(counts, key=lambda title: (counts[title], len(title), title))


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
