"""Following promises: links found as releases come in, and the status of entries on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.follow.features import SHARED
from onrecord.follow.links import (
    Heard,
    Link,
    Ready,
    ToldAct,
    find_links,
    last_day,
    make_ready,
)
from onrecord.follow.promises import Promise, Told, make_promise
from onrecord.follow.terms import Vocabulary, find_words
from onrecord.lexicon.loader import load_table
from onrecord.pipeline.statuses import Answer, Followed, promise_statuses
from onrecord.register.claims import Touched
from onrecord.register.links import ActRow, Awaited, LinkRow, LinkStore, PromiseRow, ReleaseText
from onrecord.register.search import Stemmer
from onrecord.register.store import Connection

__all__ = ["Answer", "Followed", "follow_touched", "promise_statuses"]


def follow_touched(connection: Connection, touched: Touched) -> None:
    """Find anew what the versions that were written tell of promises, and what became of theirs.

    What comes out depends on what the register holds, not on the order in which it came.
    """
    if touched.versions:
        _Follower(connection).follow(touched.versions)


class _Follower:
    """One round of following: the texts it has made ready, and the store."""

    def __init__(self, connection: Connection) -> None:
        self._store = LinkStore(connection)
        self._stemmer = Stemmer(connection)
        self._vocabulary = Vocabulary.make(self._stemmer)
        self._texts: dict[int, ReleaseText] = {}
        self._ready: dict[int, Ready] = {}

    def follow(self, versions: Iterable[int]) -> None:
        self._store.forget(versions)
        fresh = self._store.releases_of(versions)
        promises = self._load_promises(self._store.promises(fresh))
        links = self._answer_promises(promises)
        links += self._answer_older(fresh, {promise.told.id for promise in promises})
        self._store.await_terms(
            self._await(promise) for promise in promises if promise.told.published
        )
        self._store.keep(self._row(link) for link in links)

    def _answer_promises(self, promises: Sequence[Promise]) -> list[tuple[Link, int]]:
        """What the register's releases say of promises that have just been written."""
        wanted = {promise.told.id: self._look_up(promise) for promise in promises}
        self._make_ready({release for found in wanted.values() for release in found})
        return [
            (link, release)
            for promise in promises
            for release in wanted[promise.told.id]
            for link in find_links(promise, self._ready[release], self._vocabulary)
        ]

    def _answer_older(self, fresh: Sequence[int], new: set[int]) -> list[tuple[Link, int]]:
        """What releases that have just been written say of promises that were known before."""
        self._make_ready(set(fresh))
        wanted: dict[int, list[int]] = {}
        for release in fresh:
            ready = self._ready[release]
            if ready.heard.published:
                found = self._store.awaiting(ready.keys, ready.heard.published)
                for fact, shared in found.items():
                    if shared >= SHARED and fact not in new:
                        wanted.setdefault(fact, []).append(release)
        older = self._load_promises(self._store.promises_by_id(wanted))
        return [
            (link, release)
            for promise in older
            for release in wanted[promise.told.id]
            for link in find_links(promise, self._ready[release], self._vocabulary)
        ]

    def _look_up(self, promise: Promise) -> list[int]:
        if not promise.told.published:
            return []
        forms = self._find_forms(promise)
        own = [forms[term] for term in promise.own if term in promise.keys]
        around = [forms[term] for term in promise.borrowed if term in promise.keys]
        first, others = (own, around) if own else (around, [])
        return self._store.sharing(first, others, promise.told.published, last_day(promise))

    def _find_forms(self, promise: Promise) -> dict[str, tuple[str, ...]]:
        """For each stem of a promise the words of its release that have it; numbers both ways."""
        told = promise.told
        forms: dict[str, set[str]] = {}
        for word, term in self._vocabulary.each(find_words(f"{told.text}\n{told.headline}")):
            forms.setdefault(term, set()).add(word.text)
        for word_of, number in load_table("follow")["numbers"].items():
            if number in forms:
                forms[number] |= {word_of, number}
        return {term: tuple(sorted(words)) for term, words in forms.items()}

    def _load_texts(self, releases: Iterable[int]) -> None:
        new = self._store.texts(set(releases) - self._texts.keys())
        self._texts |= {text.id: text for text in new}
        self._stemmer.learn(word.text for text in new for word in find_words(text.text))

    def _load_promises(self, rows: Sequence[PromiseRow]) -> list[Promise]:
        self._load_texts(row.release for row in rows)
        return [
            make_promise(_tell(row, self._texts[row.release]), self._vocabulary) for row in rows
        ]

    def _make_ready(self, releases: set[int]) -> None:
        new = releases - self._ready.keys()
        self._load_texts(new)
        acts: dict[int, list[ActRow]] = {}
        for act in self._store.acts(new):
            acts.setdefault(act.release, []).append(act)
        promises: dict[int, list[Promise]] = {}
        for promise in self._load_promises(self._store.promises(new)):
            promises.setdefault(promise.told.release, []).append(promise)
        for release in sorted(new):
            text = self._texts[release]
            heard = Heard(
                version=text.version,
                release=release,
                text=text.text,
                headline=text.headline,
                published=text.published or "",
                source=text.source,
                acts=tuple(_tell_act(act, text) for act in acts.get(release, ())),
                promises=tuple(promises.get(release, ())),
            )
            self._ready[release] = make_ready(heard, self._vocabulary)

    def _await(self, promise: Promise) -> Awaited:
        told = promise.told
        return Awaited(told.id, promise.keys, told.published or "", last_day(promise))

    def _row(self, found: tuple[Link, int]) -> LinkRow:
        link, release = found
        offset = self._texts[release].start
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
