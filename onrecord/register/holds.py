"""The hosts that asked to be left alone, and until when: whoever asks next keeps to it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from onrecord.register.visits import holds


def note_hold(connection: Connection, host: str, until: str, moment: str) -> None:
    """Note that a host is to be left alone until a moment; holds that have ended are forgotten."""
    table = holds.c
    connection.execute(delete(holds).where((table.host == host) | (table.until <= moment)))
    connection.execute(insert(holds).values(host=host, until=until))


def load_holds(connection: Connection) -> dict[str, str]:
    """Until when each host is to be left alone; a moment may have passed."""
    return {row.host: row.until for row in connection.execute(select(holds))}
