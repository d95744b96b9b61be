"""Reading a register: lists, entries, releases and search, each value with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, or_, select

from onrecord.errors import NotFoundError
from onrecord.model.entry import Account
from onrecord.model.identity import fold_text, layer_of
from onrecord.register import schema, search
from onrecord.register.evidence import load_facts
from onrecord.register.links import LinkView, load_links
from onrecord.register.outcomes import EventRow, load_gatherings
from onrecord.register.store import open_engine
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

NAME_LAYERS = (
    "person",
    "organisation",
    "state",
    "place",
    "instrument",
    "operation",
    "series",
)
FACT_LAYERS = ("event", "act", "commitment", "office", "quote")
BODY_SLOTS = ("body", "host", "chair", "participant", "actor", "speaker")
PERSON_SLOTS = ("chair", "host", "participant", "actor", "speaker", "person")


class Register:
    """A register opened for reading; safe to share among threads.

    Every method runs in one read transaction, so that what it returns belongs together.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, home: str | Path) -> Register:
        """The register in folder `home`. Raises `RegisterError` where there is none."""
        return cls(open_engine(Path(home)))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def entries(self, layer: str, query: Query | None = None) -> list[EntryRow]:
        """Entries of a layer ('event', 'act', 'commitment', 'person', …) that match, in order.

        Facts come by time, undated last; names by how often they are used.
        """
        query = query or Query()
        statement = _ordered(layer, query).limit(query.limit).offset(query.offset)
        with self._engine.connect() as connection:
            return [EntryRow(**row) for row in connection.execute(statement).mappings()]

    def each(self, layer: str, query: Query | None = None) -> Iterator[EntryRow]:
        """All entries that match in the same order, whatever the query's limit."""
        with self._engine.connect() as connection:
            statement = _ordered(layer, query or Query())
            for row in connection.execute(statement).mappings():
                yield EntryRow(**row)

    def count(self, layer: str, query: Query | None = None) -> int:
        """How many entries of a layer match, whatever the query's limit."""
        statement = _match(select(func.count()), layer, query or Query())
        with self._engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def facts(self, ids: Sequence[str]) -> dict[str, list[FactView]]:
        """The present accounts of these entries, oldest release first."""
        with self._engine.connect() as connection:
            found = load_facts(connection, schema.facts.c.entry.in_(ids), current=True)
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

    def entry(self, identifier: str, *, facts: bool = True) -> EntryView:
        """An entry by its id or by the id of anything that was joined into it.

        Without `facts` its accounts are left out: a name can stand in thousands.

        Raises `NotFoundError` where the register has no such id.
        """
        with self._engine.connect() as connection:
            entry = _resolve_id(connection, identifier)
            row = connection.execute(
                select(schema.entries).where(schema.entries.c.id == entry)
            ).mappings()
            found = row.first()
            if found is None:
                raise NotFoundError(f"{identifier}: no current entry of that id")
            names = _entry_names(connection, entry)
            condition = (
                schema.facts.c.id.in_(_facts_naming(entry))
                if names
                else schema.facts.c.entry == entry
            )
            accounts = load_facts(connection, condition, current=True) if facts else []
        return EntryView(EntryRow(**found), tuple(accounts), names)

    def releases(self, query: Query | None = None) -> list[ReleaseRow]:
        """Main releases that are current, newest first; undated ones last."""
        query = query or Query()
        table = schema.releases.c
        statement = (
            select_rows()
            .where(table.current, table.main, *_days(query, table.published, table.published))
            .order_by(table.published.desc().nulls_last(), table.id.desc())
            .limit(query.limit)
            .offset(query.offset)
        )
        with self._engine.connect() as connection:
            return [make_row(row) for row in connection.execute(statement)]

    def count_releases(self, query: Query | None = None) -> int:
        """How many main releases are current, within the query's days."""
        table = schema.releases.c
        statement = select(func.count()).where(
            table.current, table.main, *_days(query or Query(), table.published, table.published)
        )
        with self._engine.connect() as connection:
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

    def failures(self) -> list[Failure]:
        """Documents that could not be read, each with its reason."""
        statement = select(schema.unreadable).order_by(schema.unreadable.c.name)
        with self._engine.connect() as connection:
            return [Failure(**row) for row in connection.execute(statement).mappings()]

    def counts(self) -> Counts:
        """How much there is of everything."""
        entries, releases = schema.entries.c, schema.releases.c
        with self._engine.connect() as connection:
            by_layer = connection.execute(
                select(entries.layer, func.count()).group_by(entries.layer)
            ).all()
            days = connection.execute(
                select(
                    func.count(), func.min(releases.published), func.max(releases.published)
                ).where(releases.current)
            ).one()
            documents = connection.scalar(select(func.count()).select_from(schema.documents))
            failed = connection.scalar(select(func.count()).select_from(schema.unreadable))
        return Counts(
            documents=documents or 0,
            releases=days[0],
            unreadable=failed or 0,
            first_published=days[1],
            last_published=days[2],
            entries={row[0]: row[1] for row in by_layer},
        )


