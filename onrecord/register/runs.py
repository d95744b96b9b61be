"""The log of runs: what was done when, by which rules."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from onrecord.register import schema
from onrecord.register.claims import insert_row


def start_run(connection: Connection, command: str, rules: str, moment: str) -> int:
    """Note that a run has begun, and give its number."""
    values = {"command": command, "rules": rules, "started_at": moment}
    return insert_row(connection, insert(schema.runs).values(**values))


def finish_run(
    connection: Connection,
    run: int,
    moment: str,
    read: int,
    unchanged: int,
    changed: int,
    unreadable: int,
) -> None:
    """Note how a run ended; one without an end was interrupted."""
    connection.execute(
        update(schema.runs)
        .where(schema.runs.c.id == run)
        .values(
            finished_at=moment,
            read=read,
            unchanged=unchanged,
            changed=changed,
            unreadable=unreadable,
        )
    )
