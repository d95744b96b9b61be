"""The two cookies: of a session, and of forms that are shown to somebody who has none."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import Response

from onrecord.web.auth.visit import Visit

SESSION, FORMS = "onrecord-session", "onrecord-forms"
HOST_ONLY = "__Host-"  # a browser takes such a cookie through TLS only, and from this host only


def read_cookie(headers: Headers, name: str, secure: bool) -> str:
    """What a cookie of this site holds; empty where it is not sent."""
    return cookie_parser(headers.get("cookie", "")).get(_full_name(name, secure), "")


def write_cookie(headers: MutableHeaders, name: str, value: str, secure: bool) -> None:
    """Set a cookie that no script reads and no other site sends along; empty takes it away."""
    answer = Response()
    answer.set_cookie(
        _full_name(name, secure),
        value,
        max_age=None if value else 0,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    headers.append("Set-Cookie", answer.headers["set-cookie"])


def keep_fresh(headers: MutableHeaders, visit: Visit) -> None:
    """Send the secret that a form of this page has made."""
    if visit.fresh:
        write_cookie(headers, FORMS, visit.secret, visit.secure)


def _full_name(name: str, secure: bool) -> str:
    return HOST_ONLY + name if secure else name
