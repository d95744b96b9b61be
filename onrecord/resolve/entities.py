"""Names that mean the same, whatever the order in which the register met them.

Two kinds of ties join names. *Equal* names are one by their own words (`compare_names`). A
*short* name (an acronym, initials with a surname, a bare surname, a body without its parent)
belongs to the fuller names that pages show it for, where one of those prevails. A set of
names joined by ties shares an entry: the `own` id of the member that sorts first. Pairs that
are neither sure to be one nor sure to be two are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.model.doubt import Doubt
from onrecord.model.entry import PAGE_MARK, Name
from onrecord.resolve.compare import (
    Comparison,
    compare_names,
    find_likely,
    initial_fits,
    is_initial,
)
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import NOTHING, Decided
from onrecord.resolve.owners import Owner, choose_owners, find_unsure, is_fuller, is_short
from onrecord.resolve.probes import (
    Probe,
    find_candidates,
    find_probes,
    full_probe,
    group_starts,
    initial_probes,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A name whose ties were looked at, with its entry before (`name.entry`) and after."""

    name: Name
    entry: str


@dataclass(frozen=True, slots=True)
class Named:
    """What became of names: where they moved, and which pairs of them are in doubt.

    `looked` are the names of which all pairs were looked at; `asked` those of which only the
    fuller names were that they may be short for.
    """

    moves: list[Move]
    doubts: list[Doubt]
    looked: frozenset[str]
    asked: frozenset[str]


class NameSource(Protocol):
    """What the register tells of names; every answer is for all that is asked at once."""

    def names(self, ids: Iterable[int]) -> list[Name]:
        """The names of these ids."""

    def unsettled(self, names: Sequence[Name]) -> set[int]:
        """Those that were never resolved."""

    def shown(self, names: Sequence[Name]) -> set[tuple[str, str]]:
        """Type and form for each form that the last write showed one of these names in."""

    def probe(self, probes: Sequence[Probe]) -> list[Name]:
        """The names that a probe finds, each once."""

    def keyed(self, keys: Iterable[tuple[str, str]]) -> list[Name]:
        """The names of these types and keys."""

    def forms(self, ids: Sequence[int]) -> set[tuple[str, str]]:
        """Type and form for every form of these names."""

    def owners(self, keys: Iterable[str]) -> Mapping[str, Sequence[Owner]]:
        """For each form the names that a page shows it for."""

    def mates(self, entries: Iterable[str]) -> list[Name]:
        """The names that share these entries."""


def resolve_names(
    source: NameSource,
    touched: Iterable[int],
    decided: Decided = NOTHING,
    judged: Iterable[int] = (),
) -> Named:
    """The entries of all names that the touched ones tie, or no longer tie, together.

    `decided` is what people said of pairs of names, `judged` those of which it has changed.
    """
    names = [name for name in source.names(touched) if PAGE_MARK not in name.key]
    fresh = source.unsettled(names)
    net = _Net(source, decided)
    net.expand([name for name in names if name.id in fresh])
    net.expand(source.names(judged))
    short = source.keyed(source.shown(names))
    net.expand(net.find_loose(short))
    while loose := net.find_loose(net.brief.values()):
        net.expand(loose)
    return net.settle()


