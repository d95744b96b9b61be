"""The API's addresses: lists of every layer, entries, releases, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.openapi.utils import get_openapi

from onrecord.errors import InputError
from onrecord.model.identity import layer_of
from onrecord.pipeline.statuses import Followed
from onrecord.register.coverage import find_snapshot
from onrecord.register.facets import Narrowed, count_releases, search_releases
from onrecord.register.keyset import page_entries, page_releases
from onrecord.register.reader import FACT_LAYERS, NAME_LAYERS
from onrecord.register.views import (
    EntryRow,
    EntryView,
    FactView,
    ReleaseRow,
    ReleaseView,
)
from onrecord.register.views import Query as Wanted
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.api.cursors import make_cursor, read_cursor, read_number
from onrecord.web.forms import (
    ASOF,
    DAY_HINT,
    LABELS,
    LONGEST_VALUE,
    PARAMS,
    check_filters,
    read_asof,
    read_filters,
)
from onrecord.web.kinds import KINDS, Kind
from onrecord.web.problems import MEDIA, Problem, add_handlers
from onrecord.web.site import OnSite, Site

PREFIX = "/api/v1"
VERSION = "1.0"
PAGE, MOST = 50, 200  # items of a page of an answer
BATCH = 200  # promises followed at once while those of a status are looked for
MEANINGS: Mapping[str, str] = {
    "words": "words that stand in what it is called",
    "body": "a body's or state's name, part of it, or its id",
    "person": "a person's name, part of it, or its id",
    "place": "a place's name, part of it, or its id",
    "name": "a name, part of it, or its id",
    "kind": "a kind of the codebook",
    "status": "a status",
    "source": "an institution or a folder of documents",
    "since": f"from this day on: {DAY_HINT}",
    "until": f"up to this day: {DAY_HINT}",
}


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


Cursor = Annotated[
    str | None, Query(max_length=LONGEST_VALUE, description="`next` of the page before")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="items of a page")]
Identifier = Annotated[str, Path(max_length=100, description="a permanent id")]
Newest = Annotated[bool, Query(description="newest first, else best first")]
Words = Annotated[str, Query(min_length=1, max_length=LONGEST_VALUE, description="words to find")]
WRONG: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": meaning, "content": {MEDIA: {}}}
    for status, meaning in ((400, "it cannot be asked so"), (404, "there is no such thing"))
}


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
    )
    api.state.site = site
    for kind in KINDS:
        api.get(f"/{kind.slug}", responses={400: WRONG[400]}, operation_id=f"list_{kind.slug}")(
            _list_entries(kind)
        )
    api.get("/entries/{identifier}", responses={404: WRONG[404]})(get_entry)
    api.get("/releases", responses={400: WRONG[400]}, operation_id="list_releases")(
        _list_releases()
    )
    api.get("/releases/{identifier}", responses={404: WRONG[404]})(get_release)
    api.get("/search", responses={400: WRONG[400]})(search)
    add_handlers(api)
    api.openapi = lambda: _describe(api)  # type: ignore[method-assign]
    return api


def _describe(api: FastAPI) -> dict[str, Any]:
    """The description, in which what cannot be asked is a problem (RFC 9457) everywhere."""
    if api.openapi_schema is None:
        told = get_openapi(
            title=api.title,
            version=api.version,
            description=api.description,
            routes=api.routes,
            servers=api.servers,
        )
        for path in told["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            told["components"]["schemas"].pop(name, None)
        api.openapi_schema = told
    return api.openapi_schema


def get_entry(identifier: Identifier, site: OnSite) -> EntryView:
    """An entry by its id, or by the id of anything that was joined into it.

    Of a fact with every account; the facts that name a person, a body, a place … are in the
    lists, under `name`.
    """
    return site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)


def get_release(identifier: Identifier, site: OnSite) -> ReleaseView:
    """A release with its text, its facts and the names in it."""
    return site.register.release(identifier)


def search(
    site: OnSite, q: Words, cursor: Cursor = None, limit: Limit = PAGE, newest: Newest = False
) -> Releases:
    """Releases that hold these words: all of them, in any form; "exact phrase"; -without."""
    offset = read_number(cursor)
    total = site.register.ask(count_releases, q, Narrowed())
    rows = site.register.ask(
        search_releases, q, Narrowed(), newest=newest, limit=limit, offset=offset
    )
    following = offset + limit if offset + limit < total else None
    return _tell_releases(site, rows, following, total)


def _tell_releases(
    site: Site, rows: list[ReleaseRow], following: int | None, total: int | None = None
) -> Releases:
    items = tuple(ReleaseItem(row, release_address(row.id)) for row in rows)
    return Releases(items, make_cursor(following), site.register.ask(find_snapshot), total)


def _parameters(names: tuple[str, ...], kind: Kind | None) -> Iterator[Parameter]:
    """The filters of a list as the parameters of a function, for the API's description."""
    for name in names:
        options = {"kind": kind.kinds, "status": kind.statuses}.get(name, ()) if kind else ()
        told = Query(
            alias=PARAMS.get(name, name),
            max_length=LONGEST_VALUE,
            description=MEANINGS.get(name, LABELS.get(name, name)),
            json_schema_extra={"enum": list(options)} if options else None,
        )
        yield Parameter(
            name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, told]
        )


def _with_signature(
    function: Callable[..., Any], names: tuple[str, ...], kind: Kind | None, result: type
) -> Callable[..., Any]:
    keyword = Parameter.KEYWORD_ONLY
    fixed = (
        Parameter("site", keyword, annotation=OnSite),
        Parameter("request", keyword, annotation=Request),
        Parameter("cursor", keyword, annotation=Cursor, default=None),
        Parameter("limit", keyword, annotation=Limit, default=PAGE),
    )
    signature = Signature([*fixed, *_parameters(names, kind)], return_annotation=result)
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function


def _list_releases() -> Callable[..., Releases]:
    def list_releases(
        site: Site, request: Request, cursor: str | None, limit: int, **_: str | None
    ) -> Releases:
        """Releases in the order in which the register came to know them."""
        filters = check_filters(read_filters(request.query_params))
        query = replace(filters.query, limit=limit, offset=0)
        rows, following = site.register.ask(page_releases, query, read_number(cursor))
        return _tell_releases(site, rows, following)

    return _with_signature(list_releases, ("source", "since", "until"), None, Releases)


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
    asof = (ASOF,) if kind.layer == "commitment" else ()
    return _with_signature(list_entries, (*kind.filters, *extra, *asof), kind, Entries)


def _load_page(
    site: Site, kind: Kind, query: Wanted, limit: int, day: date, cursor: str | None
) -> list[Item]:
    """One item more than a page holds, where there are so many."""
    after = read_cursor(cursor)
    if kind.layer != "commitment":
        rows = site.register.ask(page_entries, kind.layer, replace(query, limit=limit + 1), after)
        return _fill(site, kind, rows, day)
    found: list[Item] = []
    wanted = replace(query, status=None, limit=BATCH if query.status else limit + 1)
    while len(found) <= limit:
        rows = site.register.ask(page_entries, kind.layer, wanted, after)
        items = _fill(site, kind, rows, day)
        found += [i for i in items if not query.status or _status(i) == query.status]
        if len(rows) < wanted.limit:
            break
        after = rows[-1].id
    return found


def _status(item: Item) -> str:
    return item.followed.status if item.followed else ""


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
