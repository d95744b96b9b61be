"""What every answer carries, which hosts it is given to, and the last net under errors."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.problems import tell_problem

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
READS = ("GET", "HEAD")
TAGGED = (200, 304)  # statuses of answers that carry a tag
TAG_LENGTH = 24  # characters
FRESH = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"  # a shipped file's address changes with it
STRANGE_HOST = "The register is served to this machine only: use its loopback address."
FAULT = "The page could not be made. The error is in the server's log; the register is unharmed."

log = logging.getLogger("onrecord.web")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address can mean this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Passes on what is asked of a loopback host, and adds the headers to every answer.

    Another host's name means that a page elsewhere had its name point to this machine. An
    error that nobody foresaw is logged and becomes a page: this is the site's outermost edge.
    `stamp` gives a text that changes whenever an answer may; an answer that the reader has
    already seen under the same stamp is not made again (304). HEAD is answered as GET is,
    without the body.
    """

    def __init__(self, app: ASGIApp, stamp: Callable[[], str]) -> None:
        self._app = app
        self._stamp = stamp
        self._start = secrets.token_hex(8)  # a new server may show the same otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        tag = self._find_tag(scope, headers)
        answer = _Answer(scope, send, tag)
        if not is_loopback(_host_name(headers.get("host", ""))):
            await tell_problem(scope["path"], 400, STRANGE_HOST)(scope, receive, answer.send)
            return
        if tag and tag in _seen_tags(headers):
            await Response(status_code=304)(scope, receive, answer.send)
            return
        scope = {**scope, "method": "GET"} if answer.bodiless else scope
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            log.exception("%s", scope["path"])
            if answer.begun:
                raise error from None
            await tell_problem(scope["path"], 500, FAULT)(scope, receive, answer.send)

    def _find_tag(self, scope: Scope, headers: Headers) -> str | None:
        """The tag of an answer that was not made yet; None where it has none or its own."""
        if scope["method"] not in READS or scope["path"].startswith("/static/"):
            return None
        asked = (scope["path"], scope["query_string"].decode("latin-1"))
        seen = (*asked, headers.get("cookie", ""), headers.get("accept", ""))
        content = "\x1f".join((self._start, self._stamp(), *seen))
        return f'W/"{hashlib.sha256(content.encode()).hexdigest()[:TAG_LENGTH]}"'


def _seen_tags(headers: Headers) -> list[str]:
    return [tag.strip() for tag in headers.get("if-none-match", "").split(",")]


class _Answer:
    """An answer on its way, with the headers added; `begun` once its head has been sent."""

    def __init__(self, scope: Scope, send: Send, tag: str | None) -> None:
        self._path = scope["path"]
        self._send = send
        self._tag = tag
        self.bodiless = scope["method"] == "HEAD"
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(SECURITY)
            headers["Cache-Control"] = FOR_EVER if self._path.startswith("/static/") else FRESH
            if self._tag and message["status"] in TAGGED:
                headers["ETag"] = self._tag
        elif self.bodiless:
            message = {**message, "body": b""}
        await self._send(message)


def _host_name(host: str) -> str:
    """A host without its port: '127.0.0.1:8000', '[::1]:8000'."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].casefold()
