"""An entry to be judged: its accounts, what it may be one with, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import WithdrawnError
from onrecord.model.identity import layer_of
from onrecord.register.chosen import find_own_names
from onrecord.register.journal import load_journal
from onrecord.register.matching import NAME_LAYERS
from onrecord.register.views import EntryView
from onrecord.web.addresses import entry_address
from onrecord.web.auth import Editor
from onrecord.web.kinds import BY_LAYER, Kind
from onrecord.web.lines import make_line
from onrecord.web.review.history import history_address
from onrecord.web.review.items import FactSide, NameSide, show_fact, show_name
from onrecord.web.review.naming import list_names
from onrecord.web.review.release import Choice, list_choices
from onrecord.web.review.said import JUDGED, Said, load_said
from onrecord.web.review.telling import Told, tell_all
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import shorten

TITLE_LENGTH = 110  # characters

router = APIRouter()


@dataclass(frozen=True, slots=True)
class EntryReviewPage:
    """The context of an entry in review: `sides` are its accounts, `name` what a name is."""

    title: str
    kind: Kind
    called: str
    address: str
    one: str
    sides: tuple[FactSide, ...]
    name: NameSide | None
    choices: Mapping[str, tuple[Choice, ...]]
    told: tuple[Told, ...]
    suggested: Mapping[str, Sequence[str]]
    here: str
    said: Said | None
    editor: str


def entry_review_address(identifier: str) -> str:
    """An entry in review."""
    return f"/review/entry/{identifier}"


@router.get("/review/entry/{identifier}")
def show_entry(identifier: str, request: Request, site: OnSite, editor: Editor) -> Response:
    """An entry with what can be said of it; of a joined one the entry that it became.

    Where what was just said has withdrawn it, the history goes on, where that can be taken back.
    """
    query = f"?{request.url.query}" if request.url.query else ""
    try:
        view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    except WithdrawnError:
        if JUDGED not in request.query_params:
            raise
        return RedirectResponse(history_address() + query)
    if view.row.id != identifier:
        return RedirectResponse(entry_review_address(view.row.id) + query)
    page = make_page(site, view, request.query_params, editor)
    return render_page("review/entry.html", page, section="review")


def make_page(
    site: Site, view: EntryView, given: Mapping[str, str], editor: str
) -> EntryReviewPage:
    """An entry's context."""
    row = view.row
    is_name = row.layer in NAME_LAYERS
    called = row.label if is_name else make_line(row, view.facts).title
    ids = {row.id, *(fact.id for fact in view.facts)}
    if is_name:
        ids |= set(site.register.ask(find_own_names, row.id))
    here = entry_review_address(row.id)
    return EntryReviewPage(
        title=f"Review: {shorten(called, TITLE_LENGTH)}",
        kind=BY_LAYER[row.layer],
        called=called,
        address=entry_address(row.id),
        one=row.id if is_name else view.facts[-1].id,
        sides=tuple(show_fact(site, fact) for fact in view.facts),
        name=show_name(site, row.id, row.id, row.label) if is_name else None,
        choices={fact.id: tuple(list_choices(fact)) for fact in view.facts},
        told=tuple(find_told(tell_all(site.register.ask(load_journal)), ids)),
        suggested=list_names(site),
        here=here,
        said=load_said(site, given, here),
        editor=editor,
    )


def find_told(told: Iterable[Told], ids: set[str]) -> list[Told]:
    """The entries of the journal that are about something of these ids, the last first."""
    return [item for item in reversed(list(told)) if _ids_of(item.entry.content) & ids]


def _ids_of(content: Mapping[str, Any]) -> set[str]:
    sides = (content.get(name) for name in ("fact", "one", "other"))
    found = {str(side["id"]) for side in sides if side}
    return found | ({str(content["about"])} if "about" in content else set())
