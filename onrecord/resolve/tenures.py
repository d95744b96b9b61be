"""From dated observations of people in an office to their tenures in it.

Nobody publishes when an office was held; releases show people in it on single days. A tenure
is what such days allow to say: from the first to the last of them for certain, with the days
of appointment and dismissal where they are told, and with whoever is seen in it next.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

SETTLED = 2  # days on which somebody else must be seen for a gap between two days to count

Standing = Literal["in office", "last seen before", "first seen after"]


@dataclass(frozen=True, slots=True)
class Observation:
    """A day on which a text shows a person in an office, or puts them into or out of it.

    `fact` says where it is told. `kind` is 'seen', 'appointed' or 'left'.
    """

    person: str
    day: str
    fact: int
    kind: Literal["seen", "appointed", "left"] = "seen"
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office: seen from `first` to `last`, appointed and left where told.

    `until` is the day on which the next holder began, where nothing tells of leaving.
    """

    person: str
    first: str
    last: str
    appointed: str | None = None
    left: str | None = None
    until: str | None = None
    successor: str | None = None
    acting: bool = False
    observations: tuple[Observation, ...] = field(default=())

    @property
    def begin(self) -> str:
        """The first day for certain."""
        return min(filter(None, (self.appointed, self.first)))

    @property
    def end(self) -> str:
        """The last day for certain."""
        return self.left or max(self.last, self.begin)


def build_tenures(observations: Iterable[Observation]) -> list[Tenure]:
    """The tenures in one office, in order of time.

    A person who is seen again after another was settled in between has two.
    """
    known = sorted(set(observations), key=lambda o: (o.day, o.person, o.kind, o.fact))
    own: dict[str, list[Observation]] = {}
    for observation in known:
        own.setdefault(observation.person, []).append(observation)
    held = _Held.of(known)
    tenures = [_make_tenure(run) for days in own.values() for run in _split_runs(days, held)]
    return _link(sorted(tenures, key=lambda t: (t.begin, t.end, t.person)))


@dataclass(frozen=True, slots=True)
class _Held:
    """Who was in an office on which days, in order of time, and each person's first and last."""

    days: Sequence[str]
    holding: Sequence[Observation]
    spans: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, known: Sequence[Observation]) -> _Held:
        holding = [o for o in known if o.kind != "left"]
        spans: dict[str, tuple[str, str]] = {}
        for o in holding:
            spans[o.person] = (spans.get(o.person, (o.day, ""))[0], o.day)
        return cls([o.day for o in holding], holding, spans)

    def between(self, after: str, before: str, but: str) -> dict[str, list[Observation]]:
        """Those in the office on days between two only, by person, without one person."""
        found: dict[str, list[Observation]] = {}
        for o in self.holding[bisect_right(self.days, after) : bisect_left(self.days, before)]:
            first, last = self.spans[o.person]
            if o.person != but and after < first and last < before:
                found.setdefault(o.person, []).append(o)
        return found


def _split_runs(own: Sequence[Observation], held: _Held) -> list[list[Observation]]:
    runs: list[list[Observation]] = []
    for observation in own:
        former = runs[-1][-1] if runs else None
        if former is None or _is_parted(former, observation, held):
            runs.append([observation])
        else:
            runs[-1].append(observation)
    return [run for run in runs if any(o.kind != "left" for o in run)]


def _is_parted(one: Observation, next_: Observation, held: _Held) -> bool:
    """Whether another was in the office between two days of a person."""
    if one.kind == "left":
        return next_.kind == "appointed" or (next_.day > one.day and next_.kind == "seen")
    return any(
        len({o.day for o in shown}) >= SETTLED or any(o.kind == "appointed" for o in shown)
        for shown in held.between(one.day, next_.day, one.person).values()
    )


def _make_tenure(run: Sequence[Observation]) -> Tenure:
    seen = [o.day for o in run if o.kind == "seen"]
    put_in = [o.day for o in run if o.kind == "appointed"]
    out = [o.day for o in run if o.kind == "left"]
    appointed = min(put_in, default=None)
    first = min(seen or put_in)
    if appointed is not None and appointed > first:
        appointed = None  # put in again
    left = max(out, default=None)
    last = max(seen, default=first)
    left = left if left is None or left >= last else last
    acting = all(o.acting for o in run if o.kind == "seen") and bool(seen)
    return Tenure(
        run[0].person, first, last, appointed, left, acting=acting, observations=tuple(run)
    )


def _link(tenures: Sequence[Tenure]) -> list[Tenure]:
    """Each tenure with who came next: the first to begin after it was last seen.

    `tenures` are in order of their beginnings.
    """
    begins = [tenure.begin for tenure in tenures]
    linked = []
    for tenure in tenures:
        later = itertools.islice(tenures, bisect_right(begins, tenure.last), None)
        following = next((t for t in later if t.person != tenure.person), None)
        if following is None:
            linked.append(tenure)
            continue
        until = None if tenure.left else following.begin
        linked.append(replace(tenure, until=until, successor=following.person))
    return linked


def stand_on(tenures: Sequence[Tenure], day: str) -> list[tuple[Tenure, Standing]]:
    """Who held the office on a day: those who did for certain, all of them where they conflict.

    Where it is nobody for certain, the one seen last before it, unless told to have left, and
    the one seen first after it.
    """
    certain = [t for t in tenures if t.begin <= day <= t.end and not (t.left and t.left <= day)]
    if certain:
        return [(tenure, "in office") for tenure in certain]
    found: list[tuple[Tenure, Standing]] = []
    before = [t for t in tenures if t.end < day or (t.left and t.left <= day)]
    after = [t for t in tenures if t.begin > day]
    if before:
        last = max(before, key=lambda t: (t.end, t.begin))
        if last.left is None or last.left > day:
            found.append((last, "last seen before"))
    if after and not (found and min(t.begin for t in after if t) == found[0][0].begin):
        next_ = min(after, key=lambda t: t.begin)
        if next_.appointed is None:
            found.append((next_, "first seen after"))
    return found


def find_conflicts(tenures: Iterable[Tenure]) -> list[tuple[Tenure, Tenure]]:
    """Tenures of different people that overlap by what was seen, in order of time."""
    ordered = sorted(tenures, key=lambda t: t.begin)
    begins = [tenure.begin for tenure in ordered]
    return [
        (one, other)
        for n, one in enumerate(ordered)
        for other in ordered[n + 1 : bisect_left(begins, one.end)]
        if one.person != other.person and one.begin < other.end
    ]
