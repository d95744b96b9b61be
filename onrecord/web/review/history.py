"""The journal of judgements: who said what, when and why, and what was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from onrecord.errors import InputError
from onrecord.register.journal import load_journal
from onrecord.web.addresses import query_string
from onrecord.web.auth import Editor
from onrecord.web.review.said import Said, load_said
from onrecord.web.review.telling import Told, tell_all
from onrecord.web.site import OnSite
from onrecord.web.templating import render_page

SHOWN = 50  # entries on a page
MOST_DIGITS = 9

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The context of the journal, the last entry first; `older` is where it goes on."""

    title: str
    told: tuple[Told, ...]
    total: int
    by: str
    people: tuple[str, ...]
    older: str | None
    here: str
    editor: str
    said: Said | None = None


@router.get("/review/history")
def show_history(request: Request, site: OnSite, editor: Editor) -> Response:
    """The journal, of one person or of all, from an entry back."""
    page = make_page(tell_all(site.register.ask(load_journal)), request.query_params, editor)
    page = replace(page, said=load_said(site, request.query_params, page.here))
    return render_page("review/history.html", page, section="review")


def make_page(told: Sequence[Told], given: Mapping[str, str], editor: str) -> HistoryPage:
    """The entries of a person, or of all, up to one number of the journal."""
    by = " ".join(given.get("by", "").split())
    people = tuple(sorted({item.entry.author for item in told}))
    own = [item for item in reversed(told) if not by or item.entry.author == by]
    below = _read_number(given.get("before", ""))
    older = [item for item in own if below is None or item.entry.number < below]
    shown, rest = older[:SHOWN], older[SHOWN:]
    more = history_address(by, shown[-1].entry.number) if rest else None
    here = history_address(by, below)
    return HistoryPage("History", tuple(shown), len(own), by, people, more, here, editor)


def history_address(by: str = "", before: int | None = None) -> str:
    """The journal of a person, or of all, before an entry."""
    return f"/review/history{query_string({'by': by, 'before': before})}"


def _read_number(given: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise InputError("before", f"{given[:20]!r} is no entry's number", "a number from 1 on")
    return int(given)
