"""The API's addresses: lists of every layer, entries, releases, search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from inspect import Parameter, Signature
from typing import Any

from fastapi import Depends, FastAPI, Request, Response

from onrecord.errors import InputError
from onrecord.model.identity import layer_of
from onrecord.pipeline.statuses import Followed
from onrecord.register.coverage import find_snapshot
from onrecord.register.covered import Covered, SourceView, load_covered, load_source
from onrecord.register.keyset import page_entries, page_releases, page_search
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.references import load_entries
from onrecord.register.rewordings import Wanted as Wording
from onrecord.register.rewordings import page_rewordings
from onrecord.register.views import (
    EntryRow,
    EntryView,
    FactView,
    ReleaseRow,
    ReleaseView,
)
from onrecord.register.views import Query as Wanted
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.api import mementos
from onrecord.web.api.cursors import make_cursor, read_cursor, read_numbers
from onrecord.web.api.description import WRONG, describe_api
from onrecord.web.api.params import (
    PAGE,
    Change,
    IdCursor,
    Identifier,
    Limit,
    Newest,
    NumberCursor,
    Since,
    Source,
    SourceName,
    Until,
    Words,
    check_past,
    make_parameter,
)
from onrecord.web.forms import check_filters, read_asof, read_filters
from onrecord.web.kinds import KINDS, Kind
from onrecord.web.lines import find_followed
from onrecord.web.problems import add_handlers
from onrecord.web.rewordings import Reworded, tell_rewording
from onrecord.web.site import OnSite, Site

PREFIX = "/api/v1"
VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its page, its present accounts and, of a promise, what became of it."""

    entry: EntryRow
    address: str
    accounts: tuple[FactView, ...]
    followed: Followed | None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of entries, by id; `next` is the cursor of the page that follows, if any."""

    items: tuple[Item, ...]
    next: str | None
    snapshot: str | None


@dataclass(frozen=True, slots=True)
class ReleaseItem:
    """A release in a list, with its page."""

    release: ReleaseRow
    address: str


@dataclass(frozen=True, slots=True)
class Releases:
    """A page of releases; `total` where it was counted."""

    items: tuple[ReleaseItem, ...]
    next: str | None
    snapshot: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Rewordings:
    """A page of rewordings, the last one first."""

    items: tuple[Reworded, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """All followed sources by name."""

    items: tuple[Covered, ...]


def create_api(site: Site) -> FastAPI:
    """The API over a site's register."""
    api = FastAPI(
        title="onrecord",
        version=VERSION,
        description="What institutions did, decided and promised, each value with its quotation.",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        dependencies=[Depends(check_past)],
    )
    api.state.site = site
    for kind in KINDS:
        _add(api, f"/{kind.slug}", _list_entries(kind), f"List {kind.many}", 400)
    _add(api, "/entries/{identifier}", get_entry, "Get an entry", 400, 404)
    _add(api, "/releases", _list_releases(), "List releases", 400)
    _add(api, "/releases/{identifier}", get_release, "Get a release", 400, 404)
    _add(api, "/rewordings", list_rewordings, "List rewordings", 400)
    _add(api, "/coverage", list_coverage, "List followed sources", 400)
    _add(api, "/coverage/{name}", get_source, "Get a followed source", 400, 404)
    _add(api, "/search", search, "Search releases", 400)
    _add(api, "/mementos/{stamp}", mementos.get_memento, "Get a memento", 400, 404)
    _add(api, "/timemaps/json", mementos.get_timemap, "Get a time map", 400, 404)
    _add(
        api, "/timemaps/link", mementos.get_timemap_links, "Get a time map as links", 400, 404,
        response_class=mementos.LinkFormat,
    )  # fmt: skip
    _add(
        api, "/timegate", mementos.get_timegate, "Ask a time gate", 400, 404,
        status_code=302, response_class=Response,
    )  # fmt: skip
    add_handlers(api)
    api.openapi = lambda: describe_api(api)  # type: ignore[method-assign]
    return api


def _add(
    api: FastAPI,
    path: str,
    function: Callable[..., Any],
    summary: str,
    *wrong: int,
    **options: Any,
) -> None:
    """An address with what may be wrong in asking for it."""
    name = "_".join(word for word in summary.lower().split() if word not in ("a", "an"))
    responses: dict[int | str, dict[str, Any]] = {status: WRONG[status] for status in wrong}
    route = api.get(path, responses=responses, operation_id=name, summary=summary, **options)
    route(function)


def get_entry(identifier: Identifier, site: OnSite) -> EntryView:
    """An entry by its id, or by the id of anything that was joined into it.

    Of a fact with every account; the facts that name a person, a body, a place … are in the
    lists, under `name`.
    """
    return site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)


def get_release(identifier: Identifier, site: OnSite) -> ReleaseView:
    """A release with its text, its facts and the names in it."""
    return site.register.release(identifier)


