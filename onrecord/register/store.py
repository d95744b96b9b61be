"""Opening a register: one SQLite file, migrated step by step.

Everything that only SQLite understands is here and in `search`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection as OwnConnection
from sqlite3 import OperationalError as OwnError
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from onrecord.errors import RegisterError
from onrecord.register import schema, search, sightings, visits
from onrecord.register.pages import log_path
from onrecord.register.schema import metadata, schema_steps
from onrecord.register.seal import begin_seal, follow_seal
from onrecord.register.wordings import post_everything

__all__ = ["Connection", "Engine", "now", "open_engine", "stamp_file", "writing"]

FILE_NAME = "register.db"
BUSY_SECONDS = 30  # how long a process waits for another's write
PAGE_CACHE_KIB = 65_536
REMEDIES = {  # by what SQLite complains of
    "full": "free the disk and run again",
    "I/O": "free the disk, or look whether it is sound, and run again",
    "readonly": "give the right to write, and run again",
    "malformed": "'onrecord verify' says what is damaged",
    "not a database": "take it from a backup, or name another home",
    "locked": "another process is writing: wait for its end, and run again",
}
LOG_PAGES = 16_384  # that the log may hold before it is copied: a page is written in many batches


def _create_tables(connection: Connection) -> None:
    metadata.create_all(connection)


def _create_index(connection: Connection) -> None:
    search.create_index(connection)


def _create_links(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.links])


def _create_journal(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.judgements, schema.rulings])
    for act in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS judgements_stay_{act.lower()} "
            f"BEFORE {act} ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        )


def _create_postings(connection: Connection) -> None:
    """The next run of `add` fills them for what is there already."""
    tables = [schema.heard, schema.heard_terms, schema.sought, schema.sought_terms]
    metadata.create_all(connection, tables=tables)
    connection.exec_driver_sql("DROP TABLE IF EXISTS awaited")


def _add_said(connection: Connection) -> None:
    columns = {column["name"] for column in inspect(connection).get_columns("captures")}
    if "said" not in columns:
        connection.exec_driver_sql("ALTER TABLE captures ADD COLUMN said TEXT")


def _create_wordings(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.wordings])
    post_everything(connection)
    for index in schema.facts.indexes:
        index.create(connection, checkfirst=True)


def _create_doubts(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.doubts])


def _widen_indexes(connection: Connection) -> None:
    for index in (*schema.links.indexes, *schema.entries.indexes):
        index.create(connection, checkfirst=True)
    for narrower in ("links_by_fact", "entries_by_time"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {narrower}")


def _create_removals(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.removals])


def _create_attachments(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.attachments])


def _add_carried(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.carried])
    for table, column in (("documents", "seen"), ("versions", "digest"), ("facts", "known_from")):
        columns = {found["name"] for found in inspect(connection).get_columns(table)}
        if column not in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR")
    for index in schema.versions.indexes:
        index.create(connection, checkfirst=True)


def _create_fetching(connection: Connection) -> None:
    tables = [visits.rounds, visits.addresses, visits.answers, visits.alarms]
    metadata.create_all(connection, tables=tables)


def _create_holds(connection: Connection) -> None:
    metadata.create_all(connection, tables=[visits.holds])


def _create_sightings(connection: Connection) -> None:
    """What was fetched was seen when the site gave it, the rest when it came."""
    metadata.create_all(connection, tables=[sightings.sightings])
    for index in schema.documents.indexes:
        index.create(connection, checkfirst=True)
    found = {column["name"] for column in inspect(connection).get_columns("versions")}
    if "seen_from" not in found:
        connection.exec_driver_sql("ALTER TABLE versions ADD COLUMN seen_from VARCHAR")
    connection.exec_driver_sql("UPDATE versions SET seen_from = recorded_from")
    columns = "document_id, capture_id, at, asked, headers, recorded_at"
    connection.exec_driver_sql(
        f"INSERT INTO sightings ({columns}) SELECT c.document_id, c.id, a.at, a.final, "  # noqa: S608
        "NULLIF(a.headers, '[]'), c.recorded_at FROM captures c "
        "JOIN documents d ON d.id = c.document_id JOIN addresses s ON s.document = d.name "
        "JOIN answers a ON a.address_id = s.id AND a.digest = c.digest AND a.state = 'read' "
        "ORDER BY a.at, a.id"
    )
    connection.exec_driver_sql(
        f"INSERT INTO sightings ({columns}) "  # noqa: S608
        "SELECT document_id, id, recorded_at, NULL, NULL, recorded_at FROM captures "
        "WHERE id NOT IN (SELECT capture_id FROM sightings) ORDER BY id"
    )


def _make_seal(_connection: Connection) -> None:
    """Nothing of the tables: whatever is written seals a register that has no seal yet."""


def _create_twins(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.twins])


MIGRATIONS: tuple[tuple[str, Callable[[Connection], None]], ...] = (
    ("0001 tables", _create_tables),
    ("0002 full-text index", _create_index),
    ("0003 links", _create_links),
    ("0004 journal", _create_journal),
    ("0005 postings", _create_postings),
    ("0006 what sources say", _add_said),
    ("0007 wordings", _create_wordings),
    ("0008 doubts", _create_doubts),
    ("0009 wider indexes", _widen_indexes),
    ("0010 removed pages", _create_removals),
    ("0011 attachments", _create_attachments),
    ("0012 carried facts", _add_carried),
    ("0013 fetching", _create_fetching),
    ("0014 holds", _create_holds),
    ("0015 sightings", _create_sightings),
    ("0016 seal", _make_seal),
    ("0017 twins", _create_twins),
)


def now() -> str:
    """The present moment in UTC, ISO 8601 with microseconds, fit for comparison as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def open_engine(home: Path, *, create: bool = False) -> Engine:
    """The engine of the register in folder `home`, migrated to this version's schema.

    With `create` a missing register is made. Raises `RegisterError` where there is none, where
    the file is no register, or where a newer version of the program has written it.
    """
    path = home / FILE_NAME
    if not path.exists():
        if not create:
            raise RegisterError(f"{home}: no register here; 'onrecord add' makes one")
        _make_folder(home)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
    except DatabaseError as error:
        told = _tell_folder(home) or find_remedy(str(error.orig))
        raise RegisterError(
            f"{path}: cannot be opened as a register: {error.orig}; {told}"
        ) from error
    except ValueError as error:  # a complaint of SQLite that quotes what is no text
        raise RegisterError(f"{path}: cannot be opened as a register: it is damaged") from error
    _seal(engine, whole=True)
    return engine


