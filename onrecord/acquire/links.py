"""Addresses as they are linked: made whole, tidied, compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

MOST_CHARACTERS = 2048  # of an address: longer ones are made by traps
MOST_STEPS = 24  # of a path
SAME_STEPS = 3  # a path that repeats one step more often leads round in a circle

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id", re.IGNORECASE)
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f]+")


def tidy_address(base: str, link: str) -> str | None:
    """A link on the page `base` as a whole address, without fragment and marks of tracking.

    None for what is no address on the web, or one that only a trap makes.
    """
    try:
        parts = urlsplit(urljoin(base, _UNFIT.sub("", link)))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, 80 if scheme == "http" else 443) else f"{host}:{port}"
    address = urlunsplit((scheme, netloc, parts.path or "/", _tidy_query(parts.query), ""))
    return None if is_endless(address) else address


def _tidy_query(query: str) -> str:
    if not _TRACKING.search(query):
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])])


def is_endless(address: str) -> bool:
    """Whether an address has the form that traps of endless links make."""
    steps = [step for step in urlsplit(address).path.split("/") if step]
    repeated = any(steps.count(step) > SAME_STEPS for step in set(steps[:MOST_STEPS]))
    return len(address) > MOST_CHARACTERS or len(steps) > MOST_STEPS or repeated


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses have the same host, apart from a 'www.' before it."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (one, other)]
    return hosts[0] == hosts[1]


def is_wanted(address: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether an address's path (with its query) is one of those to be read."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if include and not any(matches_pattern(path, pattern) for pattern in include):
        return False
    return not any(matches_pattern(path, pattern) for pattern in exclude)


def matches_pattern(path: str, pattern: str) -> bool:
    """Whether a pattern in which '*' stands for anything is the whole path."""
    first, *rest = pattern.split("*")
    if not rest:
        return path == pattern
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
