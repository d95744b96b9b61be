"""What a record of a web archive holds: the page's address, when it was so, its head and body."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from itertools import chain
from typing import IO
from urllib.parse import urlsplit

from onrecord.acquire.bodies import ENCODINGS, read_body
from onrecord.acquire.media import MAX_BYTES
from onrecord.acquire.records import MOST_LINE, PIECE, Headers, Record, read_headers
from onrecord.errors import InputError

RESPONSE, RESOURCE, REVISIT, METADATA = "response", "resource", "revisit", "metadata"
READ_TYPES = (RESPONSE, RESOURCE, REVISIT, METADATA)
MEDIA = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
UNKNOWN = "application/octet-stream"
RULES = "/robots.txt"  # plain text, but no page
FOUND, UNCHANGED = 200, 304
OWN_MEDIA = "application/json"  # of the records in which an export tells of its documents
MOST_TOLD = 1_000_000  # bytes of such a record
KEPT = "x-crawler-"  # before the names of headers that tell how a body came, once it is unpacked
TRANSFER = ("content-encoding", "transfer-encoding", "content-length")

_UNPACKED = (b"<", b"%PDF-")  # how a page begins that is not packed, whatever its head says
_MARK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in an archive, or the word that it was there again (a revisit).

    `at` is the moment in UTC, `id` and `payload` are those of the record, `refers` is the
    address, moment and payload of the record that a revisit repeats.
    """

    offset: int
    type: str
    address: str
    at: str
    id: str
    payload: str
    media: str
    charset: str | None
    refers: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an export of a register tells of a record: its document, and what was said of it."""

    record: str
    document: str
    address: str
    asked: str | None
    media: str
    said: Mapping[str, str]


def read_entry(record: Record, told: Collection[str] = ()) -> Entry | Told | None:
    """What a record holds, its body left; None where it is no page that can be read.

    Records whose ids are `told` are pages whatever they say of themselves. Raises `ValueError`
    where a head is broken.
    """
    if record.type == METADATA:
        return read_told(record)
    if record.type not in READ_TYPES:
        return None
    address = record.head.get("warc-target-uri", "").strip().strip("<>")
    status, headers = _read_answer(record)
    media, charset = parse_type(_find_type(record, headers))
    own = record.head.get("warc-record-id", "")
    if own not in told and not _is_wanted(record, address, status, media):
        return None
    return Entry(
        record.offset, record.type, address, read_date(record.head.get("warc-date", "")), own,
        record.head.get("warc-payload-digest", ""), media, charset, _find_referred(record),
    )  # fmt: skip


def _read_answer(record: Record) -> tuple[int, Headers | None]:
    """The status and headers of an answer, 200 and None where the record has none."""
    if "application/http" not in record.head.get("content-type", "").lower():
        return FOUND, None
    line = record.stream.readline(MOST_LINE).split()
    if not line:
        return FOUND, None
    status = int(line[1]) if len(line) > 1 and line[1].isdigit() else 0
    return status, read_headers(record.stream)


def _find_type(record: Record, headers: Headers | None) -> str:
    if record.type == RESOURCE:
        return record.head.get("content-type", "")
    return dict(headers or ()).get("content-type", "")


def _is_wanted(record: Record, address: str, status: int, media: str) -> bool:
    parts = urlsplit(address)
    if record.type != RESOURCE and parts.scheme not in ("http", "https"):
        return False
    if record.type == REVISIT:
        return status == UNCHANGED or (status == FOUND and media in (*MEDIA, UNKNOWN))
    if record.head.get("warc-segment-number"):
        raise ValueError("it is in segments, which are not put together")
    if record.head.get("warc-truncated"):
        raise ValueError("it was cut short when it was archived")
    return status == FOUND and media in MEDIA and parts.path != RULES


def _find_referred(record: Record) -> tuple[str, str, str] | None:
    if record.type != REVISIT:
        return None
    head = record.head
    address = head.get("warc-refers-to-target-uri", "") or head.get("warc-target-uri", "")
    told = head.get("warc-refers-to-date", "")
    at = read_date(told) if told else ""
    return address.strip().strip("<>"), at, head.get("warc-payload-digest", "")


def read_date(told: str) -> str:
    """A record's moment as the register keeps it. Raises `ValueError`."""
    text = told.strip()
    if len(text) in (len("2031"), len("2031-05")):
        text += "-01-01"[: len("2031-05-01") - len(text)] if len(text) == 4 else "-01"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{told[:40]!r} is no moment") from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_type(value: str) -> tuple[str, str | None]:
    """The MIME type and the charset of a `Content-Type`."""
    message = Message()
    message["content-type"] = " ".join(value.split())
    if not value.strip():
        return UNKNOWN, None
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) else None


