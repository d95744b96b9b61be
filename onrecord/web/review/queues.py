"""The queues: what the machine is unsure of, one thing at a time, and how much there is of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from onrecord.errors import NotFoundError
from onrecord.model.identity import layer_of
from onrecord.model.judgement import Judgement, find_active
from onrecord.register.coverage import load_sources
from onrecord.register.doubts import load_doubts
from onrecord.register.journal import load_journal
from onrecord.register.queue import (
    COUNTED,
    Wanted,
    count_unjudged,
    count_unsure,
    load_unjudged,
    load_unsure,
)
from onrecord.register.views import Quotation
from onrecord.web.addresses import entry_address, query_string
from onrecord.web.auth import Editor
from onrecord.web.forms import LONGEST_VALUE, Field
from onrecord.web.kinds import BY_LAYER
from onrecord.web.review.items import (
    FactSide,
    NameSide,
    Passage,
    Weighed,
    find_fact,
    show_fact,
    show_side,
    show_words,
    weigh_features,
)
from onrecord.web.review.said import Said, load_said
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

AT = "at"  # the parameter that holds the place in the queue
FACT_QUEUE_LAYERS = ("event", "act", "commitment", "quote")
PAIR_LAYERS = (
    "event", "act", "commitment", "quote", "person", "organisation", "state", "place",
    "instrument", "operation", "series",
)  # fmt: skip

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PairItem:
    """Two that may be one."""

    one: FactSide | NameSide
    other: FactSide | NameSide
    weighed: Weighed
    barred: str | None


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A promise and the words that the machine takes for its answer."""

    promise: FactSide
    answer: Passage
    relation: str
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class FactItem:
    """A fact that is told unsurely, and why it is."""

    side: FactSide
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A remark that somebody left, and the page of what it is about."""

    note: Judgement
    address: str


Item = PairItem | LinkItem | FactItem | NoteItem


@dataclass(frozen=True, slots=True)
class Found:
    """The first item from a place in the queue, that place, the next one, and how many wait."""

    item: Item | None
    at: str
    following: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: its name in the address, what it asks, and how its items are found."""

    name: str
    title: str
    question: str
    lead: str
    layers: tuple[str, ...]
    narrowed: bool
    find: Callable[[Site, Wanted, str], Found]
    count: Callable[[Site, Wanted], int]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The context of a queue at a place in it."""

    title: str
    queue: Queue
    queues: tuple[Queue, ...]
    counts: Mapping[str, int]
    fields: tuple[Field, ...]
    sources: tuple[str, ...]
    found: Found
    here: str
    skip: str | None
    start: str
    said: Said | None
    editor: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The context of the review's first page."""

    title: str
    queues: tuple[Queue, ...]
    counts: Mapping[str, int]
    said: Said | None
    editor: str


def find_pair(site: Site, wanted: Wanted, at: str) -> Found:
    """Two that may be one, from a cursor on."""
    page = site.register.ask(load_doubts, wanted.layer or None, 1, at or None)
    item = None
    if page.rows:
        row = page.rows[0]
        sides = show_side(site, row.one), show_side(site, row.other)
        item = PairItem(*sides, weigh_features(row.features), row.barred)
    return Found(item, at, page.following, page.total)


def find_link(site: Site, wanted: Wanted, at: str) -> Found:
    """A promise with what may answer it, from a key on."""
    rows = site.register.ask(load_unjudged, wanted, at, 2)
    if not rows:
        return Found(None, at, None, 0)
    row, fact = rows[0], find_fact(site, rows[0].fact)
    answer = Quotation("", row.answer, "", row.start, row.end, "", None, "")
    for told in site.register.links([fact.entry]).get(fact.entry, ()):
        quoted = told.quotation
        if (quoted.release, quoted.start, quoted.end) == (row.answer, row.start, row.end):
            answer = quoted
    item = LinkItem(
        show_fact(site, fact), show_words(site, answer), row.relation, weigh_features(row.features)
    )
    return Found(item, row.key, rows[1].key if len(rows) > 1 else None, 0)


def find_unsure(site: Site, wanted: Wanted, at: str) -> Found:
    """A fact that is told unsurely, from a key on."""
    rows = site.register.ask(load_unsure, wanted, at, 2)
    if not rows:
        return Found(None, at, None, 0)
    item = FactItem(show_fact(site, find_fact(site, rows[0].fact)), rows[0].reasons)
    return Found(item, rows[0].key, rows[1].key if len(rows) > 1 else None, 0)


def find_note(site: Site, _: Wanted, at: str) -> Found:
    """The last note of those up to a number of the journal."""
    notes = [note for note in load_notes(site) if not at or note.number <= _read_number(at)]
    if not notes:
        return Found(None, at, None, 0)
    address = entry_address(str(notes[0].content["about"]))
    following = str(notes[1].number) if len(notes) > 1 else None
    return Found(NoteItem(notes[0], address), str(notes[0].number), following, 0)


