"""What an id once meant: entries that nothing tells any more, and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from onrecord.model.identity import layer_of
from onrecord.model.judgement import Judgement, find_active
from onrecord.register import schema
from onrecord.register.entries import draw_facts
from onrecord.register.journal import load_journal

NAME_LAYERS = ("person", "organisation", "state", "place", "instrument", "operation", "series")


def tell_withdrawal(connection: Connection, identifier: str, entry: str) -> str:
    """Why an id that the register has given has no entry now."""
    if layer_of(identifier) in NAME_LAYERS:
        return f"{identifier}: no present text names it in a fact"
    facts, versions, documents = schema.facts, schema.versions, schema.documents
    row = connection.execute(
        select(
            facts.c.id, facts.c.recorded_to, facts.c.version_id, documents.c.name,
            documents.c.rules, versions.c.recorded_to.label("reworded"),
        )
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(facts.c.entry == entry, facts.c.recorded_to.is_not(None))
        .order_by(facts.c.recorded_to.desc(), facts.c.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return f"{identifier}: no current entry of that id"
    day = row.recorded_to[:10]
    refusal = _find_refusal(connection, entry)
    if refusal is not None:
        because = f": {refusal.reason}" if refusal.reason else ""
        how = "replaced" if refusal.kind == "added" else "called wrong"
        return f"{identifier}: {how} by {refusal.author} on {day}{because}"
    if row.reworded == row.recorded_to:
        return f"{identifier}: withdrawn on {day}, {row.name} was reworded and tells it no more"
    return f"{identifier}: withdrawn on {day}, newer rules find it no more in {row.name}"


def _find_refusal(connection: Connection, entry: str) -> Judgement | None:
    """The last judgement that holds and has withdrawn an account of an entry."""
    rulings, facts = schema.rulings, schema.facts
    numbers = set(
        connection.scalars(
            select(rulings.c.judgement)
            .join(facts, facts.c.id == rulings.c.fact_id)
            .where(facts.c.entry == entry, rulings.c.effect.in_(("withdrew", "replaced")))
        )
    )
    active = find_active(load_journal(connection)) if numbers else []
    return next((said for said in reversed(active) if said.number in numbers), None)


def find_former(connection: Connection, entry: str) -> dict[str, Any] | None:
    """The row of an entry that nothing tells any more, as its last accounts tell it."""
    facts = schema.facts
    rows = connection.execute(
        select(facts).where(facts.c.entry == entry).order_by(facts.c.published, facts.c.own)
    ).all()
    ended = max((row.recorded_to or "" for row in rows), default="")
    drawn = draw_facts(connection, [row for row in rows if row.recorded_to == ended])
    return dict(drawn[0]) if drawn else None
