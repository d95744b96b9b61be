"""A person, a body, a place, an operation …: what is known of it, in the order that it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request, Response

from onrecord.register.references import (
    REFERRING,
    find_acts,
    find_naming,
    find_referring,
    load_contexts,
)
from onrecord.register.views import EntryRow, EntryView, Query
from onrecord.web.addresses import entry_address, list_address
from onrecord.web.citations import Citation, cite_entry
from onrecord.web.drawings.lanes import Lanes
from onrecord.web.kinds import BY_LAYER, Kind
from onrecord.web.lines import Line, Name, load_chosen, load_lines, make_line
from onrecord.web.pages.lists import Download
from onrecord.web.sessions import Chair, Gap, Session, list_chairs, order_sessions
from onrecord.web.site import Site
from onrecord.web.templating import render_page
from onrecord.web.tenures import Tenure, draw_tenures, load_tenures
from onrecord.web.words import spell_count

SHOWN = 12  # facts of each layer on the page of a name; the rest is in the list behind it
OFFICES = 48  # accounts of offices, of which tenures are made
MET = 12  # others who are met most often
THINGS = ("instrument", "operation", "series")
LAYERS = ("event", "act", "commitment", "office", "quote")
TITLES: Mapping[str, str] = {
    "act": "Acts",
    "commitment": "Promises",
    "office": "Offices",
    "quote": "Statements",
}


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one sort that name the entry; `more` leads to all where some are left out."""

    anchor: str
    title: str
    layer: str
    lines: tuple[Line, ...]
    total: int
    more: str | None = None

    @property
    def count(self) -> str:
        """How many there are, in words."""
        return spell_count(self.total, BY_LAYER[self.layer].one, BY_LAYER[self.layer].many)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is named in the same events, how often, and the list of these."""

    name: Name
    times: int
    address: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is named in the same events: people whom somebody met, bodies that met in a place."""

    title: str
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class NamePage:
    """The context of a name. Parts that do not fit what it is are empty.

    `coming` is the next event announced, `sequence` a body's sessions, `history` what was
    done with a plan or an operation, `outstanding` promises that are still to be done.
    """

    title: str
    kind: Kind
    row: EntryRow
    aliases: tuple[str, ...]
    citation: Citation
    downloads: tuple[Download, ...]
    feed: str
    coming: Line | None = None
    tenures: tuple[Tenure, ...] = ()
    drawing: Lanes | None = None
    sequence: tuple[Session | Gap, ...] = ()
    chairs: tuple[Chair, ...] = ()
    outstanding: tuple[Line, ...] = ()
    history: tuple[Line, ...] = ()
    circle: Circle | None = None
    sections: tuple[Section, ...] = ()
    jumps: tuple[tuple[str, str, int], ...] = field(default=())


def show_name(site: Site, request: Request, kind: Kind, view: EntryView) -> Response:
    """The page of a name."""
    return render_page("name.html", make_page(site, request, kind, view), section=kind.slug)


def make_page(site: Site, request: Request, kind: Kind, view: EntryView) -> NamePage:
    """A name's context."""
    make = MAKERS.get(kind.layer, _make_plain)
    given = {
        "title": view.row.label,
        "kind": kind,
        "row": view.row,
        "aliases": tuple(name for name in view.names if name != view.row.label),
        "citation": cite_entry(request, make_line(view.row, ()), kind.one),
        "downloads": tuple(_each_download(view.row.id)),
        "feed": entry_address(view.row.id, ".atom"),
    }
    parts = make(site, view.row)
    return NamePage(**given, **parts, jumps=tuple(_each_jump(parts)))  # type: ignore[arg-type]


def _each_download(identifier: str) -> Iterator[Download]:
    forms = (
        ("JSON", ".json"),
        ("linked data (JSON-LD)", ".jsonld"),
        ("calendar (ICS)", ".ics"),
        ("feed (Atom)", ".atom"),
    )
    for label, ending in forms:
        yield Download(label, entry_address(identifier, ending))


Parts = dict[str, object]


def _load_sections(site: Site, entry: str) -> dict[str, Section]:
    naming = site.register.recall(find_naming, entry)
    named = {layer: [row.id for row in naming if row.layer == layer] for layer in LAYERS}
    shown = [id_ for layer, ids in named.items() for id_ in ids[: _most(layer)]]
    lines = load_chosen(site, shown)
    return {
        layer: _make_section(
            layer, entry, tuple(line for line in lines if line.row.layer == layer), len(ids)
        )
        for layer, ids in named.items()
    }


def _most(layer: str) -> int:
    return OFFICES if layer == "office" else SHOWN


def _make_section(layer: str, entry: str, lines: tuple[Line, ...], total: int) -> Section:
    kind = BY_LAYER[layer]
    more = list_address(kind.slug, {"name": entry}) if total > len(lines) else None
    return Section(kind.slug, TITLES.get(layer, "Events"), layer, lines, total, more)


def _shown(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.lines)


def _make_person(site: Site, row: EntryRow) -> Parts:
    found = _load_sections(site, row.id)
    tenures = load_tenures(site, found["office"].lines)
    return {
        "coming": find_coming(site, row.id),
        "tenures": tenures,
        "drawing": draw_tenures(row.label, tenures),
        "circle": _find_circle(
            "Met most often", found["event"].lines, row, "person", "chair", "host", "participant"
        ),
        "outstanding": _find_outstanding(found["commitment"].lines),
        "sections": _shown(*(found[key] for key in ("event", "quote", "act", "commitment"))),
    }


