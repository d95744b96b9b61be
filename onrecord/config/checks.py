"""Values of `onrecord.toml`: each check gives what a value means, or tells what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onrecord.config.lines import Place
from onrecord.config.sources import LONGEST_PACE, MOST_PAGES, SHORTEST_PACE

ARCHIVE_ENDINGS = (".warc", ".warc.gz", ".wacz")
LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost")
LONGEST_NAME = 64

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"[^\s/:@?#*]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:.]+")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"]")
_KINDS = ((bool, "true or false"), (str, "a text"), (int, "a number"), (float, "a number"),
          (list, "a list"), (dict, "a table"))  # fmt: skip


@dataclass(slots=True)
class Told:
    """Where what is wrong is told: at which place, what, and what to do."""

    problems: list[tuple[Place, str, str]] = field(default_factory=list)

    def add(self, place: Place, what: str, remedy: str) -> None:
        """Tell one thing that is wrong."""
        self.problems.append((place, what, remedy))


Check = Callable[[Any, Place, Told], Any]


def key_of(place: Place) -> str:
    """The key that a place belongs to, as it is called in a message."""
    return str(next(step for step in reversed(place) if isinstance(step, str)))


def kind_of(value: object) -> str:
    """What sort of value it is, in words."""
    return next((word for kind, word in _KINDS if isinstance(value, kind)), "a date or time")


def check_text(value: Any, place: Place, told: Told) -> str | None:
    """A text that is not empty."""
    if not isinstance(value, str):
        told.add(place, f"'{key_of(place)}' is {kind_of(value)}", "write a text in quotes")
    elif not value.strip():
        told.add(place, f"'{key_of(place)}' is empty", "fill it in or leave it out")
    else:
        return value.strip()
    return None


def check_name(value: Any, place: Place, told: Told) -> str | None:
    """The name of a source, which begins the names of its documents."""
    name = check_text(value, place, told)
    if name and not (_NAME.fullmatch(name) and len(name) <= LONGEST_NAME):
        remedy = f"use letters, digits, '.', '_' and '-', at most {LONGEST_NAME}"
        told.add(place, f"{name!r} cannot be a name", remedy)
        return None
    return name


def check_lang(value: Any, place: Place, told: Told) -> str | None:
    """The code of a language."""
    code = check_text(value, place, told)
    if code and not _LANG.fullmatch(code):
        told.add(place, f"{code!r} is no code of a language", "write it like 'en'")
        return None
    return code


def check_address(value: Any, place: Place, told: Told) -> str | None:
    """An address on the web."""
    address = check_text(value, place, told)
    if address is None:
        return None
    what, remedy = explain_address(address)
    if what:
        told.add(place, f"{address!r} {what}", remedy)
        return None
    return address


def explain_address(address: str) -> tuple[str, str]:
    """What is wrong with an address on the web and what to do; empty where nothing is."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address", "copy it from the browser"
    if parts.scheme not in ("http", "https"):
        return "is no http or https address", "write it like 'https://www.example.org/news'"
    if not host or _UNFIT.search(address):
        return "is no address", "copy it from the browser"
    if parts.username is not None or parts.password is not None:
        return "has a user or password in it", "leave them out: sources are public"
    return "", ""


def is_private(address: str) -> bool:
    """Whether an address plainly names this machine or its network."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host in LOCAL_NAMES


def check_host(value: Any, place: Place, told: Told) -> str | None:
    """The name or number of a host."""
    host = check_text(value, place, told)
    if host and not _HOST.fullmatch(host):
        told.add(place, f"{host!r} is no host", "write its name alone, like 'intranet.example'")
        return None
    return host.strip("[]").lower() if host else None


def check_pattern(value: Any, place: Place, told: Told) -> str | None:
    """A pattern of paths, in which '*' stands for anything."""
    pattern = check_text(value, place, told)
    if pattern and not pattern.startswith(("/", "*")):
        remedy = "begin it with '/' or '*', like '/news/*'"
        told.add(place, f"{pattern!r} matches no path", remedy)
        return None
    return pattern


def check_pace(value: Any, place: Place, told: Told) -> float | None:
    """Seconds between two requests."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        told.add(place, f"'pace' is {kind_of(value)}", "write seconds, like 1.5")
    elif not math.isfinite(value) or not 0 <= value <= LONGEST_PACE:
        remedy = f"write seconds between {SHORTEST_PACE} and {LONGEST_PACE:.0f}"
        told.add(place, f"a pace of {value} is impossible", remedy)
    else:
        return float(value)
    return None


def check_pages(value: Any, place: Place, told: Told) -> int | None:
    """A number of pages."""
    return check_count(value, place, told, 1, MOST_PAGES)


def check_first(value: Any, place: Place, told: Told) -> int | None:
    """The number of a first page."""
    return check_count(value, place, told, 0, MOST_PAGES)


def check_count(value: Any, place: Place, told: Told, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        given = value if isinstance(value, int | float) else kind_of(value)
        told.add(place, f"'{key_of(place)}' is {given}", f"write a number from {least} to {most}")
        return None
    return value


def check_folder(value: Any, place: Place, told: Told) -> Path | None:
    """A path on disk."""
    path = check_text(value, place, told)
    if path and "://" in path:
        told.add(place, f"{path!r} is no path on disk", "put addresses into lists, feeds, sitemaps")
        return None
    return Path(path) if path and "\0" not in path else None


def check_archive(value: Any, place: Place, told: Told) -> Path | None:
    """A path of a web archive."""
    path = check_folder(value, place, told)
    if path and not path.name.casefold().endswith(ARCHIVE_ENDINGS):
        remedy = f"archives end in {', '.join(ARCHIVE_ENDINGS)}; pages belong into 'folders'"
        told.add(place, f"'{path}' is no web archive", remedy)
        return None
    return path


def check_each(check: Check) -> Check:
    """A check of a list, or of a single value that stands for a list of one; doubles fall out."""

    def check_list(value: Any, place: Place, told: Told) -> tuple[Any, ...]:
        items = value if isinstance(value, list) else [value]
        places = [(*place, n) if isinstance(value, list) else place for n in range(len(items))]
        found = [check(item, where, told) for item, where in zip(items, places, strict=True)]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    return check_list


def check_table(
    value: Any, place: Place, told: Told, checks: Mapping[str, Check], inside: str
) -> dict[str, Any] | None:
    """A table by the checks of its keys; what is fit of it."""
    if not isinstance(value, dict):
        told.add(place, f"'{key_of(place)}' is {kind_of(value)}", f"write {inside}")
        return None
    found: dict[str, Any] = {}
    for key, given in value.items():
        check = checks.get(key)
        if check is None:
            told.add((*place, key), f"there is no key '{key}'", suggest_key(key, tuple(checks)))
            continue
        parsed = check(given, (*place, key), told)
        if parsed is not None:
            found[key] = parsed
    return found


def suggest_key(given: str, known: Sequence[str]) -> str:
    """What to write instead of a word that is none of those known."""
    close = get_close_matches(given.lower(), known, 1, 0.6)
    return f"did you mean '{close[0]}'?" if close else f"one of {', '.join(known)}"
