"""Asking the lists, feeds and sitemaps of a source, and noting what they point to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from onrecord.acquire.answers import Answer, FetchError, Fetching, Seen
from onrecord.acquire.archive import keep_bytes, load_bytes
from onrecord.acquire.pace import HostError
from onrecord.acquire.pointed import Pointed
from onrecord.acquire.sources import discover
from onrecord.config.sources import Declared
from onrecord.model.counts import spell_count
from onrecord.register.alarms import YIELD, Alarm, clear_alarms, find_accepted, raise_alarm
from onrecord.register.answered import NOTED, find_last, keep_answer
from onrecord.register.fetching import (
    START,
    Address,
    find_address,
    find_listed,
    load_address,
    note_address,
    point_to,
)
from onrecord.register.store import Connection, Engine, writing

OK, UNCHANGED = 200, 304
ROUNDS = 7  # by whose middle a list is judged
LEAST = 4  # releases that lists usually point to where less of them is doubted, not only none
FRACTION = 0.5  # of the usual yield, under which it has dropped

Known = Callable[[str], bool]
Discover = Callable[[Fetching, Declared, Known], Iterator[Pointed | FetchError]]

__all__ = ["Discover", "Listing", "RememberingFetcher", "discover", "judge_listing", "read_lists"]


@dataclass(slots=True)
class Listing:
    """What the lists of a source point to, and which of them could not be used.

    `whole` says that all were followed to their ends and none failed in passing.
    """

    items: list[Pointed] = field(default_factory=list)
    failures: list[FetchError] = field(default_factory=list)
    whole: bool = True


class RememberingFetcher:
    """Fetches starts: one that has not changed is given as it was."""

    def __init__(
        self, home: Path, engine: Engine, source: str, fetching: Fetching, now: Callable[[], str]
    ) -> None:
        self._home = home
        self._engine = engine
        self._source = source
        self._fetching = fetching
        self._now = now

    def fetch(self, address: str, seen: Seen | None = None) -> Answer:
        """The answer to a GET, never 304. Raises `FetchError`."""
        with writing(self._engine) as connection:
            row = point_to(connection, self._source, address, self._now(), kind=START)
        seen = seen or Seen(row.etag, row.last_modified)
        try:
            answer = self._fetching.fetch(address, seen)
        except FetchError as error:
            self._note_failure(row, error)
            raise
        return self._recall(row) if answer.status == UNCHANGED else self._keep(row, answer)

    def _note_failure(self, row: Address, error: FetchError) -> None:
        with writing(self._engine) as connection:
            since = row.failing_since or self._now()
            note_address(
                connection, row, visited=self._now(), failures=row.failures + 1,
                failing_since=since, reason=error.what,
            )  # fmt: skip

    def _recall(self, row: Address) -> Answer:
        with writing(self._engine) as connection:
            last = find_last(connection, row.id, NOTED)
            note_address(connection, row, **self._seen())
        if last is None or last.digest is None:
            raise FetchError(row.address, "it has not changed since nothing was kept", passing=True)
        headers = tuple((name, value) for name, value in json.loads(last.headers))
        body = load_bytes(self._home, last.digest)
        return Answer(
            row.address, last.final, OK, headers, body, last.media, last.charset, self._now()
        )

    def _keep(self, row: Address, answer: Answer) -> Answer:
        """Keep what can be asked for again under a condition."""
        etag, modified = answer.header("etag"), answer.header("last-modified")
        found = answer.status == OK
        digest = keep_bytes(self._home, answer.body) if found and (etag or modified) else None
        with writing(self._engine) as connection:
            row = load_address(connection, row.id)
            last = find_last(connection, row.id, NOTED)
            if digest and (last is None or last.digest != digest):
                keep_answer(connection, make_values(row, answer, digest, NOTED))
            gone = None if found else row.gone_since or answer.at
            seen = self._seen() if found else {"visited": answer.at}
            validators = {"etag": etag, "last_modified": modified} if digest else {}
            note_address(connection, row, **seen, gone_since=gone, **validators)
        return answer

    def _seen(self) -> dict[str, object]:
        now = self._now()
        fine = {"failures": 0, "failing_since": None, "reason": None}
        return {"visited": now, "last_seen": now, **fine}


def make_values(row: Address, answer: Answer, digest: str | None, state: str) -> dict[str, object]:
    """The columns of an answer."""
    return {
        "address_id": row.id,
        "at": answer.at,
        "status": answer.status,
        "final": answer.final,
        "media": answer.media,
        "charset": answer.charset,
        "headers": json.dumps(answer.headers),
        "digest": digest,
        "state": state,
    }


def read_lists(
    fetching: Fetching, source: Declared, engine: Engine, find: Discover, *, whole: bool
) -> Listing:
    """What a source points to; where it need not be `whole`, lists are left at what is known."""

    def known(address: str) -> bool:
        with engine.connect() as connection:
            return find_address(connection, source.name, address) is not None

    listing = Listing(whole=whole)
    for found in find(fetching, source, known if not whole else lambda _: False):
        if isinstance(found, Pointed):
            listing.items.append(found)
            continue
        listing.failures.append(found)
        if found.passing:
            listing.whole = False
        if isinstance(found, HostError):
            break
    return listing


def judge_listing(connection: Connection, source: Declared, listing: Listing, now: str) -> bool:
    """Whether lists point to about as much as before; raises or ends the alarm.

    Where one of them could not be asked nothing is judged, and an alarm stays as it is.
    """
    if any(error.passing for error in listing.failures):
        return True
    since = find_accepted(connection, source.name, YIELD)
    before = find_listed(connection, source.name, since, ROUNDS)
    usual = int(median(before)) if before else 0
    found = len(listing.items)
    dropped = listing.whole and usual >= LEAST and found < FRACTION * usual
    if not (dropped or (usual and not found)):
        clear_alarms(connection, source.name, now, kind=YIELD)
        return True
    told = f"its lists point to {spell_count(found, 'release')}; usual are {usual}"
    raise_alarm(connection, Alarm(source.name, YIELD, told, usual, found, now))
    return False


def note_pointed(connection: Connection, source: Declared, item: Pointed, now: str) -> Address:
    """Note one release that a source points to, with what it says of it."""
    told = {"published": (item.published or "")[:10], "headline": item.title or ""}
    said = {key: value for key, value in told.items() if value}
    return point_to(connection, source.name, item.address, now, said=said, updated=item.updated)


def as_answer(item: Pointed, now: str) -> Answer | None:
    """The answer that a source has given with the release itself, where it has."""
    capture = item.capture
    if capture is None:
        return None
    return Answer(
        item.address, item.address, OK, (), capture.body, capture.media, capture.charset, now
    )
