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
from onrecord.follow.passages import Passage, find_passages
from onrecord.follow.promises import Promise, all_years, find_core, find_owned
from onrecord.follow.terms import Vocabulary, blank_dates, find_words
from onrecord.follow.when import When, find_when

Relation = Literal["kept", "cancelled", "postponed", "superseded"]
Ending = Literal["cancelled", "postponed"]
Feature = tuple[str, float]

KEPT = 3.5  # on the sample collection no passage above it answers another promise
ENDED = 2.5  # a deed given up is named by its object, not by its verb
RESTATED = 3.0
SHARED = 2  # words that a promise and its answer must share, one of them the promise's own
ANSWER_DAYS = 3 * 366  # days after it was due in which a promise is still looked for
RESTATED_DAYS = 366  # days after it was due in which a promise can be made anew
CIRCUMSTANCE = 0.3  # of a word that is missing, against 1 for one of the object
REACH = 160  # characters between the object and the verb of one deed


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
    """A release made ready for comparison: its passages with the stems in them."""

    heard: Heard
    passages: tuple[tuple[Passage, frozenset[str]], ...]
    acts: tuple[tuple[ToldAct, Passage, frozenset[str]], ...]
    keys: frozenset[str]


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


def make_ready(heard: Heard, vocabulary: Vocabulary) -> Ready:
    """A release made ready for comparison."""
    passages = tuple((p, frozenset(vocabulary.terms(p.whole))) for p in find_passages(heard.text))
    acts = []
    for act in heard.acts:
        text = heard.text[act.start : act.end]
        acts.append((act, Passage(act.start, act.end, text), frozenset(vocabulary.terms(text))))
    keys = frozenset().union(*(terms for _, terms in passages)) - vocabulary.common
    return Ready(heard, passages, tuple(acts), keys)


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
    if not may_answer(promise, ready.heard) or not _shares(promise, ready.keys):
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


def _shares(promise: Promise, terms: frozenset[str]) -> bool:
    """Whether enough words are shared for a closer look."""
    shared = promise.keys & terms
    return len(shared) >= SHARED and (not _own_keys(promise) or bool(shared & _own_keys(promise)))


def _own_keys(promise: Promise) -> frozenset[str]:
    return promise.keys & set(promise.own)


def _each_link(promise: Promise, ready: Ready, vocabulary: Vocabulary) -> Iterator[Link]:
    for passage, terms in ready.passages:
        yield from _passage_links(promise, ready.heard, passage, terms, vocabulary)
    for act, passage, terms in ready.acts:
        yield from _act_links(promise, ready.heard, act, passage, terms, vocabulary)
    for later in ready.heard.promises:
        yield from _restated(promise, later, ready.heard, vocabulary)


def _passage_links(
    promise: Promise, heard: Heard, passage: Passage, terms: frozenset[str], vocabulary: Vocabulary
) -> Iterator[Link]:
    matched = frozenset({*promise.own, *promise.borrowed}) & terms
    if len(matched) < SHARED:
        return
    for mark in find_done(passage.whole, promise.deeds):
        features = _kept_features(promise, heard, passage, mark, terms, vocabulary)
        when = find_when(passage.whole, mark.start, mark.end, heard.published)
        yield from _make_kept(promise, heard, passage, features, when)
    kinds: tuple[Ending, ...] = ("cancelled", "postponed")
    for kind in kinds:
        for mark in find_endings(passage.whole, kind):
            features = _ended_features(promise, heard, passage, mark, vocabulary)
            if _sum(features) >= ENDED:
                when = When(heard.published, heard.published, False)
                yield _link(promise, heard, passage, kind, when, features)