class _Net:
    """Names and the ties between them, as far as they were followed."""

    def __init__(self, source: NameSource, decided: Decided = NOTHING) -> None:
        self._source = source
        self._decided = decided
        self._ties: list[tuple[float, Name, Name]] = []
        self._known: dict[int, Name] = {}
        self._groups: Groups[int] = Groups()
        self._owned: dict[int, tuple[Name, list[Owner], set[int]]] = {}
        self._unsure: list[tuple[Name, Name, Comparison]] = []
        self.brief: dict[int, Name] = {}

    def expand(self, names: Sequence[Name]) -> None:
        """Follow all ties of these names, and of those that they lead to, to the end."""
        wave = {name.id: name for name in names if name.id not in self._known}
        while wave:
            self._known |= wave
            found = self._mates(wave) | self._equals(wave) | self._owners(wave)
            found |= self._dependents(wave) | self._judged(wave)
            wave = {id_: name for id_, name in found.items() if id_ not in self._known}

    def settle(self) -> Named:
        """The entry of each name that was reached, and what is in doubt of those looked at."""
        moves = list(self._moves())
        looked = frozenset(name.own for name in self._known.values())
        asked = frozenset(name.own for name, _, _ in self._owned.values())
        return Named(moves, list(self._doubts(moves)), looked, asked)

    def _moves(self) -> Iterator[Move]:
        for members in self._parts():
            names = [self._known[member] for member in members]
            lead = min(names, key=lambda name: (is_short(name), name.own))
            yield from (Move(name, lead.own) for name in names)

    def _doubts(self, moves: Iterable[Move]) -> Iterator[Doubt]:
        """Pairs of different entries; a short name comes before its fuller one, else by content."""
        entries = {move.name.id: move.entry for move in moves}
        pairs = [
            (one, other, found) if one.own < other.own else (other, one, found)
            for one, other, found in self._unsure
        ]
        for name, owners, _ in self._owned.values():
            pairs += [(name, owner, found) for owner, found in find_unsure(name, owners)]
        for one, other, found in dict.fromkeys(pairs):
            joined = entries.get(one.id, one.entry) == entries.get(other.id, other.entry)
            if not joined and self._decided.allows(one.id, other.id):
                yield Doubt(one.type, one.own, other.own, found.features, found.barred)

    def _parts(self) -> Iterator[list[int]]:
        """All sets, those that hold what a person called different in the parts left of them."""
        ties = [(one.id, other.id) for _, one, other in sorted(self._ties, key=_tie_rank)]
        for members in self._groups.sets():
            yield from self._decided.split(members, ties, lambda m: self._known[m].own)

    def _judged(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        """The names that a person called the same as one in the wave."""
        for name in wave:
            for other in self._decided.partners([name]):
                self._groups.merge(name, other)
        partners = self._decided.partners(wave) - self._known.keys()
        return {name.id: name for name in self._source.names(partners)}

    def _tie(self, one: Name, other: Name, score: float) -> None:
        self._groups.merge(one.id, other.id)
        self._ties.append((score, one, other))

    def find_loose(self, names: Iterable[Name]) -> list[Name]:
        """Short names, not yet followed, whose entry is not what their owners now say."""
        asked = {name.id: name for name in names if name.id not in self._known}
        self._judge(asked)
        return [name for name in asked.values() if self._is_loose(name)]

    def _is_loose(self, name: Name) -> bool:
        _, owners, chosen = self._owned[name.id]
        if chosen:
            return any(o.name.entry != name.entry for o in owners if o.name.id in chosen)
        return any(o.name.entry == name.entry for o in owners)

    def _mates(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        for name in wave:
            self._groups.find(name)
        return {mate.id: mate for mate in self._source.mates({n.entry for n in wave.values()})}

    def _equals(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        found = self._source.probe([p for name in wave.values() for p in find_probes(name)])
        near = group_starts([*found, *wave.values()])
        tied: dict[int, Name] = {}
        for name in wave.values():
            for other in find_likely(name, find_candidates(name, near)):
                comparison = compare_names(name, other)
                if comparison.joins:
                    self._tie(name, other, comparison.score)
                    tied[other.id] = other
                elif comparison.asks:
                    self._unsure.append((name, other, comparison))
        return tied

    def _owners(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        self._judge(wave)
        tied: dict[int, Name] = {}
        for id_, name in wave.items():
            _, owners, chosen = self._owned[id_]
            for owner in owners:
                if owner.name.id in chosen:
                    self._tie(name, owner.name, 0.0)
                    tied[owner.name.id] = owner.name
        return tied

    def _dependents(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        """Short names that belong to one in the wave; others that it bears on are remembered."""
        forms = self._source.forms(list(wave))
        probes = [probe for name in wave.values() for probe in initial_probes(name)]
        short = {n.id: n for n in [*self._source.keyed(forms), *self._source.probe(probes)]}
        self._judge(short)
        self.brief |= short
        tied = {}
        for id_, name in short.items():
            for owner in self._owned[id_][2] & wave.keys():
                self._tie(name, wave[owner], 0.0)
                tied[id_] = name
        return tied

    def _judge(self, names: Mapping[int, Name]) -> None:
        """Settle which fuller names each of these belongs to."""
        asked = [name for id_, name in names.items() if id_ not in self._owned]
        shown = self._source.owners({name.key for name in asked})
        initial = [name for name in asked if is_initial(name)]
        full = self._source.probe([full_probe(name) for name in initial])
        for name in asked:
            owners = [owner for owner in shown.get(name.key, ()) if is_fuller(owner.name, name)]
            known = {owner.name.id for owner in owners}
            if name in initial:
                owners += [Owner(f, 1) for f in full if f.id not in known and initial_fits(name, f)]
            self._owned[name.id] = (name, owners, choose_owners(name, owners))


def _tie_rank(tie: tuple[float, Name, Name]) -> tuple[float, list[str]]:
    """Ties by likeness before those by usage, the stronger first; then by content."""
    score, one, other = tie
    return (-score, sorted((one.own, other.own)))
