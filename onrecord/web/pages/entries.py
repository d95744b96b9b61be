"""An event, act, promise, office or statement, with every account of it side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from onrecord.errors import NotFoundError
from onrecord.export.calendar import Item
from onrecord.export.columns import Told
from onrecord.export.linked import dump_entry
from onrecord.model.identity import layer_of
from onrecord.pipeline.statuses import Followed
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.references import find_acts, find_promises
from onrecord.register.rewordings import load_wordings
from onrecord.register.views import EntryView, Query
from onrecord.web.accounts import (
    Account,
    Slot,
    Step,
    merge_slots,
    number_accounts,
    tell_history,
)
from onrecord.web.addresses import entry_address, query_string, quotation_address
from onrecord.web.answers import Texts, page_texts
from onrecord.web.citations import Citation, cite_entry
from onrecord.web.downloads import LINKED_MEDIA, save_as, tell_about
from onrecord.web.drawings.send import send_drawing
from onrecord.web.feeds import LENGTH, NEVER, send_feed, tell_lines
from onrecord.web.feeds import Item as FeedItem
from onrecord.web.forms import ASOF, Field, read_asof, read_page
from onrecord.web.kinds import BY_LAYER, BY_SLUG, KINDS, Kind
from onrecord.web.lines import Line, Name, load_chosen, load_latest, load_lines, make_line
from onrecord.web.officefeed import find_office, tell_office
from onrecord.web.pager import page_params
from onrecord.web.pages.lists import (
    Download,
    each_item,
    make_about,
    make_locate,
    read_asked,
    send_calendar,
)
from onrecord.web.pages.names import OFFICES, show_name
from onrecord.web.pages.release import BIBTEX
from onrecord.web.rewordings import Worded, tell_worded
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.tenures import draw_tenures, load_tenures
from onrecord.web.words import shorten

TITLE_LENGTH = 110  # characters
FOLLOWED_LAYERS = ("commitment", "event")  # what is promised, and what is announced
PROMISES_SHOWN = 30  # promises of the releases that tell of an event

router = APIRouter()
PERMANENT = 308


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The context of an entry: `acts` and `promises` of an event, `gathering` of an act.

    `texts` tell what became of it, `wordings` are the changes of a promise's wording, the first
    one first.
    """

    title: str
    kind: Kind
    line: Line
    slots: tuple[Slot, ...]
    accounts: tuple[Account, ...]
    history: tuple[Step, ...]
    citation: Citation
    downloads: tuple[Download, ...]
    feed: str
    acts: tuple[Line, ...] = ()
    promises: tuple[Line, ...] = ()
    gathering: Name | None = None
    asof: Field | None = None
    texts: Texts | None = None
    wordings: tuple[Worded, ...] = ()


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
        return show_name(site, request, kind, view)
    page = make_page(site, request, kind, view)
    return render_page("entry.html", page, section=kind.slug)


def _send_citation(identifier: str, request: Request, site: OnSite) -> Response:
    view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    line = make_line(view.row, view.facts)
    cited = cite_entry(request, line, BY_LAYER[view.row.layer].one)
    return Response(cited.bibtex, media_type=BIBTEX, headers=save_as(f"{view.row.id}.bib"))


def _send_linked(identifier: str, request: Request, site: OnSite) -> Response:
    """An entry as linked data, with the words that tell it."""
    view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    followed = None
    if view.row.layer == "commitment":
        day, _ = read_asof(request.query_params, site.today())
        followed = site.follow(site.register, day, [view.row.id]).get(view.row.id)
    about = make_about(site, request, {}, 1)
    text = dump_entry(Told(view.row, view.facts, followed), make_locate(request))
    return Response(text, media_type=LINKED_MEDIA, headers=tell_about(about))


def _send_calendar(identifier: str, request: Request, site: OnSite) -> Response:
    """An event or promise, or all that name a person, a body, a place, for a calendar."""
    view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    return send_calendar(site, request, {}, _each_item(site, view), view.row.id)


def _each_item(site: Site, view: EntryView) -> Iterator[Item]:
    row = view.row
    if row.layer not in NAME_LAYERS:
        followed = site.follow(site.register, site.today(), [row.id]).get(row.id)
        yield Item(row, view.facts, followed if row.layer == "commitment" else None)
        return
    for slug in ("events", "promises"):
        yield from each_item(site, read_asked(BY_SLUG[slug], {"name": row.id}, site.today()))


def _send_feed(identifier: str, request: Request, site: OnSite) -> Response:
    """What was told last: of a name all facts, of an office its holders', of a fact its own."""
    view = site.register.entry(identifier, facts=layer_of(identifier) not in NAME_LAYERS)
    row = view.row
    address = entry_address(row.id)
    office = find_office(site, view) if row.layer == "office" else None
    if office is not None:
        return send_feed(request, office.office, address, tell_office(site, office))
    if row.layer not in NAME_LAYERS:
        return send_feed(request, make_line(row, view.facts).title, address, _tell_accounts(view))
    lines = load_latest(site, FACT_LAYERS, Query(name=row.id, limit=LENGTH))
    return send_feed(request, row.label, address, tell_lines(lines))


