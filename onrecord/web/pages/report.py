"""A report on a body, a session or a period: as a page, for paper, as DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.export.office import write_docx, write_xlsx
from onrecord.export.report import Report, Scope, make_report
from onrecord.model.identity import layer_of
from onrecord.register.views import Query
from onrecord.web.addresses import query_string
from onrecord.web.downloads import save_as, tell_about
from onrecord.web.forms import (
    ASOF,
    Field,
    Filters,
    check_filters,
    name_fields,
    read_asof,
    read_filters,
)
from onrecord.web.kinds import BY_SLUG
from onrecord.web.lines import make_line
from onrecord.web.pages.lists import Download, find_label, make_about
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import spell_edtf, spell_period

KIND = replace(BY_SLUG["promises"], filters=("body", "since", "until"))
MEDIA: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The context of a report; None where nothing was asked for yet."""

    title: str
    filters: Filters
    asof: Field
    event: str
    report: Report | None
    downloads: tuple[Download, ...] = ()


@router.get("/report")
def show_report(request: Request, site: OnSite) -> Response:
    """A report as a page that can be printed."""
    return render_page("report.html", _make_page(site, request), section="report")


@router.get("/report.docx")
@router.get("/report.xlsx")
def send_report(request: Request, site: OnSite) -> Response:
    """A report as a file."""
    page = _make_page(site, request)
    if page.report is None:
        raise InputError("report", "nothing is asked for", "give a body, an event or a period")
    form = request.url.path.rpartition(".")[2]
    report = page.report
    content = write_docx(report, spell_period) if form == "docx" else write_xlsx(report)
    rows = len(report.decisions) + len(report.promises)
    headers = tell_about(make_about(site, request, page.filters.params, rows))
    return Response(content, media_type=MEDIA[form], headers=headers | save_as(f"report.{form}"))


def _make_page(site: Site, request: Request) -> ReportPage:
    given = request.query_params
    filters = name_fields(
        check_filters(read_filters(given, KIND)), lambda name: find_label(site, name)
    )
    day, asof = read_asof(given, site.today())
    if asof.error:
        raise InputError(asof.param, asof.error, asof.hint)
    event = given.get("event", "").strip()
    query = filters.query
    if not (query.body or query.since or query.until or event):
        return ReportPage("Report", filters, asof, "", None)
    body = _find_body(site, query.body) if query.body else None
    heading = _find_heading(site, body, event, query)
    scope = Scope(heading, day, body, event or None, query.since, query.until)
    params = {**filters.params, "event": event or None, ASOF: asof.value or None}
    files = (("DOCX", "docx"), ("XLSX", "xlsx"))
    return ReportPage(
        title=heading,
        filters=filters,
        asof=asof,
        event=event,
        report=make_report(site.register, scope),
        downloads=tuple(
            Download(label, f"/report.{form}{query_string(params)}") for label, form in files
        ),
    )


def _find_body(site: Site, given: str) -> str:
    """The body or state that is meant: by its id, else the one of this name named most often."""
    layers = (layer_of(given),) if layer_of(given) else ("organisation", "state")
    for layer in layers:
        rows = site.register.entries(layer or "", Query(name=given, limit=1))
        if rows:
            return rows[0].id
    raise InputError("body", f"“{given}” is not in the register", "give its name or its id")


def _find_heading(site: Site, body: str | None, event: str, query: Query) -> str:
    if event:
        view = site.register.entry(event)
        title = make_line(view.row, view.facts).title
        return f"Report on {title}, {spell_period(view.row.start, view.row.end)}"
    name = (find_label(site, body) if body else None) or "all bodies"
    period = " ".join(
        f"{word} {spell_edtf(day)}"
        for word, day in (("from", query.since), ("to", query.until))
        if day
    )
    return f"Report on {name}" + (f", {period}" if period else "")
