"""Which places of releases are worth holding against a promise, by the words that stand there.

A place is a passage, an act or a promise of a release, known by its words; one where something
ends (is cancelled, put off) is known by them under a mark too. What is left out here could not
reach the score of a link, whatever its wording: narrowing changes the cost, not the outcome.
"""

from __future__ import annotations

import functools
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
    own = own_keys(promise)
    around = promise.keys - own
    ended = frozenset(ENDING + term for term in promise.keys)
    if promise.head is None and not promise.pronoun:
        return Wanted(frozenset(), frozenset(), ended)
    alone = promise.weak or any(_may_reach(promise, around | {t}, vocabulary) for t in own)
    return Wanted(own, around if alone else frozenset(), ended)


def find_first(promise: Promise, wanted: Wanted) -> frozenset[str]:
    """The words of which an answer has one and two others, or two: those of its own, if any."""
    own = own_keys(promise) or promise.keys
    return wanted.keys & (own | {ENDING + term for term in own})


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


def may_match(terms: Mapping[str, bool], masks: Masks) -> bool:
    """Whether a place may answer a promise of which these words stand in the release.

    True is said of those that `find_first` gives.
    """
    if len(terms) < SHARED or not any(terms.values()):
        return False
    for mark in (False, True):
        marked = [term for term in terms if (term[0] == ENDING) is mark]
        once, twice = _count({term for term in marked if terms[term]}, masks)
        other, others = _count({term for term in marked if not terms[term]}, masks)
        if twice or once & (other if mark else others):
            return True
    return False


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
