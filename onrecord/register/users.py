"""Who may sign in: a file of its own beside the register, readable by its owner only.

`users.db` holds names, roles and hashes of passwords, the sessions that are open and the
sign-ins that failed. It shares nothing with `register.db`, so that no copy or export of the
register carries a hash.
"""

from __future__ import annotations

import contextlib
import os
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, IntegrityError

from onrecord.errors import InputError, NotFoundError, RegisterError
from onrecord.register.passwords import check_policy, fold_name, hash_password

FILE_NAME = "users.db"
PRIVATE = 0o600
BUSY_SECONDS = 10  # how long a process waits for another's write
FORMAT = 1  # of the tables
READER, EDITOR = "reader", "editor"
ROLES = (READER, EDITOR)
LONGEST_NAME = 64  # characters

Clock = Callable[[], float]

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("made_at", Integer, nullable=False),
    Column("changed_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", Integer, nullable=False),
    Column("seen_at", Integer, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in, as 'reader' or 'editor'; `changed` is the password's last day."""

    name: str
    role: str
    made: str
    changed: str


class Users:
    """The users of the register in folder `home`; safe to share among threads.

    The file is made with the first user. `clock` gives the seconds since 1970.
    """

    def __init__(self, home: Path, clock: Clock = time.time) -> None:
        self.clock = clock
        self._path = home / FILE_NAME
        self._engine: Engine | None = None
        self._seen: tuple[str, bool] = ("", False)

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def exist(self) -> bool:
        """Whether there is any user; looked up again once the file has changed."""
        stamp = _stamp(self._path)
        if self._seen[0] != stamp:
            self._seen = (stamp, bool(stamp) and bool(self.all()))
        return self._seen[1]

    def all(self) -> list[User]:
        """All users by name."""
        if not self._path.exists():
            return []
        with self.asking() as connection:
            rows = connection.execute(select(users).order_by(users.c.key)).all()
        return [make_user(row) for row in rows]

    def add(self, name: str, role: str, password: str) -> User:
        """Make a user. Raises `InputError` for a name that is taken or a weak password."""
        shown = _check_name(name)
        _check_role(role)
        check_policy(password, shown)
        kept, moment = hash_password(password), int(self.clock())
        values = {"key": fold_name(shown), "name": shown, "role": role, "hash": kept}
        self._make_file()
        try:
            with self.writing() as connection:
                connection.execute(
                    insert(users).values(**values, made_at=moment, changed_at=moment)
                )
        except IntegrityError as error:
            remedy = "'onrecord user password' gives another password"
            raise InputError(shown, "is a user already", remedy) from error
        return User(shown, role, _day(moment), _day(moment))

    def set_role(self, name: str, role: str) -> None:
        """Make somebody a reader or an editor, at once. Raises `NotFoundError` for no user."""
        _check_role(role)
        self._change(name, role=role)

    def set_password(self, name: str, password: str) -> None:
        """Give another password, which ends all sessions. Raises `NotFoundError` for no user."""
        check_policy(password, name)
        kept = hash_password(password)
        with self._changing(name) as (connection, found):
            values = {"hash": kept, "changed_at": int(self.clock())}
            connection.execute(update(users).where(users.c.id == found.id).values(**values))
            connection.execute(delete(sessions).where(sessions.c.user_id == found.id))

    def remove(self, name: str) -> None:
        """Remove somebody and end the sessions. Raises `NotFoundError` for no user."""
        with self._changing(name) as (connection, found):
            connection.execute(delete(users).where(users.c.id == found.id))

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection to the file that is there, for reading."""
        with self._open().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one write transaction: all of it is kept, or nothing."""
        opened = self._open().connect().execution_options(writes=True)
        with opened as connection, connection.begin():
            yield connection

    def _change(self, name: str, **values: Any) -> None:
        with self._changing(name) as (connection, found):
            connection.execute(update(users).where(users.c.id == found.id).values(**values))

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[Connection, Row[Any]]]:
        if not self._path.exists():
            raise NotFoundError(f"{name}: no such user; 'onrecord user list' shows all")
        with self.writing() as connection:
            found = find_user(connection, name)
            if found is None:
                raise NotFoundError(f"{name}: no such user; 'onrecord user list' shows all")
            yield connection, found

    def _make_file(self) -> None:
        if not self._path.parent.is_dir():
            raise RegisterError(f"{self._path.parent}: no register here; 'onrecord add' makes one")
        try:
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
        except OSError as error:
            raise RegisterError(f"{self._path}: cannot be made: {error.strerror}") from error

    def _open(self) -> Engine:
        if self._engine is None:
            self._engine = _open_engine(self._path)
        return self._engine


def find_user(connection: Connection, name: str) -> Row[Any] | None:
    """A user's row by name, however it is spelled."""
    return connection.execute(select(users).where(users.c.key == fold_name(name))).first()


def make_user(row: Row[Any]) -> User:
    """A user out of a row."""
    return User(row.name, row.role, _day(row.made_at), _day(row.changed_at))


def _open_engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        path.chmod(PRIVATE)
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _prepare(connection, path)
    except OSError as error:
        raise RegisterError(f"{path}: cannot be opened: {error.strerror}") from error
    except DatabaseError as error:
        raise RegisterError(f"{path}: cannot be opened: {error.orig}") from error
    return engine


def _prepare(connection: Connection, path: Path) -> None:
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if found > FORMAT:
        raise RegisterError(f"{path}: written by a newer onrecord; install that version")
    if found < FORMAT:
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={FORMAT}")


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_name(name: str) -> str:
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        what = f"is no name of 1 to {LONGEST_NAME} printed characters"
        raise InputError(repr(name[:LONGEST_NAME]), what, "choose another")
    return shown


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise InputError("--role", f"{role!r} is none", f"one of {', '.join(ROLES)}")


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_ino}:{found.st_mtime_ns}:{found.st_size}"


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
