"""Which places of releases are worth holding against a promise, by the words that stand there.

A place is a passage, an act or a promise of a release, known by its words; one where something
ends (is cancelled, put off) is known by them under a mark too. What is left out here could not
reach the score of a link, whatever its wording: narrowing changes the cost, not the outcome.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from onrecord.follow.deeds import find_endings
from onrecord.follow.features import KEPT, SHARED, object_features, own_keys, sum_up
from onrecord.follow.links import Ready
from onrecord.follow.promises import Promise
from onrecord.follow.terms import Vocabulary

ENDING = "!"  # before the words of a place where something ends
SLACK = 0.05  # scores are sums of rounded weights

Masks = Mapping[str, int]


@dataclass(frozen=True)
class Wanted:
    """The words by which a promise is looked for: its own, and where they do not do alone, others.

    `ended` are all of them, marked as those of a place where something ends.
    """

    own: frozenset[str]
    around: frozenset[str]
    ended: frozenset[str]

    @functools.cached_property
    def keys(self) -> frozenset[str]:
        """All of them."""
        return self.own | self.around | self.ended


def find_wanted(promise: Promise, vocabulary: Vocabulary) -> Wanted:
    """The words by which a promise is looked for."""
    if promise.head is None and not promise.pronoun:
        return make_wanted(promise, own=False, around=False)
    own = own_keys(promise)
    around = promise.keys - own
    alone = promise.weak or any(_may_reach(promise, around | {t}, vocabulary) for t in own)
    return make_wanted(promise, own=True, around=alone)


def make_wanted(promise: Promise, own: bool, around: bool) -> Wanted:
    """The words by which a promise is looked for: those of endings, and its own, and others."""
    first = own_keys(promise)
    return Wanted(
        first if own else frozenset(),
        promise.keys - first if around else frozenset(),
        frozenset(ENDING + term for term in promise.keys),
    )


def find_posts(promise: Promise, wanted: Wanted) -> tuple[frozenset[str], frozenset[str]]:
    """The keys under which a promise is posted: those that tell it, and others of endings.

    A place that answers it has two of its own words, or one with others: it is posted under
    such pairs. Where something ends it is posted under each word.
    """
    own = own_keys(promise) or promise.keys
    ended = frozenset(ENDING + term for term in own)
    if not wanted.own and not wanted.around:
        return ended, wanted.ended - ended
    first = wanted.own or wanted.around
    pairs = {join_pair(a, b) for a in first for b in wanted.own | wanted.around if a != b}
    return ended | pairs, wanted.ended - ended


def join_pair(one: str, other: str) -> str:
    """The key of two words of one place."""
    return f"{one} {other}" if one < other else f"{other} {one}"


def find_asked(keys: Iterable[frozenset[str]]) -> Iterator[str]:
    """The keys by which the promises are asked for that places with these words may answer."""
    for terms in keys:
        plain = sorted(term for term in terms if term[0] != ENDING)
        yield from map(" ".join, itertools.combinations(plain, 2))
        yield from (term for term in terms if term[0] == ENDING)


def find_keys(ready: Ready, vocabulary: Vocabulary) -> Iterator[frozenset[str]]:
    """For each place of a release in order the words by which it is found."""
    for passage in ready.passages:
        keys = vocabulary.term_set(passage.whole) - vocabulary.common
        ends = any(find_endings(passage.whole, kind) for kind in ("cancelled", "postponed"))
        yield keys | {ENDING + term for term in keys} if ends else keys
    for _, passage in ready.acts:
        yield vocabulary.term_set(passage.whole) - vocabulary.common
    for promise in ready.heard.promises:
        terms = {*promise.own, *promise.borrowed} if promise.weak else promise.own
        yield frozenset(terms) - vocabulary.common


def may_match(keys: Mapping[str, bool], masks: Masks) -> bool:
    """Whether a place may answer a promise that is posted under these keys.

    True is said of keys that tell it.
    """
    if any(" " in key for key in keys):
        return True
    once, twice = _count({key for key in keys if keys[key]}, masks)
    other, _ = _count({key for key in keys if not keys[key]}, masks)
    return bool(twice or once & other)


def find_places(promise: Promise, wanted: Wanted, masks: Masks, vocabulary: Vocabulary) -> int:
    """The places that may hold an answer, as bits.

    `masks` has for words of `wanted` the places of one release where they stand, as bits.
    """
    here = masks.keys() & wanted.keys
    if len(here) < SHARED:
        return 0
    masks = {term: masks[term] for term in here}
    found = 0
    for bit in _each_bit(_find_shared(promise, wanted, masks)):
        matched = {term for term in wanted.own | wanted.around if masks.get(term, 0) & bit}
        if not wanted.around:
            matched |= set(promise.borrowed)
        if _may_reach(promise, matched, vocabulary):
            found |= bit
    return found | _find_ended(promise, wanted, masks)


def _find_shared(promise: Promise, wanted: Wanted, masks: Masks) -> int:
    """Where enough words stand: two of its own, or one with two of those around it."""
    once, twice = _count(wanted.own, masks)
    _, around = _count(wanted.around, masks)
    if promise.weak:
        return around & once if wanted.own else around
    return twice | (once & around)


def _find_ended(promise: Promise, wanted: Wanted, masks: Masks) -> int:
    _, twice = _count(wanted.ended, masks)
    if not twice:
        return 0
    own = {ENDING + term for term in own_keys(promise)}
    return twice & _count(own, masks)[0] if own else twice


def _count(terms: Set[str], masks: Masks) -> tuple[int, int]:
    """The places where at least one of the words stands, and those where two do."""
    once = twice = 0
    for term in masks.keys() & terms:
        mask = masks[term]
        twice |= once & mask
        once |= mask
    return once, twice


def _each_bit(mask: int) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def _may_reach(promise: Promise, matched: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a place with these words may score enough; words of the genre are taken as there."""
    terms = frozenset(matched) | {term for term in promise.own if term in vocabulary.common}
    features = list(object_features(promise, terms, vocabulary))
    return bool(features) and sum_up(features) + _find_best(promise) >= KEPT - SLACK


def _find_best(promise: Promise) -> float:
    """What else can speak for an answer: its verb, institution and day, names, a number."""
    named = 0.5 if promise.actors else 0.0
    numbered = 0.5 if any(term.isdigit() for term in promise.own) else 0.0
    return 1.0 + 0.5 + 0.5 + named + numbered
