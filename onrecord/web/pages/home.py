"""The first page: what is new, what is coming, what is overdue, and what the register covers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Response

from onrecord.register.coverage import SourceRow, find_snapshot, load_sources
from onrecord.register.covered import load_covered
from onrecord.register.views import Counts, Query, ReleaseRow
from onrecord.web.addresses import list_address
from onrecord.web.kinds import KINDS, Kind
from onrecord.web.lines import Line, load_lines
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

SHOWN = 8  # items of each list
PAST_SEARCHED = 60  # promises due before today, the latest first, among which overdue are found

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
    """The context of the first page; `snapshot` is when the register was last added to.

    `followed` are the sources that are asked again and again, `alarming` those with an alarm.
    """

    title: str
    counts: Counts
    tallies: tuple[Tally, ...]
    releases: tuple[ReleaseRow, ...]
    events: Coming
    promises: Coming
    overdue: tuple[Line, ...]
    people: tuple[Line, ...]
    bodies: tuple[Line, ...]
    sources: tuple[SourceRow, ...]
    snapshot: str | None
    followed: int
    alarming: int


@router.get("/")
def show_home(site: OnSite) -> Response:
    """The first page."""
    page = site.remember("home", lambda: make_page(site))
    return render_page("home.html", page, section="home")


def make_page(site: Site) -> HomePage:
    """The first page's context."""
    counts = site.register.counts()
    followed = site.register.ask(load_covered)
    few = Query(limit=SHOWN)
    return HomePage(
        title="What institutions did, decided and promised",
        counts=counts,
        tallies=tuple(
            _tally(kind, counts.entries[kind.layer])
            for kind in KINDS
            if counts.entries.get(kind.layer)
        ),
        releases=tuple(site.register.releases(few)),
        events=_coming(site, "event", "scheduled"),
        promises=_coming(site, "commitment", None),
        overdue=_find_overdue(site),
        people=load_lines(site, "person", few),
        bodies=load_lines(site, "organisation", few),
        sources=tuple(site.register.ask(load_sources)),
        snapshot=site.register.ask(find_snapshot),
        followed=len(followed),
        alarming=sum(bool(source.alarms) for source in followed),
    )


def _tally(kind: Kind, number: int) -> Tally:
    return Tally(kind.one if number == 1 else kind.many, number, list_address(kind.slug))


def _coming(site: Site, layer: str, status: str | None) -> Coming:
    """What lies ahead, soonest first; where nothing does, the latest. What is done is left out."""
    ahead = Query(status=status, since=site.today().isoformat(), limit=SHOWN * 3)
    lines = [
        line for line in load_lines(site, layer, ahead) if line.outstanding or line.followed is None
    ]
    if lines:
        return Coming(tuple(lines[:SHOWN]), past=False)
    latest = Query(status=status, newest=True, limit=SHOWN)
    return Coming(load_lines(site, layer, latest), past=True)


def _find_overdue(site: Site) -> tuple[Line, ...]:
    """Promises whose day has passed without evidence that they were kept, the latest first."""
    past = Query(until=site.today().isoformat(), newest=True, limit=PAST_SEARCHED)
    lines = load_lines(site, "commitment", past)
    late = (line for line in lines if line.followed and line.followed.status == "overdue")
    return tuple(islice(late, SHOWN))
