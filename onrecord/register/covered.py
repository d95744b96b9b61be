"""How much of each followed source the register has, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from onrecord.errors import NotFoundError
from onrecord.register.alarms import Alarm, load_alarms
from onrecord.register.answered import HELD
from onrecord.register.fetching import PAGE, START
from onrecord.register.visits import addresses, answers, rounds

SHOWN = 50  # addresses that fail, of each source
LISTED = 500  # of one source: addresses that fail, and pages that are held
NOTHING: Mapping[str, Any] = {
    "expected": 0, "found": 0, "missing": 0, "waiting": 0, "gone": 0, "failing_since": None,
    "failures": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """An address that a source names and that is not to be had or not read: since when, and why."""

    address: str
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Start:
    """A list, feed, sitemap or API of a source: when it gave what it has, since when it fails."""

    address: str
    seen: str | None
    failing_since: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Covered:
    """A followed source: pages that it points to, those found, and those missing.

    `held` are pages of which an answer is doubtful, `gone` those that the site took away,
    `waiting` those not asked for yet; `failing_since` is the moment since which one of its lists
    cannot be had, `failures` how many addresses cannot, of which `failing` has the first.
    """

    name: str
    expected: int
    found: int
    missing: int
    waiting: int
    held: int
    gone: int
    asked: str | None
    failing_since: str | None
    failures: int
    failing: tuple[Missing, ...]
    alarms: tuple[Alarm, ...]

    def to_row(self) -> Mapping[str, Any]:
        """All of it, for a file."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A followed source with where it begins and the pages that are held, each with why."""

    covered: Covered
    starts: tuple[Start, ...]
    withheld: tuple[Missing, ...]


def load_source(connection: Connection, name: str) -> SourceView:
    """A followed source, with more of what is wrong. Raises `NotFoundError` where it is none."""
    found = [one for one in load_covered(connection, LISTED) if one.name == name]
    if not found:
        raise NotFoundError(f"no followed source is called {name[:80]!r}")
    return SourceView(found[0], _load_starts(connection, name), _load_withheld(connection, name))


def load_covered(connection: Connection, shown: int = SHOWN) -> list[Covered]:
    """All followed sources by name; of the addresses that fail as many as are `shown`."""
    counted = _count_addresses(connection)
    asked = select(rounds.c.source, func.max(rounds.c.started_at)).group_by(rounds.c.source)
    last: dict[str, str] = {row[0]: row[1] for row in connection.execute(asked)}
    held = _count_held(connection)
    return [
        Covered(
            name,
            **counted.get(name, NOTHING),
            held=held.get(name, 0),
            asked=last.get(name),
            failing=_load_failing(connection, name, shown),
            alarms=tuple(load_alarms(connection, name)),
        )
        for name in sorted(counted.keys() | last.keys())
    ]


def _count_addresses(connection: Connection) -> dict[str, dict[str, Any]]:
    """What the addresses of each source come to."""
    table = addresses.c
    page = (table.kind == PAGE) & table.twin_of.is_(None)
    found = page & table.document.is_not(None)
    never = page & table.document.is_(None) & table.gone_since.is_not(None)
    columns = (
        _count(page) - _count(never),
        _count(found),
        _count(page) - _count(never) - _count(found),
        _count(page & table.visited.is_(None)),
        _count(page & table.gone_since.is_not(None)),
        func.min(case((table.kind == START, table.failing_since))),
        _count(table.failing_since.is_not(None)),
    )
    named = [column.label(name) for column, name in zip(columns, NOTHING, strict=True)]
    statement = select(table.source, *named).group_by(table.source)
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    return {row.pop("source"): row for row in rows}


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


def _load_failing(connection: Connection, source: str, shown: int) -> tuple[Missing, ...]:
    table = addresses.c
    statement = (
        select(table.address, table.failing_since, table.reason)
        .where(table.source == source, table.failing_since.is_not(None))
        .order_by(table.failing_since, table.id)
        .limit(shown)
    )
    return tuple(Missing(*row) for row in connection.execute(statement))


def _load_starts(connection: Connection, source: str) -> tuple[Start, ...]:
    table = addresses.c
    statement = (
        select(table.address, table.last_seen, table.failing_since, table.reason)
        .where(table.source == source, table.kind == START)
        .order_by(table.failing_since.is_(None), table.id)
        .limit(LISTED)
    )
    return tuple(Start(*row) for row in connection.execute(statement))


def _load_withheld(connection: Connection, source: str) -> tuple[Missing, ...]:
    statement = (
        select(addresses.c.address, answers.c.at, func.coalesce(answers.c.doubt, ""))
        .join(addresses, addresses.c.id == answers.c.address_id)
        .where(addresses.c.source == source, answers.c.state == HELD)
        .order_by(answers.c.id)
        .limit(LISTED)
    )
    return tuple(Missing(*row) for row in connection.execute(statement))
