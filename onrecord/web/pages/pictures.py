"""What pictures say more than rows: a timeline, who meets whom, and a map of places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.register.matching import BODY_SLOTS
from onrecord.register.parts import Month, Part, count_months, load_parts
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, list_address, query_string
from onrecord.web.downloads import send_rows
from onrecord.web.drawings.arcs import Arcs, draw_arcs
from onrecord.web.drawings.columns import Columns, draw_columns
from onrecord.web.drawings.globe import Globe, draw_globe
from onrecord.web.drawings.lanes import Lanes, Moment, Row, draw_lanes
from onrecord.web.drawings.send import send_drawing
from onrecord.web.forms import Filters, check_filters, name_fields, read_filters
from onrecord.web.kinds import BY_SLUG
from onrecord.web.pages.lists import Download, find_label, make_about
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import spell_count, spell_edtf

EVENTS = replace(BY_SLUG["events"], filters=("body", "person", "place", "kind", "since", "until"))
LATEST = 1500  # events that a picture is drawn of, the latest
LANES = 14
NODES = 26
CROWD = 12  # an event with more participants tells little of who meets whom
CIRCLES: Mapping[str, str] = {"people": "person", "bodies": "organisation", "states": "state"}
MEETING_SLOTS = ("chair", "host", "participant", "body")
STATUSES = ("held", "scheduled", "postponed", "cancelled")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture's page has: its filters, its title and its files."""

    title: str
    path: str
    filters: Filters
    params: Mapping[str, object]
    total: int
    downloads: tuple[Download, ...]

    @property
    def note(self) -> str:
        """How many events the picture is of."""
        return spell_count(min(self.total, LATEST), "event") + (
            f", the latest of {self.total:,}" if self.total > LATEST else ""
        )


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The context of the timeline: numbers by month, and lanes of who has most events."""

    title: str
    frame: Frame
    columns: Columns | None
    lanes: Lanes | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with their number of shared events, the last day, and the list of them."""

    one: tuple[str, str]
    other: tuple[str, str]
    number: int
    last: str | None
    address: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The context of who meets whom; `circle` is whose meetings are shown."""

    title: str
    frame: Frame
    circle: str
    circles: tuple[str, ...]
    arcs: Arcs | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A place in the map's table; `shown` where it is on the map."""

    id: str
    label: str
    number: int
    shown: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """The context of the map."""

    title: str
    frame: Frame
    globe: Globe
    grounds: tuple[Ground, ...]


def _read_frame(site: Site, request: Request, title: str, path: str, **more: object) -> Frame:
    """The filters of a picture; raises `InputError` for one that cannot be used."""
    filters = check_filters(read_filters(request.query_params, EVENTS))
    filters = name_fields(filters, lambda name: find_label(site, name))
    params = {**filters.params, **more}
    forms = (("drawing (SVG)", ".svg"), ("table (CSV)", ".csv"), ("table (JSON)", ".json"))
    return Frame(
        title,
        path,
        filters,
        params,
        site.register.count("event", filters.query),
        tuple(Download(label, f"{path}{form}{query_string(params)}") for label, form in forms),
    )


def _send_table(
    site: Site, request: Request, frame: Frame, rows: Sequence[Mapping[str, object]]
) -> Response:
    form = request.url.path.rpartition(".")[2]
    about = make_about(site, request, frame.params, len(rows))
    columns = list(rows[0]) if rows else ["none"]
    return send_rows(iter([dict(row) for row in rows]), columns, form, frame.path[1:], about)


def _load_parts(site: Site, frame: Frame, slots: Sequence[str], *types: str) -> list[Part]:
    query = replace(frame.filters.query, limit=LATEST, offset=0)
    return site.register.recall(load_parts, query, tuple(slots), types)


@router.get("/timeline")
def show_timeline(request: Request, site: OnSite) -> Response:
    """How much happened when, and who had a part in it."""
    return render_page("timeline.html", _make_timeline(site, request), section="timeline")


@router.get("/timeline.svg")
def send_timeline(request: Request, site: OnSite) -> Response:
    """The timeline's columns as a drawing."""
    page = _make_timeline(site, request)
    return send_drawing("drawings/columns.svg", page.columns, "timeline")


@router.get("/timeline.csv")
@router.get("/timeline.json")
def send_timeline_table(request: Request, site: OnSite) -> Response:
    """The numbers behind the timeline."""
    frame = _read_frame(site, request, "Timeline", "/timeline")
    counts = _count(site, frame.filters.query)
    months = sorted({month for found in counts.values() for month in found})
    rows = [
        {"month": month, **{name: found.get(month, 0) for name, found in counts.items()}}
        for month in months
    ]
    return _send_table(site, request, frame, rows)


def _make_timeline(site: Site, request: Request) -> TimelinePage:
    frame = _read_frame(site, request, "Timeline", "/timeline")
    columns = draw_columns("Events by month", _count(site, frame.filters.query))
    parts = _load_parts(site, frame, BODY_SLOTS, "person", "organisation", "state")
    return TimelinePage("Timeline", frame, columns, _draw_parts(parts))


def _count(site: Site, query: Query) -> dict[str, dict[str, int]]:
    """Events by status, and acts, by month."""
    found: dict[str, dict[str, int]] = {status: {} for status in STATUSES}
    months: Iterable[Month] = site.register.recall(count_months, "event", query)
    for row in months:
        status = row.status if row.status in found else STATUSES[0]
        found[str(status)][row.month] = found[str(status)].get(row.month, 0) + row.number
    return {status: counts for status, counts in found.items() if counts}


