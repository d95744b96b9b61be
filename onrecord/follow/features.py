"""What speaks for a passage being the answer to a promise: named features with weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from onrecord.follow.deeds import Mark
from onrecord.follow.passages import Passage
from onrecord.follow.promises import Promise, all_years, find_core, find_owned
from onrecord.follow.terms import Vocabulary, blank_dates, find_words

Feature = tuple[str, float]

SHARED = 2  # words that a promise and its answer must share, one of them the promise's own
KEPT = 3.5  # on the sample collection no passage above it answers another promise
DAY_TOLD = 0.5  # for a passage that gives the day of the deed
RESTATED_DAYS = 366  # days after it was due in which a promise can be made anew
CIRCUMSTANCE = 0.3  # of a word that is missing, against 1 for one of the object
REACH = 160  # characters between the object and the verb of one deed


def own_keys(promise: Promise) -> frozenset[str]:
    """The words of its own by which texts are looked up for a promise."""
    return promise.keys & set(promise.own)


def sum_up(features: Iterable[Feature]) -> float:
    """The sum of the weights."""
    return round(sum(weight for _, weight in features), 2)


def kept_features(
    promise: Promise,
    source: str,
    passage: Passage,
    mark: Mark,
    vocabulary: Vocabulary,
) -> list[Feature]:
    """What speaks for a passage telling at `mark` that a promised deed was done.

    Nothing where it is too little in any case.
    """
    terms = vocabulary.term_set(passage.whole)
    found = [*object_features(promise, terms, vocabulary)]
    if not found:
        return []
    found.append(("the same verb", 1.0) if mark.same else ("a verb that answers", 0.5))
    found += _source_features(promise, source, terms)
    found += _number_features(promise, passage, terms)
    if sum_up(found) < KEPT - DAY_TOLD:
        return []
    found += _about_features(promise, passage, vocabulary)
    if not _is_near(promise, passage, mark, vocabulary):
        found.append(("object and verb far apart", -1.5))
    return found


def object_features(
    promise: Promise, terms: frozenset[str], vocabulary: Vocabulary
) -> Iterator[Feature]:
    """What speaks for words naming a promise's object: with more words it is never less."""
    own, around = set(promise.own), set(promise.borrowed)
    context = {term for term in around & terms if term not in vocabulary.common}
    if promise.head is None and not promise.pronoun:
        return
    shared = len(own_keys(promise) & terms)
    if promise.weak and (len(context) < SHARED or not own_keys(promise) <= terms):
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


def _source_features(promise: Promise, source: str, terms: frozenset[str]) -> Iterator[Feature]:
    if promise.told.source == source:
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
    """Where the object stands only inside the name of another thing.

    'Construction of line 4' and 'the line 4 depot' are not line 4.
    """
    known = {*promise.own, *promise.borrowed, *promise.verbs}
    phrases = [
        (vocabulary.stem(owner), vocabulary.terms(phrase))
        for owner, phrase in find_owned(passage.whole)
        if promise.head in vocabulary.terms(phrase)
    ]
    if phrases and all(owner and owner not in own_words(promise) for owner, _ in phrases):
        yield ("something about it is named", -3.0)
    if phrases and all(set(find_after(terms, promise.head)) - known for _, terms in phrases):
        yield ("it is part of another name", -1.0)


def own_words(promise: Promise) -> frozenset[str]:
    """All that a promise itself says: its object and its verbs."""
    return frozenset(promise.own) | promise.verbs


def find_after(terms: Sequence[str], head: str | None) -> Sequence[str]:
    """What stands behind the object's word in a phrase."""
    return terms[terms.index(head) + 1 :] if head in terms else ()


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


def ended_features(
    promise: Promise, source: str, passage: Passage, mark: Mark, vocabulary: Vocabulary
) -> list[Feature]:
    """What is given up is what follows the word in its clause, or stands before a passive."""
    whole = passage.whole
    best: list[Feature] = []
    for phrase in (find_clause(whole, mark.end), whole[: mark.start]):
        given_up = frozenset(vocabulary.terms(phrase))
        found = [*_topic_features(promise, phrase, given_up, vocabulary)]
        if found:
            found += _source_features(promise, source, given_up)
        if sum_up(found) > sum_up(best):
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
    if not named or named[-1] not in (own_keys(promise) or promise.keys):
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


def restated_features(promise: Promise, later: Promise, vocabulary: Vocabulary) -> list[Feature]:
    """What speaks for a later promise being the same, with a later day."""
    old, new = promise.told, later.told
    if not old.latest or not new.latest or new.latest <= old.latest:
        return []
    limit = date.fromisoformat(old.latest) + timedelta(days=RESTATED_DAYS)
    if not new.published or new.published > str(limit) or not _same_deed(promise, later):
        return []
    if promise.years != later.years:
        return []
    if later.head is not None and later.head != promise.head:
        return []
    terms = frozenset({*later.own, *later.borrowed} if later.weak else later.own)
    found = [*object_features(promise, terms, vocabulary)]
    if not found:
        return []
    return [
        *found,
        *_source_features(promise, later.told.source, later.actors),
        ("a later day", 0.5),
    ]


def _same_deed(one: Promise, other: Promise) -> bool:
    return any(a.same & b.same for a in one.deeds for b in other.deeds)
