"""Commands that list entries: events, acts, promises, people, bodies and more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from inspect import Parameter, Signature
from typing import Any, get_args

from onrecord import terminal
from onrecord.commands.options import (
    AsCsv,
    AsJson,
    Home,
    Known,
    Limit,
    Offset,
    check_choice,
    make_option,
    open_home,
    out,
    parse_day,
)
from onrecord.export.tables import each_promise, each_row, flatten_entry
from onrecord.follow.status import STATUSES as FOLLOWED_STATUSES
from onrecord.model.fact import ActKind, EventKind, EventStatus
from onrecord.register.matching import FACT_LAYERS
from onrecord.register.reader import Register
from onrecord.register.views import PAGE_SIZE, Query

OPTIONS: Mapping[str, Any] = {
    "home": Home,
    "body": make_option("--body", "A body's name, part of it, or its id."),
    "person": make_option("--person", "A person's name, part of it, or its id."),
    "place": make_option("--place", "A place's name, part of it, or its id."),
    "kind": make_option("--kind", "A kind of the codebook, like session or signed."),
    "status": make_option("--status", "A status, like scheduled or kept."),
    "since": make_option("--from", "From this day on.", "DAY"),
    "until": make_option("--to", "Up to this day.", "DAY"),
    "asof": make_option(
        "--asof", "What became of them by this day (else --known or today).", "DAY"
    ),
    "known": Known,
    "words": make_option("--words", "Words of its title, side by side ('search' looks in texts)."),
    "limit": Limit,
    "offset": Offset,
    "as_json": AsJson,
    "as_csv": AsCsv,
}
COMMON = ("known", "limit", "offset", "as_json", "as_csv")
DEFAULTS: Mapping[str, object] = {
    "limit": PAGE_SIZE,
    "offset": 0,
    "as_json": False,
    "as_csv": False,
}
KINDS = {"event": get_args(EventKind), "act": get_args(ActKind)}
STATUSES = {"event": get_args(EventStatus), "commitment": FOLLOWED_STATUSES}


@dataclass(frozen=True, slots=True)
class List:
    """A command that lists a layer: its name, the filters that fit, and what it says of itself."""

    name: str
    layer: str
    filters: tuple[str, ...]
    summary: str


LISTS = (
    List(
        "events",
        "event",
        ("body", "person", "place", "kind", "status", "since", "until", "words"),
        "Events by date: sessions, meetings, visits, trainings, exercises and the like.",
    ),
    List(
        "acts",
        "act",
        ("body", "person", "kind", "since", "until", "words"),
        "Acts by date: what was adopted, approved, signed, decided and the like.",
    ),
    List(
        "promises",
        "commitment",
        ("body", "person", "status", "asof", "since", "until", "words"),
        "Promises by the day they are due: who undertook to do what.",
    ),
    List(
        "people",
        "person",
        ("person", "since", "until"),
        "People who are named in a fact, those named most often first.",
    ),
    List(
        "bodies",
        "organisation",
        ("body", "since", "until"),
        "Organisations and bodies that are named in a fact, those named most often first.",
    ),
)


def make_command(wanted: List) -> Callable[..., None]:
    """The function behind a list, with an option for each of its filters."""

    def command(**options: Any) -> None:
        home, as_json, as_csv = (options.pop(key) for key in ("home", "as_json", "as_csv"))
        listing = _find_listing(wanted.layer, options)
        with open_home(home, listing.known) as register:
            _print_list(listing, register, as_json=as_json, as_csv=as_csv)

    parameters = [
        Parameter(key, Parameter.KEYWORD_ONLY, annotation=OPTIONS[key], default=DEFAULTS.get(key))
        for key in ("home", *wanted.filters, *COMMON)
    ]
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {key.name: key.annotation for key in parameters}
    return command


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a list shows: a layer's entries that match, of promises those of a status on a day.

    `known` is the day by which the register must have known it, `asof` that of the status.
    """

    layer: str
    query: Query
    asof: date
    known: str | None
    status: str | None = None


def _find_listing(layer: str, options: dict[str, Any]) -> _Listing:
    known = parse_day("--known", options.pop("known", None))
    asof = parse_day("--asof", options.pop("asof", None)) or known
    query = _query(layer, options)
    day = date.fromisoformat(asof) if asof else date.today()
    if layer != "commitment":
        return _Listing(layer, query, day, known)
    return _Listing(layer, replace(query, status=None), day, known, query.status)


def _query(layer: str, options: dict[str, Any]) -> Query:
    for key, known in (("kind", KINDS.get(layer)), ("status", STATUSES.get(layer))):
        check_choice(f"--{key}", options.get(key), known)
    for key in ("since", "until"):
        options[key] = parse_day(f"--{'from' if key == 'since' else 'to'}", options.get(key))
    return Query(**options)


def _print_list(listing: _Listing, register: Register, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        terminal.print_json(_all_rows(register, listing))
    elif as_csv:
        terminal.print_csv(listing.layer, _all_rows(register, listing))
    else:
        terminal.print_table(out, listing.layer, *_some_rows(register, listing))


def _all_rows(register: Register, listing: _Listing) -> Iterator[dict[str, object]]:
    if listing.layer == "commitment":
        return each_promise(register, listing.query, listing.asof, listing.status)
    return each_row(register, listing.layer, listing.query)


def _some_rows(register: Register, listing: _Listing) -> tuple[list[dict[str, object]], int]:
    """The rows of one page, and how many there are in all."""
    layer, query = listing.layer, listing.query
    if layer == "commitment":
        rows = list(_all_rows(register, listing))
        return rows[query.offset : query.offset + query.limit], len(rows)
    entries = register.entries(layer, query)
    facts = register.facts([entry.id for entry in entries]) if layer in FACT_LAYERS else {}
    found = [flatten_entry(entry, facts.get(entry.id, [])) for entry in entries]
    return found, register.count(layer, query)
