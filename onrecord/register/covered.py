"""How much of each followed source the register has, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from onrecord.register.alarms import Alarm, load_alarms
from onrecord.register.answered import HELD
from onrecord.register.fetching import PAGE, START
from onrecord.register.visits import addresses, answers, rounds

SHOWN = 50  # addresses that fail, of each source


@dataclass(frozen=True, slots=True)
class Missing:
    """An address that a source names and that cannot be had: since when, and why."""

    address: str
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A followed source: pages that it points to, those found, and those not.

    `held` are pages of which an answer is doubtful, `gone` those that the site took away;
    `failing_since` is the moment since which one of its lists cannot be had.
    """

    name: str
    expected: int
    found: int
    held: int
    gone: int
    asked: str | None
    failing_since: str | None
    failing: tuple[Missing, ...]
    alarms: tuple[Alarm, ...]

    @property
    def missing(self) -> int:
        """Pages that the source points to and the register does not have."""
        return self.expected - self.found

    def to_row(self) -> Mapping[str, Any]:
        """All of it, for a file."""
        return {**asdict(self), "missing": self.missing}


def load_covered(connection: Connection) -> list[Covered]:
    """All followed sources by name."""
    table = addresses.c
    page = (table.kind == PAGE) & table.twin_of.is_(None)
    found = page & table.document.is_not(None)
    never = page & table.document.is_(None) & table.gone_since.is_not(None)
    statement = select(
        table.source,
        _count(page) - _count(never),
        _count(found),
        _count(page & table.gone_since.is_not(None)),
        func.min(case((table.kind == START, table.failing_since))),
    ).group_by(table.source)
    rows = {row[0]: row for row in connection.execute(statement.order_by(table.source))}
    asked = select(rounds.c.source, func.max(rounds.c.started_at)).group_by(rounds.c.source)
    last: dict[str, str] = {row[0]: row[1] for row in connection.execute(asked)}
    held = _count_held(connection)
    return [
        Covered(
            name,
            expected=rows[name][1] if name in rows else 0,
            found=rows[name][2] if name in rows else 0,
            held=held.get(name, 0),
            gone=rows[name][3] if name in rows else 0,
            asked=last.get(name),
            failing_since=rows[name][4] if name in rows else None,
            failing=_load_failing(connection, name),
            alarms=tuple(load_alarms(connection, name)),
        )
        for name in sorted(rows.keys() | last.keys())
    ]


def _count(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _count_held(connection: Connection) -> dict[str, int]:
    statement = (
        select(addresses.c.source, func.count(answers.c.address_id.distinct()))
        .join(addresses, addresses.c.id == answers.c.address_id)
        .where(answers.c.state == HELD)
        .group_by(addresses.c.source)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def _load_failing(connection: Connection, source: str) -> tuple[Missing, ...]:
    table = addresses.c
    statement = (
        select(table.address, table.failing_since, table.reason)
        .where(table.source == source, table.failing_since.is_not(None))
        .order_by(table.failing_since, table.id)
        .limit(SHOWN)
    )
    return tuple(Missing(*row) for row in connection.execute(statement))
