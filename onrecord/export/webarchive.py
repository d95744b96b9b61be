"""The bytes of every document as a web archive (WARC 1.1), from which a register can be made again.

A page that a site or archive gave with its head is a `response`; what was added by hand, or came
with a feed, has no head and is a `resource`. Before each stands a `metadata` record that says
which document it is of.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.acquire.archive import load_bytes
from onrecord.acquire.responses import KEPT, METADATA, OWN_MEDIA, RESOURCE, RESPONSE, TRANSFER
from onrecord.errors import InputError
from onrecord.export.about import About
from onrecord.export.package import Written
from onrecord.register.reader import Register
from onrecord.register.sightings import Sighting, page_sightings

FILE = "captures.warc.gz"
VERSION = "1.1"
FORMAT = "WARC File Format 1.1"
CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
DOCUMENT = "urn:onrecord:document:"  # before the name of one that has no address on the web
PAGE = 500  # sightings that are asked for at once
NEVER = "1970-01-01T00:00:00Z"

Names = Mapping[str, str]


def write_warc(register: Register, folder: Path, about: About) -> list[Written]:
    """Write the archive. Raises `InputError` under a filter: it holds everything."""
    if about.selection.filters:
        what = "it holds everything that was captured"
        raise InputError("--format warc", what, "leave out the filters")
    path = folder / FILE
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version=VERSION)
        info = _make_info(writer, about)
        writer.write_record(info)
        own = info.rec_headers.get_header("WARC-Record-ID")
        rows = 0
        for sighting in _each_sighting(register):
            rows += 1
            body = load_bytes(register.home, sighting.digest)
            for record in _make_records(writer, sighting, body, {"WARC-Warcinfo-ID": own}):
                writer.write_record(record)
    return [Written(path, rows)]


def _each_sighting(register: Register) -> Iterator[Sighting]:
    after: tuple[str, int] | None = ("", 0)
    while after:
        found, after = register.ask(page_sightings, after, PAGE)
        yield from found


def _make_info(writer: WARCWriter, about: About) -> ArcWarcRecord:
    fields = {"format": FORMAT, "conformsTo": CONFORMS, **about.told}
    text = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    names = {
        "WARC-Record-ID": _make_id("warcinfo", about.state.stamp),
        "WARC-Date": about.state.changed or NEVER,
        "WARC-Filename": FILE,
    }
    return _make_record(writer, "warcinfo", "", text, names)


def _make_records(
    writer: WARCWriter, sighting: Sighting, body: bytes, shared: Names
) -> Iterator[ArcWarcRecord]:
    """What is told of a capture, and the capture."""
    parts = (sighting.document, sighting.at, sighting.digest)
    own, target = _make_id("capture", *parts), _find_target(sighting)
    names = {"WARC-Date": sighting.at, **shared}
    about = json.dumps({"onrecord": _tell_document(sighting)}).encode()
    told = {"WARC-Record-ID": _make_id("told", *parts), "WARC-Refers-To": own, **names}
    yield _make_record(writer, METADATA, target, about, told, OWN_MEDIA)
    names = {"WARC-Record-ID": own, **names}
    if sighting.headers is None:
        yield _make_record(writer, RESOURCE, target, body, names, _spell_media(sighting))
    else:
        head = _Head("200 OK", _keep_headers(sighting, len(body)), protocol="HTTP/1.1")
        yield _make_record(writer, RESPONSE, target, body, names, head=head)


def _make_record(
    writer: WARCWriter,
    type_: str,
    target: str,
    body: bytes,
    names: Names,
    media: str = "",
    head: StatusAndHeaders | None = None,
) -> ArcWarcRecord:
    return writer.create_warc_record(
        target, type_, payload=io.BytesIO(body), length=len(body), warc_content_type=media,
        warc_headers_dict=dict(names), http_headers=head,
    )  # fmt: skip


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The head of an answer, written as it was kept."""

    def to_ascii_bytes(self, header_filter: None = None) -> bytes:
        """The lines in UTF-8, where warcio would change what is not ASCII."""
        return bytes(self.to_bytes(header_filter))


def _tell_document(sighting: Sighting) -> dict[str, object]:
    return {
        "document": sighting.document,
        "address": sighting.address,
        "asked": sighting.asked,
        "media": sighting.media,
        "said": sighting.said,
    }


def _find_target(sighting: Sighting) -> str:
    """The address that was asked for; of what has none on the web a name that tells it apart."""
    address = sighting.asked or sighting.address
    if address.startswith(("http://", "https://")):
        return quote(address, safe=":/?#[]@!$&'()*+,;=%~")
    return DOCUMENT + quote(sighting.document, safe="/")


def _spell_media(sighting: Sighting) -> str:
    charset = sighting.said.get("charset")
    return f"{sighting.media}; charset={charset}" if charset else sighting.media


def _keep_headers(sighting: Sighting, length: int) -> list[tuple[str, str]]:
    """The head as it came; what it says of the body on the wire, under names of its own."""
    headers = [(name, " ".join(value.split("\n"))) for name, value in sighting.headers or ()]
    kept = [(KEPT + name if name in TRANSFER else name, value) for name, value in headers]
    told = any(name == "content-length" for name, _ in headers)
    return [*kept, ("content-length", str(length))] if told else kept


def _make_id(*parts: str) -> str:
    told = "\x1f".join(parts).encode("utf-8", "surrogatepass").hex()
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:onrecord:{told}')}>"
