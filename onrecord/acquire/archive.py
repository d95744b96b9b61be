"""Keeping every distinct version of a document's bytes under its hash."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import RegisterError

FOLDER = "archive"
LEVEL = 6  # zlib: pages shrink to a quarter, at 50 MB a second

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep_bytes(home: Path, body: bytes) -> str:
    """Keep bytes under their SHA-256, compressed, and give it; what is kept already is left.

    The file appears under its name only when it is whole.
    """
    digest = hashlib.sha256(body).hexdigest()
    path = _path(home, digest)
    if path.exists():
        return digest
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, zlib.compress(body, LEVEL))
    except OSError as error:
        raise RegisterError(
            f"{path}: cannot be kept: {error.strerror}; free the disk and run again"
        ) from error
    return digest


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that takes its name when it is on the disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_bytes(home: Path, digest: str) -> bytes:
    """The bytes kept under a hash. Raises `RegisterError` where they are missing or damaged."""
    path = _path(home, digest)
    try:
        body = zlib.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise RegisterError(f"{path}: the archive does not hold these bytes") from error
    except (OSError, zlib.error) as error:
        raise RegisterError(f"{path}: cannot be read: {error}") from error
    if hashlib.sha256(body).hexdigest() != digest:
        raise RegisterError(f"{path}: the bytes are not those that were kept")
    return body


def list_kept(home: Path) -> Iterator[str]:
    """The hashes under which the archive keeps something, whatever it is by now."""
    for path in sorted((home / FOLDER).glob("*/*")):
        if _DIGEST.fullmatch(path.name):
            yield path.name


def _path(home: Path, digest: str) -> Path:
    return home / FOLDER / digest[:2] / digest
