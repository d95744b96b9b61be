"""Kinds of files by their endings."""

from __future__ import annotations

from pathlib import PurePosixPath

MAX_BYTES = 64 * 1024 * 1024  # a document of more bytes is refused: no page is that long
SNIFF_BYTES = 1024  # bytes from which HTML is told where the ending does not say

HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
TEXT_ENDINGS = (".txt", ".md", ".text")
PDF_ENDINGS = (".pdf",)
LINE_ENDINGS = (".jsonl", ".ndjson")
TAR_ENDINGS = (".tar", ".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".txz", ".tbz2")
ZIP_ENDINGS = (".zip",)
WARC_ENDINGS = (".warc", ".warc.gz")
WACZ_ENDINGS = (".wacz",)
WEB_ENDINGS = WARC_ENDINGS + WACZ_ENDINGS
SKIPPED_ENDINGS = (".gold.json", ".toml")
PACKED = ".gz"

_PAGES = HTML_ENDINGS + TEXT_ENDINGS + PDF_ENDINGS
_KNOWN = sorted(
    [
        *_PAGES,
        *LINE_ENDINGS,
        *(end + PACKED for end in _PAGES + LINE_ENDINGS),
        *TAR_ENDINGS,
        *ZIP_ENDINGS,
        *WEB_ENDINGS,
    ],
    key=len,
    reverse=True,
)


def split_ending(name: str) -> tuple[str, str]:
    """A path and its ending ('.html.gz'), which is empty where it is none that is known."""
    lower = name.casefold()
    for ending in _KNOWN:
        if lower.endswith(ending) and len(PurePosixPath(name).name) > len(ending):
            return name[: -len(ending)], ending
    return name, ""


def is_bare(name: str) -> bool:
    """Whether a file's name has no ending at all, known or not."""
    return not PurePosixPath(name).suffix


def is_skipped(name: str) -> bool:
    """Whether a file found in a folder is no document by its name."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or parts[:1] == ("__MACOSX",) or name.casefold().endswith(SKIPPED_ENDINGS)


def find_media(ending: str, body: bytes) -> str:
    """The MIME type of a page by its ending, else by how it begins."""
    plain = ending.removesuffix(PACKED)
    if plain in HTML_ENDINGS:
        return "text/html"
    if plain in TEXT_ENDINGS:
        return "text/plain"
    if plain in PDF_ENDINGS or body.startswith(b"%PDF-"):
        return "application/pdf"
    head = body[:SNIFF_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    markup = head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml"))
    return "text/html" if markup and b"<html" in body[: 8 * SNIFF_BYTES].lower() else "text/plain"
