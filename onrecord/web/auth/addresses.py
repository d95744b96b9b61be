"""The addresses of signing in, and where somebody may be led from there."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

SIGN_IN, SIGN_OUT, ACCOUNT = "/sign-in", "/sign-out", "/account"
HOME = "/"
LONGEST_NEXT = 2000  # characters


def sign_in_address(following: str) -> str:
    """The sign-in that leads on to a page of this site."""
    following = safe_next(following)
    return SIGN_IN if following == HOME else f"{SIGN_IN}?{urlencode({'next': following})}"


def safe_next(given: str) -> str:
    """A page of this site: what was given if it is one for certain, else the first page."""
    plain = given.isprintable() and given.isascii() and "\\" not in given
    if not plain or not given.startswith("/") or given.startswith("//"):
        return HOME
    try:
        parts = urlsplit(given)
    except ValueError:
        return HOME
    own = not parts.scheme and not parts.netloc and parts.path not in (SIGN_IN, SIGN_OUT)
    return given if own and len(given) <= LONGEST_NEXT else HOME