def _act_links(
    promise: Promise,
    heard: Heard,
    act: ToldAct,
    passage: Passage,
    terms: frozenset[str],
    vocabulary: Vocabulary,
) -> Iterator[Link]:
    same = any(act.verb in deed.same for deed in promise.deeds)
    if not same and not any(act.verb in deed.others for deed in promise.deeds):
        return
    mark = Mark(0, len(passage.text), same)
    features = _kept_features(promise, heard, passage, mark, terms, vocabulary)
    when = When(heard.published, heard.published, False)
    if act.earliest and act.latest:
        when = When(act.earliest, min(act.latest, heard.published), True)
    yield from _make_kept(promise, heard, passage, features, when)


def _make_kept(
    promise: Promise, heard: Heard, passage: Passage, features: list[Feature], when: When
) -> Iterator[Link]:
    if when.stated:
        features = [*features, ("the day is told", 0.5)]
    before = when.latest < (promise.told.published or "")
    if not before and _sum(features) >= KEPT:
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


def _sum(features: Iterable[Feature]) -> float:
    return round(sum(weight for _, weight in features), 2)


def _kept_features(
    promise: Promise,
    heard: Heard,
    passage: Passage,
    mark: Mark,
    terms: frozenset[str],
    vocabulary: Vocabulary,
) -> list[Feature]:
    found = [*_object_features(promise, terms, vocabulary)]
    if not found:
        return []
    found.append(("the same verb", 1.0) if mark.same else ("a verb that answers", 0.5))
    found += _source_features(promise, heard, terms)
    found += _number_features(promise, passage, terms)
    found += _about_features(promise, passage, vocabulary)
    if not _is_near(promise, passage, mark, vocabulary):
        found.append(("object and verb far apart", -1.5))
    return found


def _object_features(
    promise: Promise, terms: frozenset[str], vocabulary: Vocabulary
) -> Iterator[Feature]:
    own, around = set(promise.own), set(promise.borrowed)
    context = {term for term in around & terms if term not in vocabulary.common}
    if promise.head is None and not promise.pronoun:
        return
    shared = len(_own_keys(promise) & terms)
    if promise.weak and (len(context) < SHARED or not _own_keys(promise) <= terms):
        return
    if shared < SHARED and (not (shared or promise.weak) or len(context) < SHARED):
        return
    if promise.head is not None and promise.head in terms:
        yield ("the same object", 0.5 + vocabulary.weigh(promise.head))
    elif promise.head is not None:
        yield ("its object is not named", -1.0)
    words = sum(vocabulary.weigh(term) for term in own & terms if term != promise.head)
    if words:
        yield ("shared words", min(3.0, round(words, 2)))
    if context:
        each, most = (0.8, 4.0) if promise.weak else (0.4, 1.2)
        yield ("shared words around it", round(min(most, each * len(context)), 2))
    missing = _weigh_missing(promise, terms, vocabulary)
    if missing:
        yield ("words missing", -round(2.5 * missing, 2))


def _weigh_missing(promise: Promise, terms: frozenset[str], vocabulary: Vocabulary) -> float:
    """The part of a promise's own words that a passage lacks; circumstances count less."""
    weights = {
        term: vocabulary.weigh(term) * (1.0 if term in promise.core else CIRCUMSTANCE)
        for term in promise.own
        if term not in promise.actors or term in promise.core
    }
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term not in terms) / total if total else 0.0


def _source_features(promise: Promise, heard: Heard, terms: frozenset[str]) -> Iterator[Feature]:
    if promise.told.source == heard.source:
        yield ("the same institution", 0.5)
    if promise.actors and promise.actors & terms:
        yield ("names who promised", 0.5)


def _number_features(
    promise: Promise, passage: Passage, terms: frozenset[str]
) -> Iterator[Feature]:
    numbers = {term for term in promise.own if term.isdigit()}
    if numbers and numbers <= terms:
        yield ("the same number", 0.5)
    if promise.years:
        years = all_years(passage.whole)
        if not promise.years & years and years:
            yield ("for another year", -3.0)


