"""Small documents about invented institutions, told in a line each, and registers made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql

from onrecord.pipeline.resolving import resolve_touched
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.doubts import load_doubts
from onrecord.register.store import Engine, now, open_engine, writing
from onrecord.register.writer import write_document
from tests.gold import Gold, build_gold

SLOTS = {
    "places": "place",
    "bodies": "organisation",
    "chairs": "person",
    "hosts": "organisation",
    "participants": "person",
}


@dataclass
class Told:
    """An event of a document: `names` in each slot are surface forms, several of one with '|'."""

    kind: str
    start: str | None
    words: str = ""
    end: str | None = None
    status: str = "held"
    names: dict[str, Sequence[str]] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    acts: Sequence[tuple[str, str]] = ()
    promises: Sequence[tuple[str, str | None]] = ()


def tell(name: str, *told: Told, published: str | None = "2023-06-01") -> Gold:
    """A document in which each event is a release of its own."""
    text = ""
    gold: dict[str, Any] = {"releases": [], "entities": [], "events": [], "offices": []}
    gold |= {"acts": [], "commitments": []}
    known: dict[str, str] = {}
    for number, item in enumerate(told):
        begins = f"Item {number} of {name}"
        text += f"{begins}, {item.start}. "
        trigger = f"{item.kind} {number}"
        text += f"{item.words.format(trigger)} " if item.words else f"There was a {trigger}. "
        slots: dict[str, list[str]] = {slot: [] for slot in SLOTS}
        for slot, names in item.names.items():
            for forms in names:
                text += _introduce(gold, known, forms, SLOTS[slot])
                slots[slot].append(known[forms])
        first = next(iter([*slots["bodies"], *slots["participants"]]), None)
        actors = [first] if first else []
        for person, office in item.offices.items():
            text += _introduce(gold, known, person, "person") + f"{office}. "
            gold["offices"].append({"person": known[person], "office": office})
        for kind, thing in item.acts:
            text += f"{thing}. "
            act = {"kind": kind, "object": thing, "actors": actors, "event": None}
            gold["acts"].append(act | {"date": item.start})
        for action, due in item.promises:
            text += f"{action}. "
            gold["commitments"].append({"actors": actors, "action": action, "due": due})
        ends = f"End of item {number} of {name}"
        text += ends + ".\n\n"
        release: dict[str, Any] = {"headline": None, "published": published, "main": True}
        gold["releases"].append(release | {"begins": begins, "ends": ends})
        event: dict[str, Any] = {"id": f"V{number}", "kind": item.kind, "status": item.status}
        event |= {"start": item.start, "end": item.end or item.start, "theme": None, "mode": None}
        gold["events"].append(event | slots | {"triggers": [trigger]})
    return build_gold(name, text, gold)


def _introduce(gold: dict[str, Any], known: dict[str, str], forms: str, type_: str) -> str:
    if forms in known:
        return ""
    known[forms] = f"E{len(known)}"
    mentions = forms.split("|")
    gold["entities"].append({"id": known[forms], "type": type_, "mentions": mentions})
    return " and ".join(mentions) + ". "


def make_register(home: Path, batches: Sequence[Sequence[Gold]]) -> Engine:
    """A register in which the documents were added in these batches."""
    engine = open_engine(home, create=True)
    for batch in batches:
        add_batch(engine, batch)
    return engine


def add_batch(engine: Engine, batch: Sequence[Gold], rules: str = "1") -> None:
    """Add documents in one transaction."""
    touched = Touched()
    with writing(engine) as connection:
        for document in batch:
            page = document.reading.page
            source = Source(page.name, page.address, page.version, "text/plain")
            write_document(
                connection,
                source,
                document.reading,
                document.facts,
                rules=rules,
                moment=now(),
                touched=touched,
            )
        resolve_touched(connection, touched)


def list_names(engine: Engine) -> list[tuple[str, ...]]:
    """Type, key and entry of every name."""
    return _rows(engine, "SELECT type, key, entry FROM names ORDER BY type, key")


def list_facts(engine: Engine) -> list[tuple[str, ...]]:
    """Id and entry of every current fact."""
    return _rows(
        engine, "SELECT own, entry FROM facts WHERE recorded_to IS NULL ORDER BY own, entry"
    )


def list_entries(engine: Engine) -> list[tuple[str, ...]]:
    """The rows of all entries."""
    return _rows(engine, "SELECT * FROM entries ORDER BY id")


def list_doubts(engine: Engine) -> list[tuple[object, ...]]:
    """All pairs of entries in doubt, the likeliest first."""
    with engine.connect() as connection:
        page = load_doubts(connection, None, limit=10_000)
    assert page.total == len(page.rows)
    return [
        (row.layer, row.one.id, row.one.entry, row.other.id, row.other.entry, row.features,
         row.barred)
        for row in page.rows
    ]  # fmt: skip


def group_names(engine: Engine, type_: str) -> set[frozenset[str]]:
    """The keys of names of a type that share an entry, sets of one left out."""
    groups: dict[str, set[str]] = {}
    for kind, key, entry in list_names(engine):
        if kind == type_:
            groups.setdefault(entry, set()).add(key)
    return {frozenset(keys) for keys in groups.values() if len(keys) > 1}


def group_facts(engine: Engine, layer: str) -> list[list[str]]:
    """The documents whose current facts of a layer share an entry, sets of one left out."""
    rows = _rows(
        engine,
        "SELECT facts.entry, documents.name FROM facts "
        "JOIN versions ON versions.id = facts.version_id "
        "JOIN documents ON documents.id = versions.document_id "
        f"WHERE facts.recorded_to IS NULL AND facts.layer = '{layer}' ORDER BY 1, 2",
    )
    groups: dict[str, list[str]] = {}
    for entry, name in rows:
        groups.setdefault(entry, []).append(name)
    return sorted(names for names in groups.values() if len(names) > 1)


def _rows(engine: Engine, statement: str) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(statement))]
