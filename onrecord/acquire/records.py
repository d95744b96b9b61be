"""The records of a WARC file, one after the other or one alone, without loading what they hold."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

MAGIC = b"\x1f\x8b\x08"  # a piece of gzip
PIECE = 65_536  # bytes read at a time
FIRST_PIECE = 8192  # most records of pages are shorter
MOST_HEAD = 65_536  # bytes of a record's or an answer's head
MOST_LINE = 16_384
MOST_BLANK = 1024  # bytes between two records
GREAT_BYTES = 64 * 1024 * 1024  # from which a record may be packed no tighter than by
GREAT_RATIO = 200  # pages and pictures pack to a fiftieth at the best, a bomb to a thousandth
MOST_TRIES = 10_000  # places at which a record is looked for after a broken one

_BROKEN = (zlib.error, EOFError, ValueError, OSError)
_BETWEEN = b"\r\n\r\nWARC/1."

Headers = tuple[tuple[str, str], ...]


class PackedAsOneError(ValueError):
    """A file whose records are packed as one piece: none can be reached by itself."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A place at which no record can be read, and why; `last` where nothing after it can be."""

    offset: int
    what: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its type and head, names in lower case, and its block, to be read once."""

    offset: int
    type: str
    head: Mapping[str, str]
    block: Block

    @property
    def stream(self) -> IO[bytes]:
        """The block as a stream of bytes."""
        return self.block.stream


class Block(io.RawIOBase):
    """The bytes of a record's block; `is_whole` tells whether they are those that were kept."""

    def __init__(self, source: IO[bytes], length: int, digest: str = "") -> None:
        self._source = source
        self._left = length
        name, _, self._told = digest.partition(":")
        self._hash = _make_hash(name)
        self.stream: IO[bytes] = io.BufferedReader(self, PIECE)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read some of it. Raises `EOFError` where the file ends before the block does."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._source.read(min(len(view), self._left))
        if not data and self._left:
            raise EOFError("it breaks off")
        self._left -= len(data)
        view[: len(data)] = data
        if self._hash:
            self._hash.update(data)
        return len(data)

    def pass_over(self) -> None:
        """Read what is left."""
        while self.stream.read(PIECE):
            pass

    def is_whole(self) -> bool:
        """Whether the bytes, all of which were read, have the digest that the record tells."""
        return self._hash is None or _is_digest(self._hash.digest(), self._told)


def _make_hash(name: str) -> hashlib._Hash | None:
    plain = name.strip().lower().replace("-", "")
    known = plain in ("sha1", "sha256", "sha512", "md5")
    return hashlib.new(plain, usedforsecurity=False) if known else None


def _is_digest(found: bytes, told: str) -> bool:
    value = told.strip()
    if len(value) == 2 * len(found):
        return value.lower() == found.hex()
    try:
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == found
    except binascii.Error:
        return False


def iter_records(file: IO[bytes]) -> Iterator[Record | Broken]:
    """The records of a seekable file in order; their blocks may be read, or left, until the next.

    A record that turns out to be broken while it is passed over is given again, as `Broken`.
    """
    packed = _is_packed(file)
    offset, size = 0, file.seek(0, io.SEEK_END)
    if not size:
        yield Broken(0, "it is empty", last=True)
    while offset < size:
        try:
            source = _open_source(file, offset, packed)
            record = read_head(source, offset)
            yield record
            record.block.pass_over()
            offset = source.finish()
        except PackedAsOneError as error:
            yield Broken(offset, str(error), last=True)
            return
        except _BROKEN as error:
            yield Broken(offset, _say(error))
            offset = _find_next(file, offset + 1, packed, size)


def read_record(file: IO[bytes], offset: int) -> Record:
    """The record that begins there. Raises `ValueError`, `EOFError`, `zlib.error`, `OSError`."""
    return read_head(_open_source(file, offset, _is_packed(file)), offset)


