"""Archives of pages, read member by member without unpacking them to disk."""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from onrecord.acquire.media import TAR_ENDINGS, is_skipped, split_ending
from onrecord.acquire.unpacking import Allowance, count_stream, unpack_stream
from onrecord.errors import InputError

MOST_MEMBERS = 1_000_000  # files of one archive that are looked at
HEADER_BYTES = 1024 * 1024  # that may stand before a file of a tar: names of 4,096 take few
LIST_BYTES = 32 * 1024 * 1024  # of a zip's list of files: those of a quarter of a million

BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, OSError,
    struct.error, ValueError, LookupError, NotImplementedError, OverflowError,
)  # fmt: skip

_DRIVE = re.compile(r"^[A-Za-z]:")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there and its stream, which is good until the next one.

    `refused` says why it is not to be read, where it is not.
    """

    path: str
    stream: IO[bytes] | None
    refused: str | None = None


def iter_members(path: Path, allowance: Allowance) -> Iterator[Member]:
    """The files of an archive in their order, folders and hidden files left out.

    Raises `InputError` where the archive breaks off or is none, where it has too many files,
    and where the allowance is spent.
    """
    ending = split_ending(path.name)[1]
    read = _iter_tar if ending in TAR_ENDINGS else _iter_zip
    try:
        for number, member in enumerate(read(path, allowance)):
            if number == MOST_MEMBERS:
                what = f"it holds over {MOST_MEMBERS} files; the rest is not read"
                raise InputError(str(path), what, "split the archive")
            yield member
    except PermissionError as error:
        raise InputError(
            str(path), "there is no permission to read it", "change its mode"
        ) from error
    except BROKEN as error:
        what = f"the archive is broken: {error or type(error).__name__}"
        raise InputError(str(path), what, "fetch or pack it again") from error


def _iter_tar(path: Path, allowance: Allowance) -> Iterator[Member]:
    with path.open("rb") as packed:
        stream = _Headers(unpack_stream(packed, allowance, plain=True), str(path))
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as archive:
            entry = archive.next()  # which was read when the archive was opened
            while entry:
                stream.left = None
                if not (entry.isdir() or is_skipped(_plain_path(entry.name))):
                    yield _open_entry(archive, entry)
                entry = _find_next(archive, stream)


def _open_entry(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Member:
    refused = refuse_path(entry.name) or _refuse_kind(entry)
    return Member(entry.name, None if refused else archive.extractfile(entry), refused)


def _find_next(archive: tarfile.TarFile, stream: _Headers) -> tarfile.TarInfo | None:
    """The next entry of a tar; what stands before it other than data is read within bounds."""
    archive.members = []  # type: ignore[attr-defined] # else every header is kept
    place = cast(IO[bytes], archive.fileobj)
    if place.tell() < archive.offset - 1:
        place.seek(archive.offset - 1)
    stream.left = HEADER_BYTES
    return archive.next()


class _Headers:
    """The stream of a tar, of which no more is read than `left` where that is set."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        self._stream = stream
        self._where = where
        self.left: int | None = HEADER_BYTES

    def read(self, size: int) -> bytes:
        if self.left is not None:
            self.left -= size
            if self.left < 0:
                what = f"it has a header of over {HEADER_BYTES} bytes"
                raise InputError(self._where, what, "leave it out")
        return self._stream.read(size)


def _refuse_kind(entry: tarfile.TarInfo) -> str | None:
    if not entry.isreg():
        return "it is a link or a special file"
    return "it is a sparse file" if entry.issparse() else None


def _iter_zip(path: Path, allowance: Allowance) -> Iterator[Member]:
    with path.open("rb", buffering=0) as raw, zipfile.ZipFile(_Listed(raw)) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or is_skipped(_plain_path(entry.filename)):
                continue
            refused = refuse_path(entry.filename) or refuse_entry(entry)
            if refused:
                yield Member(entry.filename, None, refused)
                continue
            try:
                opened = archive.open(entry)
            except (NotImplementedError, zipfile.BadZipFile, RuntimeError) as error:
                yield Member(entry.filename, None, f"it cannot be unpacked: {error}")
                continue
            with opened as stream:
                yield Member(entry.filename, count_stream(stream, allowance))


class _Listed(io.BufferedReader):
    """The file of a zip, whose list of files is read at once and therefore bounded."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > LIST_BYTES:
            raise zipfile.BadZipFile(f"its list of files has over {LIST_BYTES} bytes")
        return super().read(LIST_BYTES if size is None or size < 0 else size)


def refuse_entry(entry: zipfile.ZipInfo) -> str | None:
    """Why a member of a zip is not read: it is no plain file, or encrypted."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a special file"
    if entry.flag_bits & 1:
        return "it is encrypted"
    return None if entry.compress_type in _PACKINGS else "it is packed in a way that is not read"


def _plain_path(name: str) -> str:
    return name.removeprefix("./")


def refuse_path(name: str) -> str | None:
    """Why a member of that name is not read: it would lie outside the archive."""
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in PurePosixPath(path).parts:
        return "its name leads out of the archive"
    return None
