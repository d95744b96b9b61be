"""Packed data read as a stream, within bounds of what it unpacks to and of memory."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Any, Protocol

from onrecord.acquire.media import MAX_BYTES
from onrecord.errors import InputError

FREE_BYTES = MAX_BYTES  # that every file may unpack to
MOST_RATIO = 250  # and times its size beyond that: pages of one site in an archive reach 100
MOST_MEMORY = 256 * 1024 * 1024  # bytes that xz may ask for: its highest level takes 65 MiB
STEP = 16 * 1024  # bytes read at once
GZIP_BITS = 31  # zlib reads gzip's frame


class Allowance:
    """How many bytes may come out of one file, all that is packed in it together."""

    def __init__(self, where: str, size: int) -> None:
        self._where = where
        self._left = FREE_BYTES + MOST_RATIO * size

    def spend(self, count: int) -> None:
        """Take note of so many bytes. Raises `InputError` from where they are too many."""
        self._left -= count
        if self._left < 0:
            what = f"it unpacks to over {MOST_RATIO} times its size"
            raise InputError(self._where, what, "leave it out")


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """A gzip member's decoder, with the shape of those of `bz2` and `lzma`."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(GZIP_BITS)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


_DECODERS: tuple[tuple[bytes, Callable[[], _Decoder]], ...] = (
    (b"\x1f\x8b", _Gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(memlimit=MOST_MEMORY)),
)
HEAD_BYTES = 6  # that tell how data is packed


def unpack_stream(packed: IO[bytes], allowance: Allowance, plain: bool = False) -> IO[bytes]:
    """What a gzip, bzip2 or xz stream holds; with `plain`, one that is not packed as it is.

    Reading raises `InputError` where the allowance is spent, and `EOFError`, `zlib.error`,
    `lzma.LZMAError` or `OSError` where the data is broken.
    """
    buffered = io.BufferedReader(_Counted(packed, None), STEP)
    head = buffered.peek(HEAD_BYTES)[:HEAD_BYTES]
    make = next((make for magic, make in _DECODERS if head.startswith(magic)), None)
    if make is None and not plain:
        raise zlib.error("it is not packed")
    inner = buffered if make is None else _Unpacker(buffered, make)
    return io.BufferedReader(_Counted(inner, allowance), STEP)


def count_stream(stream: IO[bytes], allowance: Allowance) -> IO[bytes]:
    """The same stream, what is read of it being spent of an allowance."""
    return io.BufferedReader(_Counted(stream, allowance), STEP)


class _Unpacker:
    """Decodes member after member of a packed stream, never more than is asked for."""

    def __init__(self, packed: IO[bytes], make: Callable[[], _Decoder]) -> None:
        self._packed = packed
        self._make = make
        self._decoder = make()
        self._ahead = b""  # bytes behind a member's end

    def read(self, size: int) -> bytes:
        while not self._decoder.eof or self._open_next():
            more = self._take() if self._decoder.needs_input else b""
            found = self._decoder.decompress(more, size)
            if found:
                return found
            if not more and self._decoder.needs_input and not self._decoder.eof:
                raise EOFError("it breaks off")
        return b""

    def _open_next(self) -> bool:
        """Whether another member follows; zeros between members are padding."""
        self._ahead = self._decoder.unused_data
        while more := self._take():
            self._ahead = more.lstrip(b"\0")
            if self._ahead:
                self._decoder = self._make()
                return True
        return False

    def _take(self) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead or self._packed.read(STEP)


class _Counted(io.RawIOBase):
    """A readable raw stream over anything that has `read`."""

    def __init__(self, inner: Any, allowance: Allowance | None) -> None:
        self._inner = inner
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._inner.read(min(len(buffer), STEP))
        if self._allowance is not None:
            self._allowance.spend(len(found))
        buffer[: len(found)] = found
        return len(found)
