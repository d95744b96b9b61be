"""What a site answered to a request, and what asking it can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from onrecord.errors import InputError


class FetchError(InputError):
    """An address that could not be fetched; `passing` where trying again later may help."""

    def __init__(self, where: str, what: str, remedy: str = "", *, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(where, what, remedy)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier answer said of its version, for a conditional request."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `address` was asked for, `final` gave it after redirects.

    `status` is 200, 304 (not modified, no body), 404 or 410 (gone); anything else is a
    `FetchError`. `body` is decoded from transfer compression; `headers` are in order, their
    names in lower case; `media` is a MIME type in lower case, `charset` what the header said.
    `at` is the moment of the answer, in UTC as ISO 8601.
    """

    address: str
    final: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    media: str
    charset: str | None
    at: str

    def header(self, name: str) -> str | None:
        """The last value of a header."""
        found = [value for key, value in self.headers if key == name.lower()]
        return found[-1] if found else None


class Fetching(Protocol):
    """Whoever fetches addresses: the polite fetcher, or a fake in tests of what asks it."""

    def fetch(self, address: str, seen: Seen | None = None) -> Answer:
        """The answer to a GET. Raises `FetchError` where there is none that can be used."""
        ...
