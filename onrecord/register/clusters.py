"""Names that share an entry: loading what a write touched, storing what was joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    Table,
    bindparam,
    func,
    select,
    update,
)

from onrecord.model.entry import PAGE_MARK, Name
from onrecord.register import schema
from onrecord.register.claims import Touched

CHUNK = 400  # ids in one statement
LAST_CHARACTER = "\U0010ffff"


class Wanted(Protocol):
    """A lookup of names by the beginning of their key and something it holds."""

    @property
    def type(self) -> str:
        """The names' type."""

    @property
    def begins(self) -> str:
        """How their keys begin."""

    @property
    def holds(self) -> str:
        """What stands in their keys."""


def chunk_ids(ids: Iterable[Any]) -> list[list[Any]]:
    """Ids in order, in lists that fit into one statement."""
    ordered = sorted(ids)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]


class NameStore:
    """The register's names, as `resolve` asks for them, within one transaction."""

    def __init__(
        self, connection: Connection, touched: Touched, make_owner: Callable[[Name, int], Any]
    ) -> None:
        self._connection = connection
        self._touched = touched
        self._make_owner = make_owner

    def names(self, ids: Iterable[int]) -> list[Name]:
        """The names of these ids."""
        table = schema.names.c
        return [name for c in chunk_ids(ids) for name in self._select(table.id.in_(c))]

    def unsettled(self, names: Sequence[Name]) -> set[int]:
        """The names whose entry has no row yet: those that were never resolved."""
        table = schema.entries.c
        known: set[str] = set()
        for chunk in chunk_ids({name.entry for name in names}):
            known.update(self._connection.scalars(select(table.id).where(table.id.in_(chunk))))
        return {name.id for name in names if name.entry not in known}

    def shown(self, names: Sequence[Name]) -> set[tuple[str, str]]:
        """Each type and form in which a version just written shows one of these names."""
        table = schema.forms.c
        known = {name.id: name for name in names}
        rows: list[Any] = []
        for chunk in chunk_ids(self._written_versions()):
            statement = select(table.name_id, table.form).where(table.version_id.in_(chunk))
            rows += self._connection.execute(statement).all()
        missing = known.keys() - {row.name_id for row in rows}
        rows += self._all_forms(missing)
        pairs = ((known[row.name_id], row.form) for row in rows if row.name_id in known)
        return {(name.type, form) for name, form in pairs if form != name.key}

    def _written_versions(self) -> set[int]:
        """The versions that a fact was added to; one whose facts all stay is not among them."""
        table = schema.facts.c
        found: set[int] = set()
        for chunk in chunk_ids(self._touched.facts):
            current = select(table.version_id).where(
                table.id.in_(chunk), table.recorded_to.is_(None)
            )
            found.update(self._connection.scalars(current))
        return found

    def forms(self, ids: Sequence[int]) -> set[tuple[str, str]]:
        """Type and form for every form of these names but their own keys."""
        types = {name.id: name for name in self.names(ids)}
        rows = ((types[row.name_id], row.form) for row in self._all_forms(ids))
        return {(name.type, form) for name, form in rows if form != name.key}

    def _all_forms(self, ids: Iterable[int]) -> list[Any]:
        table = schema.forms.c
        return [
            row
            for chunk in chunk_ids(ids)
            for row in self._connection.execute(
                select(table.name_id, table.form).where(table.name_id.in_(chunk)).distinct()
            )
        ]

    def keyed(self, keys: Iterable[tuple[str, str]]) -> list[Name]:
        """The names of these types and keys."""
        by_type: dict[str, set[str]] = {}
        for type_, key in keys:
            by_type.setdefault(type_, set()).add(key)
        table = schema.names.c
        return [
            name
            for type_, wanted in sorted(by_type.items())
            for chunk in chunk_ids(wanted)
            for name in self._select(table.type == type_, table.key.in_(chunk))
        ]

    def probe(self, probes: Sequence[Wanted]) -> list[Name]:
        """The names that one of the probes finds, each once; names of one page are left out."""
        wanted = sorted({(probe.type, probe.begins, probe.holds) for probe in probes})
        found: dict[int, Name] = {}
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            values = tuple(
                v for t, low, part in chunk for v in (t, low, low + LAST_CHARACTER, part)
            )
            for row in self._connection.exec_driver_sql(_probe_statement(len(chunk)), values):
                found[row.id] = Name(row.id, row.type, row.key, row.own, row.entry)
        return list(found.values())

    def owners(self, keys: Iterable[str]) -> dict[str, list[Any]]:
        """For each form the names that pages show it for, but the form's own, with their number."""
        forms = schema.forms
        counts: list[Any] = []
        for chunk in chunk_ids(keys):
            counts += self._connection.execute(
                select(forms.c.form, forms.c.name_id, func.count().label("pages"))
                .where(forms.c.form.in_(chunk))
                .group_by(forms.c.form, forms.c.name_id)
            ).all()
        known = {name.id: name for name in self.names({row.name_id for row in counts})}
        found: dict[str, list[Any]] = {}
        for row in counts:
            name = known[row.name_id]
            if name.key != row.form:
                found.setdefault(row.form, []).append(self._make_owner(name, row.pages))
        return found

    def mates(self, entries: Iterable[str]) -> list[Name]:
        """The names that share these entries."""
        table = schema.names.c
        return [name for c in chunk_ids(entries) for name in self._select(table.entry.in_(c))]

    def move(self, entries: Mapping[int, str]) -> None:
        """Give names other entries."""
        _move(self._connection, schema.names, entries)

    def count_uses(self, ids: Iterable[int]) -> dict[int, int]:
        """How many claims, present or past, use each of these names."""
        table = schema.claims.c
        found: dict[int, int] = {}
        for chunk in chunk_ids(ids):
            statement = (
                select(table.name_id, func.count())
                .where(table.name_id.in_(chunk))
                .group_by(table.name_id)
            )
            found |= {row[0]: row[1] for row in self._connection.execute(statement).all()}
        return found

    def facts_using(self, ids: Iterable[int]) -> set[int]:
        """The facts, present or past, that use one of these names."""
        table = schema.claims.c
        found: set[int] = set()
        for chunk in chunk_ids(ids):
            statement = select(table.fact_id).where(table.name_id.in_(chunk)).distinct()
            found.update(self._connection.scalars(statement))
        return found

    def _select(self, *conditions: Any) -> Iterator[Name]:
        table = schema.names
        for row in self._connection.execute(select(table).where(*conditions)).all():
            yield Name(row.id, row.type, row.key, row.own, row.entry)


def _probe_statement(count: int) -> str:
    """All names that begin as one of so many probes wants them to: a range of an index for each.

    It is made as text: compiling an expression of that many values takes longer than asking.
    """
    marks = ", ".join(["(?, ?, ?, ?)"] * count)
    return (
        f"WITH probes (type, low, high, holds) AS (VALUES {marks}) "  # noqa: S608 - only marks
        "SELECT names.id, names.type, names.key, names.own, names.entry "
        "FROM probes JOIN names ON names.type = probes.type "
        "AND names.key >= probes.low AND names.key < probes.high "
        f"WHERE instr(names.key, probes.holds) > 0 AND instr(names.key, '{PAGE_MARK}') = 0"
    )


def _move(connection: Connection, table: Table, entries: Mapping[int, str]) -> None:
    rows = [{"row": id_, "new": entry} for id_, entry in sorted(entries.items())]
    if rows:
        moving = update(table).where(table.c.id == bindparam("row")).values(entry=bindparam("new"))
        connection.execute(moving, rows)
