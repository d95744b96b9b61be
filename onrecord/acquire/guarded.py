"""Foreign data opened within bounds: unpacked, parsed as XML, HTML or JSON."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from html.entities import name2codepoint
from typing import Any

from lxml import etree, html

from onrecord.acquire.answers import Answer, FetchError

MAX_BYTES = 64 * 1024 * 1024  # of a list, feed or sitemap, unpacked: the standard's 50 MB and more
GZIP = b"\x1f\x8b"
GZIP_BITS = 31  # zlib reads gzip's frame
STEP = 1024 * 1024
MOST_MARKUP = 8000  # characters of a title or teaser that are looked at

_PROLOG = b"<?xml"
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page declares its charset


def open_body(answer: Answer) -> bytes:
    """An answer's bytes, unpacked where they are a gzip file. Raises `FetchError`."""
    body = answer.body
    if body.startswith(GZIP):
        body = _unpack(body, answer.address)
    if len(body) > MAX_BYTES:
        raise FetchError(answer.address, f"it has over {MAX_BYTES} bytes", "name a part of it")
    if not body.strip():
        raise FetchError(answer.address, "the answer is empty", "check the address", passing=True)
    return body


def _unpack(body: bytes, where: str) -> bytes:
    unpacker = zlib.decompressobj(GZIP_BITS)
    parts, size, rest = [], 0, body
    try:
        while rest and not unpacker.eof:
            parts.append(unpacker.decompress(rest, STEP))
            size += len(parts[-1])
            if size > MAX_BYTES:
                raise FetchError(where, f"it unpacks to over {MAX_BYTES} bytes", "name a part")
            rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise FetchError(where, f"its data is broken: {error}", "", passing=True) from error
    if not unpacker.eof:
        raise FetchError(where, "its data breaks off", "", passing=True)
    return b"".join(parts)


def parse_xml(body: bytes, where: str, charset: str | None = None) -> etree._Element:
    """The root of an XML document. Entities are refused, deep nesting is, nothing is loaded."""
    if b"<!ENTITY" in body.replace(b"\0", b""):
        raise FetchError(where, "it declares entities, which are not read", "tell its publisher")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        encoding=_usable(charset) if _PROLOG not in body[:_HEAD] else None,
    )
    try:
        root = etree.fromstring(_NAMED.sub(_number_entity, body.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(
            where, f"it is no XML: {_first_line(error)}", "check the address"
        ) from error
    if root is None:
        raise FetchError(where, "it is no XML", "put a page under 'lists'")
    return root


def _number_entity(match: re.Match[bytes]) -> bytes:
    """HTML's named characters, which XML does not know, by their numbers."""
    name = match[1].decode("ascii")
    known = name in name2codepoint and name not in _XML_NAMES
    return b"&#%d;" % name2codepoint[name] if known else match.group()


def parse_html(body: bytes, where: str, charset: str | None = None) -> etree._Element:
    """The root of an HTML page. Raises `FetchError` where there is no markup."""
    declared = _CHARSET.search(body[:_HEAD])
    own = declared[1].decode("ascii", "replace") if declared else None
    parser = html.HTMLParser(
        encoding=_usable(charset) or _usable(own) or _guess(body),
        huge_tree=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise FetchError(where, f"it is no HTML: {_first_line(error)}", "check it") from error
    return root


def _guess(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _usable(charset: str | None) -> str | None:
    try:
        return codecs.lookup(charset).name if charset else None
    except LookupError:
        return None


def parse_json(body: bytes, where: str) -> Any:
    """What a JSON document says. Raises `FetchError`."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FetchError(where, "it is not in UTF-8", "tell its publisher") from error
    except RecursionError as error:
        raise FetchError(where, "it is nested too deep", "tell its publisher") from error
    except ValueError as error:
        raise FetchError(where, f"it is no JSON: {_first_line(error)}", "check it") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def strip_markup(text: str) -> str:
    """A text that may hold HTML as plain words on one line."""
    text = text[:MOST_MARKUP]
    if "<" in text or "&" in text:
        try:
            parts = html.fragment_fromstring(text, create_parent="div").itertext()
        except (etree.ParserError, ValueError):
            return ""
        text = " ".join(part for part in parts)
    return " ".join(text.split())