def _tell_accounts(view: EntryView) -> Iterator[FeedItem]:
    for fact in view.facts:
        quotation = fact.evidence
        title = shorten(fact.headline or quotation.document, TITLE_LENGTH)
        yield FeedItem(
            f"urn:onrecord:{fact.id}",
            f"{fact.status}: {title}" if fact.status else title,
            quotation_address(quotation),
            quotation.published or NEVER,
            f"“{' '.join(quotation.text.split())}”",
            fact.recorded_from,
        )


def _send_drawing(identifier: str, site: OnSite) -> Response:
    """The offices of a person over time, as a drawing."""
    view = site.register.entry(identifier, facts=False)
    lines = load_lines(site, "office", Query(name=view.row.id, limit=OFFICES))
    drawing = draw_tenures(view.row.label, load_tenures(site, lines))
    if drawing is None:
        raise NotFoundError(f"{identifier}: no dated office to draw")
    return send_drawing("drawings/lanes.svg", drawing, view.row.id)


router.add_api_route("/person/{identifier}.svg", _send_drawing, methods=["GET"])
for _kind in KINDS:
    router.add_api_route(f"/{_kind.path}/{{identifier}}.json", _send_entry, methods=["GET"])
    router.add_api_route(f"/{_kind.path}/{{identifier}}.bib", _send_citation, methods=["GET"])
    router.add_api_route(f"/{_kind.path}/{{identifier}}.jsonld", _send_linked, methods=["GET"])
    router.add_api_route(f"/{_kind.path}/{{identifier}}.atom", _send_feed, methods=["GET"])
    if _kind.is_name or _kind.layer in FOLLOWED_LAYERS:
        router.add_api_route(f"/{_kind.path}/{{identifier}}.ics", _send_calendar, methods=["GET"])
    router.add_api_route(f"/{_kind.path}/{{identifier}}", _show_entry, methods=["GET"])


def make_page(site: Site, request: Request, kind: Kind, view: EntryView) -> EntryPage:
    """An entry's context."""
    accounts = number_accounts(view.facts)
    day, asof = read_asof(request.query_params, site.today())
    followed = None
    if kind.layer in FOLLOWED_LAYERS:
        followed = site.follow(site.register, day, [view.row.id]).get(view.row.id)
    line = make_line(view.row, view.facts, followed)
    gathering = kind.layer == "event"
    return EntryPage(
        title=shorten(line.title, TITLE_LENGTH),
        kind=kind,
        line=line,
        slots=merge_slots(accounts),
        accounts=accounts,
        history=tell_history(accounts),
        acts=_load_acts(site, view.row.id) if gathering else (),
        promises=_load_promises(site, view.row.id, day) if gathering else (),
        gathering=_find_gathering(site, view),
        asof=asof,
        texts=_page_texts(followed, line.address, request) if followed else None,
        wordings=_load_wordings(site, view) if kind.layer == "commitment" else (),
        citation=cite_entry(request, line, kind.one),
        downloads=tuple(list_downloads(kind, view.row.id)),
        feed=entry_address(view.row.id, ".atom"),
    )


def _page_texts(followed: Followed, own: str, request: Request) -> Texts:
    """The page of texts that is asked for; the day asked for stays in the addresses of others."""
    given = request.query_params
    params = {ASOF: given.get(ASOF)}
    return page_texts(
        followed, read_page(given), lambda n: own + query_string(page_params(params, n))
    )


def list_downloads(kind: Kind, identifier: str) -> Iterator[Download]:
    """An entry as files and feeds."""
    yield Download("JSON", entry_address(identifier, ".json"))
    yield Download("linked data (JSON-LD)", entry_address(identifier, ".jsonld"))
    if kind.is_name or kind.layer in FOLLOWED_LAYERS:
        yield Download("calendar (ICS)", entry_address(identifier, ".ics"))
    yield Download("feed (Atom)", entry_address(identifier, ".atom"))


def _load_wordings(site: Site, view: EntryView) -> tuple[Worded, ...]:
    """How the pages that tell of a promise changed its wording."""
    documents = {fact.evidence.document for fact in view.facts}
    facts = {fact.id for fact in view.facts}
    return tuple(map(tell_worded, site.register.ask(load_wordings, documents, facts)))


def _load_acts(site: Site, event: str) -> tuple[Line, ...]:
    """The acts that were done at an event."""
    return load_chosen(site, site.register.ask(find_acts, [event]).get(event, []))


def _load_promises(site: Site, event: str, day: date) -> tuple[Line, ...]:
    """What was promised in the releases that tell of an event that was held."""
    return load_chosen(site, site.register.ask(find_promises, event, PROMISES_SHOWN), day)


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
