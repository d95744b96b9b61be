"""Opening a register: one SQLite file, migrated step by step.

Everything that only SQLite understands is here and in `search`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
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
from onrecord.register.migrations import MIGRATIONS
from onrecord.register.pages import log_path
from onrecord.register.schema import schema_steps
from onrecord.register.seal import begin_seal, follow_seal

__all__ = ["Connection", "Engine", "now", "open_engine", "stamp_file", "writing"]

FILE_NAME = "register.db"
BUSY_SECONDS = 30  # how long a process waits for another's write
RETRY_SECONDS = 0.05
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
    _begin_log(cursor)
    for pragma in (
        "synchronous=FULL",  # what was said to be kept is kept, even if the power goes
        "foreign_keys=ON",
        "temp_store=MEMORY",
        f"cache_size=-{PAGE_CACHE_KIB}",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_log(cursor: Any) -> None:
    """Have writes go through a log; SQLite itself does not wait for another that does the same."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except OwnError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


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
