"""Following promises: links found as releases come in, and the status of entries on a day."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from onrecord.follow.kept import Places, dump_places, dump_promise, load_promise
from onrecord.follow.links import Heard, Link, Ready, ToldAct, find_links, last_day, make_ready
from onrecord.follow.narrowing import (
    Wanted,
    find_asked,
    find_keys,
    find_places,
    find_posts,
    find_wanted,
    may_match,
)
from onrecord.follow.promises import Promise, Told, make_promise
from onrecord.follow.terms import Vocabulary, find_forms
from onrecord.pipeline.statuses import Answer, Followed, promise_statuses
from onrecord.register.claims import Touched
from onrecord.register.search import Stemmer
from onrecord.register.sought import HeardRow, SoughtRow, SoughtStore
from onrecord.register.store import Connection
from onrecord.register.told import ActRow, LinkRow, PromiseRow, ReleaseText, TextStore

__all__ = ["Answer", "Followed", "find_unfollowed", "follow_touched", "promise_statuses"]


def follow_touched(connection: Connection, touched: Touched) -> None:
    """Find anew what the versions that were written tell of promises, and what became of theirs.

    What comes out depends on what the register holds, not on the order in which it came; and
    only the places of releases that share enough words with a promise are looked at.
    """
    if touched.versions:
        _Follower(connection).follow(touched.versions)


def find_unfollowed(connection: Connection) -> list[int]:
    """The current versions that were written before following kept their words."""
    return SoughtStore(connection).missing()


@functools.cache
def _load_vocabulary() -> tuple[Stemmer, Vocabulary]:
    stemmer = Stemmer()
    return stemmer, Vocabulary.make(stemmer)


class _Follower:
    """One round of following: what it has read of the register, and what it has found there."""

    def __init__(self, connection: Connection) -> None:
        self._texts = TextStore(connection)
        self._sought = SoughtStore(connection)
        self._stemmer, self._vocabulary = _load_vocabulary()
        self._promises: dict[int, Promise] = {}
        self._wanted: dict[int, Wanted] = {}
        self._found: dict[int, dict[int, int]] = {}  # by release and promise the places to look at

    def follow(self, versions: Iterable[int]) -> None:
        self._texts.forget(versions)
        self._sought.forget(versions)
        texts = {text.id: text for text in self._texts.texts(self._texts.releases_of(versions))}
        self._stemmer.learn(word for text in texts.values() for word in find_forms(text.text))
        rows = [row for row in self._texts.promises(versions) if row.release in texts]
        new = [make_promise(_tell(row, texts[row.release]), self._vocabulary) for row in rows]
        self._promises |= {promise.told.id: promise for promise in new}
        self._wanted |= {p.told.id: find_wanted(p, self._vocabulary) for p in new}
        fresh = self._keep_releases(texts, new)
        dated = [promise for promise in new if promise.told.published]
        self._sought.keep_promises(map(self._keep_promise, dated))
        self._answer_promises(dated)
        self._answer_older(fresh, {promise.told.id for promise in new})
        self._texts.keep(self._find_links(texts))

    def _keep_releases(
        self, texts: Mapping[int, ReleaseText], promises: Sequence[Promise]
    ) -> dict[int, tuple[str, Sequence[frozenset[str]]]]:
        """Keep releases that have been written; gives the day and the words of each place."""
        versions = {text.version for text in texts.values()}
        acts = _group(self._texts.acts(versions), lambda act: act.release)
        made = _group(promises, lambda promise: promise.told.release)
        rows = []
        for id_, text in texts.items():
            heard = _hear(text, acts.get(id_, ()), made.get(id_, ()))
            ready = make_ready(heard)
            keys = list(find_keys(ready, self._vocabulary)) if text.published else []
            rows.append(HeardRow(id_, text.version, text.published, dump_places(ready), keys))
        self._sought.keep_releases(rows)
        return {row.release: (row.day, row.keys) for row in rows if row.day}

    def _keep_promise(self, promise: Promise) -> SoughtRow:
        wanted = self._wanted[promise.told.id]
        first, others = find_posts(promise, wanted)
        return SoughtRow(
            promise.told.id, promise.told.published or "", last_day(promise),
            dump_promise(promise, wanted), first, others,
        )  # fmt: skip

    def _answer_promises(self, promises: Iterable[Promise]) -> None:
        """Where the register's releases may tell of promises that have just been written."""
        for promise in promises:
            keys, published = self._wanted[promise.told.id].keys, promise.told.published or ""
            places = self._sought.find_places(keys, published, last_day(promise))
            for release, masks in places.items():
                if release != promise.told.release:
                    self._look_at(promise, release, masks)

    def _answer_older(
        self, fresh: Mapping[int, tuple[str, Sequence[frozenset[str]]]], new: set[int]
    ) -> None:
        """Where releases that have just been written may tell of promises known before."""
        likely: dict[int, dict[int, dict[str, int]]] = {}
        for release, (day, keys) in fresh.items():
            masks = _make_masks(keys)
            for fact, terms in self._sought.find_promises(set(find_asked(keys)), day).items():
                if fact not in new and may_match(terms, masks):
                    likely.setdefault(fact, {})[release] = masks
        self._load_promises(likely)
        for fact, releases in likely.items():
            for release, masks in releases.items():
                if fact in self._promises:
                    self._look_at(self._promises[fact], release, masks)

    def _look_at(self, promise: Promise, release: int, masks: Mapping[str, int]) -> None:
        wanted = self._wanted[promise.told.id]
        places = find_places(promise, wanted, masks, self._vocabulary)
        if places:
            self._found.setdefault(release, {})[promise.told.id] = places

    def _load_promises(self, facts: Iterable[int]) -> None:
        wanted = set(facts) - self._promises.keys()
        kept = self._sought.promises(wanted)
        for fact, promise in kept.items():
            self._promises[fact], self._wanted[fact] = load_promise(promise)

    def _find_links(self, known: Mapping[int, ReleaseText]) -> Iterator[LinkRow]:
        """What the places that were found tell of the promises."""
        missing = self._found.keys() - known.keys()
        texts = {**known, **{text.id: text for text in self._texts.texts(missing)}}
        places = {id_: Places.load(p) for id_, p in self._sought.places(self._found).items()}
        self._load_promises(
            fact
            for release, found in self._found.items()
            for mask in found.values()
            for fact in places[release].find_promises(mask)
        )
        for release in sorted(self._found):
            heard = _hear(texts[release], (), ())
            for fact, mask in sorted(self._found[release].items()):
                ready = places[release].select(heard, mask, self._promises)
                yield from self._compare(fact, ready, texts[release])

    def _compare(self, fact: int, ready: Ready, text: ReleaseText) -> Iterator[LinkRow]:
        for link in find_links(self._promises[fact], ready, self._vocabulary):
            yield _make_row(link, text.start)


