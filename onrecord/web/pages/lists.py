"""Lists of events, acts, promises, people, bodies …: filtered, in pages, as files and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.export.calendar import Item, make_calendar
from onrecord.export.columns import Told
from onrecord.export.declared import LAYER_TABLES
from onrecord.export.linked import describe_entry
from onrecord.export.tables import each_entry
from onrecord.model.identity import layer_of
from onrecord.register.coverage import find_snapshot
from onrecord.register.state import find_state
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, list_address
from onrecord.web.downloads import (
    About,
    find_media,
    save_as,
    send_linked,
    send_rows,
    send_workbook,
    tell_about,
)
from onrecord.web.feeds import LENGTH, send_feed, tell_lines
from onrecord.web.forms import (
    ASOF,
    Filters,
    check_filters,
    name_fields,
    read_asof,
    read_filters,
)
from onrecord.web.kinds import BY_SLUG, KINDS, Kind
from onrecord.web.lines import (
    TITLES,
    Line,
    each_followed,
    fill_lines,
    find_followed,
    load_followed,
    load_lines,
)
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

PROMISES = BY_SLUG["promises"]
FOLLOWED = PROMISES.layer
CALENDARS = ("event", "commitment")  # layers whose entries have days to come
FORMS = ("csv", "json", "jsonl", "xlsx", "jsonld")
LABELS = {
    "ics": "calendar (ICS)",
    "atom": "feed (Atom)",
    "jsonl": "JSON Lines",
    "jsonld": "linked data (JSON-LD)",
}
CALENDAR_MEDIA = "text/calendar; charset=utf-8"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Download:
    """A list as a file or a feed."""

    label: str
    address: str

    @property
    def media(self) -> str:
        """The media type of the file, by its address."""
        return find_media(self.address)


@dataclass(frozen=True, slots=True)
class ListPage:
    """The context of a list; `asof_day` is the day promises are judged on."""

    title: str
    kind: Kind
    filters: Filters
    lines: tuple[Line, ...]
    pager: Pager
    downloads: tuple[Download, ...]
    feed: str
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
        status = 400 if page.filters.errors else 200
        return render_page("list.html", page, section=kind.slug, status=status)

    return show_list


def _send_list(kind: Kind, form: str) -> Callable[..., Response]:
    def send_list(request: Request, site: OnSite) -> Response:
        asked = read_asked(kind, request.query_params, site.today())
        total, found = _find_told(site, asked)
        about = make_about(site, request, asked.params, total)
        if form == "jsonld":
            locate = make_locate(request)
            return send_linked((describe_entry(told, locate) for told in found), kind.slug, about)
        table = LAYER_TABLES[kind.layer]
        rows = map(table.flatten, found)
        if form == "xlsx":
            return send_workbook(rows, table, about)
        return send_rows(rows, table.names, form, kind.slug, about)

    return send_list


def make_about(site: Site, request: Request, params: Mapping[str, object], rows: int) -> About:
    """What an answer says of itself."""
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    state = site.remember("state", lambda: site.register.ask(find_state))
    snapshot = site.register.ask(find_snapshot)
    return About(address, params, rows, snapshot, state.stamp, state.rules)


def make_locate(request: Request) -> Callable[[str], str]:
    """How the address of an entry's page is found from its id."""
    base = str(request.base_url).rstrip("/")
    return lambda identifier: base + entry_address(identifier)


def _find_told(site: Site, asked: Asked) -> tuple[int, Iterator[Told]]:
    """How many entries match, and all of them; promises with their status on the day asked for."""
    kind, query = asked.kind, asked.query
    if kind is not PROMISES:
        found = (Told(*entry) for entry in each_entry(site.register, kind.layer, query))
        return site.register.count(kind.layer, query), found
    lines = each_followed(site, query, asked.asof)
    found = (Told(line.row, line.facts, line.followed) for line in lines)
    return len(find_followed(site, query, asked.asof)), found


def _send_feed(kind: Kind) -> Callable[..., Response]:
    def send_list_feed(request: Request, site: OnSite) -> Response:
        asked = read_asked(kind, request.query_params, site.today())
        query = replace(asked.query, latest=True, limit=LENGTH, offset=0)
        if kind is PROMISES and query.status:
            found = find_followed(site, query, asked.asof)[:LENGTH]
            lines = load_followed(site, found, asked.asof, TITLES)
        else:
            lines = load_lines(site, kind.layer, query, asked.asof, TITLES)
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
    for _form in FORMS:
        router.add_api_route(f"/{_kind.slug}.{_form}", _send_list(_kind, _form), methods=["GET"])
    router.add_api_route(f"/{_kind.slug}.atom", _send_feed(_kind), methods=["GET"])
    if _kind.layer in CALENDARS:
        router.add_api_route(f"/{_kind.slug}.ics", _send_calendar(_kind), methods=["GET"])


def make_page(site: Site, kind: Kind, given: Mapping[str, str]) -> ListPage:
    """The context of one page of a list under the filters given."""
    filters = name_fields(read_filters(given, kind), lambda name: find_label(site, name))
    day, _ = read_asof(given, site.today())
    total, lines = _load_page(site, kind, filters.query, day)
    params = filters.params
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
        asof_day=day.isoformat(),
    )


def _load_page(site: Site, kind: Kind, query: Query, day: date) -> tuple[int, tuple[Line, ...]]:
    """How many entries match, and those of one page."""
    if kind is PROMISES and query.status:
        found = find_followed(site, query, day)
        shown = found[query.offset : query.offset + query.limit]
        return len(found), load_followed(site, shown, day)
    total, rows = site.register.page(kind.layer, query)
    return total, fill_lines(site, kind.layer, rows, day)


def _each_download(kind: Kind, params: Mapping[str, object]) -> Iterator[Download]:
    forms = [*FORMS, *(["ics"] if kind.layer in CALENDARS else []), "atom"]
    for form in forms:
        label = LABELS.get(form, form.upper())
        yield Download(label, list_address(kind.slug, params, f".{form}"))


def find_label(site: Site, identifier: str) -> str | None:
    """What an id in a filter stands for."""
    layer = layer_of(identifier) or ""
    rows = site.register.entries(layer, Query(name=identifier, limit=1))
    return rows[0].label if rows else None
