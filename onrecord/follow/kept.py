"""Promises and releases that were made ready, as JSON: what is kept is not worked out again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.follow.deeds import own_deeds
from onrecord.follow.links import Heard, Ready, ToldAct, select_places
from onrecord.follow.narrowing import Wanted, make_wanted
from onrecord.follow.passages import Passage
from onrecord.follow.promises import Promise, Told


def dump_promise(promise: Promise, wanted: Wanted) -> str:
    """All of a promise but its text, and how it is looked for."""
    told = promise.told
    return json.dumps(
        {
            "told": [
                told.id, told.start, told.end, told.published, told.earliest, told.latest,
                told.version, told.release, told.source,
            ],
            "verbs": [deed.verb for deed in promise.deeds],
            "head": promise.head,
            "pronoun": promise.pronoun,
            "core": sorted(promise.core),
            "own": promise.own,
            "borrowed": promise.borrowed,
            "actors": sorted(promise.actors),
            "years": sorted(promise.years),
            "specific": sorted(promise.specific),
            "taken": sorted(promise.verbs),
            "wanted": [bool(wanted.own), bool(wanted.around)],
        },
        ensure_ascii=False,
    )  # fmt: skip


def load_promise(kept: str) -> tuple[Promise, Wanted]:
    """The promise that was kept, without its text, and how it is looked for."""
    values = json.loads(kept)
    promise = _load_promise(values)
    own, around = map(bool, values["wanted"][:2])
    return promise, make_wanted(promise, own=own, around=around)


def _load_promise(values: Mapping[str, Any]) -> Promise:
    id_, start, end, published, earliest, latest, version, release, source = values["told"]
    return Promise(
        told=Told(
            id_, "", "", start, end, published, earliest, latest, version, release, source
        ),
        deeds=own_deeds(values["verbs"]),
        head=values["head"],
        pronoun=values["pronoun"],
        core=frozenset(values["core"]),
        own=tuple(values["own"]),
        borrowed=tuple(values["borrowed"]),
        actors=frozenset(values["actors"]),
        years=frozenset(values["years"]),
        specific=frozenset(values["specific"]),
        verbs=frozenset(values["taken"]),
    )  # fmt: skip


def dump_places(ready: Ready) -> str:
    """Where a release's passages and acts stand, and which promises it makes."""
    acts = [[a.verb, a.start, a.end, a.earliest, a.latest] for a in ready.heard.acts]
    promises = [promise.told.id for promise in ready.heard.promises]
    return json.dumps([_dump_passages(ready.passages), acts, promises])


def _dump_passages(passages: Sequence[Passage]) -> list[list[int]]:
    """Start and end of each, and the place in the list of the one that introduces it, or -1."""
    latest: dict[str, int] = {}
    found = []
    for number, passage in enumerate(passages):
        found.append([passage.start, passage.end, latest.get(passage.intro, -1)])
        latest[passage.text] = number
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a release in the order of their numbers: passages, acts, promises."""

    passages: Sequence[Sequence[int]]
    acts: Sequence[Sequence[Any]]
    promises: Sequence[int]

    @classmethod
    def load(cls, kept: str) -> Places:
        """The places that were kept."""
        return cls(*json.loads(kept))

    def find_promises(self, mask: int) -> list[int]:
        """The promises among the places of `mask`."""
        first = len(self.passages) + len(self.acts)
        return [id_ for number, id_ in enumerate(self.promises, first) if mask >> number & 1]

    def select(self, heard: Heard, mask: int, promises: Mapping[int, Promise]) -> Ready:
        """The release with the places of `mask` only, made ready for comparison."""
        first = len(self.passages)
        passages = [self._cut_passage(heard.text, n) for n in range(first) if mask >> n & 1]
        acts = tuple(ToldAct(*act) for n, act in enumerate(self.acts, first) if mask >> n & 1)
        made = tuple(promises[id_] for id_ in self.find_promises(mask))
        chosen = Heard(
            heard.version,
            heard.release,
            heard.text,
            heard.headline,
            heard.published,
            heard.source,
            acts,
            made,
        )
        return select_places(chosen, passages)

    def _cut_passage(self, text: str, number: int) -> Passage:
        start, end, intro = self.passages[number]
        before = text[slice(*self.passages[intro][:2])] if intro >= 0 else ""
        return Passage(start, end, text[start:end], before)
