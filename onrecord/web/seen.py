"""Answers that the reader's browser has already are not made again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.auth.visit import Visit

READS = ("GET", "HEAD")
TAGGED = (200, 304)  # statuses of answers that carry a tag
WEAK = "W/"
TAG_LENGTH = 24  # characters


class Seen:
    """Tags what is read, and answers 304 to a browser that shows the tag.

    `stamp` gives a text that changes whenever an answer may. An answer is the same only for
    the same visitor; one that a new cookie goes with is never taken for seen.
    """

    def __init__(self, app: ASGIApp, stamp: Callable[[], str]) -> None:
        self._app = app
        self._stamp = stamp
        self._start = secrets.token_hex(8)  # a new server may show the same otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        visit: Visit | None = scope.get("visit")
        if visit is None or scope["method"] not in READS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        tag = self._make_tag(scope, headers, visit)

        async def send_tagged(message: Message) -> None:
            begins = message["type"] == "http.response.start" and message["status"] in TAGGED
            if begins and not visit.fresh:
                MutableHeaders(scope=message)["ETag"] = tag
            await send(message)

        answer = Response(status_code=304) if _has_seen(headers, tag) else self._app
        await answer(scope, receive, send_tagged)

    def _make_tag(self, scope: Scope, headers: Headers, visit: Visit) -> str:
        asked = (scope["path"], scope["query_string"].decode("latin-1"))
        person, sent = str(visit.person), (headers.get("cookie", ""), headers.get("accept", ""))
        content = "\x1f".join((self._start, self._stamp(), *asked, person, *sent))
        return f'{WEAK}"{hashlib.sha256(content.encode()).hexdigest()[:TAG_LENGTH]}"'


def _has_seen(headers: Headers, tag: str) -> bool:
    """Whether the tag is among those shown; a weak tag is the same as a strong one (RFC 9110)."""
    shown = headers.get("if-none-match", "").split(",")
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in shown}