def read_told(record: Record) -> Told | None:
    """What an export tells in a record of its own; None for the records of others."""
    if record.head.get("content-type", "") != OWN_MEDIA:
        return None
    try:
        data = json.loads(record.stream.read(MOST_TOLD))["onrecord"]
        said = {str(key): str(value) for key, value in data["said"].items()}
        asked = None if data["asked"] is None else str(data["asked"])
        own, name, address = record.head["warc-refers-to"], data["document"], data["address"]
        return Told(own, str(name), str(address), asked, str(data["media"]), said)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        return None


def read_payload(record: Record, where: str) -> tuple[bytes, Headers | None]:
    """The body of a page, unpacked, and the headers that it came with, if any.

    Raises `InputError`, and what reading the file raises.
    """
    _, headers = _read_answer(record)
    body = _unpack(record.stream, dict(headers or ()), where)
    record.block.pass_over()
    if not record.block.is_whole():
        raise InputError(where, "its bytes are not those that were archived", "fetch it again")
    if not body.strip():
        raise InputError(where, "it is empty", "leave it out")
    return body, headers


def _unpack(stream: IO[bytes], told: Mapping[str, str], where: str) -> bytes:
    chunked = "chunked" in told.get("transfer-encoding", "").lower()
    pieces = _each_chunk(stream) if chunked else iter(lambda: stream.read(PIECE), b"")
    first = next(pieces, b"")
    plain = first.lstrip(_MARK).startswith(_UNPACKED)
    encoding = "" if plain else told.get("content-encoding", "")
    _check_encoding(encoding, where)
    return read_body(chain((first,), pieces), encoding, where, MAX_BYTES, MAX_BYTES)


def _check_encoding(encoding: str, where: str) -> None:
    for name in encoding.split(","):
        plain = name.strip().lower().removeprefix("x-")
        if plain not in ("", "identity", *ENCODINGS):
            raise InputError(
                where, f"it is packed as {plain!r}, which is not unpacked", "unpack it"
            )


def _each_chunk(stream: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a body that came in chunks; of one that has none any more, as it is.

    Raises `EOFError` where it breaks off.
    """
    line = stream.readline(MOST_LINE)
    size = _parse_size(line)
    if size is None:
        yield line
        yield from iter(lambda: stream.read(PIECE), b"")
        return
    while size:
        while size > 0 and (piece := stream.read(min(size, PIECE))):
            size -= len(piece)
            yield piece
        stream.readline(MOST_LINE)
        size = _parse_size(stream.readline(MOST_LINE))
        if size is None:
            raise EOFError("its body breaks off")


def _parse_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if digits[:1].isalnum() and len(digits) <= 16 else None
    except ValueError:
        return None


def restore_headers(headers: Headers | None) -> Headers | None:
    """The headers as they came, where an export had to keep some of them under another name."""
    if headers is None:
        return None
    kept = {name.removeprefix(KEPT) for name, _ in headers if name.startswith(KEPT)}
    kept &= set(TRANSFER)
    own = ((n, v) for n, v in headers if n not in kept)
    return tuple((n.removeprefix(KEPT) if n[len(KEPT) :] in kept else n, v) for n, v in own)
