"""The files in which web archives come: WARC files, and WACZ, which are zips of them."""

from __future__ import annotations

import io
import shutil
import struct
import tempfile
import zipfile
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from onrecord.acquire.media import WACZ_ENDINGS, split_ending
from onrecord.acquire.members import BROKEN, refuse_entry, refuse_path
from onrecord.acquire.records import GREAT_BYTES, GREAT_RATIO
from onrecord.errors import InputError

FOLDER = "archive/"  # of a WACZ, in which its WARC files are
ENDINGS = (".warc", ".warc.gz")
OPEN_AT_ONCE = 16
_LOCAL_HEAD = struct.Struct("<26xHH")  # of a zip's member: the lengths of its name and extras


@dataclass(frozen=True, slots=True)
class Holder:
    """A WARC file: on disk, or `member` of a zip there."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        """How it is called in messages."""
        return f"{self.path}!{self.member}" if self.member else str(self.path)


def find_holders(path: Path) -> Iterator[Holder | InputError]:
    """The WARC files that a path names; a part that is refused comes as an error."""
    if split_ending(path.name)[1] not in WACZ_ENDINGS:
        yield Holder(path)
        return
    try:
        yield from _find_members(path)
    except BROKEN as error:
        what = f"it is no zip that can be read: {error or type(error).__name__}"
        yield InputError(str(path), what, "fetch it again")


def _find_members(path: Path) -> Iterator[Holder | InputError]:
    empty = True
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename
            if entry.is_dir() or not name.lower().endswith(ENDINGS):
                continue
            refused = refuse_path(name) or refuse_entry(entry) or _refuse_bomb(entry)
            if refused:
                yield InputError(f"{path}!{name}", refused, "leave it out")
            elif name.startswith(FOLDER):
                empty = False
                yield Holder(path, name)
    if empty:
        yield InputError(str(path), f"there is no WARC file in its '{FOLDER}'", "leave it out")


def _refuse_bomb(entry: zipfile.ZipInfo) -> str | None:
    great = entry.file_size > max(GREAT_BYTES, GREAT_RATIO * entry.compress_size)
    return "it unpacks to far more than a web archive does" if great else None


class Shelf:
    """Holders that are open, no more than a few at once; closed at the end of a `with`."""

    def __init__(self) -> None:
        self._open: OrderedDict[Holder, IO[bytes]] = OrderedDict()

    def __enter__(self) -> Shelf:
        """It is its own."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all."""
        while self._open:
            self._open.popitem()[1].close()

    def take(self, holder: Holder) -> IO[bytes]:
        """A holder as a seekable file. Raises what cannot be opened (`BROKEN`)."""
        file = self._open.pop(holder, None) or _open_holder(holder)
        self._open[holder] = file
        if len(self._open) > OPEN_AT_ONCE:
            self._open.popitem(last=False)[1].close()
        return file


def _open_holder(holder: Holder) -> IO[bytes]:
    if holder.member is None:
        return holder.path.open("rb")
    with zipfile.ZipFile(holder.path) as archive:
        entry = archive.getinfo(holder.member)
        if entry.compress_type == zipfile.ZIP_STORED:
            return io.BufferedReader(_Window(holder.path, entry))
        return _unpack_member(archive, entry)


def _unpack_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """A member that is packed in its zip, in a file that goes when it is closed."""
    file = tempfile.TemporaryFile(prefix="onrecord-")  # noqa: SIM115 - the shelf closes it
    try:
        with archive.open(entry) as stream:
            shutil.copyfileobj(stream, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class _Window(io.RawIOBase):
    """A member that stands in its zip as it is."""

    def __init__(self, path: Path, entry: zipfile.ZipInfo) -> None:
        self._file = path.open("rb")
        self._file.seek(entry.header_offset)
        name, extra = _LOCAL_HEAD.unpack(self._file.read(_LOCAL_HEAD.size))
        self._start = entry.header_offset + _LOCAL_HEAD.size + name + extra
        self._length = entry.file_size
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """Every place of it can be reached."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = min(max(base + offset, 0), self._length)
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at

    def readinto(self, buffer: object) -> int:
        """Read some of it."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        self._file.seek(self._start + self._at)
        data = self._file.read(min(len(view), self._length - self._at))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """Close the zip."""
        self._file.close()
        super().close()
