"""Feeds (Atom, RFC 4287) of releases and entries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

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
    """One entry of a feed; `day` is when it was told last, `updated` when it last changed.

    `updated` is a moment in UTC: of the register's learning of it, or of a promise's status.
    """

    id: str
    title: str
    address: str
    day: str
    text: str
    updated: str = ""

    @property
    def moment(self) -> str:
        """When it last changed: else the day it was told."""
        return self.updated or f"{self.day}T00:00:00Z"


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
    ordered = sorted(items, key=lambda i: (i.moment, i.day, i.id), reverse=True)[:LENGTH]
    feed = Feed(
        id=name_feed(request.url.path, request.query_params.multi_items()),
        title=title,
        own=str(request.url),
        page=base + page,
        updated=max((item.moment for item in ordered), default=f"{NEVER}T00:00:00Z"),
        items=tuple(ordered),
    )
    text = render_text("feed.atom", feed, base=base)
    return Response(_UNPRINTABLE.sub("", text), media_type=MEDIA)


def name_feed(path: str, params: Iterable[tuple[str, str]]) -> str:
    """The permanent id of a feed: the same whatever the host and the order of the filters."""
    given = sorted((key, value) for key, value in params if value)
    query = f"?{urlencode(given)}" if given else ""
    return f"urn:onrecord:feed:{quote(path.removeprefix('/') + query, safe='/.=&+-')}"


def tell_lines(lines: Iterable[Line]) -> Iterable[Item]:
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
        updated=_find_changed(line),
    )


def _find_changed(line: Line) -> str:
    """When an entry last changed: a new account, an answer, a deadline that passed."""
    moments = [fact.recorded_from for fact in line.facts]
    followed = line.followed
    if followed is not None:
        moments += [f"{a.published}T00:00:00Z" for a in (*followed.answers, *followed.others)]
        if followed.status == "overdue" and line.row.latest:
            passed = date.fromisoformat(line.row.latest) + timedelta(days=1)
            moments.append(f"{passed}T00:00:00Z")
    return max(moments, default="")


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
