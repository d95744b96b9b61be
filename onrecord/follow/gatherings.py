"""Whether an account of an event that was held, postponed or cancelled answers an announcement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

HELD = 3.0  # an announced event is the one that was held; on the sample no pair above it is wrong

NAME_WORDS = 3  # words of a body's name that make it known inside a longer one

Entries = frozenset[str]
Feature = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Gathering:
    """An account of an event as it is compared.

    `bodies`, `people`, `places` (towns and venues) and `grounds` (states given as places) are
    entries of names; `numbers` count it in a series; `words` are those of its triggers that
    not every event is called by; `kinds` are those under which another release may tell it.
    `exact` says that it is dated by days, not by a longer period.
    """

    id: int
    entry: str
    release: int
    status: str
    kind: str
    kinds: frozenset[str]
    earliest: str
    latest: str
    exact: bool
    published: str
    source: str
    bodies: Entries = frozenset()
    body_names: tuple[str, ...] = ()
    people: Entries = frozenset()
    places: Entries = frozenset()
    grounds: Entries = frozenset()
    numbers: frozenset[int] = frozenset()
    titles: frozenset[str] = frozenset()
    theme: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def find_features(announced: Gathering, told: Gathering) -> tuple[Feature, ...]:
    """What speaks for `told` being the announced event; nothing where that is impossible."""
    if not _may_be(announced, told):
        return ()
    return (
        *_time_features(announced, told),
        *_name_features(announced, told),
        *_place_features(announced, told),
        *_word_features(announced, told),
    )


def is_answer(features: tuple[Feature, ...]) -> bool:
    """Whether the features are enough to say that an announcement has been answered."""
    return sum(weight for _, weight in features) >= HELD


def _may_be(announced: Gathering, told: Gathering) -> bool:
    if told.published <= announced.published or told.release == announced.release:
        return False
    if told.kind not in announced.kinds:
        return False
    if told.latest < announced.earliest or announced.latest < told.earliest:
        return False
    if announced.numbers and told.numbers and not announced.numbers & told.numbers:
        return False
    return not (announced.titles and told.titles) or _titles_meet(announced, told)


def _names_meet(one: Gathering, other: Gathering) -> bool:
    """Whether a body's name is the other's with more words: of which organisation it is."""
    pairs = ((set(a.split()), set(b.split())) for a in one.body_names for b in other.body_names)
    return any(len(a & b) >= NAME_WORDS and (a <= b or b <= a) for a, b in pairs)


def _titles_meet(one: Gathering, other: Gathering) -> bool:
    pairs = ((set(a.split()), set(b.split())) for a in one.titles for b in other.titles)
    return any(a <= b or b <= a for a, b in pairs)


def _time_features(announced: Gathering, told: Gathering) -> Iterator[Feature]:
    if announced.exact:
        yield ("on the day announced", 1.5)
    elif announced.earliest[:7] == announced.latest[:7]:
        yield ("in the month announced", 1.0)
    else:
        yield ("in the period announced", 0.5)
    if announced.source == told.source:
        yield ("the same institution", 0.5)


def _name_features(announced: Gathering, told: Gathering) -> Iterator[Feature]:
    if announced.bodies & told.bodies:
        yield ("the same body", 2.0)
    elif _names_meet(announced, told):
        yield ("a body whose name is contained", 1.5)
    elif announced.bodies and told.bodies:
        yield ("another body", -1.5)
    shared = len(announced.people & told.people)
    if shared:
        yield ("the same people", 1.5 if shared == 1 else 2.5)
    elif announced.people and told.people:
        yield ("other people", -1.0)
    if announced.numbers & told.numbers:
        yield ("the same number in a series", 1.5)
    if announced.titles and told.titles:
        yield ("the same title", 2.0)


def _place_features(announced: Gathering, told: Gathering) -> Iterator[Feature]:
    if announced.places & told.places:
        yield ("the same place", 1.0)
    elif announced.grounds & told.grounds:
        yield ("the same country", 0.5)
    elif announced.places and told.places:
        yield ("another place", -1.5)


def _word_features(announced: Gathering, told: Gathering) -> Iterator[Feature]:
    if announced.theme and told.theme:
        shared = announced.theme & told.theme
        yield ("the same theme", 1.5) if shared else ("another theme", -1.5)
    if announced.words & told.words:
        yield ("the same word for it", 0.5)
    yield ("the same kind", 0.5) if announced.kind == told.kind else ("another kind", -0.5)
