"""Where to look for names that may be the same as another, or that it may be short for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.entry import PAGE_MARK, Name
from onrecord.model.identity import fold_text
from onrecord.resolve.compare import is_initial
from onrecord.resolve.spelling import content_words, plain_state, stem_word

PROBE_LETTERS = 4  # letters by which candidates are looked up


@dataclass(frozen=True, slots=True)
class Probe:
    """Where names may be that are the same as another: keys that begin so and hold this."""

    type: str
    begins: str
    holds: str = ""


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


def initial_probes(name: Name) -> list[Probe]:
    """Where to look for initials and a surname that stand for a person's full name."""
    if name.type != "person" or is_initial(name) or len(name.words) < 2:
        return []
    given, surname = name.words[0], name.words[-1]
    return [
        Probe("person", f"{given[0]} ", f" {surname[:1]}"),
        Probe("person", surname[:1], f" {given[0]}"),
    ]


def full_probe(name: Name) -> Probe:
    """Where to look for the full names that initials and a surname may stand for."""
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


def group_starts(names: Iterable[Name]) -> Starts:
    """Names by type and by each of the beginnings that a probe may ask for."""
    starts: Starts = {}
    for name in names:
        for letters in range(1, PROBE_LETTERS + 1):
            starts.setdefault((name.type, name.key[:letters]), {})[name.id] = name
    return starts


def find_candidates(name: Name, near: Starts) -> list[Name]:
    """Those of the names near that the probes of a name may have found."""
    begins = {(probe.type, probe.begins[:PROBE_LETTERS]) for probe in find_probes(name)}
    return [other for begin in sorted(begins) for other in near.get(begin, {}).values()]
