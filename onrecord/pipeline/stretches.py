"""Very long pages: read stretch by stretch, so that time grows with length and memory hardly.

A stretch is a page of its own with the releases that lie in it; a release that is longer than
a stretch is cut at a line. What the stretches say is put together again: offsets are those of
the whole page, and entities of one type and name are one.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.model.fact import Facts
from onrecord.model.identity import derive_id
from onrecord.model.reading import Entity, Reading
from onrecord.model.text import Page, Release, Span

STRETCH_LENGTH = 200_000  # characters: longer than all releases but collections of them

ID_FIELDS = frozenset({"id", "entity", "person", "speaker", "event"})

Read = Callable[[Page], tuple[Reading, Facts]]
Rename = Callable[[str], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """A page of its own: `text[start:end]` of the whole, with the numbers of its releases."""

    start: int
    page: Page
    releases: tuple[int, ...]


def read_stretches(page: Page, read: Read) -> tuple[Reading, Facts]:
    """What a long page says, read stretch by stretch."""
    joint = _Joint(page)
    for stretch in cut_page(page):
        joint.add(stretch, *read(stretch.page))
    return joint.give()


def cut_page(page: Page) -> Iterator[Stretch]:
    """The stretches of a page in order; what stands outside releases goes with those before."""
    pieces = [
        piece
        for at, release in enumerate(page.releases)
        for piece in _cut_release(page, at, release)
    ]
    held: list[tuple[int, Release]] = []
    begun = 0
    for at, release in pieces:
        if held and release.end - begun > STRETCH_LENGTH:
            yield _make_stretch(page, begun, release.start, held)
            held, begun = [], release.start
        held.append((at, release))
    if held:
        yield _make_stretch(
            page, begun, min(len(page.text), held[-1][1].end + STRETCH_LENGTH), held
        )


def _cut_release(page: Page, at: int, release: Release) -> Iterator[tuple[int, Release]]:
    """The release in pieces that a stretch can hold; only the first has what stands above."""
    while release.end - release.start > STRETCH_LENGTH:
        cut = _find_cut(page.text, max(release.start, release.body_start), release.end)
        yield at, dataclasses.replace(release, end=cut)
        release = dataclasses.replace(
            release, start=cut, body_start=cut, headline=None, stamp=None, place_line=None,
            dateline=None, day_report=False,
        )  # fmt: skip
    yield at, release


def _find_cut(text: str, start: int, end: int) -> int:
    limit = min(start + STRETCH_LENGTH // 2, end - 1)
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, start + 1, limit)
        if at > 0:
            return at + len(mark)
    return limit


def _make_stretch(page: Page, start: int, end: int, held: list[tuple[int, Release]]) -> Stretch:
    furniture = [(n, s) for n, s in page.furniture if start <= s.start and s.end <= end]
    move = functools.partial(_move, by=-start, rename=str)
    return Stretch(
        start,
        dataclasses.replace(
            page,
            text=page.text[start:end],
            releases=tuple(_move_release(release, -start) for _, release in held),
            furniture=tuple((name, move(span)) for name, span in furniture),
        ),
        tuple(at for at, _ in held),
    )


def _move_release(release: Release, by: int) -> Release:
    moved: Release = _move(release, by=by, rename=str)
    return dataclasses.replace(
        moved, start=release.start + by, end=release.end + by, body_start=release.body_start + by
    )


class _Joint:
    """What the stretches read so far say together."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._entities: dict[str, Entity] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._read: dict[str, list[Any]] = {
            name: [] for name in ("mentions", "offices", "times", "quotes")
        }
        self._told: dict[str, list[Any]] = {name: [] for name in ("events", "acts", "commitments")}
        self._notes: dict[str, str] = {}
        self._parts = 0

    def add(self, stretch: Stretch, reading: Reading, facts: Facts) -> None:
        ids = {
            id_: self._join_entity(entity, stretch.start)
            for id_, entity in reading.entities.items()
        }
        ids |= {e.id: derive_id("event", stretch.start, e.id) for e in facts.events}
        move = functools.partial(_move, by=stretch.start, rename=lambda id_: ids.get(id_, id_))
        for name, found in self._read.items():
            found += [self._number(move(one)) for one in getattr(reading, name)]
        for name, found in self._told.items():
            found += [
                dataclasses.replace(move(one), release=stretch.releases[one.release])
                for one in getattr(facts, name)
            ]
        self._notes |= reading.notes
        self._parts += len(reading.parts)

    def give(self) -> tuple[Reading, Facts]:
        kept = {name: tuple(found) for name, found in self._read.items()}
        reading = Reading(self._page, (), self._entities, notes=self._notes, **kept)
        return reading, Facts(**{name: tuple(found) for name, found in self._told.items()})

    def _join_entity(self, entity: Entity, start: int) -> str:
        """The id of an entity in the whole page: that of the first one of its type and name."""
        key = (entity.type, entity.name)
        id_ = self._ids.setdefault(key, f"x{len(self._ids) + 1}")
        moved = tuple(_move(span, by=start, rename=str) for span in entity.mentions)
        known = self._entities.get(id_)
        mentions = (*known.mentions, *moved) if known else moved
        self._entities[id_] = Entity(id_, entity.type, entity.name, mentions)
        return id_

    def _number(self, one: Any) -> Any:
        part = getattr(one, "part", None)
        return one if part is None else dataclasses.replace(one, part=part + self._parts)


def _move(value: Any, *, by: int, rename: Rename) -> Any:
    """The same value at other offsets, under other ids."""
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by, value.text)
    if isinstance(value, tuple):
        return tuple(_move(item, by=by, rename=rename) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        name: _move_field(name, getattr(value, name), by, rename)
        for name in _field_names(type(value))
    }
    return type(value)(**changed)


def _move_field(name: str, value: Any, by: int, rename: Rename) -> Any:
    if name in ID_FIELDS and isinstance(value, str):
        return rename(value)
    if name == "head" and isinstance(value, int):
        return value + by
    return _move(value, by=by, rename=rename)


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
