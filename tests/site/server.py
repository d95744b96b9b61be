"""The server of the site: real HTTP on a free port of this machine, on a day that tests set."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.site.answers import HUGE_BYTES, Reply, answer_request
from tests.site.plan import FIRST_DAY

CHUNK = b"<p>0 1 2 3 4 5 6 7 8 9</p>\n" * 2048
SLOW_SECONDS = 0.2
PHASES = ("before", "within", "after")  # of an answer, at which a watcher is told


@dataclass(frozen=True)
class Request:
    """A request that came in, and the status of its answer (0: none was given)."""

    day: date
    host: str
    target: str
    status: int
    moment: float
    conditional: bool
    agent: str


Watcher = Callable[[int, str], None]


@dataclass
class Site:
    """The running site; `day` is what it is on, `requests` what was asked so far.

    `clock` gives the moments of requests, `watcher` is told the number and the phase of each
    answer before it is sent, in its middle and after it. `stall` bounds in seconds how long an
    answer that never comes is waited for.
    """

    port: int = 0
    clock: Callable[[], float] = time.time
    watcher: Watcher = lambda *_: None
    stall: float = 30.0
    requests: list[Request] = field(default_factory=list)
    sent: int = 0
    _day: date = FIRST_DAY
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def day(self) -> date:
        """The day of the site."""
        return self._day

    @day.setter
    def day(self, day: date) -> None:
        with self._lock:
            self._day = day
            self._attempts.clear()

    def clear(self) -> None:
        """Forget what was asked."""
        with self._lock:
            self.requests.clear()
            self._attempts.clear()

    def answer(self, handler: _Handler) -> None:
        """Answer one request."""
        asked = {name.lower(): value for name, value in handler.headers.items()}
        path = handler.path.partition("?")[0]
        with self._lock:
            self._attempts[path] += 1
            attempt, day = self._attempts[path], self._day
        reply = answer_request(handler.path, day, self.base, attempt, asked)
        request = Request(
            day,
            asked.get("host", "").partition(":")[0],
            handler.path,
            reply.status,
            self.clock(),
            bool(asked.keys() & {"if-none-match", "if-modified-since"}),
            asked.get("user-agent", ""),
        )
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
        self._send(handler, reply, number)

    def _send(self, handler: _Handler, reply: Reply, number: int) -> None:
        self.watcher(number, "before")
        if reply.way == "stall":
            self._closing.wait(self.stall)
        if reply.way in ("stall", "drop"):
            handler.close_connection = True
            return
        if reply.way == "slow":
            time.sleep(SLOW_SECONDS)
        handler.start(reply)
        if reply.way == "endless":
            self._pour(handler)
        elif handler.command != "HEAD":
            half = len(reply.body) // 2
            handler.wfile.write(reply.body[:half])
            handler.wfile.flush()
            self.watcher(number, "within")
            if reply.way == "cut":
                handler.close_connection = True
                return
            handler.wfile.write(reply.body[half:])
        handler.wfile.flush()
        self.watcher(number, "after")

    def _pour(self, handler: _Handler) -> None:
        handler.close_connection = True
        for _ in range(HUGE_BYTES // len(CHUNK)):
            handler.wfile.write(CHUNK)
            self.sent += len(CHUNK)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self.server.site.answer(self)

    do_HEAD = do_GET  # noqa: N815

    def start(self, reply: Reply) -> None:
        """Send what stands before the body."""
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.way == "endless":
            self.send_header("connection", "close")
        elif reply.status != 304:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: Site) -> None:
        self.site = site
        super().__init__(("127.0.0.1", site.port), _Handler)

    def handle_error(self, *_: object) -> None:
        """Askers may go whenever they like."""


@contextmanager
def serve_site(**options: object) -> Iterator[Site]:
    """The site on a free port, until the block ends."""
    site = Site(**options)  # type: ignore[arg-type]
    server = _Server(site)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site._closing.set()
        server.shutdown()
        server.server_close()
