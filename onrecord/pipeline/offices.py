"""Who held an office: what texts show of it, put together into tenures."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.errors import InputError, NotFoundError
from onrecord.model.identity import fold_text
from onrecord.reading.gazetteer import load_adjectives, load_states
from onrecord.register.offices import (
    Given,
    Passage,
    load_appointments,
    load_bodies,
    load_given,
    load_holdings,
    load_passages,
)
from onrecord.register.reader import Register
from onrecord.register.views import FactView, Quotation
from onrecord.resolve.leaving import find_day, find_leaving, find_start, may_tell
from onrecord.resolve.offices import (
    OfficeName,
    Whose,
    find_short,
    join_contained,
    list_stems,
    read_office,
)
from onrecord.resolve.spelling import plain_state, stem_word
from onrecord.resolve.tenures import (
    Observation,
    Standing,
    Tenure,
    build_tenures,
    find_conflicts,
    stand_on,
)

GIVEN = "office given"  # the rule that finds an office somebody is put into


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that shows somebody in an office: what it tells, of which day, in which words."""

    kind: str
    day: str
    words: str
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's tenure of an office. Days are ISO; `evidence` is in order of time."""

    person: str
    name: str
    first: str
    last: str
    appointed: str | None
    left: str | None
    until: str | None
    successor: str | None
    acting: bool
    conflicts: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office as it is called most fully, with its holders in order of time.

    `on` is the day asked for, and `standing` tells of each holder who held it then, or was
    seen in it last before and first after.
    """

    office: str
    holders: tuple[Holder, ...]
    on: str | None = None
    standing: tuple[tuple[Standing, Holder], ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """All facts that give an office, by their phrase.

    `known` are the phrases read so far, and `held` the offices found by words so far.
    """

    aliases: Mapping[str, str]
    given: tuple[Given, ...]
    phrases: tuple[str, ...]
    known: dict[str, OfficeName] = field(default_factory=dict)
    held: dict[str, list[tuple[str, list[Given]]]] = field(default_factory=dict)

    def of_ranks(self, ranks: frozenset[str]) -> dict[str, OfficeName]:
        """The phrases whose words are of these ranks, and perhaps others, with their offices."""
        found = [phrase for phrase in self.phrases if ranks <= list_stems(phrase)]
        for phrase in found:
            if phrase not in self.known:
                self.known[phrase] = read_office(phrase, self.aliases)
        return {phrase: self.known[phrase] for phrase in found}


def load_offices(register: Register) -> OfficeNames:
    """What a register gives offices by."""
    aliases = make_aliases(register.ask(load_bodies))
    given = tuple(register.ask(load_given))
    return OfficeNames(aliases, given, tuple(dict.fromkeys(each.phrase for each in given)))


def find_holders(register: Register, words: str, on: str | None = None) -> list[OfficeView]:
    """The offices that go by these words, each with who held it: over time, or on a day.

    Raises `InputError` where the words name no office, `NotFoundError` where no text gives it.
    """
    offices = find_holdings(words, load_offices(register))
    return [view_office(register, phrase, given, on) for phrase, given in offices]


def find_holdings(words: str, names: OfficeNames) -> list[tuple[str, list[Given]]]:
    """The offices that go by these words, each with the facts that give it to somebody.

    Those that most facts give come first. Raises as `find_holders` does.
    """
    if words not in names.held:
        names.held[words] = _find_held(words, names)
    return names.held[words]


def _find_held(words: str, names: OfficeNames) -> list[tuple[str, list[Given]]]:
    wanted = read_office(words, names.aliases)
    if not wanted.ranks:
        raise InputError(repr(words), "no office", "write it like 'foreign minister of X'")
    known = names.of_ranks(wanted.ranks)
    full = [phrase for phrase, office in known.items() if wanted.covers(office)]
    if not full:
        raise NotFoundError(f"{words}: no text of the register gives anybody this office")
    wholes = set(full)
    wanted_phrases = wholes.union(find_short(known, {known[phrase] for phrase in full}))
    holdings = [each for each in names.given if each.phrase in wanted_phrases]
    return _group(holdings, wholes, known)


def make_aliases(bodies: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Names of states and bodies with their entries; adjectives and stems of states too."""
    aliases: dict[str, str] = {}
    for type_, key, entry in sorted(bodies, key=lambda body: (body[0] != "state", *body)):
        aliases.setdefault(key, entry)
        if type_ == "state":
            aliases.setdefault(plain_state(key), entry)
            aliases.setdefault(f"~{stem_word(plain_state(key))}", entry)
    for adjective, state in load_adjectives().items():
        found = next((aliases[n] for n in _names_of_states().get(state, ()) if n in aliases), None)
        if found:
            aliases.setdefault(adjective, found)
    return aliases


@functools.cache
def _names_of_states() -> Mapping[str, tuple[str, ...]]:
    """The names of each state that the lexicon knows."""
    names: dict[str, list[str]] = {}
    for name, state in load_states().items():
        names.setdefault(state, []).append(name)
    return {state: tuple(known) for state, known in names.items()}


def _person(fact: FactView) -> str | None:
    return next((value.entry for value in fact.of("person")), None)


def _phrase(fact: FactView) -> str:
    return fact.of("office")[0].value


