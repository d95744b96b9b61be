"""Archives of pages, read member by member without unpacking them to disk."""

from __future__ import annotations

import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from onrecord.acquire.media import TAR_ENDINGS, is_skipped, split_ending
from onrecord.errors import InputError

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, OSError)

_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there and its stream, which is good until the next one.

    `refused` says why it is not to be read, where it is not.
    """

    path: str
    stream: IO[bytes] | None
    refused: str | None = None


def iter_members(path: Path) -> Iterator[Member]:
    """The files of an archive in their order, folders and hidden files left out.

    Raises `InputError` where the archive breaks off or is none.
    """
    ending = split_ending(path.name)[1]
    try:
        yield from _iter_tar(path) if ending in TAR_ENDINGS else _iter_zip(path)
    except PermissionError as error:
        raise InputError(
            str(path), "there is no permission to read it", "change its mode"
        ) from error
    except BROKEN as error:
        what = f"the archive is broken: {error or type(error).__name__}"
        raise InputError(str(path), what, "fetch or pack it again") from error


def _iter_tar(path: Path) -> Iterator[Member]:
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            archive.members = []  # type: ignore[attr-defined] # else every header is kept
            if entry.isdir() or is_skipped(_plain_path(entry.name)):
                continue
            refused = refuse_path(entry.name)
            if not refused and not entry.isreg():
                refused = "it is a link or a special file"
            yield Member(entry.name, None if refused else archive.extractfile(entry), refused)


def _iter_zip(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or is_skipped(_plain_path(entry.filename)):
                continue
            refused = refuse_path(entry.filename) or refuse_entry(entry)
            if refused:
                yield Member(entry.filename, None, refused)
                continue
            try:
                with archive.open(entry) as stream:
                    yield Member(entry.filename, stream)
            except NotImplementedError as error:
                yield Member(entry.filename, None, f"it is packed in an unknown way: {error}")


def refuse_entry(entry: zipfile.ZipInfo) -> str | None:
    """Why a member of a zip is not read: it is no plain file, or encrypted."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a special file"
    return "it is encrypted" if entry.flag_bits & 1 else None


def _plain_path(name: str) -> str:
    return name.removeprefix("./")


def refuse_path(name: str) -> str | None:
    """Why a member of that name is not read: it would lie outside the archive."""
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in PurePosixPath(path).parts:
        return "its name leads out of the archive"
    return None