def _make_body(site: Site, row: EntryRow) -> Parts:
    found = _load_sections(site, row.id)
    events = found["event"]
    own = [line for line in events.lines if line.names(row.id, "body")]
    ids = [line.row.id for line in own]
    contexts = site.register.ask(load_contexts, ids)
    sequence = order_sessions(own, contexts, _load_decisions(site, ids))
    told = {
        act.row.id for session in sequence if isinstance(session, Session) for act in session.acts
    }
    other = _split_others(events, own, "Other events" if own else "Events")
    return {
        "coming": find_coming(site, row.id),
        "sequence": sequence,
        "chairs": list_chairs(own),
        "outstanding": _find_outstanding(found["commitment"].lines),
        "sections": _shown(
            _rename(found["act"], "Decisions" if own else "Acts", told, bool(own)),
            other,
            *(found[key] for key in ("commitment", "quote", "office")),
        ),
    }


def _load_decisions(site: Site, events: Sequence[str]) -> dict[str, tuple[Line, ...]]:
    """The acts of each of these events, all of them loaded together."""
    at = site.register.ask(find_acts, events)
    lines = {
        line.row.id: line for line in load_chosen(site, [a for acts in at.values() for a in acts])
    }
    return {event: tuple(lines[act] for act in acts if act in lines) for event, acts in at.items()}


def _rename(acts: Section, title: str, told: set[str], own: bool) -> Section:
    """A body's acts, those that stand under its sessions already left out."""
    if not own or acts.more:
        return Section("acts", title, "act", acts.lines, acts.total, acts.more)
    rest = tuple(line for line in acts.lines if line.row.id not in told)
    title = "Other decisions and acts" if told else title
    return Section("acts", title, "act", rest, len(rest))


def _split_others(events: Section, own: Iterable[Line], title: str) -> Section:
    """The events that a body took part in otherwise than by meeting."""
    taken = {line.row.id for line in own}
    rest = tuple(line for line in events.lines if line.row.id not in taken)
    return Section("events", title, "event", rest, events.total - len(taken), events.more)


def _make_ground(site: Site, row: EntryRow) -> Parts:
    """A place or a state: what happened there, and which bodies met there."""
    found = _load_sections(site, row.id)
    events = found["event"]
    there = tuple(line for line in events.lines if line.names(row.id, "place"))
    rest = tuple(line for line in events.lines if not line.names(row.id, "place"))
    total = len(there) if rest or not events.more else events.total
    here = Section("there", "Events there", "event", there, total, events.more)
    other = Section("events", "Events it took part in", "event", rest, len(rest))
    return {
        "coming": find_coming(site, row.id),
        "circle": _find_circle("Bodies that met there", there, row, "body", "body"),
        "outstanding": _find_outstanding(found["commitment"].lines),
        "sections": _shown(
            here, other, *(found[key] for key in ("act", "commitment", "quote", "office"))
        ),
    }


def _make_thing(site: Site, row: EntryRow) -> Parts:
    """A plan, an operation or a series: all that was done with it, in order."""
    naming = site.register.ask(find_naming, row.id)
    named = [found.id for found in naming if found.layer in REFERRING][:SHOWN]
    ids = [*named, *site.register.ask(find_referring, row.id, SHOWN)]
    return {"coming": find_coming(site, row.id), "history": load_chosen(site, ids)}


def _make_plain(site: Site, row: EntryRow) -> Parts:
    return {"sections": _shown(*_load_sections(site, row.id).values())}


MAKERS: Mapping[str, Callable[[Site, EntryRow], Parts]] = {
    "person": _make_person,
    "organisation": _make_body,
    "state": _make_ground,
    "place": _make_ground,
    **dict.fromkeys(THINGS, _make_thing),
}


def _find_outstanding(promises: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in promises if line.outstanding)


def _find_circle(
    title: str, lines: Iterable[Line], row: EntryRow, param: str, *slots: str
) -> Circle | None:
    """Who else stands in these slots of the events, the most frequent first."""
    own = entry_address(row.id)
    named = [
        name for line in lines for name in line.named(*slots) if name.address not in (own, None)
    ]
    names = {name.key: name for name in reversed(named)}
    times = {names[key]: number for key, number in Counter(name.key for name in named).items()}
    found = tuple(
        Other(name, number, list_address("events", {"name": row.id, param: _id_of(name)}))
        for name, number in sorted(times.items(), key=lambda item: (-item[1], item[0].text))[:MET]
    )
    return Circle(title, found) if found else None


def _id_of(name: Name) -> str:
    return (name.address or "").rpartition("/")[2]


def _each_jump(parts: Parts) -> Iterator[tuple[str, str, int]]:
    """The parts of a page with their anchors and sizes, in the order in which they stand."""
    fixed = (
        ("outstanding", "Outstanding", parts.get("outstanding")),
        ("offices", "Offices", parts.get("tenures")),
        ("sessions", "Sessions", parts.get("sequence")),
        ("chairs", "Chairs", parts.get("chairs")),
        ("history", "In order", parts.get("history")),
    )
    for anchor, title, items in fixed:
        if items:
            yield anchor, title, _count(items)  # type: ignore[arg-type]
    for section in parts.get("sections", ()):  # type: ignore[attr-defined]
        yield section.anchor, section.title, section.total


def _count(items: Sequence[object]) -> int:
    return sum(not isinstance(item, Gap) for item in items)


def find_coming(site: Site, entry: str) -> Line | None:
    """The next event that is announced and names the entry."""
    ahead = Query(name=entry, status="scheduled", since=site.today().isoformat(), limit=1)
    return next(iter(load_lines(site, "event", ahead)), None)
