"""The pages of web archives, in the order in which they were taken.

An archive is gone through once for what it holds and when, and a second time for the pages
themselves: of each only its place is kept meanwhile.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from onrecord.acquire.holders import Holder, Shelf, find_holders
from onrecord.acquire.media import HTML_ENDINGS, split_ending
from onrecord.acquire.members import BROKEN
from onrecord.acquire.records import Broken, Headers, Record, iter_records, read_record
from onrecord.acquire.responses import (
    REVISIT,
    Entry,
    Told,
    read_entry,
    read_payload,
    restore_headers,
)
from onrecord.errors import InputError
from onrecord.model.text import Capture, Unreadable

FEWER_LETTERS = 160  # of the path in a document's name
REMEDY = "fetch the archive again"

_UNREAD = (*BROKEN, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry and the file it is in."""

    holder: Holder
    entry: Entry

    @property
    def where(self) -> str:
        return f"{self.holder}@{self.entry.offset}"


@dataclass(slots=True)
class _Index:
    """What archives hold: places in their order, and by what revisits refer to."""

    places: list[_Place] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)

    def add(self, holder: Holder, found: Entry | Told | None) -> None:
        if isinstance(found, Entry):
            self.places.append(_Place(holder, found))
        elif found is not None:
            self.told[found.record] = found

    def each_page(self) -> Iterator[tuple[_Place, _Place | None]]:
        """What was seen in order of time, each with the place at which its body stands.

        Where there is None the record that a revisit repeats is not there.
        """
        own = [place for place in self.places if place.entry.type != REVISIT]
        dated = {(place.entry.address, place.entry.at): place for place in own}
        alike = {place.entry.payload: place for place in own if place.entry.payload}
        for place in sorted(self.places, key=lambda place: place.entry.at):
            refers = place.entry.refers
            if refers is None:
                yield place, place
            else:
                yield place, dated.get(refers[:2]) or alike.get(refers[2])


def find_web_captures(paths: Sequence[Path]) -> Iterator[Capture | Unreadable]:
    """The pages of these archives, the earliest first, each with its moment and headers.

    Of an address that was taken several times every change is given under one name, so that
    each is a version of one document. What cannot be read comes with the place where it stands.
    """
    index = _Index()
    with Shelf() as shelf:
        for path in paths:
            for holder in find_holders(path):
                if isinstance(holder, InputError):
                    yield Unreadable(holder.where, holder.where, holder.what, holder.remedy)
                else:
                    yield from _scan(shelf, holder, index)
        yield from _Pages(shelf, index).read()


def _scan(shelf: Shelf, holder: Holder, index: _Index) -> Iterator[Unreadable]:
    """Enter what a file holds into the index; gives what is broken."""
    found: tuple[int, Entry | Told | None] = (-1, None)
    try:
        for record in iter_records(shelf.take(holder)):
            if isinstance(record, Broken):
                found = (-1, None) if found[0] == record.offset else found
                yield _tell_broken(holder, record)
                continue
            index.add(holder, found[1])
            found = (record.offset, None)
            try:
                found = (record.offset, read_entry(record, index.told))
            except ValueError as error:
                yield _tell_broken(holder, Broken(record.offset, str(error)))
            except (EOFError, zlib.error, OSError):
                continue  # it is told as broken when it is passed over
        index.add(holder, found[1])
    except BROKEN as error:
        what = f"it cannot be read: {getattr(error, 'strerror', None) or error}".lower()
        yield Unreadable(str(holder), str(holder), what, REMEDY)


def _tell_broken(holder: Holder, broken: Broken) -> Unreadable:
    where = f"{holder}@{broken.offset}"
    remedy = "pack each record by itself ('warcio recompress')" if broken.last else REMEDY
    return Unreadable(where, where, f"the record is broken: {broken.what}", remedy)


class _Pages:
    """The second way through: the pages that the index tells of."""

    def __init__(self, shelf: Shelf, index: _Index) -> None:
        self._shelf = shelf
        self._index = index
        self._names: dict[str, str] = {}  # of addresses
        self._taken: set[str] = set()
        self._last: dict[str, str] = {}  # the digest of the last page of each name

    def read(self) -> Iterator[Capture | Unreadable]:
        for place, body in self._index.each_page():
            found = self._read_page(place, body)
            if isinstance(found, Unreadable):
                yield found
            elif self._last.get(found.name) != found.digest:
                self._last[found.name] = found.digest
                yield found

    def _read_page(self, place: _Place, body: _Place | None) -> Capture | Unreadable:
        if body is None:
            what = "the record that it repeats is not here"
            return Unreadable(place.where, place.where, what, "name the archives together")
        try:
            record = self._open(body)
            payload, headers = read_payload(record, place.where)
        except InputError as error:
            return Unreadable(place.where, place.where, error.what, error.remedy)
        except _UNREAD as error:
            what = f"the record is broken: {error or type(error).__name__}"
            return Unreadable(place.where, place.where, what, REMEDY)
        return self._make_capture(place.entry, body.entry, payload, headers)

    def _open(self, place: _Place) -> Record:
        return read_record(self._shelf.take(place.holder), place.entry.offset)

    def _make_capture(
        self, seen: Entry, body: Entry, payload: bytes, headers: Headers | None
    ) -> Capture:
        told = self._index.told.get(seen.id)
        said = told.said if told else {"charset": body.charset} if body.charset else {}
        return Capture(
            name=told.document if told else self._name(seen.address),
            address=told.address if told else seen.address,
            body=payload,
            media=told.media if told else body.media,
            charset=said.get("charset"),
            published=said.get("published"),
            headline=said.get("headline"),
            institution=said.get("institution"),
            lang=said.get("lang"),
            at=seen.at,
            asked=told.asked if told else seen.address,
            headers=restore_headers(headers),
        )

    def _name(self, address: str) -> str:
        """The name of an address's document; another page of the same name has a number."""
        key = address.partition("#")[0]
        if key not in self._names:
            name = free = name_page(key)
            number = 1
            while free in self._taken:
                number += 1
                free = f"{name}-{number}"
            self._taken.add(free)
            self._names[key] = free
        return self._names[key]


def name_page(address: str) -> str:
    """What the page at an address is called: its host and path, without an ending of HTML."""
    parts = urlsplit(address)
    steps = [step for step in unquote(parts.path).split("/") if step.strip(".")]
    path = "/".join(steps) or "index"
    bare, ending = split_ending(path)
    query = f"?{parts.query}" if parts.query else ""
    name = "".join(c for c in (bare if ending in HTML_ENDINGS else path) + query if c.isprintable())
    if len(name) > FEWER_LETTERS:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        name = f"{name[:FEWER_LETTERS]}-{digest}"
    return f"{parts.netloc.lower() or parts.scheme}/{name}"
