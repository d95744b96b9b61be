"""The socket that the site listens on, and how long a client may take."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.errors import InputError
from onrecord.web.auth.access import Access

BACKLOG = 128  # connections that may wait
MOST_CONNECTIONS = 500  # open at the same time; others get a 503
HEAD_SECONDS = 15  # in which a request's head must have come
KEEP_SECONDS = 10  # between two requests of a connection
STOP_SECONDS = 10  # for answers under way when the server is ended
LARGEST_HEAD = 65_536  # bytes


class Patient(H11Protocol):
    """HTTP, but not for ever: a client that does not finish a request's head is let go."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, unless a request is complete up to its body."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self._waiting is None and _is_idle(self.cycle):
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _is_idle(cycle: Any) -> bool:
    return cycle is None or cycle.response_complete


def make_server(app: FastAPI, access: Access) -> uvicorn.Server:
    """The server of a site; what a proxy says of its clients is believed of none but that."""
    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=access.proxy is not None,
        forwarded_allow_ips=access.proxy or "",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `InputError` where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that name their protocol
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        what = f"{host}:{port} cannot be listened on: {error.strerror or error}"
        raise InputError("--port", what, "name another port, or 0 for a free one") from error
    return listener


def spell_address(host: str, port: int) -> str:
    """Where a browser finds the site."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
