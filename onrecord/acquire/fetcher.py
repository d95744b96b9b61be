"""Fetching addresses from the web: politely, safely, and with one kind of error."""

from __future__ import annotations

import random
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import cache
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from onrecord.acquire.answers import Answer, FetchError, Seen
from onrecord.acquire.bodies import ACCEPTED, read_body
from onrecord.acquire.guard import Guard, Resolve, check_address, resolve_host
from onrecord.acquire.media import MAX_BYTES
from onrecord.acquire.pace import LONGEST_WAIT, Clock, Pace, SystemClock, parse_retry, spell_moment
from onrecord.acquire.robots import AGENT, MOST_BYTES, Robots

TRIES = 3  # requests for one address before its failure is told
FIRST_PAUSE = 2.0  # seconds before the second; doubled before each further one
REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
GIVEN = (200, 304, 404, 410)
WITH_END = (200, 304)  # read to their ends, so that the connection is used again
PASSING = (408, 425, 429, 500, 502, 503, 504)
UNANSWERED = (
    httpx.HTTPError, httpx.InvalidURL, httpcore.TimeoutException, httpcore.NetworkError,
    httpcore.ProtocolError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one step and for a whole answer, bytes on the wire and unpacked."""

    step: float = 20.0
    whole: float = 120.0
    wire: int = MAX_BYTES // 2
    body: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Manners:
    """What the fetchers of a run share: the clock, who was asked when, rules, chance."""

    clock: Clock
    pace: Pace
    robots: Robots
    chance: random.Random

    @classmethod
    def make(cls, clock: Clock | None = None, seed: int | None = None) -> Manners:
        """Manners of a run that begins; a `seed` makes its pauses the same each time."""
        clock = clock or SystemClock()
        return cls(clock, Pace(clock), Robots(clock), random.Random(seed))  # noqa: S311, no secret


class Fetcher:
    """Fetches for one source; `pace` is the seconds between two requests to a host.

    `allowed` are hosts that may be private. Close it, or use it as a context.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        pace: float = 1.0,
        allowed: Collection[str] = (),
        limits: Limits | None = None,
        resolve: Resolve = resolve_host,
    ) -> None:
        self._manners = manners or Manners.make()
        self._pace = pace
        self._limits = limits or Limits()
        self._guard = Guard(allowed, resolve)
        self._client = httpx.Client(
            transport=_Transport(self._guard), trust_env=False, timeout=self._limits.step
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all connections."""
        self._client.close()

    def fetch(self, address: str, seen: Seen | None = None) -> Answer:
        """The answer to a GET, tried again where that may help. Raises `FetchError`."""
        for number in range(1, TRIES + 1):
            try:
                return self._follow(address, seen or Seen())
            except _PassingError as error:
                if number == TRIES or error.wait > LONGEST_WAIT:
                    raise FetchError(address, error.what, error.remedy, passing=True) from error
                self._pause(number, error.wait)
        raise AssertionError("unreachable")

    def _pause(self, number: int, asked: float) -> None:
        backoff = FIRST_PAUSE * 2 ** (number - 1) * self._manners.chance.uniform(0.5, 1.5)
        self._manners.clock.sleep(max(backoff, asked))

    def _follow(self, address: str, seen: Seen) -> Answer:
        """The answer at the end of the redirects, each of which is checked as the first is."""
        final = address
        for _ in range(REDIRECTS + 1):
            check_address(final)
            delay = self._manners.robots.check(final, self._ask_rules)
            with self._ask(final, seen, max(self._pace, delay)) as response:
                if response.status_code not in MOVED:
                    return self._take(address, final, response, seen)
                final = _find_target(final, response)
        raise FetchError(address, f"it leads on more than {REDIRECTS} times", "check the address")

    @contextmanager
    def _ask(self, address: str, seen: Seen, pace: float) -> Iterator[httpx.Response]:
        """One request; what goes wrong on the wire until it is closed is told as one error."""
        host = urlsplit(address).netloc.lower()
        self._manners.pace.wait(host, pace)
        self._guard.begin(self._limits.whole)
        try:
            with self._client.stream("GET", address, headers=_make_headers(seen)) as response:
                self._manners.pace.answered(host)
                yield response
        except UNANSWERED as error:
            self._manners.pace.strike(host)
            raise _PassingError(address, _explain(error)) from error

    def _take(self, address: str, final: str, response: httpx.Response, seen: Seen) -> Answer:
        status = response.status_code
        if status not in GIVEN or (status == 304 and seen == Seen()):
            self._refuse(final, response)
        body = self._read(final, response, self._limits.body) if status in WITH_END else b""
        media, charset = _parse_type(response.headers.get("content-type", ""))
        return Answer(
            address, final, status, _list_headers(response), body, media, charset,
            spell_moment(self._manners.clock.time()),
        )  # fmt: skip

    def _refuse(self, final: str, response: httpx.Response) -> None:
        status = response.status_code
        what = f"the site answers {status} {response.reason_phrase}".rstrip()
        if status not in PASSING:
            raise FetchError(final, what, "check the address")
        asked = parse_retry(response.headers.get("retry-after"), self._manners.clock.time())
        if asked:
            self._manners.pace.hold(urlsplit(final).netloc.lower(), asked)
        raise _PassingError(final, what, asked or 0.0)

    def _read(self, final: str, response: httpx.Response, most: int) -> bytes:
        said = response.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and int(said[:20]) > self._limits.wire:
            raise FetchError(final, f"it has over {self._limits.wire} bytes", "leave it out")
        encoding = response.headers.get("content-encoding", "")
        try:
            return read_body(response.iter_raw(), encoding, final, self._limits.wire, most)
        except FetchError as error:
            if error.passing:
                raise _PassingError(final, error.what) from error
            raise

    def _ask_rules(self, address: str) -> tuple[int, bytes]:
        """A robots.txt, tried again as any other address."""
        for number in range(1, TRIES):
            status, body = self._follow_rules(address)
            if 0 < status < 500:
                return status, body
            self._pause(number, 0.0)
        return self._follow_rules(address)

    def _follow_rules(self, address: str) -> tuple[int, bytes]:
        final = address
        for _ in range(REDIRECTS + 1):
            try:
                check_address(final)
                with self._ask(final, Seen(), self._pace) as response:
                    if response.status_code not in MOVED:
                        return response.status_code, self._read_rules(final, response)
                    final = _find_target(final, response)
            except FetchError as error:
                return (0 if error.passing else 403), b""
        return 404, b""

    def _read_rules(self, final: str, response: httpx.Response) -> bytes:
        if response.status_code != 200:
            return b""
        return self._read(final, response, self._limits.body)[:MOST_BYTES]


class _PassingError(FetchError):
    """A failure after which another request may help, after `wait` seconds where asked for."""

    def __init__(self, where: str, what: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(where, what, "it is tried again next time", passing=True)


class _Transport(httpx.BaseTransport):
    """Requests over the connections that a guard makes."""

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore.ConnectionPool(
            _trusted(), max_connections=4, keepalive_expiry=30.0, network_backend=guard
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        given = self._pool.handle_request(asked)
        return httpx.Response(
            given.status, headers=given.headers, stream=_Body(given), extensions=given.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come."""

    def __init__(self, given: httpcore.Response) -> None:
        self._given = given

    def __iter__(self) -> Iterator[bytes]:
        return self._given.iter_stream()

    def close(self) -> None:
        self._given.close()


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@cache
def _name_agent() -> str:
    return f"{AGENT}/{version('onrecord')}"


def _make_headers(seen: Seen) -> dict[str, str]:
    asked = {
        "user-agent": _name_agent(),
        "accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        "accept-encoding": ACCEPTED,
    }
    if seen.etag:
        asked["if-none-match"] = seen.etag
    if seen.last_modified:
        asked["if-modified-since"] = seen.last_modified
    return asked


def _find_target(address: str, response: httpx.Response) -> str:
    place = response.headers.get("location", "")
    if not place:
        raise FetchError(address, "it leads on to nowhere", "check the address")
    try:
        return str(urljoin(address, place.strip())).partition("#")[0]
    except ValueError as error:
        raise FetchError(address, f"it leads on to {place!r}, no address") from error


def _list_headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in response.headers.multi_items())


def _parse_type(value: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = value.replace("\r", " ").replace("\n", " ")
    if not value.strip():
        return "application/octet-stream", None
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) else None


def _explain(error: Exception) -> str:
    told = str(error) or type(error).__name__
    slow = isinstance(error, httpx.TimeoutException | httpcore.TimeoutException)
    return f"the site is too slow: {told}" if slow else f"the site gives no answer: {told}"
