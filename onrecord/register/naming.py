"""Acts and events whose words name an entry: where its name stands inside what they quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, false, or_, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.evidence import load_facts
from onrecord.register.views import FactView


@dataclass(frozen=True, slots=True)
class Naming:
    """A present act or event that names an entry; `object` says that an act's object does."""

    fact: FactView
    object: bool


def load_naming(connection: Connection, entry: str) -> list[Naming]:
    """The present acts and events in whose sentence an entry is named, by day of publication."""
    mentions, names, facts, claims = schema.mentions, schema.names, schema.facts, schema.claims
    inside = (
        (facts.c.version_id == mentions.c.version_id)
        & (facts.c.evidence_start <= mentions.c.start)
        & (facts.c.evidence_end >= mentions.c.end)
    )
    rows = connection.execute(
        select(facts.c.id, facts.c.own, claims.c.id.label("claim"))
        .select_from(names)
        .join(mentions, mentions.c.name_id == names.c.id)
        .join(facts, inside)
        .outerjoin(
            claims,
            (claims.c.fact_id == facts.c.id)
            & (claims.c.slot == "object")
            & (claims.c.start <= mentions.c.start)
            & (claims.c.end >= mentions.c.end),
        )
        .where(
            names.c.entry == entry,
            facts.c.recorded_to.is_(None),
            facts.c.layer.in_(("act", "event")),
        )
    ).all()
    owned = {row.own for row in rows if row.claim is not None}
    ids = {row.id for row in rows}
    for row in connection.execute(_quoting(connection, entry)):
        ids.add(row.id)
        owned |= {row.own} if row.layer == "act" else set()
    found: list[FactView] = []
    for chunk in chunk_ids(ids):
        found += load_facts(connection, facts.c.id.in_(chunk), current=True)
    return [Naming(fact, fact.id in owned) for fact in found]


def _quoting(connection: Connection, entry: str) -> Any:
    """Present acts whose object, and events whose words, have a name of the entry in them.

    A name of one word may be anything's and is left out.
    """
    names, facts, claims = schema.names.c, schema.facts, schema.claims
    labels = connection.scalars(select(names.label).where(names.entry == entry)).all()
    told = [
        claims.c.value.icontains(label, autoescape=True) for label in labels if " " in label.strip()
    ]
    return (
        select(facts.c.id, facts.c.own, facts.c.layer)
        .join(claims, claims.c.fact_id == facts.c.id)
        .where(
            claims.c.slot.in_(("object", "trigger")),
            or_(false(), *told),
            facts.c.recorded_to.is_(None),
            facts.c.layer.in_(("act", "event")),
        )
        .distinct()
    )
