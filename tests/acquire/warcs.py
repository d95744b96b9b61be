"""Web archives written for tests, by warcio's writer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "https://www.harbour.example"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """A record to be written; `kind` 'revisit' repeats `refers` (address and moment)."""

    path: str
    at: str
    body: bytes = b""
    media: str = HTML
    status: str = "200 OK"
    kind: str = "response"
    headers: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    refers: tuple[str, str] | None = None


def write_archive(
    path: Path, pages: Iterable[Page], *, packed: bool = True, version: str = "1.1"
) -> Path:
    """Write a WARC file."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
        for page in pages:
            writer.write_record(_make_record(writer, page))
    return path


def _make_record(writer: WARCWriter, page: Page):
    address = page.path if "://" in page.path or ":" in page.path else SITE + page.path
    dated: Mapping[str, str] = {"WARC-Date": page.at, **dict(page.extra)}
    if page.kind == "resource":
        return writer.create_warc_record(
            address, "resource", payload=io.BytesIO(page.body), length=len(page.body),
            warc_content_type=page.media, warc_headers_dict=dict(dated),
        )  # fmt: skip
    told = [("Content-Type", page.media), *page.headers] if page.media else list(page.headers)
    head = StatusAndHeaders(page.status, told, protocol="HTTP/1.1")
    if page.kind == "revisit":
        assert page.refers is not None
        return writer.create_revisit_record(
            address, "sha1:UNKNOWN", SITE + page.refers[0], page.refers[1], head, dict(dated)
        )
    return writer.create_warc_record(
        address, "response", payload=io.BytesIO(page.body), length=len(page.body),
        http_headers=head, warc_headers_dict=dict(dated),
    )  # fmt: skip


def write_wacz(path: Path, members: Mapping[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    """Write a zip of these members."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, body in members.items():
            archive.writestr(name, body)
    return path
