"""An event, act, promise, office or statement, with every account of it side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from onrecord.errors import NotFoundError
from onrecord.model.identity import layer_of
from onrecord.register.reader import NAME_LAYERS
from onrecord.register.views import EntryView
from onrecord.web.accounts import (
    Account,
    Slot,
    Step,
    merge_slots,
    number_accounts,
    tell_history,
)
from onrecord.web.addresses import entry_address
from onrecord.web.forms import Field, read_asof
from onrecord.web.kinds import BY_LAYER, KINDS, Kind
from onrecord.web.lines import Line, Name, make_line
from onrecord.web.pages.names import show_name
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import shorten

TITLE_LENGTH = 110  # characters
FOLLOWED_LAYERS = ("commitment", "event")  # what is promised, and what is announced
RELEASES_SEARCHED = 12  # releases in which the acts of an event are looked for

router = APIRouter()
PERMANENT = 308


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The context of an entry; `acts` are an event's, `gathering` the event of an act."""

    title: str
    kind: Kind
    line: Line
    slots: tuple[Slot, ...]
    accounts: tuple[Account, ...]
    history: tuple[Step, ...]
    acts: tuple[Line, ...] = ()
    gathering: Name | None = None
    asof: Field | None = None


@router.get("/entry/{identifier}.json")
def find_json(identifier: str, site: OnSite) -> Response:
    """Leads to the data of whatever an id names."""
    return _redirect(site, identifier, ".json")


@router.get("/entry/{identifier}")
def find_entry(identifier: str, site: OnSite) -> Response:
    """Leads to the page of whatever an id names, also of one that was joined into another."""
    return _redirect(site, identifier, "")


def _redirect(site: Site, identifier: str, ending: str) -> Response:
    if layer_of(identifier) != "release":
        identifier = site.register.entry(identifier, facts=False).row.id
    return RedirectResponse(entry_address(identifier, ending), PERMANENT)


def _send_entry(identifier: str, request: Request, site: OnSite) -> Response:
    view = site.register.entry(identifier)
    address = entry_address(view.row.id, ".json")
    if request.url.path != address:
        return RedirectResponse(address, PERMANENT)
    return JSONResponse(asdict(view))


def _show_entry(identifier: str, request: Request, site: OnSite) -> Response:
    view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    address = entry_address(view.row.id)
    if request.url.path != address:
        return RedirectResponse(address, PERMANENT)
    kind = BY_LAYER[view.row.layer]
    if kind.is_name:
        return show_name(site, kind, view)
    page = make_page(site, kind, view, request.query_params)
    return render_page("entry.html", page, section=kind.slug)


for _kind in KINDS:
    router.add_api_route(f"/{_kind.path}/{{identifier}}.json", _send_entry, methods=["GET"])
    router.add_api_route(f"/{_kind.path}/{{identifier}}", _show_entry, methods=["GET"])


def make_page(site: Site, kind: Kind, view: EntryView, given: Any) -> EntryPage:
    """An entry's context."""
    accounts = number_accounts(view.facts)
    day, asof = read_asof(given, site.today())
    followed = None
    if kind.layer in FOLLOWED_LAYERS:
        followed = site.follow(site.register, day, [view.row.id]).get(view.row.id)
    line = make_line(view.row, view.facts, followed)
    return EntryPage(
        title=shorten(line.title, TITLE_LENGTH),
        kind=kind,
        line=line,
        slots=merge_slots(accounts),
        accounts=accounts,
        history=tell_history(accounts),
        acts=tuple(_each_act(site, view)) if kind.layer == "event" else (),
        gathering=_find_gathering(site, view),
        asof=asof,
    )


def _each_act(site: Site, view: EntryView) -> Iterator[Line]:
    """The acts that were done at an event, as the releases that tell the event say."""
    own = {fact.id for fact in view.facts}
    releases = dict.fromkeys(fact.evidence.release for fact in view.facts)
    found = {
        fact.entry: fact
        for release in list(releases)[:RELEASES_SEARCHED]
        for fact in site.register.release(release).facts
        if fact.layer == "act" and any(value.value in own for value in fact.of("event"))
    }
    for entry in found:
        act = site.register.entry(entry)
        yield make_line(act.row, act.facts)


def _find_gathering(site: Site, view: EntryView) -> Name | None:
    """The event at which an act was done."""
    for fact in reversed(view.facts):
        for value in fact.of("event"):
            try:
                event = site.register.entry(value.value)
            except NotFoundError:
                continue
            line = make_line(event.row, event.facts)
            return Name(line.title, line.address)
    return None