def _about_features(
    promise: Promise, passage: Passage, vocabulary: Vocabulary
) -> Iterator[Feature]:
    """Where the object stands only inside the name of another: 'construction of line 4'."""
    known = {*promise.own, *promise.verbs}
    owners = [
        vocabulary.stem(owner)
        for owner, phrase in find_owned(passage.whole)
        if promise.head in vocabulary.terms(phrase)
    ]
    if owners and all(owner and owner not in known for owner in owners):
        yield ("something about it is named", -2.0)


def _is_near(promise: Promise, passage: Passage, mark: Mark, vocabulary: Vocabulary) -> bool:
    """Whether a word of the object stands near the verb."""
    wanted = {promise.head} if promise.head else set(promise.own) | set(promise.borrowed)
    wanted |= promise.core
    whole = passage.whole
    places = [
        max(word.start - mark.end, mark.start - word.end, 0)
        for word, term in vocabulary.each(find_words(blank_dates(whole)))
        if term in wanted
    ]
    return passage.intro != "" or (bool(places) and min(places) <= REACH)


def _ended_features(
    promise: Promise, heard: Heard, passage: Passage, mark: Mark, vocabulary: Vocabulary
) -> list[Feature]:
    """What is given up is what follows the word in its clause, or stands before a passive."""
    whole = passage.whole
    best: list[Feature] = []
    for phrase in (find_clause(whole, mark.end), whole[: mark.start]):
        given_up = frozenset(vocabulary.terms(phrase))
        found = [*_topic_features(promise, phrase, given_up, vocabulary)]
        if found:
            found += _source_features(promise, heard, given_up)
        if _sum(found) > _sum(best):
            best = found
    return best


def find_clause(text: str, start: int) -> str:
    """The text from a place on to the next mark that ends a clause."""
    ends = [at for mark in (",", ";", ".", ":", "–", "(") if (at := text.find(mark, start)) >= 0]
    return text[start : min(ends, default=len(text))]


def _topic_features(
    promise: Promise, phrase: str, given_up: frozenset[str], vocabulary: Vocabulary
) -> Iterator[Feature]:
    known = {*promise.own, *promise.borrowed}
    named = [term for term in vocabulary.terms(find_core(phrase)) if term not in vocabulary.common]
    if not named or named[-1] not in (_own_keys(promise) or promise.keys):
        return
    keys = {term for term in given_up if term not in vocabulary.common}
    shared = keys & known
    if len(shared) < SHARED:
        return
    yield ("what is given up", min(4.0, float(len(shared))))
    strange = keys - known - promise.actors
    if strange:
        yield ("other things are named", -1.0 * len(strange))
    if promise.head is not None and promise.head in given_up:
        yield ("the same object", 1.0)


def _restated(
    promise: Promise, later: Promise, heard: Heard, vocabulary: Vocabulary
) -> Iterator[Link]:
    """The same promise with a later day: the new one takes its place."""
    features = _restated_features(promise, later, heard, vocabulary)
    if _sum(features) < RESTATED:
        return
    told = later.told
    when = When(heard.published, heard.published, True)
    sentence = next(
        (p for p in find_passages(heard.text) if p.start <= told.start < p.end),
        Passage(told.start, told.end, told.action),
    )
    yield _link(promise, heard, sentence, "superseded", when, features)


def _restated_features(
    promise: Promise, later: Promise, heard: Heard, vocabulary: Vocabulary
) -> list[Feature]:
    old, new = promise.told, later.told
    if not old.latest or not new.latest or new.latest <= old.latest:
        return []
    limit = date.fromisoformat(old.latest) + timedelta(days=RESTATED_DAYS)
    if heard.published > str(limit) or not _same_deed(promise, later):
        return []
    if promise.years != later.years:
        return []
    if later.head is not None and later.head != promise.head:
        return []
    terms = frozenset({*later.own, *later.borrowed} if later.weak else later.own)
    found = [*_object_features(promise, terms, vocabulary)]
    if not found:
        return []
    return [*found, *_source_features(promise, heard, later.actors), ("a later day", 0.5)]


def _same_deed(one: Promise, other: Promise) -> bool:
    return any(a.same & b.same for a in one.deeds for b in other.deeds)
