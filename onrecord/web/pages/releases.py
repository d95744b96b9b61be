"""The list of releases by date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from fastapi import APIRouter, Request, Response

from onrecord.register.views import Query, ReleaseRow
from onrecord.web.addresses import list_address
from onrecord.web.downloads import send_rows
from onrecord.web.feeds import send_feed, tell_releases
from onrecord.web.forms import Filters, check_filters, read_filters
from onrecord.web.pager import Pager, make_pager, page_params
from onrecord.web.pages.lists import make_about
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

BATCH = 500  # releases fetched at once for a file
RELEASE_COLUMNS: Mapping[str, str] = {
    "id": "the release's permanent id",
    "document": "the document it stands in",
    "institution": "who published it, where the documents were given so",
    "published": "the day it was published",
    "headline": "its headline, verbatim",
    "opening": "how its text begins",
    "removed": "since when its page is not on its site any more, UTC",
}

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
    feed: str


@router.get("/releases")
def show_releases(request: Request, site: OnSite) -> Response:
    """Releases by date, newest first."""
    filters = read_filters(request.query_params)
    status = 400 if filters.errors else 200
    return render_page("releases.html", make_page(site, filters), section="releases", status=status)


@router.get("/releases.json")
@router.get("/releases.csv")
def send_releases(request: Request, site: OnSite) -> Response:
    """All releases that match as JSON or CSV."""
    filters = check_filters(read_filters(request.query_params))
    about = make_about(site, request, filters.params, site.register.count_releases(filters.query))
    rows = (flatten_release(row) for row in each_release(site, filters.query))
    form = request.url.path.rpartition(".")[2]
    return send_rows(rows, list(RELEASE_COLUMNS), form, "releases", about)


@router.get("/releases.atom")
def send_releases_feed(request: Request, site: OnSite) -> Response:
    """The newest releases that match as a feed."""
    filters = check_filters(read_filters(request.query_params))
    rows = site.register.releases(filters.query)
    page = list_address("releases", filters.params)
    return send_feed(request, "Releases on record", page, tell_releases(rows))


def each_release(site: Site, query: Query) -> Iterator[ReleaseRow]:
    """All releases that match, whatever the query's limit."""
    for offset in count(0, BATCH):
        rows = site.register.releases(replace(query, limit=BATCH, offset=offset))
        yield from rows
        if len(rows) < BATCH:
            return


def flatten_release(row: ReleaseRow) -> dict[str, object]:
    """A release as a row of a file."""
    return {name: getattr(row, name) for name in RELEASE_COLUMNS}


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
        feed=list_address("releases", filters.params, ".atom"),
    )


def group_days(rows: Sequence[ReleaseRow]) -> tuple[Day, ...]:
    """Releases under the days they were published, in their order."""
    groups = groupby(rows, key=lambda row: row.published)
    return tuple(Day(day, tuple(found)) for day, found in groups)
