"""Lists of events, acts, promises, people, bodies …: filtered, in pages, and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.export.tables import COLUMNS, each_row, flatten_entry
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
from onrecord.web.lines import Line, each_followed, load_lines
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

PROMISES = BY_SLUG["promises"]
FOLLOWED = PROMISES.layer

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
        rows = each_row(site.register, kind.layer, filters.query)
        return send_rows(rows, [column.name for column in COLUMNS[kind.layer]], form, kind.slug)

    return send_list


def _send_promises(form: str) -> Callable[..., Response]:
    """Promises with their status on a day, which is not among the columns of other lists."""

    def send_promises(request: Request, site: OnSite) -> Response:
        filters = check_filters(read_filters(request.query_params, PROMISES))
        day, asof = read_asof(request.query_params, site.today())
        if asof.error:
            raise InputError(asof.param, asof.error, asof.hint)
        rows = map(_flatten_promise, each_followed(site, filters.query, day))
        columns = [*(column.name for column in COLUMNS[FOLLOWED]), "status", ASOF]
        return send_rows(rows, columns, form, PROMISES.slug)

    return send_promises


def _flatten_promise(line: Line) -> dict[str, object]:
    status, asof = (line.followed.status, line.followed.asof) if line.followed else ("", "")
    return {**flatten_entry(line.row, line.facts), "status": status, ASOF: asof}


for _kind in KINDS:
    router.add_api_route(f"/{_kind.slug}", _show_list(_kind), methods=["GET"])
    for _form in FORMATS:
        _send = _send_promises(_form) if _kind is PROMISES else _send_list(_kind, _form)
        router.add_api_route(f"/{_kind.slug}.{_form}", _send, methods=["GET"])


@router.get("/events.ics")
def send_events(request: Request, site: OnSite) -> Response:
    """The events that match, for a calendar program."""
    filters = check_filters(read_filters(request.query_params, BY_SLUG["events"]))
    return send_calendar(site.register, filters.query)


def make_page(site: Site, kind: Kind, given: Mapping[str, str]) -> ListPage:
    """The context of one page of a list under the filters given."""
    filters = name_fields(read_filters(given, kind), lambda name: _find_label(site, name))
    day, asof = read_asof(given, site.today())
    total, lines = _load_page(site, kind, filters.query, day)
    params = filters.params | ({ASOF: asof.value} if kind.layer == FOLLOWED else {})
    return ListPage(
        title=kind.many.capitalize(),
        kind=kind,
        filters=filters,
        lines=lines,
        pager=make_pager(
            total, filters.page, lambda n: list_address(kind.slug, page_params(params, n))
        ),
        downloads=tuple(_each_download(kind, params)),
        asof=asof if kind.layer == FOLLOWED else None,
        asof_day=day.isoformat(),
    )


def _load_page(site: Site, kind: Kind, query: Query, day: date) -> tuple[int, tuple[Line, ...]]:
    """How many entries match, and those of one page."""
    if kind is PROMISES and query.status:
        found = tuple(each_followed(site, query, day))
        return len(found), found[query.offset : query.offset + query.limit]
    return site.register.count(kind.layer, query), load_lines(site, kind.layer, query, day)


def _each_download(kind: Kind, params: Mapping[str, object]) -> Iterator[Download]:
    forms = [*FORMATS, "ics"] if kind.layer == "event" else FORMATS
    for form in forms:
        label = "calendar (ICS)" if form == "ics" else form.upper()
        yield Download(label, list_address(kind.slug, params, f".{form}"))


def _find_label(site: Site, identifier: str) -> str | None:
    """What an id in a filter stands for."""
    layer = layer_of(identifier) or ""
    rows = site.register.entries(layer, Query(name=identifier, limit=1))
    return rows[0].label if rows else None
