"""What every answer carries, and which hosts it is given to."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
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
FRESH = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"  # a shipped file's address changes with it
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")


class Guard:
    """Passes on what is asked of a loopback host, and adds the headers to every answer.

    Another host's name means that a page elsewhere had its name point to this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        if _host_name(Headers(scope=scope).get("host", "")) in LOOPBACK_HOSTS:
            await self._app(scope, receive, send_guarded)
            return
        refusal = tell_problem(scope["path"], 400, "The register is served to this machine only.")
        await refusal(scope, receive, send_guarded)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in SECURITY.items():
        headers[name] = value
    headers["Cache-Control"] = FOR_EVER if path.startswith("/static/") else FRESH


def _host_name(host: str) -> str:
    """A host without its port: '127.0.0.1:8000', '[::1]:8000'."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].casefold()
