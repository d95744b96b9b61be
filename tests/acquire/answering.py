"""A server on this machine that answers as it is told, well or badly."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE_SECONDS = 0.02  # between two pieces of an answer that drips

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    """An answer; `way` is how it is sent.

    whole: with its length. cut: less than its length says. open: without a length, the end of
    the connection is its end. drip: byte by byte. stall: never. drop: the connection is closed.
    raw: the body is all that is sent, whatever it is.
    """

    status: int = 200
    body: bytes = b""
    headers: Headers = ()
    way: str = "whole"


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    target: str
    headers: Mapping[str, str]


@dataclass
class Web:
    """A running server. `pages` are its answers by path: several are given one after the other,
    the last one for ever. What is not there is 404."""

    pages: dict[str, Reply | Sequence[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    _times: Counter[str] = field(default_factory=Counter)
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order, without the rules for robots."""
        return [one.target for one in self.asked if one.target != "/robots.txt"]

    def find_reply(self, target: str) -> Reply:
        """The answer that is due now."""
        found = self.pages.get(target, Reply(404))
        if isinstance(found, Reply):
            return found
        self._times[target] += 1
        return found[min(self._times[target], len(found)) - 1]

    def wait_for_end(self) -> None:
        """Keep somebody waiting until the server is closed."""
        self._closing.wait(10)

    def close(self) -> None:
        """Let those go who wait."""
        self._closing.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        web = self.server.web
        web.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}))
        reply = web.find_reply(self.path)
        self.close_connection = reply.way != "whole"
        if reply.way == "stall":
            web.wait_for_end()
        elif reply.way == "raw":
            self.wfile.write(reply.body)
        elif reply.way != "drop":
            self._start(reply)
            self._send(reply)

    def _start(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        length = len(reply.body) + (reply.way == "cut")
        if reply.way != "open" and reply.status != 304:
            self.send_header("content-length", str(length))
        self.end_headers()

    def _send(self, reply: Reply) -> None:
        pieces = [reply.body[at : at + 1] for at in range(len(reply.body))]
        for piece in pieces if reply.way == "drip" else [reply.body]:
            self.wfile.write(piece)
            time.sleep(PIECE_SECONDS if reply.way == "drip" else 0)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """Askers may go whenever they like."""


@contextmanager
def serve_web() -> Iterator[Web]:
    """A server on a free port, until the block ends."""
    web = Web()
    server = _Server(web)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.close()
        server.shutdown()
        server.server_close()
