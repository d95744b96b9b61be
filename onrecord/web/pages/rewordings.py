"""Pages that their sites reworded, by source and kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from onrecord.errors import InputError
from onrecord.register.rewordings import Wanted, page_rewordings
from onrecord.register.views import PAGE_SIZE
from onrecord.web.addresses import list_address
from onrecord.web.feeds import LENGTH, send_feed
from onrecord.web.forms import Field, Filters, check_filters, read_filters
from onrecord.web.rewordings import KIND_WORDS, NO_FACTS, SLUG, Reworded, tell_items, tell_rewording
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

BEFORE = "before"  # the parameter of the page that goes on
LONGEST_NUMBER = 15  # digits

router = APIRouter()


@dataclass(frozen=True, slots=True)
class RewordingsPage:
    """The context of the list; `following` is the address of what came before."""

    title: str
    fields: tuple[Field, ...]
    params: Mapping[str, object]
    rewordings: tuple[Reworded, ...]
    following: str | None
    first: str | None
    feed: str
    words: Mapping[str, str]
    no_facts: str


@router.get("/rewordings")
def show_rewordings(request: Request, site: OnSite) -> Response:
    """Pages that their sites reworded, the last one first."""
    filters = read_asked(request.query_params)
    status = 400 if filters.errors else 200
    page = make_page(site, request.query_params, filters)
    return render_page("rewordings.html", page, section=SLUG, status=status)


@router.get("/rewordings.json")
def send_rewordings(request: Request, site: OnSite) -> Response:
    """The same as JSON, a page at a time: `before` is the number that `next` gives."""
    filters = check_filters(read_asked(request.query_params))
    before = read_before(request.query_params)
    found, following = site.register.ask(page_rewordings, want(filters), PAGE_SIZE, before)
    items = [asdict(tell_rewording(rewording)) for rewording in found]
    return JSONResponse({"items": items, "next": following})


@router.get("/rewordings.atom")
def send_rewordings_feed(request: Request, site: OnSite) -> Response:
    """The last rewordings that match as a feed."""
    filters = check_filters(read_asked(request.query_params))
    found, _ = site.register.ask(page_rewordings, want(filters), LENGTH)
    page = list_address(SLUG, filters.params)
    return send_feed(request, "Reworded", page, tell_items(found))


def read_asked(given: Mapping[str, str]) -> Filters:
    """The filters of the list: source, kind of change, days on which it was seen."""
    filters = read_filters(given)
    source, *days = filters.fields
    value = given.get("kind", "").strip()
    error = (
        f"“{value}” is none of {', '.join(KIND_WORDS)}" if value not in ("", *KIND_WORDS) else ""
    )
    kind = Field("kind", "Kind of change", value, tuple(KIND_WORDS), error=error)
    return replace(filters, fields=(source, kind, *days))


def want(filters: Filters) -> Wanted:
    """The filters as the register is asked."""
    query = filters.query
    kinds = [f.value for f in filters.fields if f.param == "kind" and f.value and not f.error]
    return Wanted(query.source, kinds[0] if kinds else None, query.since, query.until)


def read_before(given: Mapping[str, str]) -> int | None:
    """The number before which the list goes on. Raises `InputError` for what is none."""
    value = given.get(BEFORE, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        raise InputError(BEFORE, f"{value[:20]!r} is no number", "follow the list's own links")
    return int(value)


def make_page(site: Site, given: Mapping[str, str], filters: Filters) -> RewordingsPage:
    """The context of one page of the list."""
    before = read_before(given)
    found, following = site.register.ask(page_rewordings, want(filters), PAGE_SIZE, before)
    params = filters.params
    return RewordingsPage(
        title="Reworded",
        fields=filters.fields,
        params=params,
        rewordings=tuple(tell_rewording(rewording) for rewording in found),
        following=list_address(SLUG, {**params, BEFORE: following}) if following else None,
        first=list_address(SLUG, params) if before else None,
        feed=list_address(SLUG, params, ".atom"),
        words=KIND_WORDS,
        no_facts=NO_FACTS,
    )
