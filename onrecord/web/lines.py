"""An entry as one line of a list: what it is called, when it is, who has a part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from onrecord.pipeline.statuses import Followed
from onrecord.register.ledger import find_ledger, find_refused
from onrecord.register.matching import FACT_LAYERS, find_ids, find_latest
from onrecord.register.references import load_entries
from onrecord.register.views import PAGE_SIZE, EntryRow, FactView, Query, Value
from onrecord.web.addresses import entry_address
from onrecord.web.site import Site
from onrecord.web.words import shorten

TITLE_LENGTH = 300  # characters
CHUNK = 200  # promises followed at once
OUTSTANDING = frozenset({"open", "due", "overdue", "postponed"})
TITLE_SLOTS = {"act": "object", "commitment": "action", "office": "office", "quote": "quote"}

Slots = Mapping[str, tuple[str, ...]]  # those of each layer that are loaded; all where none is told
EVERY: Slots = {}
TITLES: Slots = {"event": (), **{layer: (slot,) for layer, slot in TITLE_SLOTS.items()}}
SHOWN: Slots = {  # what rows of lists tell
    "event": ("chair", "body", "host", "participant", "place", "theme"),
    "act": ("object", "actor"),
    "commitment": ("action", "actor"),
    "office": ("office", "person"),
    "quote": ("quote", "speaker"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a value is called, and its page where it has one."""

    text: str
    address: str | None = None

    @property
    def key(self) -> str:
        """What tells it from others, however it is called: its page, else its words."""
        return self.address or self.text


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with its present accounts, oldest release first, with the values asked for."""

    row: EntryRow
    title: str
    address: str
    facts: tuple[FactView, ...] = ()
    followed: Followed | None = None

    def named(self, *slots: str) -> tuple[Name, ...]:
        """The distinct values of these slots in all accounts."""
        return name_values([value for fact in self.facts for value in fact.of(*slots)])

    @property
    def outstanding(self) -> bool:
        """Whether a promise is still to be done, as far as the register knows."""
        return self.followed is not None and self.followed.status in OUTSTANDING

    def names(self, entry: str, *slots: str) -> bool:
        """Whether some account names this entry in one of these slots."""
        return any(value.entry == entry for fact in self.facts for value in fact.of(*slots))


def name_values(values: Sequence[Value]) -> tuple[Name, ...]:
    """Values as names, each once."""
    found = {
        value.entry or value.value: Name(
            " ".join(value.value.split()), entry_address(value.entry) if value.entry else None
        )
        for value in reversed(values)
    }
    return tuple(reversed(found.values()))


def make_line(row: EntryRow, facts: Sequence[FactView], followed: Followed | None = None) -> Line:
    """The line of an entry."""
    return Line(row, title_entry(row, facts), entry_address(row.id), tuple(facts), followed)


def title_entry(row: EntryRow, facts: Sequence[FactView]) -> str:
    """What an entry is called on pages: 'Session: Harbour Council', or the words themselves."""
    if row.layer == "event":
        return f"{row.kind.capitalize()}: {row.label}"
    slot = TITLE_SLOTS.get(row.layer)
    words = (
        next((v.value for fact in reversed(facts) for v in fact.of(slot)), None) if slot else None
    )
    return shorten(words or row.label, TITLE_LENGTH)


def load_lines(
    site: Site, layer: str, query: Query, asof: date | None = None, slots: Slots = SHOWN
) -> tuple[Line, ...]:
    """The lines of a list, facts loaded together and promises followed to a day."""
    return fill_lines(site, layer, site.register.entries(layer, query), asof, slots)


def load_chosen(
    site: Site, ids: Sequence[str], asof: date | None = None, slots: Slots = SHOWN
) -> tuple[Line, ...]:
    """The lines of these entries, whatever their layers, by time."""
    rows = site.register.ask(load_entries, ids)
    told = [row.id for row in rows if row.layer in FACT_LAYERS]
    wanted = {slot for layer in FACT_LAYERS for slot in slots.get(layer, ())}
    facts = site.register.facts(told, tuple(sorted(wanted)) if slots else None)
    promises = [row.id for row in rows if row.layer == "commitment"]
    followed = site.follow(site.register, asof or site.today(), promises) if promises else {}
    return tuple(make_line(row, facts.get(row.id, []), followed.get(row.id)) for row in rows)


def load_latest(site: Site, layers: Sequence[str], query: Query) -> Iterator[Line]:
    """The lines of what names somebody, so many of each layer, told last; titles alone."""
    for layer, ids in site.register.ask(find_latest, layers, query).items():
        yield from fill_lines(site, layer, site.register.ask(load_entries, ids), None, TITLES)


def each_followed(site: Site, query: Query, asof: date) -> Iterator[Line]:
    """All promises that match and have the query's status on a day, whatever its limit."""
    ids = iter(find_followed(site, query, asof))
    while chunk := list(islice(ids, CHUNK)):
        yield from load_followed(site, chunk, asof, EVERY)


def find_followed(site: Site, query: Query, asof: date) -> list[str]:
    """The ids of all promises that match and have the query's status on a day, in its order.

    A status is found and not stored; where a person refused an answer it is found one by one.
    """
    every = replace(query, status=None, limit=PAGE_SIZE, offset=0)
    if query.status is None:
        return list(site.register.recall(find_ids, "commitment", every))
    ids = list(site.register.recall(find_ledger, every, query.status, str(asof)))
    refused = site.register.recall(find_refused).intersection(ids)
    if not refused:
        return ids
    told = site.follow(site.register, asof, sorted(refused))
    wrong = {id_ for id_, followed in told.items() if followed.status != query.status}
    return [id_ for id_ in ids if id_ not in wrong]


def load_followed(
    site: Site, ids: Sequence[str], asof: date, slots: Slots = SHOWN
) -> tuple[Line, ...]:
    """The lines of promises that were found before, in their order."""
    rows = {row.id: row for row in site.register.ask(load_entries, ids)}
    return fill_lines(site, "commitment", [rows[id_] for id_ in ids if id_ in rows], asof, slots)


def load_outlines(
    site: Site, layer: str, query: Query, asof: date | None = None
) -> tuple[Line, ...]:
    """The lines of a list without their accounts: for places that show titles only."""
    rows = site.register.entries(layer, query)
    followed: Mapping[str, Followed] = {}
    if layer == "commitment":
        followed = site.follow(site.register, asof or site.today(), [row.id for row in rows])
    return tuple(make_line(row, (), followed.get(row.id)) for row in rows)


def fill_lines(
    site: Site, layer: str, rows: Sequence[EntryRow], asof: date | None, slots: Slots = SHOWN
) -> tuple[Line, ...]:
    """The lines of entries of a layer whose rows were found before."""
    ids = [row.id for row in rows]
    facts = site.register.facts(ids, slots.get(layer)) if layer in FACT_LAYERS else {}
    followed: Mapping[str, Followed] = {}
    if layer == "commitment":
        followed = site.follow(site.register, asof or site.today(), ids)
    return tuple(make_line(row, facts.get(row.id, []), followed.get(row.id)) for row in rows)