def _ordered(layer: str, query: Query) -> Select[Any]:
    table = schema.entries.c
    statement = _match(select(schema.entries), layer, query)
    if layer in NAME_LAYERS:
        return statement.order_by(table.facts.desc(), table.label, table.id)
    if query.newest:
        return statement.order_by(table.earliest.desc().nulls_last(), table.id)
    return statement.order_by(table.earliest.asc().nulls_last(), table.id)


def _match(statement: Select[Any], layer: str, query: Query) -> Select[Any]:
    table = schema.entries.c
    statement = statement.where(table.layer == layer)
    if query.kind:
        statement = statement.where(table.kind == query.kind)
    if query.status:
        statement = statement.where(table.status == query.status)
    if query.words:
        statement = statement.where(table.label.icontains(query.words, autoescape=True))
    statement = statement.where(*_days(query, table.earliest, table.latest))
    for wanted, slots in _named(query):
        names = layer in NAME_LAYERS
        matches = _names_like(wanted) if names else _entries_naming(wanted, slots)
        statement = statement.where(table.id.in_(matches))
    return statement


def _days(query: Query, earliest: Any, latest: Any) -> list[Any]:
    """Conditions that a time touches the days asked for; the undated touch none."""
    conditions = []
    if query.since:
        conditions.append(func.coalesce(latest, earliest) >= query.since)
    if query.until:
        conditions.append(earliest <= query.until)
    return conditions


def _named(query: Query) -> list[tuple[str, tuple[str, ...]]]:
    wanted = (
        (query.body, BODY_SLOTS),
        (query.person, PERSON_SLOTS),
        (query.place, ("place",)),
        (query.name, ()),
    )
    return [(name, slots) for name, slots in wanted if name]


def _names_like(wanted: str) -> Select[Any]:
    """Entries that a name, a part of one, a form of one or an id means."""
    names, forms = schema.names.c, schema.forms.c
    if layer_of(wanted) in NAME_LAYERS:
        return select(names.entry).where(or_(names.entry == wanted, names.own == wanted))
    folded = fold_text(wanted)
    return select(names.entry).where(
        or_(
            names.key.contains(folded, autoescape=True),
            names.id.in_(select(forms.name_id).where(forms.form == folded)),
        )
    )


def _entries_naming(wanted: str, slots: tuple[str, ...]) -> Select[Any]:
    names, claims, facts = schema.names, schema.claims, schema.facts
    statement = (
        select(facts.c.entry)
        .join(claims, claims.c.fact_id == facts.c.id)
        .join(names, names.c.id == claims.c.name_id)
        .where(names.c.entry.in_(_names_like(wanted)), facts.c.recorded_to.is_(None))
    )
    return statement.where(claims.c.slot.in_(slots)) if slots else statement


def _resolve_id(connection: Connection, identifier: str) -> str:
    table = schema.names if layer_of(identifier) in NAME_LAYERS else schema.facts
    found = connection.execute(
        select(table.c.entry)
        .where(or_(table.c.own == identifier, table.c.entry == identifier))
        .order_by(table.c.id.desc())
        .limit(1)
    ).scalar()
    if found is None:
        raise NotFoundError(f"{identifier}: the register has no entry of that id")
    return str(found)


def _entry_names(connection: Connection, entry: str) -> tuple[str, ...]:
    names = schema.names.c
    found = connection.scalars(select(names.label).where(names.entry == entry)).all()
    return tuple(sorted(set(found), key=lambda name: (-len(name), name)))


def _facts_naming(entry: str) -> Select[Any]:
    names, claims = schema.names.c, schema.claims.c
    return (
        select(claims.fact_id)
        .join(schema.names, names.id == claims.name_id)
        .where(names.entry == entry)
    )