def _tell_folder(home: Path) -> str:
    """What to do where nothing may be written into a folder; SQLite needs to, even to read."""
    if os.access(home, os.W_OK):
        return ""
    return "nothing may be written into the folder: give the right to, or copy it elsewhere"


def stamp_file(engine: Engine) -> str:
    """When the register's file and its log were last written, and how long they are."""
    path = Path(engine.url.database or "")
    return " ".join(_stamp_path(file) for file in (path, path.with_name(f"{path.name}-wal")))


def _stamp_path(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:  # the log comes and goes
        return "none"
    return f"{found.st_mtime_ns}:{found.st_size}"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one write transaction: all of it is kept, or nothing.

    Raises `RegisterError` where the disk is full, may not be written, or another process writes.
    """
    path = Path(engine.url.database or "")
    opened = engine.connect().execution_options(writes=True)
    try:
        with opened as connection, connection.begin():
            begin_seal(path)
            yield connection
    except OperationalError as error:
        raise RegisterError(_tell_unwritten(path, str(error.orig))) from error
    _seal(engine)


def _tell_unwritten(path: Path, why: str) -> str:
    return f"{path}: cannot be written: {why}; nothing of this step was kept; {find_remedy(why)}"


def find_remedy(why: str) -> str:
    """What to do about something that SQLite complains of."""
    return next((remedy for told, remedy in REMEDIES.items() if told in why), "run again")


def _seal(engine: Engine, *, whole: bool = False) -> None:
    """Bring the seal up to date, if nobody is writing: who writes does so before and after.

    What cannot be sealed now is sealed before the next write.
    """
    path = Path(engine.url.database or "")
    if not log_path(path).exists():
        return
    with closing(engine.raw_connection()) as pooled, suppress(OwnError, OSError):
        connection = cast(OwnConnection, pooled.driver_connection)
        connection.execute("PRAGMA busy_timeout=0")
        try:
            connection.execute("BEGIN IMMEDIATE")
            follow_seal(path, whole=whole)
        finally:
            connection.rollback()
            connection.execute(f"PRAGMA busy_timeout={1000 * BUSY_SECONDS}")


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterError(f"{home}: cannot be made: {error.strerror}") from error


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was said to be kept is kept, even if the power goes
        "foreign_keys=ON",
        "temp_store=MEMORY",
        f"cache_size=-{PAGE_CACHE_KIB}",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        done = _applied(connection)
    known = {name for name, _ in MIGRATIONS}
    if done - known:
        raise RegisterError(
            f"{engine.url.database}: written by a newer onrecord ({sorted(done - known)[0]}); "
            "install that version or use another home"
        )
    if known - done:
        with writing(engine) as connection:  # all steps or none: an older program can still go on
            _apply_missing(connection)


def _apply_missing(connection: Connection) -> None:
    done = _applied(connection)
    for name, step in MIGRATIONS:
        if name not in done:
            step(connection)
            connection.execute(insert(schema_steps).values(name=name, applied_at=now()))


def _applied(connection: Connection) -> set[str]:
    if not inspect(connection).has_table(schema_steps.name):
        return set()
    return set(connection.scalars(select(schema_steps.c.name)))


def likely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that most rows meet, so that they are not looked for by it."""
    return func.likely(condition)
