"""What the register has of each followed source, what it has not, and what is doubtful."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from onrecord.config.sources import FILE
from onrecord.errors import NotFoundError
from onrecord.register.alarms import Alarm
from onrecord.register.covered import LISTED, Covered, SourceView, load_covered, load_source
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

SECTION = "coverage"
AS_JSON = ".json"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """The context of the list; `file` is where sources are declared."""

    title: str
    sources: tuple[Covered, ...]
    alarms: tuple[Alarm, ...]
    file: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The context of one source's page; of what is long as many as `listed` are shown."""

    title: str
    source: SourceView
    listed: int


@router.get("/coverage")
def show_coverage(site: OnSite) -> Response:
    """All followed sources."""
    sources = tuple(site.register.ask(load_covered))
    alarms = tuple(alarm for source in sources for alarm in source.alarms)
    page = CoveragePage("Sources", sources, alarms, FILE)
    return render_page("coverage.html", page, section=SECTION)


@router.get("/coverage.json")
def send_coverage(site: OnSite) -> Response:
    """The same as JSON."""
    return JSONResponse([source.to_row() for source in site.register.ask(load_covered)])


@router.get("/coverage/{name}")
def show_source(name: str, site: OnSite) -> Response:
    """One source; with an ending that is not part of its name, as JSON."""
    stem = name.removesuffix(AS_JSON)
    if stem != name and not _is_source(site, name):
        return JSONResponse(asdict(site.register.ask(load_source, stem)))
    page = SourcePage(name, site.register.ask(load_source, name), LISTED)
    return render_page("source.html", page, section=SECTION)


def _is_source(site: Site, name: str) -> bool:
    try:
        site.register.ask(load_source, name)
    except NotFoundError:
        return False
    return True