def _say(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _is_packed(file: IO[bytes]) -> bool:
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC


def read_head(source: _Plain | _Packed, offset: int) -> Record:
    """The record of a source that stands at its beginning."""
    first = source.stream.readline(MOST_LINE)
    if not first.startswith(b"WARC/"):
        raise ValueError("no record begins here")
    head = dict(read_headers(source.stream))
    told = head.get("content-length", "")
    if not (told.isascii() and told.isdigit()):
        raise ValueError("its head does not say how long it is")
    length = int(told[:20])
    block = Block(source.stream, length, head.get("warc-block-digest", ""))
    return Record(offset, head.get("warc-type", "").lower(), head, block)


def read_headers(stream: IO[bytes]) -> Headers:
    """Lines of a head up to the empty one, names in lower case. Raises `ValueError`."""
    found: list[tuple[str, str]] = []
    room = MOST_HEAD
    while (line := stream.readline(MOST_LINE)).strip(b"\r\n"):
        room -= len(line)
        if room < 0 or not line.endswith(b"\n"):
            raise ValueError("its head is too long, or breaks off")
        text = _decode(line).rstrip("\r\n")
        if text[:1] in " \t" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, _, value = text.partition(":")
        found.append((name.strip().lower(), value.strip()))
    return tuple(found)


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _open_source(file: IO[bytes], offset: int, packed: bool) -> _Plain | _Packed:
    return _Packed(file, offset) if packed else _Plain(file, offset)


class _Plain:
    """A record in a file that is not packed."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self.stream = file
        file.seek(offset)

    def finish(self) -> int:
        """Where the next record begins. Raises `ValueError` where this one has another length."""
        end = self.stream.tell()
        blank = self.stream.read(MOST_BLANK)
        rest = blank.lstrip(b"\r\n")
        if not blank.startswith((b"\r\n", b"\n")) and rest:
            raise ValueError("it is not as long as its head says")
        return end + len(blank) - len(rest)


class _Packed:
    """A record that is a piece of gzip by itself."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._piece = _Piece(file, offset)
        self.stream: IO[bytes] = io.BufferedReader(self._piece, PIECE)

    def finish(self) -> int:
        """Where the next record begins. Raises `ValueError` where the piece holds another."""
        rest = self.stream.read(MOST_BLANK).strip(b"\r\n")
        if rest.startswith(b"WARC/"):
            raise PackedAsOneError("its records are packed as one piece")
        if rest:
            raise ValueError("it is not as long as its head says")
        self._piece.end_here()
        return self._piece.end


class _Piece(io.RawIOBase):
    """What a piece of gzip in a file unpacks to, no more of it at a time than is asked for."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._start = self.end = offset
        self._zlib = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._given = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read some of it. Raises `EOFError`, `zlib.error`, and `ValueError` for a bomb."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = b""
        while not data and not self._zlib.eof:
            data = self._zlib.decompress(self._zlib.unconsumed_tail or self._fetch(), len(view))
        self._given += len(data)
        self._refuse_bomb()
        view[: len(data)] = data
        return len(data)

    def _fetch(self) -> bytes:
        self._file.seek(self.end)
        data = self._file.read(PIECE if self.end > self._start else FIRST_PIECE)
        if not data:
            raise EOFError("it breaks off")
        self.end += len(data)
        return data

    def _refuse_bomb(self) -> None:
        if self._given > GREAT_BYTES and self._given > GREAT_RATIO * (self.end - self._start):
            raise ValueError(f"it unpacks to over {self._given} bytes of next to nothing")

    def end_here(self) -> None:
        """Set `end` to where the piece ends in the file."""
        while not self._zlib.eof:
            self._zlib.decompress(self._zlib.unconsumed_tail or self._fetch(), PIECE)
        self.end -= len(self._zlib.unused_data)


def _find_next(file: IO[bytes], start: int, packed: bool, size: int) -> int:
    """Where the next record begins at or after a place; the file's end where none does."""
    mark = MAGIC if packed else _BETWEEN
    for _ in range(MOST_TRIES):
        found = _find_bytes(file, mark, start)
        if found < 0:
            return size
        if not packed:
            return found + len(b"\r\n\r\n")
        if _begins_record(file, found):
            return found
        start = found + 1
    return size


def _find_bytes(file: IO[bytes], mark: bytes, start: int) -> int:
    file.seek(start)
    kept = b""
    while data := file.read(PIECE):
        window = kept + data
        at = window.find(mark)
        if at >= 0:
            return start - len(kept) + at
        start += len(data)
        kept = window[-len(mark) + 1 :]
    return -1


def _begins_record(file: IO[bytes], offset: int) -> bool:
    file.seek(offset)
    try:
        head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(file.read(512), 5)
    except zlib.error:
        return False
    return head == b"WARC/"
