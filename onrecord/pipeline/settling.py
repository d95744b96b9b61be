"""What becomes of doubtful answers: they are looked at again in each round, or accepted."""

from __future__ import annotations

from pathlib import Path

from onrecord.acquire.archive import load_bytes
from onrecord.acquire.pace import Clock, SystemClock, spell_moment
from onrecord.config.sources import Declared
from onrecord.model.counts import spell_count
from onrecord.pipeline.capturing import make_capture
from onrecord.pipeline.doubtful import look_at
from onrecord.pipeline.visiting import LISTS_DOUBTFUL, doubt_page, free_answer
from onrecord.register.alarms import (
    LAYOUT,
    YIELD,
    Alarm,
    clear_alarms,
    load_alarms,
    raise_alarm,
)
from onrecord.register.answered import (
    HELD,
    READ,
    WAITING,
    Kept,
    find_last,
    load_held,
    set_state,
)
from onrecord.register.fetching import Address, load_addresses
from onrecord.register.store import Connection, open_engine, writing

REASONS = 3  # why pages are doubtful, that an alarm tells


def accept_source(home: Path, name: str, person: str, clock: Clock | None = None) -> int:
    """Let a source be as it is now: its alarms end, and what is held is read by the next update.

    Gives how many pages were held.
    """
    now = spell_moment((clock or SystemClock()).time())
    engine = open_engine(home)
    try:
        with writing(engine) as connection:
            held = load_held(connection, name)
            rows = load_addresses(connection, {one.address_id for one in held})
            for one in held:
                free_answer(connection, rows[one.address_id], one)
            clear_alarms(connection, name, now, person)
    finally:
        engine.dispose()
    return len(held)


def settle_held(connection: Connection, home: Path, source: Declared, now: str) -> None:
    """Look again at what is held of a source: a layout may be mended, or all be as it was.

    What is doubtful no more is to be read; for the rest an alarm is raised.
    """
    steady = not _is_raised(connection, source.name, YIELD)
    held = load_held(connection, source.name)
    rows = load_addresses(connection, {one.address_id for one in held})
    left = 0
    for one in held:
        row = rows[one.address_id]
        doubt = _doubt_again(connection, home, source, row, one, steady=steady)
        left += doubt is not None
        if doubt is None:
            free_answer(connection, row, one)
        elif doubt != one.doubt:
            set_state(connection, [one.id], HELD, doubt)
    _judge_pages(connection, source.name, now, left, steady=steady)


def _doubt_again(
    connection: Connection, home: Path, source: Declared, row: Address, one: Kept, *, steady: bool
) -> str | None:
    last = find_last(connection, row.id, READ, WAITING)
    if last is None and not steady:
        return LISTS_DOUBTFUL
    looked = look_at(make_capture(source, row, one, load_bytes(home, one.digest or "")))
    return doubt_page(connection, source.name, last, looked) if looked else None


def _judge_pages(connection: Connection, source: str, now: str, held: int, *, steady: bool) -> None:
    """Raise or end the alarm about pages; doubtful lists are alarm enough."""
    if not held:
        clear_alarms(connection, source, now, kind=LAYOUT)
    elif steady:
        reasons = sorted({one.doubt or "" for one in load_held(connection, source)})
        told = f"{spell_count(held, 'page')} not as before: {'; '.join(reasons[:REASONS])}"
        raise_alarm(connection, Alarm(source, LAYOUT, told, None, held, now))


def _is_raised(connection: Connection, source: str, kind: str) -> bool:
    return any(alarm.kind == kind for alarm in load_alarms(connection, source))