def list_rewordings(
    site: OnSite,
    source: Source = None,
    kind: Change = None,
    since: Since = None,
    until: Until = None,
    cursor: NumberCursor = None,
    limit: Limit = PAGE,
) -> Rewordings:
    """Pages that their sites reworded, the last one first, with what they tell otherwise."""
    place = read_numbers(cursor)
    given = {"source": source, "from": since, "to": until}
    query = check_filters(read_filters({name: v for name, v in given.items() if v})).query
    wanted = Wording(query.source, kind, query.since, query.until)
    found, following = site.register.ask(
        page_rewordings, wanted, limit, place[1] if place else None
    )
    items = tuple(tell_rewording(rewording) for rewording in found)
    return Rewordings(items, make_cursor((0, following) if following else None))


def list_coverage(site: OnSite) -> Coverage:
    """What the register has of each followed source, as it is now: no day applies."""
    return Coverage(tuple(site.register.ask(load_covered)))


def get_source(name: SourceName, site: OnSite) -> SourceView:
    """A followed source with what cannot be had and what is held, as it is now."""
    return site.register.ask(load_source, name)


def search(
    site: OnSite,
    q: Words,
    cursor: NumberCursor = None,
    limit: Limit = PAGE,
    newest: Newest = False,
) -> Releases:
    """Releases that hold these words, best first or newest first.

    Pages stay in place while the register grows: releases that came after the first page are
    left out. Best first weighs words by how rare they are, so that a write may move some by a
    place; newest first is exact.
    """
    after = read_numbers(cursor)
    found = site.register.ask(page_search, q, newest=newest, limit=limit, after=after)
    return _tell_releases(site, found.rows, found.following, found.total)


def _tell_releases(
    site: Site,
    rows: list[ReleaseRow],
    following: tuple[int, int] | None,
    total: int | None = None,
) -> Releases:
    items = tuple(ReleaseItem(row, release_address(row.id)) for row in rows)
    return Releases(items, make_cursor(following), site.register.ask(find_snapshot), total)


def _with_signature(
    function: Callable[..., Any],
    names: tuple[str, ...],
    kind: Kind | None,
    cursor: Any,
    result: type,
) -> Callable[..., Any]:
    """A function with the filters of a list as its parameters, for the API's description."""
    keyword = Parameter.KEYWORD_ONLY
    fixed = (
        Parameter("site", keyword, annotation=OnSite),
        Parameter("request", keyword, annotation=Request),
        Parameter("cursor", keyword, annotation=cursor, default=None),
        Parameter("limit", keyword, annotation=Limit, default=PAGE),
    )
    given = (make_parameter(name, kind) for name in names)
    signature = Signature([*fixed, *given], return_annotation=result)
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function


def _list_releases() -> Callable[..., Releases]:
    def list_releases(
        site: Site, request: Request, cursor: str | None, limit: int, **_: str | None
    ) -> Releases:
        """Releases in the order in which the register came to know them."""
        filters = check_filters(read_filters(request.query_params))
        query = replace(filters.query, limit=limit, offset=0)
        after = read_numbers(cursor) or (0, 0)
        rows, following = site.register.ask(page_releases, query, after[1])
        return _tell_releases(site, rows, (0, following) if following else None)

    names = ("source", "since", "until")
    return _with_signature(list_releases, names, None, NumberCursor, Releases)


def _list_entries(kind: Kind) -> Callable[..., Entries]:
    def list_entries(
        site: Site, request: Request, cursor: str | None, limit: int, **_: str | None
    ) -> Entries:
        filters = check_filters(read_filters(request.query_params, kind))
        day, asof = read_asof(request.query_params, site.today())
        if asof.error:
            raise InputError(asof.param, asof.error, asof.hint)
        items = _load_page(site, kind, replace(filters.query, offset=0), limit, day, cursor)
        following = items[limit - 1].entry.id if len(items) > limit else None
        snapshot = site.register.ask(find_snapshot)
        return Entries(tuple(items[:limit]), make_cursor(following), snapshot)

    list_entries.__doc__ = f"{kind.many.capitalize()}, in the order of their ids."
    extra = () if kind.is_name else ("name",)
    return _with_signature(list_entries, (*kind.filters, *extra), kind, IdCursor, Entries)


def _load_page(
    site: Site, kind: Kind, query: Wanted, limit: int, day: date, cursor: str | None
) -> list[Item]:
    """One item more than a page holds, where there are so many."""
    after = read_cursor(cursor)
    if kind.layer != "commitment" or not query.status:
        wanted = replace(query, limit=limit + 1)
        rows = site.register.ask(page_entries, kind.layer, wanted, after)
        return _fill(site, kind, rows, day)
    ids = sorted(id_ for id_ in find_followed(site, query, day) if id_ > after)
    rows = site.register.ask(load_entries, ids[: limit + 1])
    return _fill(site, kind, sorted(rows, key=lambda row: row.id), day)


def _fill(site: Site, kind: Kind, rows: list[EntryRow], day: date) -> list[Item]:
    ids = [row.id for row in rows]
    facts = site.register.facts(ids) if kind.layer in FACT_LAYERS else {}
    followed: Mapping[str, Followed] = {}
    if kind.layer == "commitment":
        followed = site.follow(site.register, day, ids)
    return [
        Item(row, entry_address(row.id), tuple(facts.get(row.id, ())), followed.get(row.id))
        for row in rows
    ]
