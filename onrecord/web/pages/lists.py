"""Lists of events, acts, promises, people, bodies …: filtered, in pages, as files and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.export.calendar import Item, make_calendar
from onrecord.export.tables import (
    FOLLOWED_COLUMNS,
    each_entry,
    each_row,
    flatten_entry,
    list_columns,
)
from onrecord.model.identity import layer_of
from onrecord.register.coverage import find_snapshot
from onrecord.register.views import Query
from onrecord.web.addresses import list_address
from onrecord.web.downloads import FORMATS, About, Rows, save_as, send_rows, tell_about
from onrecord.web.feeds import LENGTH, send_feed, tell_lines
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
from onrecord.web.lines import Line, each_followed, find_followed, load_lines, load_rows
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

PROMISES = BY_SLUG["promises"]
FOLLOWED = PROMISES.layer
CALENDARS = ("event", "commitment")  # layers whose entries have days to come
LABELS = {"ics": "calendar (ICS)", "atom": "feed (Atom)"}
CALENDAR_MEDIA = "text/calendar; charset=utf-8"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Download:
    """A list as a file or a feed."""

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
    feed: str
    asof: Field | None
    asof_day: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file or a feed of a list is asked for."""

    kind: Kind
    query: Query
    asof: date
    params: Mapping[str, object]


def read_asked(kind: Kind, given: Mapping[str, str], today: date) -> Asked:
    """The filters of an address. Raises `InputError` for one that cannot be used."""
    filters = check_filters(read_filters(given, kind))
    day, asof = read_asof(given, today)
    if asof.error:
        raise InputError(asof.param, asof.error, asof.hint)
    shown = {ASOF: day.isoformat()} if kind is PROMISES else {}
    return Asked(kind, filters.query, day, filters.params | shown)


def _show_list(kind: Kind) -> Callable[..., Response]:
    def show_list(request: Request, site: OnSite) -> Response:
        page = make_page(site, kind, request.query_params)
        wrong = page.filters.errors or (page.asof and page.asof.error)
        return render_page("list.html", page, section=kind.slug, status=400 if wrong else 200)

    return show_list


def _send_list(kind: Kind, form: str) -> Callable[..., Response]:
    def send_list(request: Request, site: OnSite) -> Response:
        asked = read_asked(kind, request.query_params, site.today())
        total, rows = _find_rows(site, asked)
        about = make_about(site, request, asked.params, total)
        return send_rows(rows, list_columns(kind.layer), form, kind.slug, about)

    return send_list


def make_about(site: Site, request: Request, params: Mapping[str, object], rows: int) -> About:
    """What an answer says of itself."""
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return About(address, params, rows, site.register.ask(find_snapshot))


def _find_rows(site: Site, asked: Asked) -> tuple[int, Rows]:
    """How many rows match, and all of them; promises with their status on the day asked for."""
    kind, query = asked.kind, asked.query
    if kind is not PROMISES:
        return site.register.count(kind.layer, query), each_row(site.register, kind.layer, query)
    lines = each_followed(site, query, asked.asof)
    return len(find_followed(site, query, asked.asof)), map(flatten_promise, lines)


def flatten_promise(line: Line) -> dict[str, object]:
    """A promise as a row, with what became of it."""
    followed = line.followed
    told = {
        column.name: column.value(followed) if followed else None for column in FOLLOWED_COLUMNS
    }
    return flatten_entry(line.row, line.facts) | told


def _send_feed(kind: Kind) -> Callable[..., Response]:
    def send_list_feed(request: Request, site: OnSite) -> Response:
        asked = read_asked(kind, request.query_params, site.today())
        query = replace(asked.query, latest=True, limit=LENGTH, offset=0)
        if kind is PROMISES and query.status:
            rows = find_followed(site, query, asked.asof)[:LENGTH]
            lines = load_rows(site, kind.layer, rows, asked.asof)
        else:
            lines = load_lines(site, kind.layer, query, asked.asof)
        page = list_address(kind.slug, dict(request.query_params))
        return send_feed(request, f"{kind.many.capitalize()} on record", page, tell_lines(lines))

    return send_list_feed


def _send_calendar(kind: Kind) -> Callable[..., Response]:
    def send_list_calendar(request: Request, site: OnSite) -> Response:
        asked = read_asked(kind, request.query_params, site.today())
        items = each_item(site, asked)
        return send_calendar(site, request, asked.params, items, kind.slug)

    return send_list_calendar


def each_item(site: Site, asked: Asked) -> Iterator[Item]:
    """The entries of a list as items of a calendar."""
    if asked.kind is PROMISES:
        for line in each_followed(site, asked.query, asked.asof):
            yield Item(line.row, line.facts, line.followed)
        return
    for entry, facts in each_entry(site.register, asked.kind.layer, asked.query):
        yield Item(entry, facts)


def send_calendar(
    site: Site,
    request: Request,
    params: Mapping[str, object],
    items: Iterator[Item],
    name: str,
) -> Response:
    """These items as an iCalendar file."""
    text, number = make_calendar(items, f"onrecord: {name}")
    headers = tell_about(make_about(site, request, params, number)) | save_as(f"{name}.ics")
    return Response(text, media_type=CALENDAR_MEDIA, headers=headers)


for _kind in KINDS:
    router.add_api_route(f"/{_kind.slug}", _show_list(_kind), methods=["GET"])
    for _form in FORMATS:
        router.add_api_route(f"/{_kind.slug}.{_form}", _send_list(_kind, _form), methods=["GET"])
    router.add_api_route(f"/{_kind.slug}.atom", _send_feed(_kind), methods=["GET"])
    if _kind.layer in CALENDARS:
        router.add_api_route(f"/{_kind.slug}.ics", _send_calendar(_kind), methods=["GET"])


def make_page(site: Site, kind: Kind, given: Mapping[str, str]) -> ListPage:
    """The context of one page of a list under the filters given."""
    filters = name_fields(read_filters(given, kind), lambda name: find_label(site, name))
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
        feed=list_address(kind.slug, params, ".atom"),
        asof=asof if kind.layer == FOLLOWED else None,
        asof_day=day.isoformat(),
    )


def _load_page(site: Site, kind: Kind, query: Query, day: date) -> tuple[int, tuple[Line, ...]]:
    """How many entries match, and those of one page."""
    if kind is PROMISES and query.status:
        found = find_followed(site, query, day)
        shown = found[query.offset : query.offset + query.limit]
        return len(found), load_rows(site, kind.layer, shown, day)
    return site.register.count(kind.layer, query), load_lines(site, kind.layer, query, day)


def _each_download(kind: Kind, params: Mapping[str, object]) -> Iterator[Download]:
    forms = [*FORMATS, *(["ics"] if kind.layer in CALENDARS else []), "atom"]
    for form in forms:
        label = LABELS.get(form, form.upper())
        yield Download(label, list_address(kind.slug, params, f".{form}"))


def find_label(site: Site, identifier: str) -> str | None:
    """What an id in a filter stands for."""
    layer = layer_of(identifier) or ""
    rows = site.register.entries(layer, Query(name=identifier, limit=1))
    return rows[0].label if rows else None