T = TypeVar("T")


def _group(items: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _make_masks(keys: Sequence[Iterable[str]]) -> dict[str, int]:
    masks: dict[str, int] = {}
    for number, terms in enumerate(keys):
        for term in terms:
            masks[term] = masks.get(term, 0) | 1 << number
    return masks


def _hear(text: ReleaseText, acts: Iterable[ActRow], promises: Iterable[Promise]) -> Heard:
    return Heard(
        version=text.version,
        release=text.id,
        text=text.text,
        headline=text.headline,
        published=text.published or "",
        source=text.source,
        acts=tuple(_tell_act(act, text) for act in acts),
        promises=tuple(promises),
    )


def _make_row(link: Link, offset: int) -> LinkRow:
    return LinkRow(
        link.promise, link.version, link.start + offset, link.end + offset, link.relation,
        link.published, link.earliest, link.latest, link.features,
    )  # fmt: skip


def _tell(row: PromiseRow, text: ReleaseText) -> Told:
    return Told(
        id=row.id,
        text=text.text,
        headline=text.headline,
        start=row.start - text.start,
        end=row.end - text.start,
        published=text.published,
        earliest=row.earliest,
        latest=row.latest,
        version=text.version,
        release=text.id,
        source=text.source,
        actors=row.actors,
        people=row.people,
    )


def _tell_act(row: ActRow, text: ReleaseText) -> ToldAct:
    return ToldAct(row.kind, row.start - text.start, row.end - text.start, row.earliest, row.latest)
