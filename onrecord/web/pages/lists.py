"""Lists of events, acts, promises, people, bodies …: filtered, in pages, and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from onrecord.model.identity import layer_of
from onrecord.register.views import Query
from onrecord.web.addresses import list_address
from onrecord.web.downloads import FORMATS, send_calendar, send_rows
from onrecord.web.forms import (
    ASOF,
    Field,
    Filters,
    check_filters,
    name_fields,
    read_asof,
    read_filters,
)
from onrecord.web.kinds import BY_SLUG, KINDS, Kind
from onrecord.web.lines import Line, load_lines
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

FOLLOWED = "commitment"  # the layer whose entries have an outcome

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Download:
    """A list as a file."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The context of a list; `asof` is the day promises are judged on, where it lists them."""

    title: str
    kind: Kind
    filters: Filters
    lines: tuple[Line, ...]
    pager: Pager
    downloads: tuple[Download, ...]
    asof: Field | None
    asof_day: str


def _show_list(kind: Kind) -> Callable[..., Response]:
    def show_list(request: Request, site: OnSite) -> Response:
        page = make_page(site, kind, request.query_params)
        wrong = page.filters.errors or (page.asof and page.asof.error)
        return render_page("list.html", page, section=kind.slug, status=400 if wrong else 200)

    return show_list


def _send_list(kind: Kind, form: str) -> Callable[..., Response]:
    def send_list(request: Request, site: OnSite) -> Response:
        filters = check_filters(read_filters(request.query_params, kind))
        return send_rows(site.register, kind.layer, filters.query, form, kind.slug)

    return send_list


for _kind in KINDS:
    router.add_api_route(f"/{_kind.slug}", _show_list(_kind), methods=["GET"])
    for _form in FORMATS:
        router.add_api_route(f"/{_kind.slug}.{_form}", _send_list(_kind, _form), methods=["GET"])


@router.get("/events.ics")
def send_events(request: Request, site: OnSite) -> Response:
    """The events that match, for a calendar program."""
    filters = check_filters(read_filters(request.query_params, BY_SLUG["events"]))
    return send_calendar(site.register, filters.query)


def make_page(site: Site, kind: Kind, given: Mapping[str, str]) -> ListPage:
    """The context of one page of a list under the filters given."""
    filters = name_fields(read_filters(given, kind), lambda name: _find_label(site, name))
    day, asof = read_asof(given, site.today())
    total = site.register.count(kind.layer, filters.query)
    params = filters.params | ({ASOF: asof.value} if kind.layer == FOLLOWED else {})
    return ListPage(
        title=kind.many.capitalize(),
        kind=kind,
        filters=filters,
        lines=load_lines(site, kind.layer, filters.query, day),
        pager=make_pager(
            total, filters.page, lambda n: list_address(kind.slug, page_params(params, n))
        ),
        downloads=tuple(_each_download(kind, filters)),
        asof=asof if kind.layer == FOLLOWED else None,
        asof_day=day.isoformat(),
    )


def _each_download(kind: Kind, filters: Filters) -> Iterator[Download]:
    forms = [*FORMATS, "ics"] if kind.layer == "event" else FORMATS
    for form in forms:
        label = "calendar (ICS)" if form == "ics" else form.upper()
        yield Download(label, list_address(kind.slug, filters.params, f".{form}"))


def _find_label(site: Site, identifier: str) -> str | None:
    """What an id in a filter stands for."""
    layer = layer_of(identifier) or ""
    rows = site.register.entries(layer, Query(name=identifier, limit=1))
    return rows[0].label if rows else None
