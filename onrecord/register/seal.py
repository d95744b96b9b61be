"""The seal of a register: a digest of every page of its file, as the last write left it.

SQLite notices many flipped bits, but not one in a number or a word that is still a row. The
seal lies beside the register (`register.seal`), follows every write by what the write put into
the log, and so costs what was written, not what there is. Whoever calls anything here but
`find_broken` of a register that SQLite cannot open holds SQLite's lock for writing.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import RegisterError
from onrecord.register import pages
from onrecord.register.pages import COUNT, DIGEST_BYTES, Place, Written, digest_page, read_log

FILE_NAME = "register.seal"
MAGIC = b"onrecord seal 1\0"
HEAD = struct.Struct(">16sII8s")  # magic, pages, frames, salt
HEAD_BYTES = 64
UNKNOWN = b"\0" * DIGEST_BYTES  # of a page that was never written
FIRST_PAGE = 4096  # bytes of a file that holds no table yet
STEP = 1024  # pages between two words of progress

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a seal: how many pages it is of, and how far the log was followed."""

    pages: int
    place: Place


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not agree with the seal: page numbers; and whether what was last written is lost.

    `unsealed` says why there is nothing to compare with.
    """

    pages: tuple[int, ...] = ()
    checked: int = 0
    log_lost: bool = False
    unsealed: str = ""


def seal_path(database: Path) -> Path:
    """Where the seal of a register lies."""
    return database.with_name(FILE_NAME)


def begin_seal(database: Path) -> None:
    """Make a seal where there is none, else bring it up to date.

    To be called in a write transaction before anything is written.
    """
    path = seal_path(database)
    try:
        if _is_begun(path):
            follow_seal(database)
        else:
            _make_seal(path, database)
    except OSError as error:
        raise RegisterError(
            f"{path}: cannot be written: {error.strerror}; "
            "free the disk or give the right to write, and run again"
        ) from error


def follow_seal(database: Path, *, whole: bool = False) -> None:
    """Bring a seal up to date with what was written; with `whole` by all that the log has.

    A seal that is not what was written stays as it is.
    """
    with seal_path(database).open("rb+") as file:
        head = read_head(file)
        if head is None:
            return
        written = read_log(database, Place() if whole else head.place)
        if written is not None:
            _put(file, head, written)


def _put(file: BinaryIO, head: Head, written: Written) -> None:
    if written.place.salt != head.place.salt:
        os.fsync(file.fileno())  # what the log before this one told can be read nowhere else
    if written.pages < head.pages:
        file.truncate(HEAD_BYTES + written.pages * DIGEST_BYTES)
    for number, digest in written.digests.items():
        if number <= written.pages:
            file.seek(HEAD_BYTES + (number - 1) * DIGEST_BYTES)
            file.write(digest)
    file.flush()  # the head comes after what it speaks for
    _write_head(file, Head(written.pages, written.place))


def _write_head(file: BinaryIO, head: Head) -> None:
    file.seek(0)
    told = HEAD.pack(MAGIC, head.pages, head.place.frames, head.place.salt)
    told += digest_page(0, told)
    file.write(told.ljust(HEAD_BYTES, b"\0"))
    file.flush()


def read_head(file: BinaryIO) -> Head | None:
    """The beginning of a seal; None where it is not what was written."""
    file.seek(0)
    raw = file.read(HEAD_BYTES)
    told, after = raw[: HEAD.size], raw[HEAD.size :]
    if len(raw) < HEAD_BYTES or after != digest_page(0, told).ljust(len(after), b"\0"):
        return None
    _, count, frames, salt = HEAD.unpack(told)
    return Head(count, Place(salt, frames))


def _is_begun(path: Path) -> bool:
    """Whether there is a seal; one whose making was killed is none."""
    try:
        with path.open("rb") as file:
            return bool(file.read(HEAD_BYTES).strip(b"\0"))
    except FileNotFoundError:
        return False


def _make_seal(path: Path, database: Path) -> None:
    """Write all digests, with the beginning of the file last."""
    with path.open("wb") as file:
        file.write(b"\0" * HEAD_BYTES)
        log = read_log(database, Place())
        if log is not None or database.stat().st_size > FIRST_PAGE:
            with _read_digests(database) as (_, digests):
                file.writelines(digests)
        file.flush()
        os.fsync(file.fileno())
        count = (file.tell() - HEAD_BYTES) // DIGEST_BYTES
        _write_head(file, Head(count, log.place if log else Place()))


@contextmanager
def _read_digests(database: Path) -> Iterator[tuple[int, Iterator[bytes]]]:
    """How many frames of the log hold, and the digest of each page as it is now, in order."""
    command = [sys.executable, "-I", pages.__file__, "digests", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        output = process.stdout
        assert output is not None  # noqa: S101 - it is a pipe
        head = output.read(COUNT.size)
        if len(head) == COUNT.size:
            yield COUNT.unpack(head)[0], iter(lambda: output.read(DIGEST_BYTES), b"")
    if process.returncode:
        raise RegisterError(f"{database}: cannot be read; see the message above")


def find_broken(database: Path, progress: Progress = lambda _: None) -> Broken:
    """What does not agree with the seal. Nobody may be writing meanwhile.

    `progress` is told of pages that were compared.
    """
    try:
        file = seal_path(database).open("rb")
    except FileNotFoundError:
        return Broken(unsealed="it is not there")
    with file:
        head = read_head(file)
        if head is None:
            return Broken(unsealed="its beginning is not what was written")
        return _compare(database, file, head, progress)


def _compare(database: Path, file: BinaryIO, head: Head, progress: Progress) -> Broken:
    broken, present = [], 0
    file.seek(HEAD_BYTES)
    with _read_digests(database) as (held, digests):
        for present, digest in enumerate(digests, start=1):
            sealed = file.read(DIGEST_BYTES)
            if present > head.pages or sealed not in (digest, UNKNOWN):
                broken.append(present)
            if present % STEP == 0:
                progress(STEP)
    broken += range(present + 1, head.pages + 1)
    progress(present % STEP)
    return Broken(tuple(broken), present, held < _count_kept(database, head.place))


def _count_kept(database: Path, followed: Place) -> int:
    """How many frames the log must have: none where another log has begun since."""
    try:
        with pages.log_path(database).open("rb") as file:
            log = pages.open_log(file)
    except FileNotFoundError:
        return 0
    return followed.frames if log and log.salt == followed.salt else 0


def read_first_page(database: Path) -> bytes:
    """The first page of a register as its log leaves it."""
    command = [sys.executable, "-I", pages.__file__, "first", str(database)]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603


def find_holders(
    database: Path, roots: Mapping[str, int], wanted: Sequence[int]
) -> dict[int, tuple[str, list[int]]]:
    """The table or index that pages belong to, and the rows that stand in them."""
    asked = json.dumps({"roots": dict(roots), "wanted": list(wanted)})
    command = [sys.executable, "-I", pages.__file__, "holders", str(database)]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True)  # noqa: S603
    found = json.loads(answer.stdout) if answer.returncode == 0 else []
    return {page: (name, rows) for page, name, rows in found}
