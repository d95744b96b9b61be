"""What an id stands for: its entry with the names that it has and the facts that name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from onrecord.errors import NotFoundError, WithdrawnError
from onrecord.model.identity import layer_of
from onrecord.register import schema
from onrecord.register.evidence import load_facts
from onrecord.register.matching import NAME_LAYERS
from onrecord.register.past import find_former, tell_withdrawal
from onrecord.register.views import EntryRow, EntryView, FactView


def load_entry(connection: Connection, identifier: str, *, facts: bool, history: bool) -> EntryView:
    """An entry by an id, as `Register.entry` gives it."""
    entry = resolve_id(connection, identifier)
    row = connection.execute(select(schema.entries).where(schema.entries.c.id == entry)).mappings()
    found = row.first() or (find_former(connection, entry) if history else None)
    if found is None:
        raise WithdrawnError(tell_withdrawal(connection, identifier, entry))
    names = entry_names(connection, entry)
    condition = (
        schema.facts.c.id.in_(facts_naming(entry)) if names else schema.facts.c.entry == entry
    )
    accounts = load_facts(connection, condition, current=not history) if facts else []
    told = [fact for fact in accounts if fact.recorded_from != fact.recorded_to]
    return EntryView(EntryRow(**found), tuple(_join_carried(told)), names)


def _join_carried(told: Sequence[FactView]) -> Iterator[FactView]:
    """One account of each claim: where a later text carried it on, the one of that text."""
    last = {(fact.id, fact.recorded_from): fact for fact in sorted(told, key=_lasting)}
    yield from (fact for fact in told if last[fact.id, fact.recorded_from] is fact)


def _lasting(fact: FactView) -> tuple[bool, str]:
    """A fact's place among accounts of one claim by when it ended, the present one last."""
    return fact.recorded_to is None, fact.recorded_to or ""


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
