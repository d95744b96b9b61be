"""Reading `onrecord.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onrecord.config import checks
from onrecord.config.checks import Check, Told, check_each, check_table, suggest_key
from onrecord.config.layout_checks import check_layouts
from onrecord.config.lines import Place, find_lines
from onrecord.config.sources import FILE, SHORTEST_PACE, Api, Declared
from onrecord.errors import ConfigError

TABLE = "source"
MAX_BYTES = 4 * 1024 * 1024  # of a configuration: ten thousand sources take one
SLOTS = ("address", "title", "date", "updated", "teaser", "text", "html", "id", "lang")
STARTS = ("lists", "feeds", "sitemaps", "archives", "folders", "api")

_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def load_sources(home: Path, config: Path | None = None) -> tuple[Declared, ...]:
    """The sources that a home's `onrecord.toml` (or the file `config`) declares, in order.

    None where a home has no such file. Raises `ConfigError`, which tells everything that is
    wrong, each with its line and what to do.
    """
    path = config or home / FILE
    if config is None and not path.exists():
        return ()
    return parse_sources(read_config(path), path)


def read_config(path: Path) -> str:
    """The text of a configuration file. Raises `ConfigError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise ConfigError([f"{path}: it has over {MAX_BYTES} bytes (declare less)"])
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{path}:{line}: it is not in UTF-8 (save it as UTF-8)"]) from error
    except OSError as error:
        what = (error.strerror or "").lower()
        raise ConfigError([f"{path}: it cannot be read: {what} (check the path)"]) from error


def parse_sources(text: str, path: Path) -> tuple[Declared, ...]:
    """The sources declared in the text of the file `path`. Raises `ConfigError`."""
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError([f"{path}: it is nested too deep (write plain tables)"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_tell_syntax(text, path, str(error))]) from error
    told, lines = Told(), find_lines(text)
    found = [
        _parse_source(value, (TABLE, number), told, lines)
        for number, value in enumerate(_find_tables(data, told))
    ]
    _check_doubles(data, told, lines)
    if told.problems:
        raise ConfigError(_spell_problems(told, lines, path))
    return tuple(_place_paths(source, path.absolute().parent) for source in found if source)


def _tell_syntax(text: str, path: Path, error: str) -> str:
    at = _AT_LINE.search(error)
    line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
    what = _AT_LINE.sub("", error)
    return f"{path}:{line}: it is no TOML: {what[:1].lower()}{what[1:]} (correct the line)"


def _spell_problems(told: Told, lines: dict[Place, int], path: Path) -> list[str]:
    spelled = []
    for place, what, remedy in told.problems:
        while place and place not in lines:
            place = place[:-1]
        spelled.append((lines.get(place, 1), what, remedy))
    spelled.sort(key=lambda one: one[0])
    return [f"{path}:{line}: {what} ({remedy})" for line, what, remedy in spelled]


def _find_tables(data: dict[str, Any], told: Told) -> list[Any]:
    for key in data:
        if key != TABLE:
            told.add((key,), f"there is no table '{key}'", _suggest_table(key))
    tables = data.get(TABLE, [])
    if not isinstance(tables, list):
        told.add((TABLE,), f"'{TABLE}' is no list of tables", f"write [[{TABLE}]] above each")
        return []
    return tables


def _suggest_table(key: str) -> str:
    if key in _CHECKS:
        return f"it belongs below [[{TABLE}]]"
    return suggest_key(key, (TABLE,)).replace(f"'{TABLE}'", f"[[{TABLE}]]")


def _parse_source(value: Any, place: Place, told: Told, lines: dict[Place, int]) -> Declared | None:
    given = check_table(value, place, told, _CHECKS, f"[[{TABLE}]] and its keys below")
    if given is None:
        return None
    if "name" not in value:
        told.add(place, "the source has no name", "add name = '…'")
    if not any(value.get(key) not in (None, []) for key in STARTS):
        told.add(place, "the source has nothing to read", f"add one of {', '.join(STARTS)}")
    source = Declared(**{"name": "", **given}, line=lines.get(place, 0))
    _check_hosts(source, value, place, told)
    return source


def _check_hosts(source: Declared, value: dict[str, Any], place: Place, told: Told) -> None:
    """A private host must be allowed by name; a pace below the shortest, only for such hosts."""
    for key in ("feeds", "sitemaps", "lists"):
        items = value[key] if isinstance(value.get(key), list) else [value.get(key)]
        for number, address in enumerate(items):
            if address in getattr(source, key):
                _check_private(address, source, (*place, key, number), told)
    if source.api and source.api.address:
        _check_private(source.api.address, source, (*place, "api", "address"), told)
    hosts = {urlsplit(address).hostname for address in source.starts}
    if source.pace < SHORTEST_PACE and not hosts <= set(source.allow):
        remedy = f"write at least {SHORTEST_PACE} seconds; hosts under 'allow' may have less"
        told.add((*place, "pace"), f"a pace of {source.pace:g} is no polite one", remedy)


def _check_private(address: str, source: Declared, place: Place, told: Told) -> None:
    host = urlsplit(address).hostname
    if checks.is_private(address) and host not in source.allow:
        told.add(place, f"'{host}' is a private address", f"add allow = ['{host}'] if it is meant")


def _check_doubles(data: dict[str, Any], told: Told, lines: dict[Place, int]) -> None:
    tables = data.get(TABLE)
    seen: dict[str, int] = {}
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        name = table.get("name") if isinstance(table, dict) else None
        if not isinstance(name, str):
            continue
        place = (TABLE, number, "name")
        if (first := seen.setdefault(name.casefold(), number)) != number:
            line = lines.get((TABLE, first, "name"), 0)
            told.add(place, f"'{name}' is the name of line {line}", "give each its own")


def _place_paths(source: Declared, folder: Path) -> Declared:
    return replace(
        source,
        archives=tuple(folder / path for path in source.archives),
        folders=tuple(folder / path for path in source.folders),
    )


def _check_api(value: Any, place: Place, told: Told) -> Api | None:
    given = check_table(value, place, told, _API_CHECKS, "a table, like { address = 'https://…' }")
    if given is None:
        return None
    if "address" not in value:
        told.add(place, "'api' has no address", "add address = 'https://…'")
    if "next" in given and "page" in given:
        told.add((*place, "page"), "'api' has both 'next' and 'page'", "keep one of them")
    return Api(**{"address": "", **given})


def _check_fields(value: Any, place: Place, told: Told) -> dict[str, str] | None:
    slots: dict[str, Check] = dict.fromkeys(SLOTS, checks.check_text)
    return check_table(value, place, told, slots, "a table, like { address = 'url' }")


_API_CHECKS: dict[str, Check] = {
    "address": checks.check_address,
    "items": checks.check_text,
    "fields": _check_fields,
    "next": checks.check_text,
    "page": checks.check_text,
    "first": checks.check_first,
}

_CHECKS: dict[str, Check] = {
    "name": checks.check_name,
    "institution": checks.check_text,
    "lang": checks.check_lang,
    "lists": check_each(checks.check_address),
    "feeds": check_each(checks.check_address),
    "sitemaps": check_each(checks.check_address),
    "archives": check_each(checks.check_archive),
    "folders": check_each(checks.check_folder),
    "api": _check_api,
    "layout": check_layouts,
    "pace": checks.check_pace,
    "allow": check_each(checks.check_host),
    "include": check_each(checks.check_pattern),
    "exclude": check_each(checks.check_pattern),
    "pages": checks.check_pages,
}

KEYS = tuple(_CHECKS)
API_KEYS = tuple(_API_CHECKS)
