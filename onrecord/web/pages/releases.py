"""The list of releases by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from onrecord.register.views import ReleaseRow
from onrecord.web.addresses import list_address
from onrecord.web.forms import Filters, check_filters, read_filters
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Day:
    """The releases of one day; None is the day of those that print none."""

    day: str | None
    releases: tuple[ReleaseRow, ...]


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """The context of the list."""

    title: str
    filters: Filters
    days: tuple[Day, ...]
    pager: Pager


@router.get("/releases")
def show_releases(request: Request, site: OnSite) -> Response:
    """Releases by date, newest first."""
    filters = read_filters(request.query_params)
    status = 400 if filters.errors else 200
    return render_page("releases.html", make_page(site, filters), section="releases", status=status)


@router.get("/releases.json")
def send_releases(request: Request, site: OnSite) -> Response:
    """One page of the list as JSON."""
    filters = check_filters(read_filters(request.query_params))
    return JSONResponse([asdict(row) for row in site.register.releases(filters.query)])


def make_page(site: Site, filters: Filters) -> ReleasesPage:
    """The context of one page of the list."""
    total = site.register.count_releases(filters.query)
    return ReleasesPage(
        title="Releases",
        filters=filters,
        days=group_days(site.register.releases(filters.query)),
        pager=make_pager(
            total, filters.page, lambda n: list_address("releases", page_params(filters.params, n))
        ),
    )


def group_days(rows: Sequence[ReleaseRow]) -> tuple[Day, ...]:
    """Releases under the days they were published, in their order."""
    groups = groupby(rows, key=lambda row: row.published)
    return tuple(Day(day, tuple(found)) for day, found in groups)
