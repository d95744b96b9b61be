"""Documents that could not be read, and whether the site is well."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

import onrecord
from onrecord.register.views import Failure
from onrecord.web.site import OnSite
from onrecord.web.templating import render_page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FailuresPage:
    """The context of the list."""

    title: str
    failures: tuple[Failure, ...]


@router.get("/failures")
def show_failures(site: OnSite) -> Response:
    """Every document that could not be read, with the reason."""
    page = FailuresPage("Unreadable documents", tuple(site.register.failures()))
    return render_page("failures.html", page, section="failures")


@router.get("/failures.json")
def send_failures(site: OnSite) -> Response:
    """The same as JSON."""
    return JSONResponse([asdict(failure) for failure in site.register.failures()])


@router.get("/health")
def tell_health(site: OnSite) -> Response:
    """Whether the register can be read, and by which version of the program."""
    releases = site.register.count_releases()
    return JSONResponse({"status": "ok", "version": onrecord.__version__, "releases": releases})
