"""Where the next page of an answer goes on: opaque to those who ask, checked when it comes back."""

from __future__ import annotations

import base64
import binascii
import re

from onrecord.errors import InputError

_PLAIN = re.compile(r"[a-z0-9-]{1,64}")


def make_cursor(place: str | int | None) -> str | None:
    """The cursor of a place; None where nothing follows."""
    if place is None:
        return None
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> str:
    """The place that a cursor stands for, '' for the beginning. Raises `InputError`."""
    if not cursor:
        return ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = base64.b64decode(padded.encode("ascii"), b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError) as error:
        raise _refuse(cursor) from error
    if not _PLAIN.fullmatch(place):
        raise _refuse(cursor)
    return place


def read_number(cursor: str | None) -> int:
    """The same for places that are numbers."""
    place = read_cursor(cursor)
    if place and not place.isdigit():
        raise _refuse(cursor or "")
    return int(place[:15] or 0)


def _refuse(cursor: str) -> InputError:
    return InputError("cursor", f"{cursor[:40]!r} is none", "use the one of the page before")
