"""Bodies as they come over the wire, and what they unpack to: both within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from onrecord.acquire.answers import FetchError

ENCODINGS = ("gzip", "deflate")
ACCEPTED = ", ".join(ENCODINGS)

FRAME = 2  # bytes that open a frame of zlib

_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


def read_body(chunks: Iterable[bytes], encoding: str, where: str, wire: int, most: int) -> bytes:
    """The unpacked body. Raises `FetchError` where it is too long, packed twice or breaks off.

    `wire` bounds the bytes that come, `most` those that they unpack to.
    """
    unpack = _choose_unpacker(encoding, where)
    come, parts, length = 0, [], 0
    for chunk in chunks:
        come += len(chunk)
        if come > wire:
            raise FetchError(where, f"it has over {wire} bytes", "leave it out")
        part = unpack.add(chunk, most - length + 1)
        length += len(part)
        if length > most:
            raise FetchError(where, f"it unpacks to over {most} bytes", "leave it out")
        parts.append(part)
    if not unpack.is_whole():
        raise FetchError(where, "its body breaks off", "it is tried again", passing=True)
    return b"".join(parts)


def _choose_unpacker(encoding: str, where: str) -> _Plain | _Packed:
    names = [name.strip().lower() for name in encoding.split(",")]
    names = [name.removeprefix("x-") for name in names if name not in ("", "identity")]
    if not names:
        return _Plain()
    if len(names) > 1:
        raise FetchError(where, f"it is packed {len(names)} times", "leave it out")
    if names[0] not in ENCODINGS:
        raise FetchError(where, f"it is packed as {names[0]!r}, which was not asked for")
    return _Packed(names[0], where)


class _Plain:
    """Bytes that are not packed."""

    def add(self, chunk: bytes, room: int) -> bytes:
        return chunk[:room]

    def is_whole(self) -> bool:
        return True


class _Packed:
    """Bytes that are packed; no more is unpacked than there is room for."""

    def __init__(self, name: str, where: str) -> None:
        self._bare = name == "deflate"  # which many send without its frame
        self._where = where
        self._zlib = zlib.decompressobj(_WINDOWS[name])
        self._head = b""  # held back until it can be told whether there is a frame

    def add(self, chunk: bytes, room: int) -> bytes:
        if self._zlib.eof:
            return b""
        try:
            return self._unpack(chunk, room)
        except zlib.error as error:
            what = f"it cannot be unpacked: {error}"
            raise FetchError(self._where, what, "it is tried again", passing=True) from error

    def _unpack(self, chunk: bytes, room: int) -> bytes:
        if len(self._head) >= FRAME:
            return self._zlib.decompress(chunk, room)
        self._head += chunk
        if len(self._head) < FRAME:
            return b""
        try:
            return self._zlib.decompress(self._head, room)
        except zlib.error:
            if not self._bare:
                raise
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._zlib.decompress(self._head, room)

    def is_whole(self) -> bool:
        return self._zlib.eof or not self._head
