"""What an address on the web said at a moment (Memento, RFC 7089): a time gate and time maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from onrecord.errors import InputError, NotFoundError
from onrecord.register.mementos import Memento, load_mementos, load_text
from onrecord.web.site import OnSite, Site

API = "api/v1/"
LONGEST_ADDRESS = 2048
ADDRESS = '^https?://[^\\s<>"]+$'
STAMP = "^[0-9]{14}$"
ACCEPT, VARY = "accept-datetime", "Accept-Datetime"
DATE_HINT = "write it like 'Sat, 07 Jun 2031 10:00:00 GMT'"

Address = Annotated[
    str,
    Query(
        alias="url",
        max_length=LONGEST_ADDRESS,
        pattern=ADDRESS,
        description="the address of a document on the web",
    ),
]
Stamp = Annotated[
    str,
    Path(pattern=STAMP, description="a moment that a time map tells, UTC: 20310607100000"),
]


class LinkFormat(PlainTextResponse):
    """A list of links (RFC 6690)."""

    media_type = "application/link-format"
    charset = "utf-8"


@dataclass(frozen=True, slots=True)
class MementoView:
    """What an address said from a moment on: the text of its document, and where it stands here."""

    original: str
    at: str
    document: str
    institution: str | None
    headline: str | None
    published: str | None
    version: str
    digest: str | None
    release: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which an address began to say something, and where that is told."""

    datetime: str
    uri: str


@dataclass(frozen=True, slots=True)
class Moments:
    """All moments of an address, the first one first."""

    first: Moment
    last: Moment
    list: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class TimeMap:
    """A time map as JSON, in the form that Memento aggregators give."""

    original_uri: str
    timegate_uri: str
    timemap_uri: dict[str, str]
    mementos: Moments


@dataclass(frozen=True, slots=True)
class _Way:
    """An address with all that is known of its moments, and where they are told on this site."""

    base: str
    original: str
    mementos: Sequence[Memento]

    @property
    def gate(self) -> str:
        return f"{self.base}timegate?{self._query}"

    @property
    def _query(self) -> str:
        return f"url={quote(self.original, safe='')}"

    def map(self, form: str) -> str:
        return f"{self.base}timemaps/{form}?{self._query}"

    def at(self, memento: Memento) -> str:
        return f"{self.base}mementos/{stamp_moment(memento.at)}?{self._query}"

    def links(self, shown: Memento | None = None) -> list[str]:
        """What RFC 7089 wants an answer to lead to; `shown` is the memento that it is, if any."""
        wanted = {0: "first", len(self.mementos) - 1: "last"}
        if shown is not None:
            place = self.mementos.index(shown)
            for beside, word in ((place - 1, "prev"), (place + 1, "next"), (place, "")):
                wanted[beside] = f"{wanted.get(beside, '')} {word}".strip()
        places = [place for place in sorted(wanted) if 0 <= place < len(self.mementos)]
        return self.ways() + [self._link(self.mementos[place], wanted[place]) for place in places]

    def ways(self) -> list[str]:
        """The links to the original, to its time gate and to its time map."""
        map_ = self.map("link")
        return [
            f'<{self.original}>; rel="original"',
            f'<{self.gate}>; rel="timegate"',
            f'<{map_}>; rel="timemap"; type="application/link-format"',
        ]

    def _link(self, memento: Memento, rel: str = "") -> str:
        told = f"{rel} memento".strip()
        return f'<{self.at(memento)}>; rel="{told}"; datetime="{spell_date(memento.at)}"'

    def lines(self) -> str:
        """The time map as links, one a line."""
        last = len(self.mementos) - 1
        words = [
            " ".join(word for word, is_so in (("first", n == 0), ("last", n == last)) if is_so)
            for n in range(len(self.mementos))
        ]
        own = f'<{self.map("link")}>; rel="self"; type="application/link-format"'
        since, until = (spell_date(self.mementos[place].at) for place in (0, -1))
        span = f'; from="{since}"; until="{until}"'
        listed = [self._link(m, rel) for m, rel in zip(self.mementos, words, strict=True)]
        head = [f'<{self.original}>; rel="original"', own + span]
        return ",\n".join([*head, f'<{self.gate}>; rel="timegate"', *listed]) + "\n"


def tell_ways(request: Request, original: str) -> str:
    """What leads from a document to the moments of its address, as a header `Link`."""
    return ", ".join(_Way(f"{request.base_url}{API}", original, ()).ways())


def get_timegate(address: Address, request: Request, site: OnSite) -> Response:
    """What an address said at the moment of the header `Accept-Datetime`, or says now.

    Leads to the text that it had then; before the first one that is known, to that.
    """
    way = _find_way(address, request, site)
    wanted = _read_wanted(request.headers.get(ACCEPT))
    then = [memento for memento in way.mementos if wanted is None or memento.at <= wanted]
    chosen = then[-1] if then else way.mementos[0]
    place = urlsplit(way.at(chosen))._replace(scheme="", netloc="").geturl()
    headers = {"Location": place, "Vary": VARY, "Link": ", ".join(way.links(chosen))}
    return Response(status_code=302, headers=headers)


def get_memento(
    stamp: Stamp, address: Address, request: Request, response: Response, site: OnSite
) -> MementoView:
    """What an address said from a moment on, as its time map tells the moment."""
    way = _find_way(address, request, site)
    found = next((m for m in way.mementos if stamp_moment(m.at) == stamp), None)
    if found is None:
        raise NotFoundError(f"{address}: no text of that moment; its time map has all moments")
    response.headers["Memento-Datetime"] = spell_date(found.at)
    response.headers["Link"] = ", ".join(way.links(found))
    text = site.register.ask(load_text, found.row)
    return MementoView(
        found.address, found.at, found.document, found.institution, found.headline,
        found.published, found.version, found.digest, found.release, text,
    )  # fmt: skip


def get_timemap_links(address: Address, request: Request, site: OnSite) -> LinkFormat:
    """All moments at which an address began to say something, as links (RFC 6690)."""
    return LinkFormat(_find_way(address, request, site).lines())


def get_timemap(address: Address, request: Request, site: OnSite) -> TimeMap:
    """All moments at which an address began to say something."""
    way = _find_way(address, request, site)
    moments = tuple(Moment(memento.at, way.at(memento)) for memento in way.mementos)
    maps = {"link_format": way.map("link"), "json_format": way.map("json")}
    listed = Moments(moments[0], moments[-1], moments)
    return TimeMap(way.original, way.gate, maps, listed)


def _find_way(address: str, request: Request, site: Site) -> _Way:
    """Raises `NotFoundError` for an address of which the register has nothing."""
    mementos = site.register.ask(load_mementos, address)
    if not mementos:
        raise NotFoundError(f"{address}: the register has no document of that address")
    return _Way(f"{request.base_url}{API}", mementos[-1].address, mementos)


def _read_wanted(given: str | None) -> str | None:
    """The moment that is asked for, as mementos have it. Raises `InputError`."""
    if given is None:
        return None
    try:
        moment = parsedate_to_datetime(given.strip())
        if moment.tzinfo is None:
            raise ValueError(given)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise InputError(VARY, f"{given[:60]!r} is no date", DATE_HINT) from error


def stamp_moment(at: str) -> str:
    """A memento's moment as its address has it: 20310607100000."""
    return "".join(letter for letter in at if letter.isdigit())


def spell_date(at: str) -> str:
    """A memento's moment as a header has it: 'Sat, 07 Jun 2031 10:00:00 GMT'."""
    return format_datetime(datetime.fromisoformat(at).astimezone(UTC), usegmt=True)
