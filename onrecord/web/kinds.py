"""What the register holds, as a reader meets it: each layer's name, address and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from onrecord.follow.status import STATUSES
from onrecord.model.fact import ActKind, EventKind, EventStatus
from onrecord.register.matching import NAME_LAYERS


@dataclass(frozen=True, slots=True)
class Kind:
    """One layer of the register: its list stands at `/slug`, an entry at `/path/ID`."""

    layer: str
    slug: str
    path: str
    one: str
    many: str
    lead: str
    filters: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether its entries are names (people, bodies, places …) rather than facts."""
        return self.layer in NAME_LAYERS


DAYS = ("since", "until")


def _name_kind(layer: str, slug: str, path: str, one: str, many: str, lead: str) -> Kind:
    return Kind(layer, slug, path, one, many, lead, ("name", *DAYS))


KINDS: tuple[Kind, ...] = (
    Kind(
        "event",
        "events",
        "event",
        "event",
        "events",
        "Gatherings and activities that were held, announced, postponed or cancelled, by date.",
        ("words", "body", "person", "place", "kind", "status", *DAYS),
        kinds=get_args(EventKind),
        statuses=get_args(EventStatus),
    ),
    Kind(
        "act",
        "acts",
        "act",
        "act",
        "acts",
        "What was adopted, approved, signed, agreed, decided or appointed, by date.",
        ("words", "body", "person", "kind", *DAYS),
        kinds=get_args(ActKind),
    ),
    Kind(
        "commitment",
        "promises",
        "promise",
        "promise",
        "promises",
        "What somebody said they will do, by the day it is due.",
        ("words", "body", "person", "status", *DAYS),
        statuses=STATUSES,
    ),
    _name_kind(
        "person",
        "people",
        "person",
        "person",
        "people",
        "People named in a fact, most often first.",
    ),
    _name_kind(
        "organisation",
        "bodies",
        "body",
        "body",
        "bodies",
        "Organisations and bodies named in a fact, most often first.",
    ),
    _name_kind(
        "state", "states", "state", "state", "states", "States named in a fact, most often first."
    ),
    _name_kind(
        "place",
        "places",
        "place",
        "place",
        "places",
        "Cities, regions and venues named in a fact, most often first.",
    ),
    _name_kind(
        "operation",
        "operations",
        "operation",
        "operation",
        "operations",
        "Operations, missions and exercises that have a name.",
    ),
    _name_kind(
        "instrument",
        "instruments",
        "instrument",
        "instrument",
        "instruments",
        "Treaties, plans, declarations and decisions that have a name.",
    ),
    _name_kind(
        "series",
        "series",
        "series",
        "series",
        "series",
        "Events that recur under a name or number.",
    ),
    Kind(
        "office",
        "offices",
        "office",
        "office",
        "offices",
        "Who held which office, and when a release said so.",
        ("words", "person", *DAYS),
    ),
    Kind(
        "quote",
        "quotes",
        "quote",
        "statement",
        "statements",
        "Words that a release quotes, with the speaker where it is known.",
        ("words", "person", "kind", *DAYS),
        kinds=("direct", "reported"),
    ),
)
BY_LAYER: Mapping[str, Kind] = {kind.layer: kind for kind in KINDS}
BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in KINDS}
MAIN_SLUGS = ("events", "acts", "promises", "people", "bodies")

SLOT_WORDS: Mapping[str, str] = {
    "when": "When",
    "start": "From",
    "end": "Until",
    "date": "Date",
    "due": "Due",
    "status": "Status",
    "kind": "Kind",
    "body": "Body",
    "chair": "Chair",
    "host": "Host",
    "participant": "Taking part",
    "actor": "Who",
    "object": "What",
    "action": "What",
    "place": "Where",
    "theme": "On",
    "mode": "Mode",
    "person": "Person",
    "office": "Office",
    "speaker": "Speaker",
    "quote": "Words",
    "event": "At",
    "trigger": "Told as",
}
