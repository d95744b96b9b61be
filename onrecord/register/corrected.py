"""Facts as a person's words make them: a value put in the place of another, a fact added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.model.identity import derive_id, fold_text
from onrecord.model.judgement import Judgement
from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.claims import Touched, insert_row
from onrecord.register.entries import BY_HAND
from onrecord.register.ruled import Claim, Page, Row

TIME_SLOTS = {"event": ("start", "end"), "act": ("date",), "commitment": ("due",)}
TWINS = {"start": "end", "end": "start"}


def put_value(connection: Connection, row: Row, judgement: Judgement, touched: Touched) -> Row:
    """A row in which a slot has the value that a person gave it, in the words' old place."""
    slot, value = str(judgement.content["slot"]), judgement.content["value"]
    old = [c for c in row.claims if c.slot == slot]
    instead = judgement.content.get("instead")
    if instead is not None:
        old = [c for c in old if _calls(connection, c, str(instead))] or old[:1]
    place = (old[0].start, old[0].end) if old else row.evidence
    new = [make_claim(connection, slot, value, place, touched)] if value is not None else []
    at = row.claims.index(old[0]) if old else len(row.claims)
    kept = [*row.claims[:at], *new, *(c for c in row.claims[at:] if c not in old)]
    new_row = put_column(replace(row, claims=tuple(kept)), slot, value)
    return _put_twin(row, new_row, slot, value)


def _put_twin(old: Row, row: Row, slot: str, value: Any) -> Row:
    """An event's other day moves along where both were one day, or where it would lie before."""
    twin = TWINS.get(slot)
    if row.layer != "event" or twin is None:
        return row
    turned = row.start and row.end and latest_day(row.end) < earliest_day(row.start)
    if old.start != old.end and not turned:
        return row
    claims = (replace(c, value=value) if c.slot == twin else c for c in row.claims)
    return replace(
        row, start=value, end=value, claims=tuple(c for c in claims if c.value or c.name)
    )


def put_column(row: Row, slot: str, value: Any) -> Row:
    """A row whose own columns say what a slot now says."""
    if slot == "kind":
        return replace(row, kind=value)
    if slot == "status":
        return replace(row, status=value)
    if slot not in TIME_SLOTS.get(row.layer, ()):
        return row
    if row.layer != "event":
        return replace(row, start=value, end=value)
    return replace(row, start=value) if slot == "start" else replace(row, end=value)


def _calls(connection: Connection, claim: Claim, wanted: str) -> bool:
    """Whether a claim has this value: in words, or as the id of a name or its entry."""
    if claim.name is None:
        return fold_text(claim.value or "") == fold_text(wanted) or claim.value == wanted
    names = schema.names
    name = connection.execute(select(names).where(names.c.id == claim.name)).one()
    return wanted in (name.own, name.entry) or fold_text(name.label) == fold_text(wanted)


def make_claim(
    connection: Connection, slot: str, value: Any, place: tuple[int, int], touched: Touched
) -> Claim:
    """A claim of a value as the journal has it: words, or a name by type, key and label."""
    if not isinstance(value, dict):
        return Claim(slot, str(value), None, *place)
    table = schema.names
    known = connection.scalar(
        select(table.c.id).where(table.c.type == value["type"], table.c.key == value["key"])
    )
    if known is None:
        own = derive_id(value["type"], value["key"])
        row = {"type": value["type"], "key": value["key"], "label": value["label"]}
        known = insert_row(connection, insert(table).values(**row, own=own, entry=own))
    touched.names.add(int(known))
    return Claim(slot, None, int(known), *place)


def add_rows(
    connection: Connection, page: Page, judgements: Sequence[Judgement], touched: Touched
) -> list[Row]:
    """The facts that people added, where the words they marked stand in the present text."""
    found = []
    for judgement in judgements:
        if judgement.kind == "added":
            shift = _find_shift(page, judgement)
            if shift is not None:
                found.append(_added_row(connection, page, judgement, shift, touched))
    return found


def _find_shift(page: Page, judgement: Judgement) -> int | None:
    """How far the marked words have moved: not at all in the same text, else where they stand."""
    content = judgement.content
    if content["version"] == page.hash:
        return 0
    if page.text.count(content["text"]) != 1:
        return None
    return page.text.index(content["text"]) - int(content["start"])


def _added_row(
    connection: Connection, page: Page, judgement: Judgement, shift: int, touched: Touched
) -> Row:
    content = judgement.content
    evidence = (content["start"] + shift, content["end"] + shift)
    release = page.release_at(evidence[0])
    claims, row = [], Row(
        0, derive_id(content["layer"], BY_HAND, judgement.id), release.id, content["layer"],
        content["kind"], content["status"], None, None, release.published, evidence, BY_HAND, 1.0,
        page.moment, None, (), frozenset({(judgement.number, "added", "")}),
    )  # fmt: skip
    for slot in content["slots"]:
        place = (slot["start"] + shift, slot["end"] + shift)
        claims.append(make_claim(connection, slot["slot"], slot["value"], place, touched))
        row = put_column(row, slot["slot"], slot["value"])
    if row.layer in ("office", "quote"):
        row = replace(row, start=release.published, end=release.published)
    return replace(row, claims=tuple(claims))
