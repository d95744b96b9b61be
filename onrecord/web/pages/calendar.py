"""The calendar: a month as a grid, or the days from a month on as an agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.export.calendar import Item
from onrecord.web.addresses import list_address, query_string
from onrecord.web.forms import Filters, check_filters, name_fields, read_filters
from onrecord.web.kinds import BY_SLUG
from onrecord.web.lines import Line, load_outlines
from onrecord.web.pages.lists import (
    Asked,
    Download,
    each_item,
    find_label,
    send_calendar,
)
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import MONTHS

EVENTS = replace(BY_SLUG["events"], filters=("body", "person", "place", "kind", "status"))
VIEWS = ("month", "agenda")
AGENDA_DAYS = 92
MOST = 400  # events, and as many promises, of a view
WEEK = 7
FIRST_YEAR, LAST_YEAR = 1, 9998

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what begins on it (events) or is due on it (promises)."""

    day: date
    inside: bool
    today: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The context: `weeks` of a month's grid or `days` of an agenda; `vague` has no day."""

    title: str
    view: str
    month: str
    filters: Filters
    weeks: tuple[tuple[Day, ...], ...]
    days: tuple[Day, ...]
    vague: tuple[Line, ...]
    previous: str
    following: str
    other: str
    downloads: tuple[Download, ...]
    total: int


@router.get("/calendar")
def show_calendar(request: Request, site: OnSite) -> Response:
    """A month, or the days from a month on."""
    return render_page("calendar.html", make_page(site, request.query_params), section="calendar")


@router.get("/calendar.ics")
def send_all(request: Request, site: OnSite) -> Response:
    """Events and promises of all time under the same filters, for a calendar program."""
    filters = check_filters(read_filters(request.query_params, EVENTS))
    return send_calendar(site, request, filters.params, _each_item(site, filters), "calendar")


def _each_item(site: Site, filters: Filters) -> Iterator[Item]:
    for kind in (BY_SLUG["events"], BY_SLUG["promises"]):
        if kind.layer == "event" or _takes_promises(filters):
            yield from each_item(site, Asked(kind, filters.query, site.today(), filters.params))


def _takes_promises(filters: Filters) -> bool:
    """Whether the filters are such as promises have too."""
    return not (filters.query.kind or filters.query.status or filters.query.place)


def make_page(site: Site, given: Mapping[str, str]) -> CalendarPage:
    """The calendar's context."""
    view = given.get("view") or VIEWS[0]
    if view not in VIEWS:
        raise InputError("view", f"{view[:20]!r} is none", f"one of {', '.join(VIEWS)}")
    month = read_month(given.get("month", ""), site.today())
    filters = name_fields(
        check_filters(read_filters(given, EVENTS)), lambda name: find_label(site, name)
    )
    first, last = _find_span(month, view)
    lines = _load_lines(site, filters, first, last)
    exact = [line for line in lines if _is_exact(line)]
    days = _group_days(exact, first, last, month, site.today())
    params = {**filters.params, "view": view if view != VIEWS[0] else None}
    return CalendarPage(
        title=_title(month, view),
        view=view,
        month=f"{month:%Y-%m}",
        filters=filters,
        weeks=tuple(days[n : n + WEEK] for n in range(0, len(days), WEEK))
        if view == "month"
        else (),
        days=tuple(day for day in days if day.lines),
        vague=tuple(line for line in lines if not _is_exact(line) and _overlaps(line, month, view)),
        previous=_address(params, shift_month(month, -1 if view == "month" else -3)),
        following=_address(params, shift_month(month, 1 if view == "month" else 3)),
        other=_address({**filters.params, "view": "agenda" if view == "month" else None}, month),
        downloads=tuple(_each_download(filters, first, last)),
        total=len(lines),
    )


def read_month(given: str, today: date) -> date:
    """The first day of the month asked for, '2025-11'; this month where none is given."""
    if not given.strip():
        return today.replace(day=1)
    try:
        found = date.fromisoformat(f"{given.strip()}-01")
    except ValueError as error:
        raise InputError("month", f"“{given[:20]}” is none", "write it like 2025-11") from error
    return found.replace(year=min(max(found.year, FIRST_YEAR + 1), LAST_YEAR))


def shift_month(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(min(max(number // 12, FIRST_YEAR), LAST_YEAR + 1), number % 12 + 1, 1)


def _find_span(month: date, view: str) -> tuple[date, date]:
    """The first and the last day of a view: whole weeks of a month's grid."""
    if view == "agenda":
        return month, month + timedelta(days=AGENDA_DAYS)
    last = shift_month(month, 1) - timedelta(days=1)
    return month - timedelta(days=month.weekday()), last + timedelta(days=6 - last.weekday())


def _title(month: date, view: str) -> str:
    name = f"{MONTHS[month.month - 1]} {month.year}"
    return name if view == "month" else f"Agenda from {name}"


def _address(params: Mapping[str, object], month: date) -> str:
    return "/calendar" + query_string({**params, "month": f"{month:%Y-%m}"})


def _load_lines(site: Site, filters: Filters, first: date, last: date) -> tuple[Line, ...]:
    query = replace(filters.query, since=str(first), until=str(last), limit=MOST, offset=0)
    events = load_outlines(site, "event", query)
    promises = load_outlines(site, "commitment", query) if _takes_promises(filters) else ()
    return tuple(sorted((*events, *promises), key=_order))


def _order(line: Line) -> tuple[str, str]:
    return line.row.earliest or "", line.row.id


def _is_exact(line: Line) -> bool:
    """Whether the day is known on which it begins, or by which it is due."""
    row = line.row
    return bool(row.start and len(row.start.rstrip("?~%")) == len("2024-05-17"))


def _overlaps(line: Line, month: date, view: str) -> bool:
    """Whether a time that is known as a month or a longer period touches the month shown."""
    last = shift_month(month, 1) - timedelta(days=1)
    row = line.row
    return view == "agenda" or (
        (row.earliest or "") <= str(last) and (row.latest or "") >= str(month)
    )


def _group_days(
    lines: Sequence[Line], first: date, last: date, month: date, today: date
) -> tuple[Day, ...]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_day(line, first), []).append(line)
    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return tuple(
        Day(day, day.month == month.month, day == today, tuple(found.get(str(day), ())))
        for day in days
    )


def _day(line: Line, first: date) -> str:
    """The day under which it stands: the first of a view for what began before."""
    row = line.row
    day = (row.latest if row.layer == "commitment" else row.earliest) or ""
    return max(day, str(first))


def _each_download(filters: Filters, first: date, last: date) -> Iterable[Download]:
    span = {**filters.params, "from": str(first), "to": str(last)}
    yield Download("events (CSV)", list_address("events", span, ".csv"))
    if _takes_promises(filters):
        yield Download("promises (CSV)", list_address("promises", span, ".csv"))
    yield Download("subscription (ICS)", "/calendar.ics" + query_string(filters.params))
