"""Feeds (Atom, RFC 4287) of releases and entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from onrecord.register.views import ReleaseRow
from onrecord.web.addresses import release_address
from onrecord.web.kinds import BY_LAYER
from onrecord.web.lines import Line
from onrecord.web.templating import render_text
from onrecord.web.words import shorten, spell_period

MEDIA = "application/atom+xml; charset=utf-8"
LENGTH = 50  # entries of a feed
NEVER = "1970-01-01"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed; `day` is when it was told last."""

    id: str
    title: str
    address: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with the address it was asked at and that of its page."""

    id: str
    title: str
    own: str
    page: str
    updated: str
    items: tuple[Item, ...]


def send_feed(request: Request, title: str, page: str, items: Iterable[Item]) -> Response:
    """These items as a feed, those told last first; `page` is the address that it follows."""
    base = str(request.base_url).rstrip("/")
    ordered = sorted(items, key=lambda item: (item.day, item.id), reverse=True)[:LENGTH]
    feed = Feed(
        id=f"urn:onrecord:feed:{request.url.path}?{request.url.query}".rstrip("?"),
        title=title,
        own=str(request.url),
        page=base + page,
        updated=max((item.day for item in ordered), default=NEVER),
        items=tuple(ordered),
    )
    text = render_text("feed.atom", feed, base=base)
    return Response(_UNPRINTABLE.sub("", text), media_type=MEDIA)


def tell_lines(lines: Sequence[Line]) -> Iterable[Item]:
    """Entries as items of a feed."""
    return (_tell_line(line) for line in lines)


def _tell_line(line: Line) -> Item:
    row = line.row
    kind = BY_LAYER[row.layer]
    status = line.followed.status if line.followed else row.status
    about = [kind.one, status or "", "" if kind.is_name else spell_period(row.start, row.end)]
    words = [f"“{' '.join(fact.evidence.text.split())}”" for fact in line.facts[-1:]]
    return Item(
        id=f"urn:onrecord:{row.id}",
        title=shorten(line.title, 160),
        address=line.address,
        day=row.last_published or NEVER,
        text=" · ".join(filter(None, [*about, *words])),
    )


def tell_releases(rows: Iterable[ReleaseRow]) -> Iterable[Item]:
    """Releases as items of a feed."""
    return (
        Item(
            id=f"urn:onrecord:{row.id}",
            title=shorten(row.headline or row.opening or row.document, 160),
            address=release_address(row.id),
            day=row.published or NEVER,
            text="".join(row.passage) or row.opening,
        )
        for row in rows
    )
