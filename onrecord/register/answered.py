"""The distinct answers of followed addresses, and what is to become of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from onrecord.register.clusters import chunk_ids
from onrecord.register.visits import addresses, answers

WAITING = "waiting"  # to be read
READ = "read"
HELD = "held"  # doubtful, until it is as before again or a person accepts it
DROPPED = "dropped"  # a later answer took its place
NOTED = "noted"  # nothing to read: a list, or word that a page is gone


@dataclass(frozen=True, slots=True)
class Marks:
    """What is found of a page before it is read, and told by whether it is as it should be."""

    headline: bool
    dated: bool
    words: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept: see the table `answers`."""

    id: int
    address_id: int
    at: str
    status: int
    final: str
    media: str
    charset: str | None
    headers: str
    digest: str | None
    state: str
    page: str | None
    marks: str | None
    doubt: str | None

    def find_marks(self) -> Marks | None:
        """The page's marks, where there are any."""
        return Marks(**json.loads(self.marks)) if self.marks else None


_COLUMNS = tuple(answers.c[field.name] for field in fields(Kept))


def keep_answer(connection: Connection, values: dict[str, Any], marks: Marks | None = None) -> None:
    """Add an answer."""
    told = json.dumps(asdict(marks)) if marks else None
    connection.execute(insert(answers).values(**values, marks=told))


def find_last(connection: Connection, address: int, *states: str) -> Kept | None:
    """The last answer of an address in one of these states (of all: in any)."""
    statement = _select().where(answers.c.address_id == address)
    if states:
        statement = statement.where(answers.c.state.in_(states))
    row = connection.execute(statement.order_by(answers.c.id.desc()).limit(1)).first()
    return Kept(*row) if row else None


def find_change(connection: Connection, address: int) -> str | None:
    """When an address last gave another page than before, None where it never has."""
    kept = (answers.c.address_id == address) & answers.c.state.in_((READ, WAITING))
    statement = select(func.max(answers.c.at), func.count(answers.c.id)).where(kept)
    last, count = connection.execute(statement).one()
    return last if count > 1 else None


def load_waiting(connection: Connection, source: str, limit: int) -> list[Kept]:
    """The answers of a source that are to be read next: of each address the oldest only."""
    first = (
        select(func.min(answers.c.id))
        .join(addresses, addresses.c.id == answers.c.address_id)
        .where(answers.c.state == WAITING, addresses.c.source == source)
        .group_by(answers.c.address_id)
        .order_by(func.min(answers.c.id))
        .limit(limit)
    )
    ids = connection.scalars(first).all()
    rows = connection.execute(_select().where(answers.c.id.in_(ids)).order_by(answers.c.id))
    return [Kept(*row) for row in rows]


def load_held(connection: Connection, source: str) -> list[Kept]:
    """The answers of a source that are held, the oldest first."""
    statement = (
        _select()
        .join(addresses, addresses.c.id == answers.c.address_id)
        .where(answers.c.state == HELD, addresses.c.source == source)
        .order_by(answers.c.id)
    )
    return [Kept(*row) for row in connection.execute(statement)]


def set_state(
    connection: Connection, ids: Iterable[int], state: str, doubt: str | None = None
) -> None:
    """Say what becomes of answers."""
    for chunk in chunk_ids(ids):
        connection.execute(
            update(answers).where(answers.c.id.in_(chunk)).values(state=state, doubt=doubt)
        )


def drop_held(connection: Connection, address: int) -> None:
    """Let what is held of an address give way to what came later."""
    held = (answers.c.address_id == address) & (answers.c.state == HELD)
    connection.execute(update(answers).where(held).values(state=DROPPED))


def load_marks(connection: Connection, source: str, after: str, limit: int) -> list[Marks]:
    """The marks of the pages that were last read of a source, of answers since a moment."""
    statement = (
        select(answers.c.marks)
        .join(addresses, addresses.c.id == answers.c.address_id)
        .where(addresses.c.source == source, answers.c.marks.is_not(None))
        .where(answers.c.state.in_((READ, WAITING)), answers.c.at >= after)
        .order_by(answers.c.id.desc())
        .limit(limit)
    )
    return [Marks(**json.loads(marks)) for marks in connection.scalars(statement)]


def _select() -> Select[Any]:
    return select(*_COLUMNS)
