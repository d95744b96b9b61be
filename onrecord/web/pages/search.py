"""Search: releases with the passage that matches, and names and entries that are called so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from onrecord.errors import InputError
from onrecord.register.reader import NAME_LAYERS
from onrecord.register.views import Query, ReleaseRow
from onrecord.web.addresses import list_address, search_address
from onrecord.web.forms import LONGEST_VALUE, read_page
from onrecord.web.kinds import BY_LAYER, Kind
from onrecord.web.lines import Line, load_lines
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

SHOWN = 6  # names or entries of each layer beside the releases
ENTRY_LAYERS = ("event", "act", "commitment")
SORTS = ("relevance", "date")
_UNWANTED = re.compile(r"(?:^|\s)-\S+|\"")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Group:
    """Names or entries of one layer that are called so, with the address of all of them."""

    kind: Kind
    lines: tuple[Line, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The context of a search; `problem` says why nothing could be looked for."""

    title: str
    words: str
    sort: str
    problem: str = ""
    releases: tuple[ReleaseRow, ...] = ()
    pager: Pager | None = None
    groups: tuple[Group, ...] = ()


@router.get("/search")
def show_search(request: Request, site: OnSite) -> Response:
    """What holds these words."""
    page = make_page(site, *_read_search(request))
    status = 400 if page.problem else 200
    return render_page("search.html", page, section="search", words=page.words, status=status)


@router.get("/search.json")
def send_search(request: Request, site: OnSite) -> Response:
    """One page of the releases that hold these words as JSON."""
    words, sort, page = _read_search(request)
    query = Query(offset=(page - 1) * Query().limit)
    rows = site.register.search(words, newest=sort == "date", offset=query.offset)
    return JSONResponse([asdict(row) for row in rows])


def _read_search(request: Request) -> tuple[str, str, int]:
    given = request.query_params
    sort = given.get("sort") or SORTS[0]
    if sort not in SORTS:
        raise InputError("sort", f"{sort[:20]!r} is none", f"one of {', '.join(SORTS)}")
    return " ".join(given.get("q", "").split()), sort, read_page(given)


def make_page(site: Site, words: str, sort: str, page: int) -> SearchPage:
    """The context of one page of a search."""
    title = f"“{words}”" if words else "Search"
    if not words:
        return SearchPage(title, words, sort)
    if len(words) > LONGEST_VALUE:
        problem = f"The search is longer than {LONGEST_VALUE} characters."
        return SearchPage(title[:LONGEST_VALUE], words[:LONGEST_VALUE], sort, problem)
    try:
        total = site.register.count_search(words)
    except InputError as error:
        return SearchPage(title, words, sort, f"There is {error.what}: {error.remedy}.")
    offset = (page - 1) * Query().limit
    return SearchPage(
        title=title,
        words=words,
        sort=sort,
        releases=tuple(site.register.search(words, newest=sort == "date", offset=offset)),
        pager=make_pager(
            total, page, lambda n: search_address(words, page_params(_sort_params(sort), n))
        ),
        groups=tuple(_each_group(site, words)) if page == 1 else (),
    )


def _sort_params(sort: str) -> dict[str, object]:
    return {"sort": sort if sort != SORTS[0] else None}


def _each_group(site: Site, words: str) -> Iterator[Group]:
    called = " ".join(_UNWANTED.sub(" ", words).split())
    if not called:
        return
    for layer in (*NAME_LAYERS, *ENTRY_LAYERS):
        key = "name" if layer in NAME_LAYERS else "words"
        lines = load_lines(site, layer, Query(**{key: called}, limit=SHOWN + 1))  # type: ignore[arg-type]
        if lines:
            kind = BY_LAYER[layer]
            more = list_address(kind.slug, {key: called}) if len(lines) > SHOWN else None
            yield Group(kind, lines[:SHOWN], more)
