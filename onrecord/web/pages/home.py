"""The first page: how much there is, what is new, what is coming, who is named most."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from onrecord.register.views import Counts, Query, ReleaseRow
from onrecord.web.addresses import list_address
from onrecord.web.kinds import KINDS, Kind
from onrecord.web.lines import Line, load_lines
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

SHOWN = 8  # items of each list

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries a layer has, with the address of their list."""

    label: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What is announced or due; `past` where nothing lies ahead and the latest is shown."""

    lines: tuple[Line, ...]
    past: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """The context of the first page."""

    title: str
    counts: Counts
    tallies: tuple[Tally, ...]
    releases: tuple[ReleaseRow, ...]
    events: Coming
    promises: Coming
    people: tuple[Line, ...]
    bodies: tuple[Line, ...]


@router.get("/")
def show_home(site: OnSite) -> Response:
    """The first page."""
    return render_page("home.html", make_page(site), section="home")


def make_page(site: Site) -> HomePage:
    """The first page's context."""
    counts = site.register.counts()
    few = Query(limit=SHOWN)
    return HomePage(
        title="What institutions did, decided and promised",
        counts=counts,
        tallies=tuple(_tally(kind, counts.entries.get(kind.layer, 0)) for kind in KINDS),
        releases=tuple(site.register.releases(few)),
        events=_coming(site, "event", "scheduled"),
        promises=_coming(site, "commitment", None),
        people=load_lines(site, "person", few),
        bodies=load_lines(site, "organisation", few),
    )


def _tally(kind: Kind, number: int) -> Tally:
    return Tally(kind.one if number == 1 else kind.many, number, list_address(kind.slug))


def _coming(site: Site, layer: str, status: str | None) -> Coming:
    """What lies ahead, soonest first; where nothing does, the latest."""
    ahead = Query(status=status, since=site.today().isoformat(), limit=SHOWN)
    lines = load_lines(site, layer, ahead)
    if lines:
        return Coming(lines, past=False)
    return Coming(
        load_lines(site, layer, Query(status=status, newest=True, limit=SHOWN)), past=True
    )
