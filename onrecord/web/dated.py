"""Requests that ask for a past day are answered from it; answers and redirects keep the day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import InputError
from onrecord.web.past import SHOWN, Moment, keep_past, read_moment
from onrecord.web.problems import tell_problem

REDIRECTS = range(300, 400)


class ShowPast:
    """Reads the day of a request for all that answers it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            moment = read_moment(scope["path"], scope["query_string"].decode("latin-1"))
        except InputError as error:
            await tell_problem(scope["path"], 400, str(error))(scope, receive, send)
            return

        async def send_dated(message: Message) -> None:
            if moment and message["type"] == "http.response.start":
                _date_answer(MutableHeaders(scope=message), message["status"], moment)
            await send(message)

        token = SHOWN.set(moment)
        try:
            await self._app(scope, receive, send_dated)
        finally:
            SHOWN.reset(token)


def _date_answer(headers: MutableHeaders, status: int, moment: Moment) -> None:
    """What a past answer is of (RFC 7089), and where one leads."""
    location = headers.get("location", "")
    if status in REDIRECTS and location.startswith("/"):
        headers["location"] = keep_past(location, moment)
    if status == 200 and "memento-datetime" not in headers:
        end = datetime.combine(moment.day, time(23, 59, 59), UTC)
        headers["Memento-Datetime"] = format_datetime(end, usegmt=True)
        headers.append("Link", f'<{moment.present}>; rel="original"')
