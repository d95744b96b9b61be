"""The register of a past day: every query answered from what it then held, or was then published.

A past has a file of its own beside the register's. Into it go, once, the summaries drawn anew and
the small tables as they were; views over the register's other tables hold what was recorded by
the moment and hide what ended later, or what stands in a release that was published later. Who
is who is told as it is known today: a join is recorded without the time it was made.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text

from onrecord.errors import InputError
from onrecord.register import schema, search
from onrecord.register.entries import draw_facts, draw_names
from onrecord.register.store import BUSY_SECONDS

FIRST_MOMENT = "T00:00:00.000000Z"
LAST_MOMENT = "T23:59:59.999999Z"
CHUNK = 400  # rows in one statement
FILE_NAME = "past.db"


@dataclass(frozen=True, slots=True)
class Past:
    """Which past: of what was recorded by a `moment`, of what had been published by a `day`."""

    moment: str | None = None
    day: str | None = None

    def __str__(self) -> str:
        """The same as a text."""
        return f"{self.moment or '-'} {self.day or '-'}"


def find_moment(asof: str) -> str:
    """The moment that a day (its end) or an ISO 8601 time in UTC means, as it is stored.

    Raises `InputError` for what is neither.
    """
    try:
        if len(asof) == len("2024-05-31"):
            return f"{date.fromisoformat(asof).isoformat()}{LAST_MOMENT}"
        moment = datetime.fromisoformat(asof.replace("Z", "+00:00"))
        if moment.tzinfo:
            moment = moment.astimezone(UTC)
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except (ValueError, OverflowError) as error:
        raise InputError(asof, "no day or moment", "write it like 2024-05-31") from error


def has_later(connection: Connection, day: str) -> bool:
    """Whether some release was published after a day."""
    later = select(schema.releases.c.id).where(schema.releases.c.published > day).limit(1)
    return connection.execute(later).first() is not None


def open_known(engine: Engine, past: Past) -> Engine:
    """An engine that reads the register of another as it was; `drop_known` lets go of it."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
    known = create_engine(f"sqlite:///{folder / FILE_NAME}", connect_args={"timeout": BUSY_SECONDS})

    def make_views(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("temp_store=MEMORY", "main.journal_mode=OFF", "main.synchronous=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("ATTACH DATABASE ? AS kept", (str(engine.url.database),))
        for name, statement in _each_view(past):
            cursor.execute(f"CREATE TEMP VIEW {name} AS {statement}")
        cursor.close()

    weakref.finalize(known, shutil.rmtree, folder, ignore_errors=True)
    event.listen(known, "connect", make_views)
    try:
        with known.begin() as connection:
            _fill_tables(connection, past)
            _draw_entries(connection, past)
            _index_texts(connection, past)
    except BaseException:
        drop_known(known)
        raise
    return known


def drop_known(engine: Engine) -> None:
    """Let go of a past and its file."""
    engine.dispose()
    shutil.rmtree(
        Path(str(engine.url.database)).parent, ignore_errors=True
    )  # it has a folder alone


def _fill_tables(connection: Connection, past: Past) -> None:
    """The tables that are small or bear their sums, as they were."""
    for table in (schema.releases, schema.documents, schema.names, schema.entries):
        table.create(connection, checkfirst=False)
    for name, statement in _each_copy(past):
        connection.exec_driver_sql(f"INSERT INTO main.{name} {statement}")


def _draw_entries(connection: Connection, past: Past) -> None:
    """Summaries: those that the past leaves as they are, and the others drawn anew."""
    for statement in _find_changed(past):
        connection.exec_driver_sql(statement)
    facts = schema.facts.c
    changed = text("SELECT id FROM temp.changed")
    told = select(schema.facts).where(facts.recorded_to.is_(None), facts.entry.in_(changed))
    ordered = told.order_by(facts.entry, facts.published, facts.own)
    rows = draw_facts(connection, connection.execute(ordered))
    present = facts.recorded_to.is_(None)
    rows += draw_names(connection, present, schema.names.c.entry.in_(changed))
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(schema.entries), rows[start : start + CHUNK])
    connection.exec_driver_sql("DROP VIEW temp.claims")


def _index_texts(connection: Connection, past: Past) -> None:
    """An index of the past's own, where it held texts that the register's has no longer."""
    lost = (
        "SELECT 1 FROM main.releases WHERE current AND id IN "
        "(SELECT id FROM kept.releases WHERE NOT current) LIMIT 1"
    )
    if past.moment and connection.exec_driver_sql(lost).first():
        search.index_past(connection)


def _columns(table: Any, *without: str) -> str:
    names = (column.name for column in table.columns if column.name not in without)
    return ", ".join(f'"{name}"' for name in names)


_TIMES = ("recorded_from", "recorded_to")
_DAY = (
    "coalesce(r.published, (SELECT max(m.published) FROM kept.releases m "
    "WHERE m.version_id = r.version_id AND m.main))"
)


def _mask(table: str, columns: str, moment: str) -> str:
    """A table with two recorded times: what had begun, with an end only where it had ended."""
    return (
        f"SELECT {columns}, recorded_from, "  # noqa: S608 - names of the schema, a checked moment
        f"CASE WHEN recorded_to <= '{moment}' THEN recorded_to END AS recorded_to "
        f"FROM kept.{table} WHERE recorded_from <= '{moment}'"
    )


def _each_view(past: Past) -> Iterator[tuple[str, str]]:
    """What a connection sees in the place of a table."""
    in_releases = "release_id IN (SELECT id FROM main.releases)"
    by_day = f"published <= '{past.day}'" if past.day else "1"
    if past.moment is None:
        yield "facts", f"SELECT * FROM kept.facts WHERE {in_releases}"  # noqa: S608
        yield "links", f"SELECT * FROM kept.links WHERE {by_day}"  # noqa: S608
        return
    moment = past.moment
    masked = (schema.facts, schema.doubts, schema.versions, schema.attachments)
    for table in masked:
        view = _mask(table.name, _columns(table, *_TIMES), moment)
        only = f" AND {in_releases}" if past.day and table is schema.facts else ""
        yield table.name, view + only
    yield (
        "links",
        f"SELECT * FROM kept.links WHERE {by_day} AND version_id IN "  # noqa: S608
        f"(SELECT id FROM kept.versions WHERE recorded_from <= '{moment}')",
    )
    for name in ("captures", "sightings", "unreadable", "judgements"):
        yield name, f"SELECT * FROM kept.{name} WHERE recorded_at <= '{moment}'"  # noqa: S608
    yield (
        "removals",
        f"SELECT {_columns(schema.removals, 'returned')}, CASE WHEN returned <= '{moment}' "  # noqa: S608
        f"THEN returned END AS returned FROM kept.removals WHERE since <= '{moment}'",
    )
    yield (
        "rulings",
        "SELECT * FROM kept.rulings WHERE judgement IN "  # noqa: S608
        f"(SELECT number FROM kept.judgements WHERE recorded_at <= '{moment}')",
    )
    yield (
        "runs",
        f"SELECT {_columns(schema.runs, 'finished_at')}, CASE WHEN finished_at "  # noqa: S608
        f"<= '{moment}' THEN finished_at END AS finished_at FROM kept.runs "
        f"WHERE started_at <= '{moment}'",
    )


def _each_copy(past: Past) -> Iterator[tuple[str, str]]:
    """What is put into the past's own tables."""
    recorded = f"recorded_from <= '{past.moment}'" if past.moment else "1"
    by_day = f"coalesce({_DAY} <= '{past.day}', 1)" if past.day else "1"
    versions = f"(SELECT id FROM kept.versions WHERE {recorded})"  # noqa: S608
    current = f"({_current(past.moment)})" if past.moment else "r.current"
    own = _columns(schema.releases, "current")
    yield (
        f"releases ({own}, current)",
        f"SELECT {own}, {current} FROM kept.releases r "  # noqa: S608
        f"WHERE r.version_id IN {versions} AND {by_day}",
    )
    names = _columns(schema.documents)
    yield f"documents ({names})", _documents(past.moment, versions)
    yield (
        f"names ({_columns(schema.names)})",
        f"SELECT {_columns(schema.names)} FROM kept.names n WHERE "  # noqa: S608
        "EXISTS (SELECT 1 FROM kept.mentions m JOIN main.releases r "
        "ON r.version_id = m.version_id WHERE m.name_id = n.id) "
        "OR EXISTS (SELECT 1 FROM kept.claims c JOIN facts f ON f.id = c.fact_id "
        "WHERE c.name_id = n.id)",
    )


def _current(moment: str) -> str:
    """Whether a release of a version was one that the register then held as the present one."""
    held = (
        f"v.recorded_from <= '{moment}' AND (v.recorded_to IS NULL OR v.recorded_to > '{moment}')"
    )
    return (
        "r.id IN (SELECT max(s.id) FROM kept.releases s "  # noqa: S608
        f"JOIN kept.versions v ON v.id = s.version_id WHERE {held} "
        "GROUP BY s.version_id, s.number) AND (r.current OR r.version_id NOT IN "
        "(SELECT id FROM kept.versions WHERE recorded_to IS NULL))"
    )


def _documents(moment: str | None, versions: str) -> str:
    """The documents of which a release is shown, with their text and capture of the time."""
    shown = (
        f"SELECT v.document_id FROM kept.versions v WHERE v.id IN {versions} "  # noqa: S608
        "AND (v.id IN (SELECT version_id FROM main.releases) "
        "OR v.id NOT IN (SELECT version_id FROM kept.releases))"
    )
    if moment is None:
        return (
            f"SELECT {_columns(schema.documents)} FROM kept.documents "  # noqa: S608
            f"WHERE id IN ({shown})"
        )
    told = {
        "digest": "coalesce((SELECT c.digest FROM kept.captures c WHERE c.document_id = d.id "  # noqa: S608
        f"AND c.recorded_at <= '{moment}' ORDER BY c.id DESC LIMIT 1), d.digest)",
        "version_id": "(SELECT max(v.id) FROM kept.versions v WHERE v.document_id = d.id "  # noqa: S608
        f"AND v.recorded_from <= '{moment}')",
    }
    columns = (told.get(c.name, f'd."{c.name}"') for c in schema.documents.columns)
    return f"SELECT {', '.join(columns)} FROM kept.documents d WHERE d.id IN ({shown})"  # noqa: S608


def _find_changed(past: Past) -> Iterator[str]:
    """The entries that the past tells otherwise, into a table; the others are copied."""
    shown = ["f.release_id IN (SELECT id FROM main.releases)"]
    if past.moment:
        shown.append(f"f.recorded_from <= '{past.moment}'")
        shown.append(f"(f.recorded_to IS NULL OR f.recorded_to > '{past.moment}')")
    else:
        shown.append("f.recorded_to IS NULL")
    yield "CREATE TEMP TABLE moved (id INTEGER PRIMARY KEY, entry TEXT)"
    yield (
        "INSERT INTO temp.moved SELECT f.id, f.entry FROM kept.facts f "  # noqa: S608
        f"WHERE (f.recorded_to IS NULL) <> ({' AND '.join(shown)})"
    )
    yield "CREATE TEMP TABLE changed (id TEXT PRIMARY KEY)"
    yield "INSERT OR IGNORE INTO temp.changed SELECT entry FROM temp.moved"
    yield (
        "INSERT OR IGNORE INTO temp.changed SELECT n.entry FROM temp.moved m "
        "JOIN kept.claims c ON c.fact_id = m.id JOIN kept.names n ON n.id = c.name_id"
    )
    columns = _columns(schema.entries)
    yield (
        f"INSERT INTO main.entries ({columns}) SELECT {columns} FROM kept.entries "  # noqa: S608
        "WHERE id NOT IN (SELECT id FROM temp.changed)"
    )
    yield (
        "CREATE TEMP VIEW claims AS SELECT * FROM kept.claims c WHERE EXISTS "
        "(SELECT 1 FROM facts f WHERE f.id = c.fact_id)"
    )
