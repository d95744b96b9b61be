"""Whether a later release answers a promise: named features that add up to a score.

Everything here is decided by the two texts alone, so that a link is the same whenever and in
whatever order the two became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord.follow.deeds import Mark, find_done, find_endings
from onrecord.follow.features import (
    DAY_TOLD,
    KEPT,
    Feature,
    ended_features,
    kept_features,
    restated_features,
    sum_up,
)
from onrecord.follow.passages import Passage, find_passages
from onrecord.follow.promises import Promise
from onrecord.follow.terms import Vocabulary
from onrecord.follow.when import When, find_when

Relation = Literal["kept", "cancelled", "postponed", "superseded"]
Ending = Literal["cancelled", "postponed"]

ENDED = 2.5  # a deed given up is named by its object, not by its verb
RESTATED = 3.0
ANSWER_DAYS = 3 * 366  # days after it was due in which a promise is still looked for


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act that the register holds of a release: offsets are those of the release's text."""

    verb: str
    start: int
    end: int
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A release that may answer promises, with the acts and promises it tells."""

    version: int
    release: int
    text: str
    headline: str
    published: str
    source: str
    acts: tuple[ToldAct, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A release in the places that can hold an answer: its passages, its acts as passages."""

    heard: Heard
    passages: tuple[Passage, ...]
    acts: tuple[tuple[ToldAct, Passage], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a later release that tells what became of a promise, and why we think so."""

    promise: int
    version: int
    start: int
    end: int
    relation: Relation
    published: str
    earliest: str
    latest: str
    features: tuple[Feature, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return round(sum(weight for _, weight in self.features), 2)


def make_ready(heard: Heard) -> Ready:
    """A release made ready for comparison."""
    return select_places(heard, find_passages(heard.text))


def select_places(heard: Heard, passages: Iterable[Passage]) -> Ready:
    """A release of which only these passages, and the acts and promises of `heard`, are read."""
    acts = tuple(
        (act, Passage(act.start, act.end, heard.text[act.start : act.end])) for act in heard.acts
    )
    return Ready(heard, tuple(passages), acts)


def last_day(promise: Promise) -> str:
    """Up to which day answers to a promise are looked for."""
    told = promise.told
    known = told.latest or told.published or "9000-01-01"
    return str(date.fromisoformat(max(known, told.published or "")) + timedelta(days=ANSWER_DAYS))


def may_answer(promise: Promise, heard: Heard) -> bool:
    """Whether a release comes later than a promise, and not too late."""
    told = promise.told
    if not told.published or told.release == heard.release:
        return False
    return told.published < heard.published <= last_day(promise)


def find_links(promise: Promise, ready: Ready, vocabulary: Vocabulary) -> list[Link]:
    """What a release tells of a promise: the best place for each relation."""
    if not may_answer(promise, ready.heard):
        return []
    best: dict[str, Link] = {}
    for link in _each_link(promise, ready, vocabulary):
        held = best.get(link.relation)
        if held is None or (-link.score, link.start, link.end) < (
            -held.score,
            held.start,
            held.end,
        ):
            best[link.relation] = link
    return [best[relation] for relation in sorted(best)]


def _each_link(promise: Promise, ready: Ready, vocabulary: Vocabulary) -> Iterator[Link]:
    for passage in ready.passages:
        yield from _passage_links(promise, ready.heard, passage, vocabulary)
    for act, passage in ready.acts:
        yield from _act_links(promise, ready.heard, act, passage, vocabulary)
    for later in ready.heard.promises:
        yield from _restated(promise, later, ready.heard, vocabulary)


def _passage_links(
    promise: Promise, heard: Heard, passage: Passage, vocabulary: Vocabulary
) -> Iterator[Link]:
    for mark in find_done(passage.whole, promise.deeds):
        features = kept_features(promise, heard.source, passage, mark, vocabulary)
        if not features:
            continue
        when = find_when(passage.whole, mark.start, mark.end, heard.published)
        yield from _make_kept(promise, heard, passage, features, when)
    kinds: tuple[Ending, ...] = ("cancelled", "postponed")
    for kind in kinds:
        for mark in find_endings(passage.whole, kind):
            features = ended_features(promise, heard.source, passage, mark, vocabulary)
            if sum_up(features) >= ENDED:
                when = When(heard.published, heard.published, False)
                yield _link(promise, heard, passage, kind, when, features)


def _act_links(
    promise: Promise,
    heard: Heard,
    act: ToldAct,
    passage: Passage,
    vocabulary: Vocabulary,
) -> Iterator[Link]:
    same = any(act.verb in deed.same for deed in promise.deeds)
    if not same and not any(act.verb in deed.others for deed in promise.deeds):
        return
    mark = Mark(0, len(passage.text), same)
    features = kept_features(promise, heard.source, passage, mark, vocabulary)
    when = When(heard.published, heard.published, False)
    if act.earliest and act.latest:
        when = When(act.earliest, min(act.latest, heard.published), True)
    yield from _make_kept(promise, heard, passage, features, when)


def _make_kept(
    promise: Promise, heard: Heard, passage: Passage, features: list[Feature], when: When
) -> Iterator[Link]:
    if when.stated:
        features = [*features, ("the day is told", DAY_TOLD)]
    before = when.latest < (promise.told.published or "")
    if not before and sum_up(features) >= KEPT:
        yield _link(promise, heard, passage, "kept", when, features)


def _link(
    promise: Promise,
    heard: Heard,
    passage: Passage,
    relation: Relation,
    when: When,
    features: Sequence[Feature],
) -> Link:
    return Link(
        promise.told.id, heard.version, passage.start, passage.end, relation,
        heard.published, when.earliest, when.latest, tuple(features),
    )  # fmt: skip


def _restated(
    promise: Promise, later: Promise, heard: Heard, vocabulary: Vocabulary
) -> Iterator[Link]:
    """The same promise with a later day: the new one takes its place."""
    features = restated_features(promise, later, vocabulary)
    if sum_up(features) < RESTATED:
        return
    told = later.told
    when = When(heard.published, heard.published, True)
    sentence = next(
        (p for p in find_passages(heard.text) if p.start <= told.start < p.end),
        Passage(told.start, told.end, ""),
    )
    yield _link(promise, heard, sentence, "superseded", when, features)
