"""What a judgement is about, from how a person calls it to what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from sqlalchemy import Connection, select

from onrecord.errors import InputError, NotFoundError
from onrecord.model.fact import ActKind, EventKind, EventStatus, Mode
from onrecord.model.identity import fold_text, layer_of
from onrecord.model.time import check_edtf
from onrecord.register import schema
from onrecord.register.anchors import ANCHOR_SLOTS, load_anchor

NAME_TYPES = ("person", "organisation", "state", "place", "instrument", "operation", "series")
PLACES, BODIES = ("place", "state", "organisation"), ("organisation", "state")
ACTORS = ("person", "organisation", "state", "place")
NAMED: Mapping[str, tuple[str, ...]] = {
    "place": PLACES,
    "body": BODIES,
    "chair": ACTORS,
    "host": ("organisation", "person", "state", "place"),
    "participant": ACTORS,
    "actor": ACTORS,
    "speaker": ACTORS,
    "person": ("person",),
}
SLOTS: Mapping[str, tuple[str, ...]] = {
    "event": (
        "kind", "status", "start", "end", "trigger", "place", "body", "chair", "host",
        "participant", "theme", "mode",
    ),
    "act": ("kind", "object", "actor", "date", "event"),
    "commitment": ("action", "actor", "due"),
    "office": ("office", "person"),
    "quote": ("kind", "quote", "speaker"),
}  # fmt: skip
NEEDED = {"kind", "status", "trigger", "object", "action", "office", "person", "quote"}
DATED = {"start", "end", "date", "due"}
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("event", "kind"): get_args(EventKind),
    ("event", "status"): get_args(EventStatus),
    ("event", "mode"): get_args(Mode),
    ("act", "kind"): get_args(ActKind),
    ("quote", "kind"): ("direct", "reported"),
}

Content = dict[str, Any]


def find_side(connection: Connection, called: str) -> Content:
    """One side of a pair: a fact by its id, or a name by its id or in its own words."""
    layer = layer_of(called)
    if layer in ANCHOR_SLOTS:
        if layer == "office":
            raise InputError(called, "an office goes with its person", "judge the persons")
        return load_anchor(connection, called).to_content()
    return {"id": find_name(connection, called)["own"], **_strip(find_name(connection, called))}


def _strip(name: Content) -> Content:
    return {key: name[key] for key in ("type", "key", "label")}


def find_name(connection: Connection, called: str) -> Content:
    """A name by its id, by the id of its entry, or in its own words.

    Raises `NotFoundError` for an unknown one, `InputError` where several have these words.
    """
    table = schema.names
    by_id = layer_of(called) in NAME_TYPES
    condition = table.c.own == called if by_id else table.c.key == fold_text(called)
    rows = connection.execute(select(table).where(condition)).mappings().all()
    if not rows:
        raise NotFoundError(f"{called}: the register has no name like that")
    if len(rows) > 1:
        known = ", ".join(f"{row['own']} ({row['type']})" for row in rows)
        raise InputError(called, f"several are called that: {known}", "give an id")
    return dict(rows[0])


def find_fact(connection: Connection, identifier: str) -> Content:
    """A fact by its id. Raises `NotFoundError` where it is none."""
    if layer_of(identifier) not in ANCHOR_SLOTS:
        raise NotFoundError(f"{identifier}: this is no fact's id; 'onrecord show' gives them")
    return load_anchor(connection, identifier).to_content()


def find_value(
    connection: Connection, layer: str, slot: str, value: str, type_: str | None = None
) -> Any:
    """A slot's value as the journal keeps it: words, a date, or a name; None takes it away.

    Raises `InputError` for a slot that the layer does not have, and for a value that does not
    fit it; `TimeError` for a date that is none.
    """
    if slot not in SLOTS[layer]:
        raise InputError(slot, f"no slot of this {layer}", f"one of {', '.join(SLOTS[layer])}")
    if not value.strip():
        if slot in NEEDED:
            raise InputError(slot, "cannot be empty", "call the fact wrong instead")
        return None
    if slot in NAMED:
        return _name_value(connection, slot, value, type_)
    if slot in DATED:
        return check_edtf(value)
    if slot == "event" and layer_of(value) != "event":
        raise InputError(slot, f"{value!r} is no event's id", "give the id of an account of it")
    choices = CHOICES.get((layer, slot))
    if choices and value not in choices:
        raise InputError(slot, f"{value!r} is none", f"one of {', '.join(choices)}")
    return value


def _name_value(connection: Connection, slot: str, value: str, type_: str | None) -> Content:
    """A name that the register knows, or a new one of the type given, else the slot's first."""
    if layer_of(value) in NAME_TYPES:
        return _strip(find_name(connection, value))
    types = NAMED[slot]
    if type_ is not None and type_ not in types:
        raise InputError("--type", f"{type_!r} cannot be a {slot}", f"one of {', '.join(types)}")
    table = schema.names
    rows = connection.execute(select(table).where(table.c.key == fold_text(value))).mappings()
    known = {row["type"]: dict(row) for row in rows}
    for kind in [type_] if type_ else types:
        if kind in known:
            return _strip(known[kind])
    label = " ".join(value.split())
    return {"type": type_ or types[0], "key": fold_text(value) or value, "label": label}


def find_document_name(connection: Connection, where: str) -> str:
    """The name of a document, given by itself or by the id of a release in it.

    Raises `NotFoundError` where there is none.
    """
    versions, documents, releases = schema.versions, schema.documents, schema.releases
    known = documents.c.name == where
    if layer_of(where) == "release":
        known = versions.c.id.in_(select(releases.c.version_id).where(releases.c.own == where))
    statement = select(documents.c.name).join(versions, versions.c.document_id == documents.c.id)
    found = connection.scalar(statement.where(known).limit(1))
    if found is None:
        raise NotFoundError(f"{where}: the register has no such document or release")
    return str(found)


def find_passage(
    connection: Connection, where: str, quote: str, start: int | None = None
) -> tuple[str, str, int]:
    """The document, version and place of words in a present text; `start` where they recur.

    `where` is a document's name or a release's id.
    """
    versions, documents, releases = schema.versions, schema.documents, schema.releases
    known = documents.c.name == where
    if layer_of(where) == "release":
        known = versions.c.id.in_(select(releases.c.version_id).where(releases.c.own == where))
    row = connection.execute(
        select(documents.c.name, versions.c.hash, versions.c.text)
        .join(versions, versions.c.document_id == documents.c.id)
        .where(known, versions.c.recorded_to.is_(None))
    ).first()
    if row is None:
        raise NotFoundError(f"{where}: the register has no such document or present release")
    places = _find_all(row.text, quote)
    if start is not None and start in places:
        return row.name, row.hash, start
    if len(places) != 1:
        known_at = f"; they stand at {', '.join(map(str, places))}" if places else ""
        raise InputError(
            repr(quote), f"not found once in {row.name}{known_at}", "quote it exactly, or say --at"
        )
    return row.name, row.hash, places[0]


def _find_all(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
