"""The pages of an SQLite file as its log leaves them, read past SQLite.

SQLite's locks on a file are those of a process, and end when the process closes *any* handle
of that file. So the file itself is only ever read by a process that does nothing else: this
module run as a program. It needs nothing but the standard library, and starts at once.
The log, which has no locks, may be read anywhere.

    python pages.py digests FILE      how many frames of the log hold, then 8 bytes for each page
    python pages.py first FILE        the first page
    python pages.py holders FILE      what wanted pages are of; asked and answered in JSON
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

DIGEST_BYTES = 8
COUNT = struct.Struct(">I")
LOG_HEADER = struct.Struct(">IIII8sII")  # magic, format, page size, checkpoint, salt, checksum
FRAME_HEADER = struct.Struct(">II8sII")  # page, pages of the file at a commit, salt, checksum
SUMMED_BYTES = 8  # of a frame's header
FILE_HEADER = 100  # bytes before the first page's own header
INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13  # kinds of pages
SIZES, LARGEST, USUAL = frozenset(2**n for n in range(9, 16)), 65_536, 4096  # of a page
LONGEST_NUMBER = 9  # bytes
LINK_BYTES = 4  # of the number of another page

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log has been read: which log it is, and how many frames of it."""

    salt: bytes = b"\0" * 8
    frames: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What a log tells after a place: the digests of pages, the pages of the file, the place."""

    digests: dict[int, bytes]
    pages: int
    place: Place


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in the log; `end` is 0, or how many pages the file has with this commit."""

    page: int
    end: int
    sums: Sums
    head: bytes
    content: bytes


def digest_page(number: int, content: bytes) -> bytes:
    """A digest of a page that depends on where the page stands."""
    return hashlib.blake2b(number.to_bytes(4, "big") + content, digest_size=DIGEST_BYTES).digest()


def log_path(database: Path) -> Path:
    """Where the log of a database lies."""
    return database.with_name(f"{database.name}-wal")


class Log:
    """A log that is open for reading, by frames that are counted from zero."""

    def __init__(self, file: BinaryIO, header: bytes) -> None:
        self._file = file
        magic, _, size, _, salt, one, two = LOG_HEADER.unpack(header)
        self.size: int = size
        self.salt: bytes = salt
        self._order = ">" if magic & 1 else "<"
        self._first: Sums = (one, two)
        self.holds = self._sum(header[:24], (0, 0)) == self._first

    def place(self, number: int) -> int:
        """Where the content of a frame begins."""
        return LOG_HEADER.size + number * (FRAME_HEADER.size + self.size) + FRAME_HEADER.size

    def read(self, number: int) -> Frame | None:
        """A frame; None where there is none of this log."""
        self._file.seek(self.place(number) - FRAME_HEADER.size)
        head, content = self._file.read(FRAME_HEADER.size), self._file.read(self.size)
        if len(content) < self.size:
            return None
        page, end, salt, one, two = FRAME_HEADER.unpack(head)
        return Frame(page, end, (one, two), head, content) if salt == self.salt else None

    def sums_before(self, number: int) -> Sums:
        """The checksum that a frame goes on from."""
        before = self.read(number - 1) if number else None
        return before.sums if before else self._first

    def follows(self, frame: Frame, sums: Sums) -> bool:
        """Whether a frame has the checksum that it must have after this one."""
        begun = self._sum(frame.head[:SUMMED_BYTES], sums)
        return self._sum(frame.content, begun) == frame.sums

    def count_held(self) -> int:
        """How many frames, up to the last commit, have the checksums they must have."""
        held = number = 0
        sums = self._first
        while self.holds and (frame := self.read(number)) and self.follows(frame, sums):
            number, sums = number + 1, frame.sums
            held = number if frame.end else held
        return held

    def _sum(self, content: bytes, sums: Sums) -> Sums:
        one, two = sums
        words = struct.unpack(f"{self._order}{len(content) // 4}I", content)
        for first, second in zip(words[::2], words[1::2], strict=True):
            one = (one + first + two) & 0xFFFFFFFF
            two = (two + second + one) & 0xFFFFFFFF
        return one, two


def open_log(file: BinaryIO) -> Log | None:
    """The log in a file; None where nothing was written."""
    header = file.read(LOG_HEADER.size)
    if len(header) < LOG_HEADER.size:
        return None
    log = Log(file, header)
    return log if log.holds else None


def read_log(database: Path, since: Place) -> Written | None:
    """What was committed after a place; None where nothing was. Nobody may be writing.

    Behind a commit may stand what an earlier transaction wrote and took back: only what goes
    on from the commit's checksum is read.
    """
    try:
        with log_path(database).open("rb") as file:
            log = open_log(file)
            return _read_since(log, since) if log else None
    except FileNotFoundError:
        return None


def _read_since(log: Log, since: Place) -> Written | None:
    number = since.frames if log.salt == since.salt else 0
    sums, begins = log.sums_before(number), True
    digests: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    frames = pages = 0
    while (frame := log.read(number)) and (not begins or log.follows(frame, sums)):
        waiting[frame.page] = digest_page(frame.page, frame.content)
        number, sums, begins = number + 1, frame.sums, bool(frame.end)
        if frame.end:
            digests |= waiting
            waiting.clear()
            frames, pages = number, frame.end
    return Written(digests, pages, Place(log.salt, frames)) if frames else None


