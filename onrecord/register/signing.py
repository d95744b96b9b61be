"""Signing in: how often it may be tried, and the session that follows."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from onrecord.register.passwords import (
    fold_name,
    hash_password,
    is_outdated,
    verify_password,
)
from onrecord.register.users import User, Users, attempts, find_user, make_user, sessions, users

IDLE = 2 * 3600  # seconds without a request after which a session ends
ABSOLUTE = 12 * 3600  # seconds after which it ends in any case: one sign-in a working day
SEEN_EVERY = 60  # seconds between two notes that a session is used
TOKEN_BYTES = 32
FREE_OF_ACCOUNT, FREE_OF_ADDRESS = 5, 20  # failures in a row before one has to wait
LONGEST_WAIT = 900  # seconds
FORGOTTEN = 24 * 3600  # seconds after which failures no longer count
NETWORK = 64  # bits of an IPv6 address that one household or office shares


@dataclass(frozen=True, slots=True)
class SignIn:
    """What came of a sign-in: a session's token, or none and the seconds to wait."""

    token: str | None
    wait: int = 0


def sign_in(people: Users, name: str, password: str, address: str) -> SignIn:
    """Open a session for a name and its password, asked for from an address.

    A name that is not known takes as long and is answered and limited as a wrong password is.
    """
    keys = (
        (_key("account", fold_name(name)), FREE_OF_ACCOUNT),
        (_key("address", _network(address)), FREE_OF_ADDRESS),
    )
    now = int(people.clock())
    with people.writing() as connection:
        wait = _count_attempt(connection, keys, now)
        found = find_user(connection, name)
    if wait:
        return SignIn(None, wait)
    kept = found.hash if found else None
    if not verify_password(kept, password) or found is None:
        return SignIn(None)
    fresh = hash_password(password) if is_outdated(found.hash) else found.hash
    with people.writing() as connection:
        return _open_session(connection, found, fresh, [key for key, _ in keys], now)


def find_session(people: Users, token: str) -> User | None:
    """Whose session a token is; None once it has ended."""
    now, digest = int(people.clock()), _digest(token)
    joined = sessions.join(users, users.c.id == sessions.c.user_id)
    statement = (
        select(users, sessions.c.seen_at)
        .select_from(joined)
        .where(
            sessions.c.digest == digest,
            sessions.c.started_at > now - ABSOLUTE,
            sessions.c.seen_at > now - IDLE,
        )
    )
    with people.asking() as connection:
        found = connection.execute(statement).first()
    if found is None:
        return None
    if found.seen_at <= now - SEEN_EVERY:
        with people.writing() as connection:
            connection.execute(
                update(sessions).where(sessions.c.digest == digest).values(seen_at=now)
            )
    return make_user(found)


def end_session(people: Users, token: str) -> None:
    """Sign out."""
    with people.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))


def _open_session(
    connection: Connection, user: Row[Any], fresh: str, keys: Sequence[str], now: int
) -> SignIn:
    """The session, unless the password was changed while it was being checked."""
    same = (users.c.id == user.id) & (users.c.hash == user.hash)
    if connection.execute(update(users).where(same).values(hash=fresh)).rowcount != 1:
        return SignIn(None)
    account, address = keys
    connection.execute(delete(attempts).where(attempts.c.key == account))
    connection.execute(
        update(attempts).where(attempts.c.key == address).values(failures=attempts.c.failures - 1)
    )
    ended = or_(sessions.c.started_at <= now - ABSOLUTE, sessions.c.seen_at <= now - IDLE)
    connection.execute(delete(sessions).where(ended))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    connection.execute(
        insert(sessions).values(digest=_digest(token), user_id=user.id, started_at=now, seen_at=now)
    )
    return SignIn(token)


def _count_attempt(connection: Connection, keys: Sequence[tuple[str, int]], now: int) -> int:
    """Count an attempt as failed before it is made; else the seconds to wait for the next."""
    connection.execute(delete(attempts).where(attempts.c.last_at <= now - FORGOTTEN))
    wait = max(_find_wait(connection, key, free, now) for key, free in keys)
    if wait:
        return wait
    for key, _ in keys:
        counted = update(attempts).where(attempts.c.key == key)
        counted = counted.values(failures=attempts.c.failures + 1, last_at=now)
        if connection.execute(counted).rowcount == 0:
            connection.execute(insert(attempts).values(key=key, failures=1, last_at=now))
    return 0


def _find_wait(connection: Connection, key: str, free: int, now: int) -> int:
    row = connection.execute(select(attempts).where(attempts.c.key == key)).first()
    if row is None or row.failures < free:
        return 0
    delay: int = min(2 ** min(row.failures - free + 1, 10), LONGEST_WAIT)
    return max(0, min(delay, int(row.last_at) + delay - now))


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network((found, NETWORK), strict=False))
    return address


def _key(kind: str, value: str) -> str:
    """What failures are counted under; hashed, as people type passwords for names."""
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "replace")).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
