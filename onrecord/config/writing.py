"""Writing a source into `onrecord.toml`: what stands there stays as it is, to the byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import tomlkit

from onrecord.config.parsing import TABLE, parse_sources, read_config
from onrecord.config.sources import DEFAULT_LANG, DEFAULT_PACE, Declared
from onrecord.errors import InputError

KEYS = ("feeds", "sitemaps", "lists", "include", "allow")


def render_source(source: Declared) -> str:
    """The declaration of a source; what is as it would be without being said is left out."""
    table = tomlkit.table()
    table.add("name", source.name)
    if source.institution:
        table.add("institution", source.institution)
    if source.lang != DEFAULT_LANG:
        table.add("lang", source.lang)
    for key in KEYS:
        if getattr(source, key):
            table.add(key, list(getattr(source, key)))
    if source.pace != DEFAULT_PACE:
        table.add("pace", source.pace)
    tables = tomlkit.aot()
    tables.append(table)
    document = tomlkit.document()
    document.add(TABLE, tables)
    return tomlkit.dumps(document)


def add_source(path: Path, source: Declared) -> None:
    """Write a source at the end of the file `path`, which is made where there is none.

    The file is the old one or the new one, never a part. Raises `ConfigError` where the new one
    would not be right, `InputError` where it cannot be written.
    """
    path = path.resolve()
    before = read_config(path) if path.exists() else ""
    entry = render_source(source)
    parse_sources(f"{before}\n\n{entry}", path)
    body = path.read_bytes() if before else b""
    try:
        _replace(path, body + _put_apart(body, entry))
    except OSError as error:
        what = f"it cannot be written: {(error.strerror or '').lower()}"
        raise InputError(str(path), what, "check its folder and permissions") from error


def _put_apart(body: bytes, entry: str) -> bytes:
    """The entry with an empty line before it, its lines ended as those of the file are."""
    gap = "" if not body else "\n" if body.endswith(b"\n") else "\n\n"
    ended = b"\r\n" if b"\r\n" in body else b"\n"
    return f"{gap}{entry}".encode().replace(b"\n", ended)


def _replace(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        else:
            Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
