"""Finds out who asks before anything is answered, and what nobody may send."""

from __future__ import annotations

import asyncio
import getpass

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.register.signing import find_session
from onrecord.register.users import EDITOR, User, Users
from onrecord.web.auth.access import Access
from onrecord.web.auth.addresses import SIGN_IN, SIGN_OUT, sign_in_address
from onrecord.web.auth.cookies import FORMS, SESSION, keep_fresh, read_cookie
from onrecord.web.auth.visit import Person, Visit, current
from onrecord.web.problems import asks_data, tell_problem

STATIC = "/static/"
READS = ("GET", "HEAD")
LARGEST_BODY = 2**20  # bytes
BODY_SECONDS = 30  # in which all of a body must have come
SEE_OTHER = 303
LOCAL = "local"
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
TOO_LARGE = "What was sent is larger than 1 MiB."
TOO_SLOW = "What was sent did not come to an end."
SIGN_IN_FIRST = "Sign in first: this register is not public."
BEHIND_PROXY = (
    "This came through a proxy, of which the server knows nothing: "
    "start it with --proxy and --name, and make a user."
)


class Gate:
    """Gives every request its visit, and passes on what may be read or sent by its visitor.

    Files that are shipped belong to nobody: no cookie is read or set for them.
    """

    def __init__(self, app: ASGIApp, users: Users, access: Access) -> None:
        self._app = app
        self._users = users
        self._access = access
        self._local = Person(_name_account(), EDITOR)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        visit = await self._find_visit(scope, headers)
        reset = current.set(visit)
        try:
            body = await _take_body(scope, headers, receive)
            refused = body if isinstance(body, Response) else self._refuse(scope, headers, visit)
            answer = refused or self._app
            await answer({**scope, "visit": visit}, _replay(body, receive), _sending(send, visit))
        finally:
            current.reset(reset)

    async def _find_visit(self, scope: Scope, headers: Headers) -> Visit:
        secure = scope["scheme"] == "https"
        forms = read_cookie(headers, FORMS, secure)
        if self._is_local():
            return Visit(self._local, forms, may_read=True, secure=secure)
        token = read_cookie(headers, SESSION, secure)
        user = await to_thread.run_sync(self._find_user, token) if token else None
        if user is None:
            public = self._access.public_reading
            return Visit(Person(), forms, may_read=public, offers=True, secure=secure)
        person = Person(user.name, user.role, signed_in=True)
        return Visit(person, token, may_read=True, secure=secure)

    def _is_local(self) -> bool:
        return not self._access.exposed and not self._users.exist()

    def _find_user(self, token: str) -> User | None:
        return find_session(self._users, token) if self._users.exist() else None

    def _refuse(self, scope: Scope, headers: Headers, visit: Visit) -> Response | None:
        path = scope["path"]
        if visit.person is self._local and any(name in headers for name in FORWARDED):
            return tell_problem(path, 400, BEHIND_PROXY)
        if visit.may_read or path in (SIGN_IN, SIGN_OUT):
            return None
        return ask_sign_in(scope, headers)


def ask_sign_in(scope: Scope, headers: Headers) -> Response:
    """The way to the sign-in and back; data is not led there but told."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    if asks_data(path):
        answer = tell_problem(path, 401, SIGN_IN_FIRST)
        answer.headers["WWW-Authenticate"] = 'Session realm="onrecord"'
        return answer
    asked = scope.get("raw_path", b"").decode("latin-1").partition("?")[0] or path
    following = f"{asked}?{query}" if query else asked
    if scope["method"] not in READS:
        _, _, following = headers.get("referer", "").partition(headers.get("host", "/"))
    return RedirectResponse(sign_in_address(following), SEE_OTHER)


async def lead_to_sign_in(request: Request, _: Exception) -> Response:
    """The answer to somebody who asks for what needs signing in."""
    return ask_sign_in(request.scope, request.headers)


async def _take_body(scope: Scope, headers: Headers, receive: Receive) -> bytes | Response:
    """All of a body, or why it is not taken."""
    if "content-length" not in headers and "transfer-encoding" not in headers:
        return b""
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length[:12]) > LARGEST_BODY:
        return _cut_off(scope, 413, TOO_LARGE)
    try:
        body = await asyncio.wait_for(_read_body(receive), BODY_SECONDS)
    except TimeoutError:
        return _cut_off(scope, 408, TOO_SLOW)
    return _cut_off(scope, 413, TOO_LARGE) if body is None else body


def _cut_off(scope: Scope, status: int, message: str) -> Response:
    """An answer after which the connection ends, whatever is still to come on it."""
    answer = tell_problem(scope["path"], status, message)
    answer.headers["Connection"] = "close"
    return answer


async def _read_body(receive: Receive) -> bytes | None:
    """A body; None as soon as it is too large, or where it breaks off."""
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        more = message.get("more_body", False)
        if size > LARGEST_BODY:
            return None
    return b"".join(pieces)


def _replay(body: bytes | Response, receive: Receive) -> Receive:
    """A body that has come already, then whatever follows it."""
    waiting = [b"" if isinstance(body, Response) else body]

    async def receive_again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receive_again


def _sending(send: Send, visit: Visit) -> Send:
    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            keep_fresh(MutableHeaders(scope=message), visit)
        await send(message)

    return send_with_cookie


def _name_account() -> str:
    try:
        return getpass.getuser() or LOCAL
    except (OSError, KeyError, ImportError):
        return LOCAL
