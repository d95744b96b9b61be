"""Finding the documents that paths on disk name."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, cast

from onrecord.acquire.fields import FieldMap, read_jsonl
from onrecord.acquire.media import (
    LINE_ENDINGS,
    MAX_BYTES,
    PACKED,
    TAR_ENDINGS,
    WEB_ENDINGS,
    ZIP_ENDINGS,
    find_media,
    is_bare,
    is_skipped,
    split_ending,
)
from onrecord.acquire.members import BROKEN, Member, iter_members
from onrecord.acquire.unpacking import Allowance, unpack_stream
from onrecord.acquire.webarchives import find_web_captures
from onrecord.errors import InputError
from onrecord.model.text import Capture, Unreadable

STANDARD_INPUT = "-"

Found = Capture | Unreadable
Place = Found | Path  # a web archive is read with the others
Opener = Callable[[], IO[bytes]]


def find_captures(
    paths: Sequence[str | Path], fields: FieldMap | None = None
) -> Iterator[Capture | Unreadable]:
    """The documents that the paths name, in order, one at a time.

    A path is a file, a folder, an archive of pages (tar, zip), a JSONL file, a web archive
    (WARC, WACZ), or '-' for standard input. What cannot be read comes as an `Unreadable` with
    its reason, and the rest is read. No two captures share a name, apart from those of web
    archives, which come last and are versions of one document then.
    """
    taken: set[str] = set()
    archives: list[Path] = []
    for path in paths:
        for found, ending in _find_path(path, fields):
            if isinstance(found, Path):
                archives.append(found)
            else:
                yield _rename(found, ending, taken) if isinstance(found, Capture) else found
    yield from find_web_captures(archives)


def _rename(capture: Capture, ending: str, taken: set[str]) -> Capture:
    name, number = capture.name, 1
    while name in taken:
        name = capture.name + ending + (f"-{number}" if number > 1 or not ending else "")
        number += 1
    taken.add(name)
    if name == capture.name:
        return capture
    return replace(capture, name=name)


def _find_path(path: str | Path, fields: FieldMap | None) -> Iterator[tuple[Place, str]]:
    if str(path) == STANDARD_INPUT:
        yield from _read_standard(fields)
        return
    address = str(path)
    if "://" in address:
        reason = "addresses on the web are not fetched"
        yield Unreadable(address, address, reason, "save the page and name the file"), ""
        return
    place = Path(path)
    try:
        folder, exists = place.is_dir(), place.exists()
    except (OSError, ValueError) as error:
        yield Unreadable(address, address, f"it is no usable path: {_say(error)}", "check it"), ""
        return
    if folder:
        yield from _find_folder(place, fields)
    elif exists:
        yield from _read_file(place, split_ending(place.name)[0], fields)
    else:
        yield Unreadable(address, address, "there is no such file or folder", "check the path"), ""


def _find_folder(folder: Path, fields: FieldMap | None) -> Iterator[tuple[Place, str]]:
    failed: list[OSError] = []
    empty = True
    for top, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(top, name)
            below = path.relative_to(folder).as_posix()
            if not is_skipped(below):
                empty = False
                yield from _read_file(path, split_ending(below)[0], fields)
        yield from _report_folders(failed)
        empty = empty and not failed
        failed.clear()
    yield from _report_folders(failed)
    if empty and not failed:
        where = str(folder)
        yield Unreadable(where, where, "there is no document in the folder", "check the path"), ""


def _report_folders(failed: Sequence[OSError]) -> Iterator[tuple[Found, str]]:
    for error in failed:
        where = str(error.filename)
        yield Unreadable(where, where, f"the folder cannot be read: {_say(error)}", "check it"), ""


def _say(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def _read_file(path: Path, name: str, fields: FieldMap | None) -> Iterator[tuple[Place, str]]:
    ending = split_ending(path.name)[1]
    if ending in WEB_ENDINGS:
        yield path, ""
    elif ending in TAR_ENDINGS or ending in ZIP_ENDINGS:
        yield from _read_archive(path, fields)
    elif not path.is_file():
        where = str(path)
        yield Unreadable(name, where, "it is no file that can be read", "leave it out"), ending
    else:
        allowance = _allow_file(path)
        yield from _read_stream(
            lambda: path.open("rb"), path.name, name, str(path), fields, allowance
        )


def _allow_file(path: Path) -> Allowance:
    return Allowance(str(path), path.stat().st_size)


def _read_archive(path: Path, fields: FieldMap | None) -> Iterator[tuple[Found, str]]:
    empty = True
    allowance = _allow_file(path)
    try:
        for member in iter_members(path, allowance):
            empty = False
            yield from _read_member(member, path, fields, allowance)
    except InputError as error:
        yield Unreadable(str(path), error.where, error.what, error.remedy), ""
        return
    if empty:
        where = str(path)
        yield Unreadable(where, where, "there is no page in the archive", "leave it out"), ""


def _read_member(
    member: Member, path: Path, fields: FieldMap | None, allowance: Allowance
) -> Iterator[tuple[Found, str]]:
    below = member.path.removeprefix("./")
    name, ending = split_ending(below)
    address = f"{path}!{below}"
    if member.refused or member.stream is None:
        yield Unreadable(name, address, member.refused or "it cannot be read", "leave it out"), ""
    elif ending in TAR_ENDINGS + ZIP_ENDINGS + WEB_ENDINGS:
        remedy = "unpack the outer one first"
        yield Unreadable(name, address, "it is an archive inside an archive", remedy), ""
    else:
        stream = member.stream
        yield from _read_stream(lambda: stream, below, name, address, fields, allowance)


def _read_stream(
    opener: Opener,
    filename: str,
    name: str,
    address: str,
    fields: FieldMap | None,
    allowance: Allowance,
) -> Iterator[tuple[Found, str]]:
    ending = split_ending(filename)[1]
    try:
        if not ending and not is_bare(filename):
            raise InputError(address, *_explain_kind(filename))
        with opener() as raw:
            packed = ending.endswith(PACKED)
            stream = cast(BinaryIO, unpack_stream(raw, allowance) if packed else raw)
            if ending.removesuffix(PACKED) in LINE_ENDINGS:
                for found in read_jsonl(stream, name, address, fields):
                    yield found, ":" + name
            else:
                yield _make_capture(_read_body(stream, address), ending, name, address), ending
    except InputError as error:
        yield Unreadable(name, address, error.what, error.remedy), ending
    except PermissionError:
        yield (
            Unreadable(name, address, "there is no permission to read it", "change its mode"),
            ending,
        )
    except BROKEN as error:
        reason = f"its data is broken: {_say(error)}"
        yield Unreadable(name, address, reason, "fetch or pack it again"), ending


def _explain_kind(filename: str) -> tuple[str, str]:
    kind = Path(filename).suffix
    return f"files ending in {kind} are not read", "convert it to text or HTML first"


def _read_body(stream: IO[bytes], where: str) -> bytes:
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise InputError(where, f"it has over {MAX_BYTES} bytes", "split it into documents")
    if not body.strip():
        raise InputError(where, "it is empty", "leave it out")
    return body


def _make_capture(body: bytes, ending: str, name: str, address: str) -> Capture:
    return Capture(name, address, body, find_media(ending, body))


def _read_standard(fields: FieldMap | None) -> Iterator[tuple[Found, str]]:
    stream = sys.stdin.buffer
    head = _peek(stream)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        for found in read_jsonl(cast(BinaryIO, stream), "stdin", "stdin", fields):
            yield found, ":stdin"
        return
    yield from _read_stream(
        lambda: io.BytesIO(_read_body(stream, "stdin")), "stdin", "stdin", "stdin", fields,
        Allowance("stdin", 0),
    )  # fmt: skip


def _peek(stream: IO[bytes]) -> bytes:
    return stream.peek(1) if isinstance(stream, io.BufferedReader) else b""
