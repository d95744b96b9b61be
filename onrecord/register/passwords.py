"""Passwords: what is asked of one, and the argon2id hash that stands for it."""

from __future__ import annotations

import functools
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.errors import InputError

SHORTEST, LONGEST = 12, 1000  # characters
BESIDE_NAME = 6  # characters that must be left when the user's name is taken out
DIFFERENT = 4  # characters that must differ
AT_ONCE = 2  # passwords checked at the same time: each takes 46 MiB
HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)  # OWASP asks for one pass

_turn = threading.BoundedSemaphore(AT_ONCE)


def fold_name(name: str) -> str:
    """A user's name as it is compared: case, width and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def check_policy(password: str, name: str) -> None:
    """Raise `InputError` for a password that is easily guessed."""
    where, folded = "the password", fold_name(password)
    if len(password) < SHORTEST:
        raise InputError(where, f"has fewer than {SHORTEST} characters", "several words are best")
    if len(password) > LONGEST:
        raise InputError(where, f"has more than {LONGEST} characters", "choose a shorter one")
    if len(folded.replace(fold_name(name), "")) < BESIDE_NAME:
        raise InputError(where, "is the user's name", "choose one that does not hold the name")
    if len(set(folded)) < DIFFERENT:
        raise InputError(where, "repeats the same characters", "several words are best")


def hash_password(password: str) -> str:
    """The hash to keep: argon2id with its salt and parameters."""
    with _turn:
        return HASHER.hash(_prepare(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one of a kept hash; without a hash it takes as long and fails."""
    stand_in = _stand_in()
    try:
        with _turn:
            HASHER.verify(kept or stand_in, _prepare(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def _prepare(password: str) -> bytes:
    """The same bytes on every keyboard that writes the same letters."""
    return unicodedata.normalize("NFKC", password[:LONGEST]).encode("utf-8", "replace")


@functools.cache
def _stand_in() -> str:
    return hash_password(secrets.token_urlsafe())
