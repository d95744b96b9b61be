"""The words by which promises and the places that answer them find each other.

Places of releases are posted under each of their words by day, promises by the day on which
they were made: whatever comes later looks at the days and words that matter, and no further.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids

BLOCK = 62  # places in one number: as many bits as fit, with room for a sign
USUAL_DAYS = 4 * 366  # for which most promises are looked for; others are posted again so often
LONGEST_DAYS = 36_525  # for which a promise is looked for at most

Day = str


@dataclass(frozen=True, slots=True)
class HeardRow:
    """A release as following keeps it: its places, and the words of each place in order."""

    release: int
    version: int
    day: Day | None
    places: str
    keys: Sequence[frozenset[str]] = ()


@dataclass(frozen=True, slots=True)
class SoughtRow:
    """A promise as following keeps it, with its own words and others by which it is found."""

    fact: int
    published: Day
    until: Day
    promise: str
    own: Iterable[str]
    around: Iterable[str]


class SoughtStore:
    """The words of promises and places, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, versions: Iterable[int]) -> None:
        """Drop all that is kept of these versions."""
        releases, facts = schema.releases, schema.facts
        for chunk in chunk_ids(versions):
            told = select(releases.c.id).where(releases.c.version_id.in_(chunk))
            self._drop(schema.heard, schema.heard.c.release_id.in_(told))
            made = select(facts.c.id).where(
                facts.c.version_id.in_(chunk), facts.c.layer + "" == "commitment"
            )
            self._drop(schema.sought, schema.sought.c.fact_id.in_(made))

    def _drop(self, table: Any, condition: Any) -> None:
        """Drop rows of `heard` or `sought` and all postings of them."""
        postings, own = _POSTINGS[table]
        gone = [
            {"term": term, "since": row.day, "row": row[0]}
            for row in self._connection.execute(select(table).where(condition)).all()
            for term in array("I", row.terms)
        ]
        if gone:
            where = (postings.c.term == bindparam("term"), postings.c.day >= bindparam("since"))
            statement = delete(postings).where(*where, postings.c[own] == bindparam("row"))
            self._connection.execute(statement, gone)
        self._connection.execute(delete(table).where(condition))

    def keep_releases(self, rows: Iterable[HeardRow]) -> None:
        """Keep releases, and post their places under their words."""
        kept, posted = [], []
        for row in rows:
            masks = _collect_masks(row.keys)
            day = _number_day(row.day) if row.day else 0
            kept.append(
                {
                    "release_id": row.release,
                    "version_id": row.version,
                    "day": day,
                    "places": row.places,
                    "terms": array("I", sorted(masks)).tobytes(),
                }
            )
            posted += [
                {"term": term, "day": day, "release_id": row.release, "block": b, "places": bits}
                for term, mask in masks.items()
                for b, bits in _split_mask(mask)
            ]
        posted.sort(key=lambda row: (row["term"], row["day"]))  # in the order of the table
        _insert(self._connection, schema.heard, kept)
        _insert(self._connection, schema.heard_terms, posted)

    def keep_promises(self, rows: Iterable[SoughtRow]) -> None:
        """Keep promises, and post them under their words."""
        kept, posted = [], []
        for row in rows:
            day, until = _number_day(row.published), _number_day(row.until)
            roles = {hash_key(key): False for key in row.around}
            roles |= {hash_key(key): True for key in row.own}
            terms = array("I", sorted(roles)).tobytes()
            kept.append({"fact_id": row.fact, "day": day, "promise": row.promise, "terms": terms})
            posted += [
                {"term": term, "day": at, "fact_id": row.fact, "until": until, "own": own}
                for term, own in roles.items()
                for at in range(day, min(until, day + LONGEST_DAYS) + 1, USUAL_DAYS)
            ]
        posted.sort(key=lambda row: (row["term"], row["day"]))
        _insert(self._connection, schema.sought, kept)
        _insert(self._connection, schema.sought_terms, posted)

    def find_places(self, keys: Iterable[str], since: Day, until: Day) -> dict[int, dict[str, int]]:
        """The releases after a day and up to another, with the places where these words stand.

        Places are given as bits, by word.
        """
        names = {hash_key(key): key for key in keys}
        found: dict[int, dict[str, int]] = {}
        days = (_number_day(since), _number_day(until))
        for term, release, block, places in self._look_up(_PLACES_SQL, names, days):
            masks = found.setdefault(release, {})
            key = names[term]
            masks[key] = masks.get(key, 0) | places << BLOCK * block
        return found

    def find_promises(self, keys: Iterable[str], day: Day) -> dict[int, dict[str, bool]]:
        """The promises that may be answered on a day, with the words of theirs that are here.

        True is said of a promise's own words.
        """
        number = _number_day(day)
        names = {hash_key(key): key for key in keys}
        found: dict[int, dict[str, bool]] = {}
        days = (number - USUAL_DAYS, number, number)
        for term, fact, own in self._look_up(_PROMISES_SQL, names, days):
            found.setdefault(fact, {})[names[term]] = bool(own)
        return found

    def _look_up(
        self, statement: str, terms: Iterable[int], days: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        """The postings of these terms; numbers stand in the statement, which is faster."""
        for chunk in chunk_ids(terms):
            wanted = ", ".join(map(str, chunk))
            yield from self._connection.exec_driver_sql(statement.format(wanted), days).all()

    def places(self, releases: Iterable[int]) -> dict[int, str]:
        """The places of these releases, as they were kept."""
        table = schema.heard.c
        return {
            release: places
            for chunk in chunk_ids(releases)
            for release, places in self._connection.execute(
                select(table.release_id, table.places).where(table.release_id.in_(chunk))
            ).all()
        }

    def promises(self, facts: Iterable[int]) -> dict[int, str]:
        """Those of these promises that are current, as they were kept."""
        table, known = schema.sought, schema.facts.c
        return {
            fact: promise
            for chunk in chunk_ids(facts)
            for fact, promise in self._connection.execute(
                select(table.c.fact_id, table.c.promise)
                .join(schema.facts, known.id == table.c.fact_id)
                .where(table.c.fact_id.in_(chunk), known.recorded_to.is_(None))
            ).all()
        }

    def missing(self) -> list[int]:
        """The current versions of which nothing is kept."""
        releases, heard = schema.releases.c, schema.heard.c
        kept = select(heard.release_id).where(heard.release_id == releases.id).exists()
        wanted = select(releases.version_id).where(releases.current, ~kept).distinct()
        return sorted(self._connection.scalars(wanted))


_PLACES_SQL = (
    "SELECT term, release_id, block, places FROM heard_terms "
    "WHERE term IN ({}) AND day > ? AND day <= ?"
)
_PROMISES_SQL = (
    "SELECT term, fact_id, own FROM sought_terms "
    "WHERE term IN ({}) AND day >= ? AND day < ? AND until >= ?"
)

_POSTINGS: Mapping[Any, tuple[Any, str]] = {
    schema.heard: (schema.heard_terms, "release_id"),
    schema.sought: (schema.sought_terms, "fact_id"),
}


def hash_key(key: str) -> int:
    """A word as it is posted; the few that share a number only cost a closer look."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))


def _number_day(day: Day) -> int:
    return date.fromisoformat(day).toordinal()


def _collect_masks(keys: Sequence[Iterable[str]]) -> dict[int, int]:
    masks: dict[int, int] = {}
    for number, terms in enumerate(keys):
        for key in terms:
            term = hash_key(key)
            masks[term] = masks.get(term, 0) | 1 << number
    return masks


def _split_mask(mask: int) -> Iterable[tuple[int, int]]:
    block = 0
    while mask:
        bits = mask & (1 << BLOCK) - 1
        if bits:
            yield block, bits
        mask >>= BLOCK
        block += 1


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