def _draw_parts(parts: Sequence[Part]) -> Lanes | None:
    """Those with a part in most events, each with a dot for every event."""
    events: dict[str, dict[str, Part]] = {}
    for part in parts:
        if part.earliest:
            events.setdefault(part.entry, {})[part.event] = part
    most = sorted(events.items(), key=lambda item: (-len(item[1]), item[0]))[:LANES]
    rows = [_lane_row(list(found.values())) for _, found in most]
    return draw_lanes("Who has a part in most events", rows)


def _lane_row(parts: Sequence[Part]) -> Row:
    first = parts[0]
    moments = tuple(
        Moment(
            f"{part.kind}, {spell_edtf(part.earliest or '')}",
            date.fromisoformat(part.earliest or ""),
            entry_address(part.event),
        )
        for part in sorted(parts, key=lambda part: (part.earliest or "", part.event))
    )
    return Row(first.label, entry_address(first.entry), moments, joined=False)


@router.get("/network")
def show_network(request: Request, site: OnSite) -> Response:
    """Who meets whom."""
    return render_page("network.html", _make_network(site, request), section="network")


@router.get("/network.svg")
def send_network(request: Request, site: OnSite) -> Response:
    """Who meets whom, as a drawing."""
    return send_drawing("drawings/arcs.svg", _make_network(site, request).arcs, "network")


@router.get("/network.csv")
@router.get("/network.json")
def send_network_table(request: Request, site: OnSite) -> Response:
    """The pairs behind the drawing."""
    page = _make_network(site, request)
    rows = [
        {"one": p.one[1], "other": p.other[1], "events": p.number, "last": p.last,
         "one_id": p.one[0], "other_id": p.other[0]}
        for p in page.pairs
    ]  # fmt: skip
    return _send_table(site, request, page.frame, rows)


def _make_network(site: Site, request: Request) -> NetworkPage:
    circle = request.query_params.get("circle") or "people"
    if circle not in CIRCLES:
        raise InputError("circle", f"{circle[:20]!r} is none", f"one of {', '.join(CIRCLES)}")
    shown = {} if circle == "people" else {"circle": circle}
    frame = _read_frame(site, request, "Who meets whom", "/network", **shown)
    parts = _load_parts(site, frame, MEETING_SLOTS, CIRCLES[circle])
    labels = {part.entry: part.label for part in parts}
    pairs, last = _pair(parts)
    kept = _keep_most(pairs)
    arcs = draw_arcs("Who meets whom", labels, kept)
    rows = sorted(pairs.items(), key=lambda item: (-item[1], labels[item[0][0]], item[0]))
    told = tuple(_tell_pair(pair, number, labels, last[pair], frame) for pair, number in rows)
    return NetworkPage("Who meets whom", frame, circle, tuple(CIRCLES), arcs, told)


def _pair(parts: Sequence[Part]) -> tuple[Counter[tuple[str, str]], dict[tuple[str, str], str]]:
    """In how many events two names stand together, and on which day last; crowds left out."""
    events: dict[str, dict[str, Part]] = {}
    for part in parts:
        events.setdefault(part.event, {})[part.entry] = part
    pairs: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], str] = {}
    for found in events.values():
        if len(found) > CROWD:
            continue
        for one, other in combinations(sorted(found), 2):
            pairs[one, other] += 1
            last[one, other] = max(last.get((one, other), ""), found[one].earliest or "")
    return pairs, last


def _keep_most(pairs: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The pairs among the names that meet most often, so many as a drawing holds."""
    sums: Counter[str] = Counter()
    for pair, number in pairs.items():
        for name in pair:
            sums[name] += number
    most = {name for name, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:NODES]}
    return {pair: number for pair, number in pairs.items() if most.issuperset(pair)}


def _tell_pair(
    pair: tuple[str, str], number: int, labels: Mapping[str, str], last: str, frame: Frame
) -> Pair:
    one, other = pair
    days = {key: value for key, value in frame.params.items() if key in ("from", "to", "kind")}
    address = list_address("events", {"person": one, "name": other, **days})
    return Pair((one, labels[one]), (other, labels[other]), number, last or None, address)


@router.get("/map")
def show_map(request: Request, site: OnSite) -> Response:
    """Where events took place."""
    return render_page("map.html", _make_map(site, request), section="map")


@router.get("/map.svg")
def send_map(request: Request, site: OnSite) -> Response:
    """The map as a drawing."""
    return send_drawing("drawings/globe.svg", _make_map(site, request).globe, "map")


@router.get("/map.csv")
@router.get("/map.json")
def send_map_table(request: Request, site: OnSite) -> Response:
    """The places behind the map."""
    page = _make_map(site, request)
    rows = [
        {"place": g.label, "events": g.number, "on_map": g.shown, "id": g.id} for g in page.grounds
    ]
    return _send_table(site, request, page.frame, rows)


def _make_map(site: Site, request: Request) -> MapPage:
    frame = _read_frame(site, request, "Map of places", "/map")
    parts = _load_parts(site, frame, ("place",), "place", "state")
    labels = {part.entry: part.label for part in parts}
    times = Counter(entry for entry, _ in {(part.entry, part.event) for part in parts})
    ordered = sorted(times.items(), key=lambda item: (-item[1], labels[item[0]], item[0]))
    globe, lost = draw_globe(
        "Where events took place", [(id_, labels[id_], number) for id_, number in ordered]
    )
    left_out = set(lost)
    grounds = tuple(
        Ground(id_, labels[id_], number, id_ not in left_out) for id_, number in ordered
    )
    return MapPage("Map of places", frame, globe, grounds)
