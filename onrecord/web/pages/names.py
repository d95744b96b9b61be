"""A person, a body, a state, a place …: every fact that names it, by what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import Response

from onrecord.model.identity import fold_text
from onrecord.register.views import EntryRow, EntryView, Query
from onrecord.web.addresses import list_address
from onrecord.web.kinds import BY_LAYER, Kind
from onrecord.web.lines import Line, load_lines
from onrecord.web.site import Site
from onrecord.web.templating import render_page
from onrecord.web.words import spell_count

SHOWN = 100  # facts of each layer on the page of a name; the rest is in the list behind it


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
class Tenure:
    """An office of a person, with every release that gives it, the oldest first."""

    office: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> str | None:
        """The day that the office was first given."""
        return min((line.row.start for line in self.lines if line.row.start), default=None)

    @property
    def last(self) -> str | None:
        """The day that the office was last given."""
        return max((line.row.start for line in self.lines if line.row.start), default=None)


@dataclass(frozen=True, slots=True)
class NamePage:
    """The context of a name; `coming` is the next event announced."""

    title: str
    kind: Kind
    row: EntryRow
    aliases: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    coming: Line | None
    sections: tuple[Section, ...]


def show_name(site: Site, kind: Kind, view: EntryView) -> Response:
    """The page of a name."""
    return render_page("name.html", make_page(site, kind, view), section=kind.slug)


def make_page(site: Site, kind: Kind, view: EntryView) -> NamePage:
    """A name's context."""
    row = view.row
    sections = {layer: _load_section(site, layer, row.id) for layer in LAYERS}
    events = sections.pop("event")
    offices = sections.pop("office").lines
    shown = [*_split_events(events, row.id), *sections.values()]
    return NamePage(
        title=row.label,
        kind=kind,
        row=row,
        aliases=tuple(name for name in view.names if name != row.label),
        tenures=group_offices(offices) if kind.layer == "person" else (),
        coming=_find_coming(site, row.id),
        sections=tuple(section for section in shown if section.lines),
    )


LAYERS = ("event", "act", "commitment", "office", "quote")
SORTS = {"act": "Acts", "commitment": "Promises", "office": "Offices", "quote": "Statements"}


def _load_section(site: Site, layer: str, entry: str) -> Section:
    query = Query(name=entry, limit=SHOWN, newest=True)
    total = site.register.count(layer, query)
    lines = tuple(sorted(load_lines(site, layer, query), key=_time))
    kind = BY_LAYER[layer]
    more = list_address(kind.slug, {"name": entry}) if total > len(lines) else None
    return Section(kind.slug, SORTS.get(layer, "Events"), layer, lines, total, more)


def _time(line: Line) -> tuple[bool, str, str]:
    """Oldest first, the undated last."""
    return line.row.earliest is None, line.row.earliest or "", line.row.id


def _split_events(events: Section, entry: str) -> Iterator[Section]:
    """A body's own gatherings apart from the events that it took part in otherwise."""
    own = tuple(line for line in events.lines if line.names(entry, "body"))
    rest = tuple(line for line in events.lines if not line.names(entry, "body"))
    if own:
        yield Section(
            "sessions", "Its own sessions and events", "event", own, len(own), events.more
        )
    title = "Other events" if own else "Events"
    yield Section("events", title, "event", rest, len(rest) if own else events.total, events.more)


def group_offices(lines: Iterable[Line]) -> tuple[Tenure, ...]:
    """Offices in the order in which they were first given; the same words are one office."""
    groups: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.row.start or ""):
        groups.setdefault(fold_text(line.title), []).append(line)
    return tuple(Tenure(found[-1].title, tuple(found)) for found in groups.values())


def _find_coming(site: Site, entry: str) -> Line | None:
    """The next event that is announced and names the entry."""
    ahead = Query(name=entry, status="scheduled", since=site.today().isoformat(), limit=1)
    return next(iter(load_lines(site, "event", ahead)), None)
