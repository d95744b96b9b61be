"""What an id stands for: its entry, the entry's names, the facts that name it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, or_, select

from onrecord.errors import NotFoundError
from onrecord.model.identity import layer_of
from onrecord.register import schema
from onrecord.register.matching import NAME_LAYERS


def resolve_id(connection: Connection, identifier: str) -> str:
    """The entry of an id, or of anything joined into it; `NotFoundError` where there is none."""
    table = schema.names if layer_of(identifier) in NAME_LAYERS else schema.facts
    found = connection.execute(
        select(table.c.entry)
        .where(or_(table.c.own == identifier, table.c.entry == identifier))
        .order_by(table.c.id.desc())
        .limit(1)
    ).scalar()
    if found is None:
        raise NotFoundError(f"{identifier}: the register has no entry of that id")
    return str(found)


def entry_names(connection: Connection, entry: str) -> tuple[str, ...]:
    """All names of an entry, the longest first."""
    names = schema.names.c
    found = connection.scalars(select(names.label).where(names.entry == entry)).all()
    return tuple(sorted(set(found), key=lambda name: (-len(name), name)))


def facts_naming(entry: str) -> Select[Any]:
    """The facts that name an entry, by their rows."""
    names, claims = schema.names.c, schema.claims.c
    return (
        select(claims.fact_id)
        .join(schema.names, names.id == claims.name_id)
        .where(names.entry == entry)
    )
