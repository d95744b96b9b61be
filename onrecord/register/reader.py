"""Reading a register: lists, entries, releases and search, each value with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, func, select

from onrecord.model.entry import Account
from onrecord.register import schema, search
from onrecord.register.changes import Changes, load_changes
from onrecord.register.counts import load_counts
from onrecord.register.doubts import DoubtPage, load_doubts
from onrecord.register.evidence import load_facts
from onrecord.register.known import (
    FIRST_MOMENT,
    LAST_MOMENT,
    Past,
    find_moment,
    has_later,
    open_known,
)
from onrecord.register.links import LinkView, load_links
from onrecord.register.matching import (
    find_called,
    find_ids,
    find_named,
    match_entries,
    order_entries,
    wanted_releases,
)
from onrecord.register.outcomes import EventRow, load_gatherings
from onrecord.register.pasts import Pasts
from onrecord.register.recalled import Recalled
from onrecord.register.references import load_entries
from onrecord.register.resolving import load_entry
from onrecord.register.store import open_engine, stamp_file
from onrecord.register.texts import load_release, make_row, select_rows
from onrecord.register.views import (
    PAGE_SIZE,
    Counts,
    EntryRow,
    EntryView,
    FactView,
    Failure,
    Query,
    ReleaseRow,
    ReleaseView,
)

P = ParamSpec("P")
T = TypeVar("T")


class Register:
    """A register opened for reading; safe to share among threads.

    Every method runs in one read transaction, so that what it returns belongs together.
    """

    def __init__(
        self, engine: Engine, past: Past | None = None, kept: Engine | None = None
    ) -> None:
        self._engine = engine
        self._past = past
        self._kept = kept or engine
        self._pasts: Pasts[Register] = Pasts()
        self._recalled = Recalled()

    @classmethod
    def open(cls, home: str | Path) -> Register:
        """The register in folder `home`. Raises `RegisterError` where there is none."""
        return cls(open_engine(Path(home)))

    def close(self) -> None:
        """Let go of the file."""
        self._pasts.clear()
        self._engine.dispose()

    @property
    def home(self) -> Path:
        """The folder that the register lies in."""
        return Path(str(self._kept.url.database)).parent

    def at(self, asof: str | None = None, *, published: str | None = None) -> Register:
        """The register as it was known on a day (at its end) or at a moment in UTC.

        Every question asked of it is answered from what was recorded by then, and had been
        `published` by a day; what has no day of publication stays. Who is who is told as it is
        known today. The first question about a past takes a while, further ones do not. Raises
        `InputError` for what is no day or moment.
        """
        past = Past(find_moment(asof) if asof else None, published)
        if not asof and (not published or not self.ask(has_later, published)):
            return self
        return self._pasts.find(
            str(past),
            stamp_file(self._kept),
            lambda: Register(open_known(self._kept, past), past, self._kept),
        )

    def _known(self, query: Query) -> Engine:
        return self.at(query.asof)._engine if query.asof else self._engine

    def ask(
        self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What a question of this package gives, asked in one read transaction."""
        with self._engine.connect() as connection:
            return question(connection, *args, **kwargs)

    def recall(
        self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `ask` gives, found once until something is written.

        What the question is told has to be hashable; what it gives is shared and not to be
        changed.
        """
        key = (question, args, tuple(sorted(kwargs.items())))
        return self._recalled.find(key, self.stamp(), lambda: self.ask(question, *args, **kwargs))

    def stamp(self) -> str:
        """A text that changes with every write to the register; asking for it costs nothing."""
        return f"{stamp_file(self._kept)} {self._past or ''}".rstrip()

    def entries(self, layer: str, query: Query | None = None) -> list[EntryRow]:
        """Entries of a layer ('event', 'act', 'commitment', 'person', …) that match, in order.

        Facts come by time, undated last; names by how often they are used.
        """
        query = query or Query()
        statement = (
            order_entries(select(schema.entries), layer, query)
            .limit(query.limit)
            .offset(query.offset)
        )
        with self._known(query).connect() as connection:
            return [EntryRow(**row) for row in connection.execute(statement).mappings().all()]

    def each(self, layer: str, query: Query | None = None) -> Iterator[EntryRow]:
        """All entries that match in the same order, whatever the query's limit."""
        query = query or Query()
        with self._known(query).connect() as connection:
            statement = order_entries(select(schema.entries), layer, query)
            for row in connection.execute(statement).mappings():
                yield EntryRow(**row)

    def count(self, layer: str, query: Query | None = None) -> int:
        """How many entries of a layer match, whatever the query's limit."""
        query = query or Query()
        statement = match_entries(select(func.count()), layer, query)
        with self._known(query).connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def page(self, layer: str, query: Query) -> tuple[int, list[EntryRow]]:
        """How many entries of a layer match, and those that `entries` gives.

        What is found by a name or by words is looked for once for both.
        """
        if not (find_named(query) or query.words):
            return self.count(layer, query), self.entries(layer, query)
        register = self.at(query.asof) if query.asof else self
        ids = register.recall(find_ids, layer, replace(query, limit=PAGE_SIZE, offset=0))
        shown = ids[query.offset : query.offset + query.limit]
        found = {row.id: row for row in register.ask(load_entries, shown)}
        return len(ids), [found[id_] for id_ in shown if id_ in found]

    def called(self, name: str, most: int, asof: str | None = None) -> dict[str, list[EntryRow]]:
        """The entries that a name or a part of one means: so many of each layer, by use."""
        with self._known(Query(asof=asof)).connect() as connection:
            return find_called(connection, name, most)

    def facts(
        self, ids: Sequence[str], slots: Sequence[str] | None = None
    ) -> dict[str, list[FactView]]:
        """The present accounts of these entries, oldest release first.

        With `slots` they have no values but those of these slots.
        """
        condition = schema.facts.c.entry.in_(ids)
        with self._engine.connect() as connection:
            found = load_facts(connection, condition, current=True, slots=slots)
        groups: dict[str, list[FactView]] = {identifier: [] for identifier in ids}
        for fact in found:
            groups[fact.entry].append(fact)
        return groups

    def links(self, ids: Sequence[str]) -> Mapping[str, list[LinkView]]:
        """What later releases tell of the promises of these entries, in order of publication."""
        with self._engine.connect() as connection:
            return load_links(connection, ids)

    def bounds(self, ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
        """The first and the last day of the time of these entries."""
        table = schema.entries.c
        statement = select(table.id, table.earliest, table.latest).where(table.id.in_(ids))
        with self._engine.connect() as connection:
            return {id_: (first, last) for id_, first, last in connection.execute(statement)}

    def gatherings(
        self, ids: Sequence[str], families: Mapping[str, Sequence[str]]
    ) -> tuple[list[Account], dict[int, EventRow]]:
        """The accounts of these events, and those that may tell what became of them."""
        with self._engine.connect() as connection:
            return load_gatherings(connection, ids, families)

    def entry(self, identifier: str, *, facts: bool = True, history: bool = False) -> EntryView:
        """An entry by its id or by the id of anything that was joined into it.

        Without `facts` its accounts are left out: a name can stand in thousands. With
        `history` there are also those that the register once held, each with the moment it
        ended and, where a person had it withdrawn, who and why.

        Raises `NotFoundError` where the register has no such id, and `WithdrawnError`, which
        says why, where nothing tells of it any more; with `history` its former accounts are
        given instead.
        """
        return self.ask(load_entry, identifier, facts=facts, history=history)

    def releases(self, query: Query | None = None) -> list[ReleaseRow]:
        """Main releases that are current, newest first; undated ones last."""
        query = query or Query()
        table = schema.releases.c
        statement = (
            select_rows()
            .where(table.current, table.main, *wanted_releases(query))
            .order_by(table.published.desc().nulls_last(), table.id.desc())
            .limit(query.limit)
            .offset(query.offset)
        )
        with self._known(query).connect() as connection:
            return [make_row(row) for row in connection.execute(statement)]

    def count_releases(self, query: Query | None = None) -> int:
        """How many main releases are current, within the query's days."""
        query = query or Query()
        table = schema.releases.c
        statement = select(func.count()).where(table.current, table.main, *wanted_releases(query))
        with self._known(query).connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def release(self, identifier: str) -> ReleaseView:
        """A release by its id. Raises `NotFoundError` where there is none."""
        with self._engine.connect() as connection:
            return load_release(connection, identifier)

    def search(
        self, words: str, *, newest: bool = False, limit: int = PAGE_SIZE, offset: int = 0
    ) -> list[ReleaseRow]:
        """Releases with these words (stems; "exact phrase"; -without), passages marked."""
        with self._engine.connect() as connection:
            hits = search.find_releases(
                connection, words, newest=newest, limit=limit, offset=offset
            )
            rows = connection.execute(
                select_rows().where(schema.releases.c.id.in_([hit.release for hit in hits]))
            ).all()
        by_id = {row.id: row for row in rows}
        return [make_row(by_id[hit.release], hit.passage) for hit in hits]

    def count_search(self, words: str) -> int:
        """How many releases have these words."""
        with self._engine.connect() as connection:
            return search.count_hits(connection, words)

    def changes(self, since: str, until: str | None = None) -> Changes:
        """What was learned, lost or corrected from a day or moment on, and up to another.

        A day counts from its beginning, as `until` to its end. Raises `InputError` for what is
        no day or moment.
        """
        start = find_moment(since)
        if start.endswith(LAST_MOMENT):
            start = start.removesuffix(LAST_MOMENT) + FIRST_MOMENT
        return self.ask(load_changes, start, find_moment(until) if until else None)

    def doubts(
        self, layer: str | None = None, limit: int = PAGE_SIZE, cursor: str | None = None
    ) -> DoubtPage:
        """Pairs of entries that may be one and wait for a person's judgement, likeliest first.

        `layer` is 'person', 'organisation', 'event' …; `cursor` is the page before's
        `following`. Raises `InputError` for a layer or cursor that is none.
        """
        return self.ask(load_doubts, layer, limit, cursor)

    def failures(self) -> list[Failure]:
        """Documents that could not be read, each with its reason."""
        statement = select(schema.unreadable).order_by(schema.unreadable.c.name)
        with self._engine.connect() as connection:
            return [Failure(**row) for row in connection.execute(statement).mappings()]

    def counts(self) -> Counts:
        """How much there is of everything."""
        return self.ask(load_counts)