def _group(
    holdings: Sequence[Given], full: set[str], known: Mapping[str, OfficeName]
) -> list[tuple[str, list[Given]]]:
    """Holdings by office: the same rank and words of the same bodies.

    Those cut short go to the office that the same person is also given in full.
    """
    groups: dict[Whose, list[Given]] = {}
    for given in holdings:
        if given.phrase in full:
            office = known[given.phrase]
            groups.setdefault((office.bodies, office.words), []).append(given)
    for part, whole in join_contained(groups):
        groups[whole] += groups.pop(part)
    holding = {whose: {given.person for given in facts} for whose, facts in groups.items()}
    for given in holdings:
        phrase, person = given.phrase, given.person
        if phrase in full:
            continue
        own = (whose for whose, persons in holding.items() if person in persons)
        wholes = [whose for whose in own if known[phrase].is_within(whose)]
        if wholes:
            groups[wholes[0]].append(given)
    found = [(_call(facts, full), facts) for facts in groups.values()]
    return sorted(found, key=lambda group: (-len(group[1]), group[0]))


def _call(facts: Sequence[Given], full: set[str]) -> str:
    counts: dict[str, int] = {}
    for given in facts:
        if given.phrase in full:
            words = " ".join(given.phrase.split())
            counts[words] = counts.get(words, 0) + 1
    return max(counts, key=lambda words: (counts[words], len(words), words))


def view_office(
    register: Register, phrase: str, given: Sequence[Given], on: str | None = None
) -> OfficeView:
    """An office with who held it by these facts: over time, or on a day."""
    facts = register.ask(load_holdings, given)
    observations: list[Observation] = []
    evidence: list[Evidence] = []
    acts: dict[str, list[FactView]] = {}
    for act in register.ask(load_appointments, given):
        acts.setdefault(act.evidence.version, []).append(act)
    for fact in facts:
        _observe(fact, acts.get(fact.evidence.version, ()), observations, evidence)
    persons = {o.person: o for o in reversed(observations)}
    since = min((o.day for o in observations), default="")
    for passage in register.ask(load_passages, persons, since, may_tell):
        _observe_leaving(passage, persons, observations, evidence)
    tenures = build_tenures(observations)
    names = {_person(fact): fact.of("person")[0].value for fact in facts}
    rivals = _find_rivals(tenures)
    made = {id(t): _make_holder(t, rivals[id(t)], names, evidence) for t in tenures}
    holders = tuple(made[id(t)] for t in tenures)
    if on is None:
        return OfficeView(phrase, holders)
    standing = tuple((told, made[id(tenure)]) for tenure, told in stand_on(tenures, on))
    return OfficeView(phrase, holders, on, standing)


def _observe(
    fact: FactView,
    acts: Sequence[FactView],
    observations: list[Observation],
    evidence: list[Evidence],
) -> None:
    person, day = _person(fact), fact.evidence.published
    office = read_office(_phrase(fact), {})
    if person is None or day is None or not office.now:
        return
    act = next((act for act in acts if _puts_in(act, fact)), None)
    if fact.rule != GIVEN and act is None:
        observations.append(Observation(person, day, len(evidence), acting=office.acting))
        evidence.append(Evidence("seen", day, _phrase(fact), fact.evidence))
        return
    told = act.evidence if act else fact.evidence
    done = act.start if act and _is_day(act.start) else day
    start = find_start(told.text, day[:4]) or done or day
    observations.append(Observation(person, start, len(evidence), "appointed"))
    evidence.append(Evidence("appointed", start, _phrase(fact), told))


def _puts_in(act: FactView, fact: FactView) -> bool:
    """Whether an act of appointing gives this office: its object names it."""
    named = any(_phrase(fact) in value.value for value in act.of("object"))
    return named and _overlap(act.evidence, fact.evidence)


def _is_day(value: str | None) -> bool:
    return value is not None and len(value) == len("2024-05-31")


def _overlap(one: Quotation, other: Quotation) -> bool:
    same = (one.document, one.version) == (other.document, other.version)
    return same and one.start < other.end and other.start < one.end


def _observe_leaving(
    passage: Passage,
    persons: Mapping[str, Observation],
    observations: list[Observation],
    evidence: list[Evidence],
) -> None:
    words = find_leaving(passage.before, passage.after)
    named = set(fold_text(passage.name).split()) & set(fold_text(passage.label).split())
    if words is None or passage.published is None or not named:
        return
    if passage.published < persons[passage.person].day:
        return
    told = passage.after.casefold().partition(words)[2].split(".")[0]
    day = find_day(told, passage.published[:4]) or passage.published
    observations.append(Observation(passage.person, day, len(evidence), "left"))
    evidence.append(Evidence("left", day, words, passage.quotation))


def _find_rivals(tenures: Sequence[Tenure]) -> Mapping[int, list[str]]:
    """The persons whose tenures conflict with each, which is told by its identity."""
    rivals: dict[int, list[str]] = {id(tenure): [] for tenure in tenures}
    for one, other in find_conflicts(tenures):
        rivals[id(one)].append(other.person)
        rivals[id(other)].append(one.person)
    return rivals


def _make_holder(
    tenure: Tenure,
    rivals: Sequence[str],
    names: Mapping[str | None, str],
    evidence: Sequence[Evidence],
) -> Holder:
    return Holder(
        tenure.person, names[tenure.person], tenure.first, tenure.last, tenure.appointed,
        tenure.left, tenure.until, names.get(tenure.successor) if tenure.successor else None,
        tenure.acting, tuple(dict.fromkeys(names[rival] for rival in rivals)),
        tuple(evidence[o.fact] for o in tenure.observations),
    )  # fmt: skip