def load_notes(site: Site) -> list[Judgement]:
    """The notes that hold, the last first."""
    active = find_active(site.register.ask(load_journal))
    return [entry for entry in reversed(active) if entry.kind == "note"]


def _read_number(at: str) -> int:
    if not (at.isascii() and at.isdigit()):
        raise NotFoundError(f"{at[:40]!r} is no place in the queue")
    return int(at)


QUEUES = (
    Queue(
        "joins",
        "The same or not",
        "Are these two the same?",
        "Two entries that are alike, but not alike enough for the machine to join them.",
        PAIR_LAYERS,
        False,
        find_pair,
        lambda site, wanted: site.register.doubts(wanted.layer or None, 1).total,
    ),
    Queue(
        "links",
        "Promises and answers",
        "Does this tell what became of it?",
        "Later releases that the machine takes for the answer to a promise.",
        (),
        True,
        find_link,
        lambda site, wanted: site.register.ask(count_unjudged, wanted),
    ),
    Queue(
        "facts",
        "Unsure facts",
        "Is this what the text says?",
        "Facts that the machine told without being sure, each with the reason.",
        FACT_QUEUE_LAYERS,
        True,
        find_unsure,
        lambda site, wanted: site.register.ask(count_unsure, wanted),
    ),
    Queue(
        "notes",
        "Notes",
        "What is to be done about this?",
        "Remarks that somebody left for others to look at.",
        (),
        False,
        find_note,
        lambda site, _: len(load_notes(site)),
    ),
)
BY_NAME = {queue.name: queue for queue in QUEUES}


def queue_address(name: str, params: Mapping[str, object] | None = None) -> str:
    """A queue under its filters, at a place in it."""
    return f"/review/{name}{query_string(params or {})}"


@router.get("/review")
def show_desk(request: Request, site: OnSite, editor: Editor) -> Response:
    """What waits, and what can be entered."""
    page = DeskPage(
        "Review",
        QUEUES,
        count_all(site),
        load_said(site, request.query_params, "/review"),
        editor,
    )
    return render_page("review/desk.html", page, section="review")


def count_all(site: Site) -> Mapping[str, int]:
    """How much waits in each queue."""
    return site.remember(
        "queues", lambda: {queue.name: queue.count(site, Wanted()) for queue in QUEUES}
    )


def _show_queue(queue: Queue) -> Callable[..., Response]:
    def show_queue(request: Request, site: OnSite, editor: Editor) -> Response:
        page = make_page(site, queue, request.query_params, editor)
        return render_page("review/queue.html", page, section="review")

    return show_queue


for _queue in QUEUES:
    router.add_api_route(f"/review/{_queue.name}", _show_queue(_queue), methods=["GET"])


def make_page(site: Site, queue: Queue, given: Mapping[str, str], editor: str) -> QueuePage:
    """A queue at the place that the address gives."""
    wanted = read_wanted(queue, given)
    found = queue.find(site, wanted, given.get(AT, ""))
    params = {"source": wanted.source, "body": wanted.body, "layer": wanted.layer}
    here = queue_address(queue.name, {**params, AT: found.at})
    after = {**params, AT: found.following} if found.following else None
    total = site.remember(f"queue {queue.name} {wanted}", lambda: queue.count(site, wanted))
    return QueuePage(
        title=queue.title,
        queue=queue,
        queues=QUEUES,
        counts={queue.name: total},
        fields=tuple(make_fields(site, queue, wanted)),
        sources=tuple(row.name for row in site.register.ask(load_sources)),
        found=found,
        here=here,
        skip=queue_address(queue.name, after) if after else None,
        start=queue_address(queue.name, params),
        said=load_said(site, given, here),
        editor=editor,
    )


def read_wanted(queue: Queue, given: Mapping[str, str]) -> Wanted:
    """The filters of a queue; what cannot be used is passed over."""
    values = {name: " ".join(given.get(name, "").split()) for name in ("source", "body", "layer")}
    if values["layer"] not in queue.layers:
        values["layer"] = ""
    if not queue.narrowed:
        values["source"] = values["body"] = ""
    return Wanted(**{name: value[:LONGEST_VALUE] for name, value in values.items()})


def make_fields(site: Site, queue: Queue, wanted: Wanted) -> list[Field]:
    """The fields of a queue's filter."""
    fields = []
    if queue.narrowed:
        meant = _find_label(site, wanted.body) if layer_of(wanted.body) else ""
        fields.append(Field("source", "Source", wanted.source))
        fields.append(Field("body", "Body, state or person", wanted.body, meant=meant))
    if queue.layers:
        fields.append(Field("layer", "What", wanted.layer, queue.layers))
    return fields


def _find_label(site: Site, identifier: str) -> str:
    try:
        return site.register.entry(identifier, facts=False).row.label
    except NotFoundError:
        return identifier


def say_layer(layer: str) -> str:
    """What an entry of a layer is called."""
    return BY_LAYER[layer].one


HELPERS: Mapping[str, Any] = {"say_layer": say_layer, "counted": COUNTED}
