"""What every answer carries, which hosts it is given to, and the last net under errors."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.auth.access import Access, is_loopback
from onrecord.web.problems import tell_problem

__all__ = ["Guard", "is_loopback"]

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
ONLY_TLS = "max-age=31536000"  # seconds in which a browser asks this host through TLS only
FRESH = "private, no-cache"
FOR_EVER = "public, max-age=31536000, immutable"  # a shipped file's address changes with it
STRANGE_HOST = (
    "The register is served under other names: on this machine use its loopback address, "
    "and name every other host with --name."
)
FAULT = "The page could not be made. The error is in the server's log; the register is unharmed."

log = logging.getLogger("onrecord.web")


class Guard:
    """Passes on what is asked of a host that is known, and adds the headers to every answer.

    Another host's name means that a page elsewhere had its name point to this machine. An
    error that nobody foresaw is logged and becomes a page: this is the site's outermost edge.
    HEAD is answered as GET is, without the body.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        if not self._access.knows(_host_name(Headers(scope=scope).get("host", ""))):
            await tell_problem(scope["path"], 400, STRANGE_HOST)(scope, receive, answer.send)
            return
        scope = {**scope, "method": "GET"} if answer.bodiless else scope
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            log.exception("%s", scope["path"])
            if answer.begun:
                raise error from None
            await tell_problem(scope["path"], 500, FAULT)(scope, receive, answer.send)


class _Answer:
    """An answer on its way, with the headers added; `begun` once its head has been sent."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._static = scope["path"].startswith("/static/")
        self._secure = scope["scheme"] == "https"
        self._send = send
        self.bodiless = scope["method"] == "HEAD"
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(SECURITY)
            headers["Cache-Control"] = FOR_EVER if self._static else FRESH
            if self._secure:
                headers["Strict-Transport-Security"] = ONLY_TLS
        elif self.bodiless:
            message = {**message, "body": b""}
        await self._send(message)


def _host_name(host: str) -> str:
    """A host without its port: '127.0.0.1:8000', '[::1]:8000'."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].casefold()
