"""What the site answers to a request on a day, as data: the server only sends it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from urllib.parse import parse_qs, urlsplit

from tests.site import layouts, lists
from tests.site.pdf import write_pdf
from tests.site.plan import (
    SitePage,
    find_special,
    load_detours,
    load_hopeless,
    load_pages,
    load_troubles,
)

HTML = "text/html; charset=utf-8"
HUGE_BYTES = 80 * 1024 * 1024  # of the answers that nobody should read to their end
BOMB_PIECE = 1024 * 1024
RETRY_AFTER = 30  # seconds
MOVED, FOUND, GONE, LOST = 301, 302, 410, 404


@dataclass(frozen=True)
class Reply:
    """An answer; `way` is how it is sent: whole, cut, endless, slow, stall or drop."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    way: str = "whole"


def answer_request(
    target: str, day: date, base: str, attempt: int, asked: Mapping[str, str]
) -> Reply:
    """The answer to the `attempt`-th request (from 1) of a target on a day."""
    special = find_special(day)
    path = urlsplit(target).path
    if special == "offline":
        return Reply(0, way="drop")
    if special == "repairs" and path != "/robots.txt":
        return Reply(200, layouts.REPAIRS.encode(), (("content-type", HTML),))
    if special == "closed" and path == "/robots.txt":
        return Reply(503)
    usual = _answer_usual(target, day, base)
    troubled = _answer_trouble(path, day, attempt, usual)
    return troubled or _answer_condition(usual, asked)


def _answer_trouble(path: str, day: date, attempt: int, usual: Reply) -> Reply | None:
    for trouble in load_troubles():
        due = not trouble.times or attempt <= trouble.times
        if trouble.path == path and trouble.first <= day <= trouble.last and due:
            return _make_trouble(trouble.kind, usual)
    return None


def _make_trouble(kind: str, usual: Reply) -> Reply:
    if kind in ("busy", "limit"):
        status = 503 if kind == "busy" else 429
        return Reply(status, headers=(("retry-after", str(RETRY_AFTER)),))
    if kind == "fail":
        return Reply(500, b"<h1>Internal error</h1>", (("content-type", HTML),))
    return replace(usual, way=kind)


def _answer_condition(usual: Reply, asked: Mapping[str, str]) -> Reply:
    """Nothing but the headers where the asker has these bytes already."""
    own = dict(usual.headers)
    etag, since = asked.get("if-none-match"), asked.get("if-modified-since")
    same = etag == own.get("etag") if etag else since == own.get("last-modified")
    known = (etag or since) is not None and (own.keys() & {"etag", "last-modified"})
    return replace(usual, status=304, body=b"") if known and same and usual.status == 200 else usual


def _answer_usual(target: str, day: date, base: str) -> Reply:
    parts = urlsplit(target)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    for answer in (_answer_lists, _answer_hopeless, _answer_ways):
        found = answer(parts.path, query, day, base)
        if found:
            return found
    return _answer_page(parts.path, day, base)


Query = Mapping[str, str]


def _answer_lists(path: str, query: Query, day: date, base: str) -> Reply | None:
    number = int(query.get("page", "1")) if query.get("page", "1").isdigit() else 1
    drawn: dict[str, tuple[str, Callable[[], bytes]]] = {
        "/": (HTML, lambda: lists.draw_home(day, base)),
        "/news": (HTML, lambda: lists.draw_list("news", number, day, base)),
        "/notices": (HTML, lambda: lists.draw_list("notices", number, day, base)),
        "/events": (HTML, lambda: lists.draw_month(query.get("month", ""), day, base)),
        "/feeds/news.rss": ("application/rss+xml", lambda: lists.draw_rss("news", day, base)),
        "/feeds/notices.atom": (
            "application/atom+xml",
            lambda: lists.draw_atom("notices", day, base),
        ),
        "/sitemap.xml": ("application/xml", lambda: lists.draw_index(day, base)),
        "/sitemaps/decisions.xml.gz": ("application/gzip", lambda: lists.draw_part(day, base)),
        "/robots.txt": ("text/plain", lambda: lists.ROBOTS.format(base=base).encode()),
    }
    if path not in drawn:
        return None
    media, draw = drawn[path]
    return Reply(200, draw(), (("content-type", media),))


def _answer_hopeless(path: str, query: Query, day: date, base: str) -> Reply | None:
    del query
    kind = next((one.kind for one in load_hopeless() if path == one.path and one.on <= day), None)
    if kind is None and path == "/news/loop/again":
        return Reply(FOUND, headers=(("location", "/news/loop"),))
    if kind is None:
        return None
    inside = base.replace("127.0.0.1", "localhost") + "/internal/minutes"
    answers = {
        "loop": Reply(FOUND, headers=(("location", "/news/loop/again"),)),
        "private": Reply(FOUND, headers=(("location", inside),)),
        "file": Reply(FOUND, headers=(("location", "file:///etc/hostname"),)),
        "huge": Reply(200, headers=(("content-type", HTML),), way="endless"),
        "disallowed": Reply(200, b"<p>Nobody may read this.</p>", (("content-type", HTML),)),
    }
    if kind == "bomb":
        return Reply(200, _pack_bomb(), (("content-type", HTML), ("content-encoding", "gzip")))
    return answers[kind]


@cache
def _pack_bomb() -> bytes:
    """Few bytes that unpack to `HUGE_BYTES`: one packed piece over and over."""
    piece = bytes(BOMB_PIECE)
    count, packer = HUGE_BYTES // BOMB_PIECE, zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(count):
        check = zlib.crc32(piece, check)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + packed * count + packer.flush() + struct.pack("<II", check, HUGE_BYTES)


def _answer_ways(path: str, query: Query, day: date, base: str) -> Reply | None:
    """The addresses that only lead to others."""
    del query, base
    for detour in load_detours():
        steps = [detour.path, *(f"{detour.path}/{at}" for at in range(1, detour.steps)), detour.to]
        if path in steps[:-1]:
            return Reply(FOUND, headers=(("location", steps[steps.index(path) + 1]),))
    for page in load_pages():
        if page.has_moved(day) and path == page.path and page.to:
            return Reply(MOVED, headers=(("location", page.to),))
    return None


def _answer_page(path: str, day: date, base: str) -> Reply:
    for page in load_pages():
        if path in (page.address(day), *page.twins) and page.on <= day:
            if page.is_gone(day):
                return Reply(page.status, b"<h1>No such page</h1>", (("content-type", HTML),))
            return _send_page(page, day, base, path)
        if page.on <= day and any(path == file for _, file in page.attachments):
            body = write_pdf(path, str(page.on), ("An annex.",))
            return Reply(200, body, (("content-type", "application/pdf"),))
    return Reply(LOST, b"<h1>No such page</h1>", (("content-type", HTML),))


def _send_page(page: SitePage, day: date, base: str, path: str) -> Reply:
    body = layouts.draw_page(page, day, base, path)
    headers = [("content-type", _say_type(page))]
    if page.validators == "both":
        headers.append(("etag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'))
        headers.append(("last-modified", f"{page.changed(day):%a, %d %b %Y} 08:00:00 GMT"))
    return Reply(200, body, tuple(headers))


def _say_type(page: SitePage) -> str:
    if page.media != "text/html":
        return page.media
    return f"text/html; charset={page.said_charset or page.charset}"