class Pages:
    """All pages of a file, each as the log has it or as the file does.

    `held` are the frames of the log that hold.
    """

    def __init__(self, database: Path) -> None:
        self._file = database.open("rb")
        header = self._file.read(FILE_HEADER).ljust(FILE_HEADER, b"\0")
        told = int.from_bytes(header[16:18], "big")
        self.size = LARGEST if told == 1 else told if told in SIZES else USUAL
        self._places: dict[int, int] = {}
        self._log: BinaryIO | None = None
        self.count = 0
        self.held = self._read_log(log_path(database))
        self.count = self.count or -(-database.stat().st_size // self.size)
        self.used = self.size - header[20]

    def _read_log(self, path: Path) -> int:
        if not path.exists():
            return 0
        self._log = path.open("rb")
        log = open_log(self._log)
        held = log.count_held() if log else 0
        if log and held:
            self.size = log.size
        for number in range(held):
            frame = log.read(number) if log else None
            if log and frame:
                self._places[frame.page] = log.place(number)
                self.count = frame.end or self.count
        return held

    def read(self, number: int) -> bytes:
        """The content of a page; pages are counted from one."""
        at = self._places.get(number)
        file = self._file if at is None or self._log is None else self._log
        file.seek((number - 1) * self.size if at is None else at)
        return file.read(self.size)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page: the page below it, its row, and the page on which it goes on."""

    below: int | None = None
    row: int | None = None
    more: int | None = None


def find_holders(
    pages: Pages, roots: dict[str, int], wanted: set[int]
) -> Iterator[tuple[int, str, list[int]]]:
    """What wanted pages are of: page, name of the table or index, the rows that stand in it.

    What a damaged page tells may be wrong, or in part only.
    """
    seen: set[int] = set()
    for name, root in roots.items():
        waiting = [root]
        while waiting and not wanted <= seen:
            number = waiting.pop()
            if number in seen or not 0 < number <= pages.count:
                continue
            seen.add(number)
            cells = list(_read_cells(number, pages.read(number), pages.used))
            waiting += [cell.below for cell in cells if cell.below]
            if number in wanted:
                yield number, name, [cell.row for cell in cells if cell.row is not None]
            for cell in cells:
                for more in _follow_chain(pages, cell.more, seen):
                    if more in wanted:
                        yield more, name, [] if cell.row is None else [cell.row]


def _follow_chain(pages: Pages, number: int | None, seen: set[int]) -> Iterator[int]:
    """The pages on which a long row goes on."""
    while number and number <= pages.count and number not in seen:
        seen.add(number)
        yield number
        number = int.from_bytes(pages.read(number)[:LINK_BYTES], "big")


def _read_cells(number: int, page: bytes, used: int) -> Iterator[Cell]:
    start = FILE_HEADER if number == 1 else 0
    kind = page[start] if len(page) > start else 0
    if kind not in (INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE):
        return
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    inner = kind in (INNER_INDEX, INNER_TABLE)
    first = start + (12 if inner else 8)
    if inner:
        yield Cell(below=int.from_bytes(page[start + 8 : start + 12], "big"))
    for at in range(first, min(first + 2 * count, len(page) - 1), 2):
        yield _read_cell(kind, page, int.from_bytes(page[at : at + 2], "big"), used)


def _read_cell(kind: int, page: bytes, at: int, used: int) -> Cell:
    below = None
    if kind in (INNER_INDEX, INNER_TABLE):
        below, at = int.from_bytes(page[at : at + LINK_BYTES], "big"), at + LINK_BYTES
    if kind == INNER_TABLE:
        return Cell(below)
    length, at = _read_number(page, at)
    row = None
    if kind == LEAF_TABLE:
        row, at = _read_number(page, at)
    most = used - 35 if kind == LEAF_TABLE else (used - 12) * 64 // 255 - 23
    if length <= most:
        return Cell(below, row)
    at += _count_local(length, most, used)
    return Cell(below, row, int.from_bytes(page[at : at + LINK_BYTES], "big"))


def _count_local(length: int, most: int, used: int) -> int:
    """How many bytes of a long row stand in its first page."""
    least = (used - 12) * 32 // 255 - 23
    fitting = least + (length - least) % (used - LINK_BYTES)
    return fitting if fitting <= most else least


def _read_number(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes as SQLite writes it, and where it ends."""
    value = 0
    for length in range(LONGEST_NUMBER):
        byte = page[at + length] if at + length < len(page) else 0
        if length == LONGEST_NUMBER - 1:
            return value << 8 | byte, at + length + 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + length + 1
    return value, at + LONGEST_NUMBER


def _main(act: str, file: str) -> None:
    try:
        _answer(act, Pages(Path(file)))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever asked was killed
        os._exit(1)


def _answer(act: str, pages: Pages) -> None:
    if act == "first":
        sys.stdout.buffer.write(pages.read(1))
        return
    if act == "holders":
        asked: dict[str, Any] = json.load(sys.stdin)
        sys.stdout.write(
            json.dumps(list(find_holders(pages, asked["roots"], set(asked["wanted"]))))
        )
        return
    sys.stdout.buffer.write(COUNT.pack(pages.held))
    for number in range(1, pages.count + 1):
        sys.stdout.buffer.write(digest_page(number, pages.read(number)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
