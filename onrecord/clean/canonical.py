"""The address that a page calls its own."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

MOST_BYTES = 65_536  # of a page in which its head is looked for

_LINK = re.compile(rb"<link\s([^<>]{1,2000})>", re.IGNORECASE)
_CANONICAL = re.compile(rb"(?:^|\s)rel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"(?:^|\s)href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)


def find_canonical(body: bytes, address: str) -> str | None:
    """The address of `rel=canonical` where it is on the host of `address`, and no front page."""
    for link in _LINK.finditer(body, 0, MOST_BYTES):
        if _CANONICAL.search(link[1]) and (href := _HREF.search(link[1])):
            given = next(group for group in href.groups() if group is not None)
            return _check_own(given.decode("utf-8", "replace"), address)
    return None


def _check_own(given: str, address: str) -> str | None:
    try:
        own = str(urljoin(address, html.unescape(given).strip())).partition("#")[0]
        parts, asked = urlsplit(own), urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return None
    front = parts.path in ("", "/") and not parts.query
    return own if _bare(parts.netloc) == _bare(asked.netloc) and not front else None


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
