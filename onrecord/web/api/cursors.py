"""Where the next page of an answer goes on: opaque to those who ask, checked when it comes back.

A cursor is a place (an id, or two numbers) in hexadecimal digits. `ID_CURSOR` and
`NUMBER_CURSOR` are the patterns of all cursors that are accepted; each stands for some place, the
empty one for the beginning.
"""

from __future__ import annotations

import re

from onrecord.errors import InputError

_DIGIT = "3[0-9]"
_DASH = "2d"
_NUMBER = f"({_DIGIT}){{1,9}}"
ID_CURSOR = f"^({_DASH}|{_DIGIT}|6[1-9a-f]|7[0-9a]){{0,64}}$"
NUMBER_CURSOR = f"^({_NUMBER}{_DASH}{_NUMBER})?$"


def make_cursor(place: str | tuple[int, int] | None) -> str | None:
    """The cursor of a place; None where nothing follows."""
    if place is None:
        return None
    told = place if isinstance(place, str) else f"{place[0]}-{place[1]}"
    return told.encode("ascii").hex()


def read_cursor(cursor: str | None) -> str:
    """The id that a cursor stands for, '' for the beginning. Raises `InputError`."""
    return _read(cursor, ID_CURSOR) if cursor else ""


def read_numbers(cursor: str | None) -> tuple[int, int] | None:
    """The two numbers that a cursor stands for, None for the beginning. Raises `InputError`."""
    if not cursor:
        return None
    first, _, second = _read(cursor, NUMBER_CURSOR).partition("-")
    return int(first), int(second)


def _read(cursor: str, pattern: str) -> str:
    if not re.fullmatch(pattern.removesuffix("$"), cursor):
        raise InputError("cursor", f"{cursor[:40]!r} is none", "use `next` of the page before")
    return bytes.fromhex(cursor).decode("ascii")
