"""The addresses of followed sources: when each was asked, what it gave, when it is due again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from onrecord.register.claims import insert_row
from onrecord.register.clusters import chunk_ids
from onrecord.register.visits import addresses, answers, rounds

START, PAGE = "start", "page"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a source as the register knows it: see the table `addresses`."""

    id: int
    source: str
    address: str
    kind: str
    own: str | None
    twin_of: int | None
    document: str | None
    said: str | None
    updated: str | None
    etag: str | None
    last_modified: str | None
    first_seen: str
    last_seen: str | None
    visited: str | None
    next_visit: str | None
    failures: int
    failing_since: str | None
    reason: str | None
    gone_since: str | None

    @property
    def told(self) -> Mapping[str, str]:
        """What the source says of it beside the page."""
        return dict(json.loads(self.said or "{}"))


_COLUMNS = tuple(addresses.c[field.name] for field in fields(Address))


@dataclass(frozen=True, slots=True)
class Round:
    """A time that a source is asked."""

    id: int
    started_at: str


def start_round(connection: Connection, source: str, moment: str) -> Round:
    """The round of a source that was cut short, else a new one."""
    table = rounds.c
    open_round = select(table.id, table.started_at).where(
        table.source == source, table.finished_at.is_(None)
    )
    row = connection.execute(open_round.order_by(table.id.desc()).limit(1)).first()
    if row is not None:
        return Round(row.id, row.started_at)
    number = insert_row(connection, insert(rounds).values(source=source, started_at=moment))
    return Round(number, moment)


def note_round(connection: Connection, number: int, **values: Any) -> None:
    """Set columns of a round."""
    connection.execute(update(rounds).where(rounds.c.id == number).values(**values))


def count_visit(connection: Connection, number: int, *columns: str) -> None:
    """Add one to columns of a round."""
    added = {column: rounds.c[column] + 1 for column in columns}
    connection.execute(update(rounds).where(rounds.c.id == number).values(**added))


def find_listed(connection: Connection, source: str, after: str, limit: int) -> list[int]:
    """How much a source's lists pointed to in its last whole rounds since a moment, newest first.

    Rounds whose lists pointed to nothing are left out.
    """
    table = rounds.c
    statement = (
        select(table.listed)
        .where(table.source == source, table.finished_at.is_not(None), table.listed > 0)
        .where(table.started_at > after)
        .order_by(table.id.desc())
        .limit(limit)
    )
    return list(connection.scalars(statement))


def find_whole_round(connection: Connection, source: str) -> str | None:
    """When the last round began in which a source's lists were followed to their ends."""
    table = rounds.c
    whole = (table.source == source) & table.finished_at.is_not(None) & table.listed.is_not(None)
    found: str | None = connection.scalar(select(func.max(table.started_at)).where(whole))
    return found


def find_address(connection: Connection, source: str, address: str) -> Address | None:
    """The row of an address of a source, also by where its page has moved to."""
    table = addresses.c
    statement = _select().where(table.source == source)
    row = connection.execute(statement.where(table.address == address)).first()
    if row is None:
        row = connection.execute(statement.where(table.own == address)).first()
    return Address(*row) if row else None


def load_address(connection: Connection, number: int) -> Address:
    """The address of that number."""
    return Address(*connection.execute(_select().where(addresses.c.id == number)).one())


def point_to(
    connection: Connection,
    source: str,
    address: str,
    moment: str,
    *,
    kind: str = PAGE,
    said: Mapping[str, str] | None = None,
    updated: str | None = None,
) -> Address:
    """Note that a source points to an address.

    What is new is due at once, and so is what the source says was updated since.
    """
    known = find_address(connection, source, address)
    values: dict[str, Any] = {"said": json.dumps(said), "updated": updated} if said else {}
    if known is None:
        values |= {"source": source, "address": address, "kind": kind, "first_seen": moment}
        values["next_visit"] = moment if kind == PAGE else None
        return load_address(connection, insert_row(connection, insert(addresses).values(**values)))
    if updated and updated != known.updated and known.visited and not known.twin_of:
        values["next_visit"] = moment
    return note_address(connection, known, **values)


def note_address(connection: Connection, address: Address, **values: Any) -> Address:
    """Set columns of an address."""
    changed = {key: value for key, value in values.items() if getattr(address, key) != value}
    if changed:
        connection.execute(update(addresses).where(addresses.c.id == address.id).values(**changed))
    return load_address(connection, address.id) if changed else address


def load_due(connection: Connection, source: str, moment: str, limit: int) -> list[Address]:
    """The pages that are due by a moment: new ones first, those that fail last."""
    table = addresses.c
    statement = (
        _select()
        .where(table.source == source, table.kind == PAGE, table.next_visit <= moment)
        .order_by(table.failures > 0, table.visited.is_not(None), table.next_visit, table.id)
        .limit(limit)
    )
    return [Address(*row) for row in connection.execute(statement)]


def find_free_name(connection: Connection, name: str) -> str:
    """The name of a document, numbered where an address has it already."""
    free, number = name, 1
    while connection.scalar(select(addresses.c.id).where(addresses.c.document == free).limit(1)):
        number += 1
        free = f"{name}-{number}"
    return free


def find_gone(connection: Connection, source: str) -> list[Address]:
    """The pages of a source that are gone and had been had before."""
    table = addresses.c
    gone = table.gone_since.is_not(None) & table.document.is_not(None)
    statement = _select().where(table.source == source, gone)
    return [Address(*row) for row in connection.execute(statement)]


def load_addresses(connection: Connection, numbers: Iterable[int]) -> dict[int, Address]:
    """The addresses of these numbers."""
    found: dict[int, Address] = {}
    for chunk in chunk_ids(numbers):
        rows = connection.execute(_select().where(addresses.c.id.in_(chunk)))
        found |= {row.id: Address(*row) for row in rows}
    return found


def find_twin(connection: Connection, address: Address, page: str) -> int | None:
    """Another address of the source that gave the same text, if there is one."""
    table = addresses.c
    statement = (
        select(table.id)
        .join(answers, answers.c.address_id == table.id)
        .where(table.source == address.source, table.id != address.id)
        .where(table.twin_of.is_(None), answers.c.page == page)
        .where(answers.c.state.in_(("waiting", "read")), table.gone_since.is_(None))
        .limit(1)
    )
    return connection.scalar(statement)


def _select() -> Select[Any]:
    return select(*_COLUMNS)
