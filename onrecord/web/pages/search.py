"""Search: releases with the passage that matches, and names and entries that are called so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.register.facets import (
    COUNTED,
    Choice,
    Narrowed,
    count_choices,
    count_releases,
    search_releases,
)
from onrecord.register.matching import NAME_LAYERS
from onrecord.register.views import Query, ReleaseRow
from onrecord.web.addresses import list_address, search_address
from onrecord.web.downloads import send_rows
from onrecord.web.feeds import LENGTH, send_feed, tell_releases
from onrecord.web.forms import ASOF, LONGEST_VALUE, Field, read_asof, read_page
from onrecord.web.kinds import BY_LAYER, Kind
from onrecord.web.lines import Line, fill_lines, load_outlines
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.pages.lists import Download, find_label, make_about
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import put_marks, spell_count

SHOWN = 6  # names or entries of each layer beside the releases
ENTRY_LAYERS = ("event", "act", "commitment")
SORTS = ("relevance", "date")
MOST_SENT = 10_000  # releases in a file of a search
FACETS: Mapping[str, str] = {
    "year": "Year",
    "source": "Source",
    "kind": "Kind of event",
    "body": "Body",
}
COLUMNS = ("id", "document", "institution", "published", "headline", "passage")
_UNWANTED = re.compile(r"(?:^|\s)-\S+|\"")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it."""

    words: str
    sort: str
    page: int
    narrowed: Narrowed
    asof: Field

    @property
    def params(self) -> dict[str, object]:
        """All of it but the words and the page, as the parameters of an address."""
        sort = self.sort if self.sort != SORTS[0] else None
        return {"sort": sort, **self.narrowed.given, ASOF: self.asof.value}

    @property
    def query(self) -> dict[str, object]:
        """What was asked for, as files say it."""
        return {"q": self.words, "sort": self.sort, **self.narrowed.given}

    def address(self, **changed: object) -> str:
        """The same search with some parameters changed."""
        return search_address(self.words, {**self.params, **changed})


