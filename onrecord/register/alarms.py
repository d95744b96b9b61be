"""Alarms that followed sources raise, and how they end."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from onrecord.register.visits import alarms

YIELD, LAYOUT = "yield", "layout"
BY_SITE = "site"  # who ended an alarm where nobody had to: the source is as it was again
BEGINNING = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is doubtful of a source, since when, with the figures before and now."""

    source: str
    kind: str
    told: str
    expected: int | None
    found: int | None
    raised_at: str


def raise_alarm(connection: Connection, alarm: Alarm) -> None:
    """Raise an alarm; one of its kind that is raised already keeps its first moment."""
    table = alarms.c
    raised = (table.source == alarm.source) & (table.kind == alarm.kind)
    changed = connection.execute(
        update(alarms)
        .where(raised, table.cleared_at.is_(None))
        .values(told=alarm.told, expected=alarm.expected, found=alarm.found)
    )
    if not changed.rowcount:
        connection.execute(
            insert(alarms).values(
                source=alarm.source, kind=alarm.kind, told=alarm.told,
                expected=alarm.expected, found=alarm.found, raised_at=alarm.raised_at,
            )
        )  # fmt: skip


def clear_alarms(
    connection: Connection, source: str, moment: str, by: str = BY_SITE, *, kind: str | None = None
) -> int:
    """End a source's alarms, of one kind or of all; gives how many there were."""
    table = alarms.c
    statement = update(alarms).where(table.source == source, table.cleared_at.is_(None))
    if kind:
        statement = statement.where(table.kind == kind)
    return connection.execute(statement.values(cleared_at=moment, cleared_by=by)).rowcount


def load_alarms(connection: Connection, source: str | None = None) -> list[Alarm]:
    """The alarms that are raised, of a source or of all, the oldest first."""
    table = alarms.c
    statement = select(
        table.source, table.kind, table.told, table.expected, table.found, table.raised_at
    ).where(table.cleared_at.is_(None))
    if source is not None:
        statement = statement.where(table.source == source)
    return [Alarm(*row) for row in connection.execute(statement.order_by(table.id))]


def find_accepted(connection: Connection, source: str, kind: str) -> str:
    """Since when a source is as a person accepted it: the moment of the alarm that was ended."""
    table = alarms.c
    statement = select(func.max(table.raised_at)).where(
        table.source == source, table.kind == kind, table.cleared_by.is_not(None),
        table.cleared_by != BY_SITE,
    )  # fmt: skip
    return connection.scalar(statement) or BEGINNING
