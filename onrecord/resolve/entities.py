"""Names that mean the same, whatever the order in which the register met them.

Two kinds of ties join names. *Equal* names are one by their own words (`compare_names`). A
*short* name (an acronym, initials with a surname, a bare surname, a body without its parent)
belongs to the fuller names that pages show it for, where one of those prevails. A set of
names joined by ties shares an entry: the `own` id of the member that sorts first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.entry import PAGE_MARK, Name
from onrecord.model.identity import fold_text
from onrecord.resolve.compare import compare_names, initial_fits, is_initial
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import NOTHING, Decided
from onrecord.resolve.spelling import content_words, is_generic, plain_state, spells_out, stem_word

PREVAILS = 0.75  # share of pages that must show a short name for one and the same
SPELLED = 4  # a fuller name whose initials make the acronym counts so many times
PROBE_LETTERS = 4  # letters by which candidates are looked up
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Probe:
    """Where names may be that are the same as another: keys that begin so and hold this."""

    type: str
    begins: str
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """A name that pages show under a short form, with the number of these pages."""

    name: Name
    pages: int


@dataclass(frozen=True, slots=True)
class Move:
    """A name whose ties were looked at, with its entry before (`name.entry`) and after."""

    name: Name
    entry: str


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
) -> list[Move]:
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
    return net.moves()


class _Net:
    """Names and the ties between them, as far as they were followed."""

    def __init__(self, source: NameSource, decided: Decided = NOTHING) -> None:
        self._source = source
        self._decided = decided
        self._ties: list[tuple[float, Name, Name]] = []
        self._known: dict[int, Name] = {}
        self._groups: Groups[int] = Groups()
        self._owned: dict[int, tuple[list[Owner], set[int]]] = {}
        self.brief: dict[int, Name] = {}

    def expand(self, names: Sequence[Name]) -> None:
        """Follow all ties of these names, and of those that they lead to, to the end."""
        wave = {name.id: name for name in names if name.id not in self._known}
        while wave:
            self._known |= wave
            found = self._mates(wave) | self._equals(wave) | self._owners(wave)
            found |= self._dependents(wave) | self._judged(wave)
            wave = {id_: name for id_, name in found.items() if id_ not in self._known}

    def moves(self) -> list[Move]:
        """The entry of each name that was reached."""
        moves = []
        for members in self._parts():
            names = [self._known[member] for member in members]
            lead = min(names, key=lambda name: (_is_short(name), name.own))
            moves += [Move(name, lead.own) for name in names]
        return moves

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
        owners, chosen = self._owned[name.id]
        if chosen:
            return any(o.name.entry != name.entry for o in owners if o.name.id in chosen)
        return any(o.name.entry == name.entry for o in owners)

    def _mates(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        for name in wave:
            self._groups.find(name)
        return {mate.id: mate for mate in self._source.mates({n.entry for n in wave.values()})}

    def _equals(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        found = self._source.probe([p for name in wave.values() for p in find_probes(name)])
        near = _by_start([*found, *wave.values()])
        tied: dict[int, Name] = {}
        for name in wave.values():
            for other in _candidates(name, near):
                comparison = compare_names(name, other)
                if other.id != name.id and comparison.joins:
                    self._tie(name, other, comparison.score)
                    tied[other.id] = other
        return tied

    def _owners(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        self._judge(wave)
        tied: dict[int, Name] = {}
        for id_, name in wave.items():
            owners, chosen = self._owned[id_]
            for owner in owners:
                if owner.name.id in chosen:
                    self._tie(name, owner.name, 0.0)
                    tied[owner.name.id] = owner.name
        return tied

    def _dependents(self, wave: Mapping[int, Name]) -> dict[int, Name]:
        """Short names that belong to one in the wave; others that it bears on are remembered."""
        forms = self._source.forms(list(wave))
        probes = [probe for name in wave.values() for probe in _initial_probes(name)]
        short = {n.id: n for n in [*self._source.keyed(forms), *self._source.probe(probes)]}
        self._judge(short)
        self.brief |= short
        tied = {}
        for id_, name in short.items():
            for owner in self._owned[id_][1] & wave.keys():
                self._tie(name, wave[owner], 0.0)
                tied[id_] = name
        return tied

    def _judge(self, names: Mapping[int, Name]) -> None:
        """Settle which fuller names each of these belongs to."""
        asked = [name for id_, name in names.items() if id_ not in self._owned]
        shown = self._source.owners({name.key for name in asked})
        initial = [name for name in asked if is_initial(name)]
        full = self._source.probe([_full_probe(name) for name in initial])
        for name in asked:
            owners = [owner for owner in shown.get(name.key, ()) if _is_fuller(owner.name, name)]
            known = {owner.name.id for owner in owners}
            if name in initial:
                owners += [Owner(f, 1) for f in full if f.id not in known and initial_fits(name, f)]
            self._owned[name.id] = (owners, choose_owners(name, owners))


def choose_owners(name: Name, owners: Sequence[Owner]) -> set[int]:
    """The ids of the owners that a short name belongs to: one of them, or several that are equal.

    A person's initials or surname must have no second owner.
    """
    if not owners or is_generic(name.key):
        return set()
    groups: Groups[int] = Groups(owner.name.id for owner in owners)
    for place, owner in enumerate(owners):
        for other in owners[:place]:
            if compare_names(owner.name, other.name).joins:
                groups.merge(owner.name.id, other.name.id)
    pages: dict[int, int] = {}
    for owner in owners:
        lead = groups.find(owner.name.id)
        spelled = " " not in name.key and spells_out(name.key, owner.name.key)
        pages[lead] = pages.get(lead, 0) + owner.pages * (SPELLED if spelled else 1)
    best = max(pages, key=lambda lead: (pages[lead], -lead))
    wanted = 1.0 if name.type == "person" else PREVAILS
    return set(groups.members(best)) if pages[best] >= wanted * sum(pages.values()) else set()


def _tie_rank(tie: tuple[float, Name, Name]) -> tuple[float, list[str]]:
    """Ties by likeness before those by usage, the stronger first; then by content."""
    score, one, other = tie
    return (-score, sorted((one.own, other.own)))


def _is_fuller(owner: Name, name: Name) -> bool:
    if owner.id == name.id or owner.type != name.type or PAGE_MARK in owner.key:
        return False
    return (len(owner.key), owner.key) > (len(name.key), name.key)


def _is_short(name: Name) -> bool:
    return " " not in name.key or is_initial(name)


def find_probes(name: Name) -> list[Probe]:
    """Where to look for names that are equal to this one by their own words."""
    if PAGE_MARK in name.key:
        return []
    if name.type == "person":
        return _person_probes(name)
    if name.type == "state":
        return _state_probes(name)
    if name.type == "place" or " " not in name.key:
        return []
    return _title_probes(name)


def _person_probes(name: Name) -> list[Probe]:
    if len(name.words) < 2 or is_initial(name):
        return []
    given, surname = name.words[0], name.words[-1]
    return [
        Probe("person", given[:2], f" {surname[:1]}"),
        Probe("person", surname[:2], f" {given[:2]}"),
        Probe("person", name.words[1][:2], f" {given[:2]}"),
    ]


def _initial_probes(name: Name) -> list[Probe]:
    if name.type != "person" or is_initial(name) or len(name.words) < 2:
        return []
    given, surname = name.words[0], name.words[-1]
    return [
        Probe("person", f"{given[0]} ", f" {surname[:1]}"),
        Probe("person", surname[:1], f" {given[0]}"),
    ]


def _full_probe(name: Name) -> Probe:
    brief = name.words
    turned = len(brief[0]) > 1
    initial, surname = (brief[1], brief[0]) if turned else (brief[0], brief[-1])
    return Probe("person", initial, f" {surname[:1]}")


def _state_probes(name: Name) -> list[Probe]:
    plain = plain_state(name.key)
    listed = load_table("states")["forms"]
    known = [
        fold_text(form)
        for short, forms in listed.items()
        if fold_text(short) == plain
        for form in [short, *forms]
    ]
    firsts = load_words("states", "long_heads") | load_words("states", "long_words")
    heads = sorted({fold_text(word).split()[0] for word in firsts})
    long = [
        Probe("state", f"{head} ", f" of {short}") for head in heads for short in {plain, *known}
    ]
    return [Probe("state", form) for form in {plain, *known}] + long


def _title_probes(name: Name) -> list[Probe]:
    """A name equal to this begins with one of its words and holds its noun of a body."""
    words = content_words(name.key)
    bodies = load_words("names", "bodies")
    nouns = [word for word in words if stem_word(word) in bodies or word in bodies]
    parts = nouns or [max(words, key=lambda word: (len(word), word), default="")]
    begins = sorted({word[:PROBE_LETTERS] for word in words})
    holds = sorted({part[:PROBE_LETTERS] for part in parts})
    return [Probe(name.type, begin, part) for begin in begins for part in holds]


Starts = dict[tuple[str, str], dict[int, Name]]


def _by_start(names: Iterable[Name]) -> Starts:
    starts: Starts = {}
    for name in names:
        for letters in range(1, PROBE_LETTERS + 1):
            starts.setdefault((name.type, name.key[:letters]), {})[name.id] = name
    return starts


def _candidates(name: Name, near: Starts) -> list[Name]:
    begins = {(probe.type, probe.begins[:PROBE_LETTERS]) for probe in find_probes(name)}
    return [other for begin in sorted(begins) for other in near.get(begin, {}).values()]