@dataclass(frozen=True, slots=True)
class Group:
    """Names or entries of one layer that are called so, with the address of all of them."""

    kind: Kind
    lines: tuple[Line, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A choice with the address that makes it."""

    choice: Choice
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """What a search can be narrowed by in one respect."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that was made, with the address that takes it back."""

    name: str
    value: str
    title: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The context of a search; `problem` says why nothing could be looked for."""

    title: str
    words: str
    sort: str
    asof: Field
    problem: str = ""
    releases: tuple[ReleaseRow, ...] = ()
    pager: Pager | None = None
    groups: tuple[Group, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    facets: tuple[Facet, ...] = ()
    counted: str = ""
    downloads: tuple[Download, ...] = ()
    feed: str = ""


@router.get("/search")
def show_search(request: Request, site: OnSite) -> Response:
    """What holds these words."""
    page = make_page(site, _read_search(request))
    status = 400 if page.problem else 200
    return render_page("search.html", page, section="search", words=page.words, status=status)


@router.get("/search.json")
@router.get("/search.csv")
def send_search(request: Request, site: OnSite) -> Response:
    """The releases that hold these words as JSON or CSV, in the order of the search."""
    asked = _read_search(request)
    total = site.register.ask(count_releases, asked.words, asked.narrowed)
    rows = _load(site, asked, MOST_SENT, 0)
    about = make_about(site, request, asked.query, min(total, MOST_SENT))
    form = request.url.path.rpartition(".")[2]
    return send_rows((_flatten(row) for row in rows), COLUMNS, form, "search", about)


def _flatten(row: ReleaseRow) -> dict[str, object]:
    told = {name: value for name, value in asdict(row).items() if name in COLUMNS}
    return told | {"passage": " ".join("".join(row.passage).split())}


@router.get("/search.atom")
def send_search_feed(request: Request, site: OnSite) -> Response:
    """The newest releases that hold these words, as a feed."""
    asked = _read_search(request)
    rows = site.register.ask(
        search_releases, asked.words, asked.narrowed, newest=True, limit=LENGTH
    )
    title = f"Releases on record with {put_marks(asked.words)}"
    return send_feed(request, title, asked.address(), tell_releases(rows))


def _read_search(request: Request) -> Asked:
    given = request.query_params
    sort = given.get("sort") or SORTS[0]
    if sort not in SORTS:
        raise InputError("sort", f"{sort[:20]!r} is none", f"one of {', '.join(SORTS)}")
    chosen = {name: given.get(name, "").strip()[:LONGEST_VALUE] or None for name in FACETS}
    words = " ".join(given.get("q", "").split())
    asof = read_asof(given, date.max)[1]
    return Asked(words, sort, read_page(given), Narrowed(**chosen), asof)


def _load(site: Site, asked: Asked, limit: int, offset: int) -> list[ReleaseRow]:
    return site.register.ask(
        search_releases,
        asked.words,
        asked.narrowed,
        newest=asked.sort == "date",
        limit=limit,
        offset=offset,
    )


def make_page(site: Site, asked: Asked) -> SearchPage:
    """The context of one page of a search."""
    words, sort = asked.words, asked.sort
    title = put_marks(words) if words else "Search"
    if not words:
        return SearchPage(title, words, sort, asked.asof)
    if len(words) > LONGEST_VALUE:
        problem = f"The search is longer than {LONGEST_VALUE} characters."
        return SearchPage(title[:LONGEST_VALUE], words[:LONGEST_VALUE], sort, asked.asof, problem)
    try:
        total = site.register.recall(count_releases, words, asked.narrowed)
    except InputError as error:
        return SearchPage(title, words, sort, asked.asof, f"There is {error.what}: {error.remedy}.")
    size = Query().limit
    first = asked.page == 1
    return SearchPage(
        title=title,
        words=words,
        sort=sort,
        asof=asked.asof,
        releases=tuple(_load(site, asked, size, (asked.page - 1) * size)),
        pager=make_pager(total, asked.page, lambda n: asked.address(**page_params({}, n))),
        groups=tuple(_each_group(site, words)) if first and not asked.narrowed.given else (),
        chosen=tuple(_each_chosen(site, asked)),
        facets=tuple(_each_facet(site, asked)),
        counted=f"Counted in {COUNTED:,} of {spell_count(total, 'release')}."
        if total > COUNTED
        else "",
        downloads=tuple(_each_download(asked)),
        feed=_file(asked, "atom"),
    )


def _file(asked: Asked, form: str) -> str:
    return asked.address().replace("/search?", f"/search.{form}?", 1)


def _each_download(asked: Asked) -> Iterator[Download]:
    for form, label in (("csv", "CSV"), ("json", "JSON"), ("atom", "feed (Atom)")):
        yield Download(label, _file(asked, form))


def _each_chosen(site: Site, asked: Asked) -> Iterator[Chosen]:
    for name, value in asked.narrowed.given.items():
        label = (find_label(site, value) if name == "body" else None) or value
        yield Chosen(name, value, FACETS[name], label, asked.address(**{name: None}))


def _each_facet(site: Site, asked: Asked) -> Iterator[Facet]:
    choices = site.register.recall(count_choices, asked.words, asked.narrowed)
    for name, title in FACETS.items():
        own = [choice for choice in choices if choice.facet == name]
        if name not in asked.narrowed.given and len(own) > 1:
            links = (Link(choice, asked.address(**{name: choice.value})) for choice in own)
            yield Facet(title, tuple(links))


def _each_group(site: Site, words: str) -> Iterator[Group]:
    called = " ".join(_UNWANTED.sub(" ", words).split())
    if not called:
        return
    names = site.register.called(called, SHOWN + 1)
    for layer in (*NAME_LAYERS, *ENTRY_LAYERS):
        key = "name" if layer in NAME_LAYERS else "words"
        if key == "name":
            lines = fill_lines(site, layer, names.get(layer, ()), None)
        else:
            lines = load_outlines(site, layer, Query(words=called, limit=SHOWN + 1))
        if lines:
            kind = BY_LAYER[layer]
            more = list_address(kind.slug, {key: called}) if len(lines) > SHOWN else None
            yield Group(kind, lines[:SHOWN], more)
