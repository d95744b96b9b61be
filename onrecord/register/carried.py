"""Facts that a reworded page still tells in the same words: they keep their ids.

Each text is read on its own, and evidence stays in the text it was found in. Where the new text
tells a fact just as the old one did, with the same values quoted in the same words, it is the
same claim, known since the moment it was first recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Connection, insert, or_, select

from onrecord.model.text import Page
from onrecord.register import schema
from onrecord.register.rows import ClaimRow, FactRow
from onrecord.register.sameness import fold_passage

MADE = ("value", "added")  # effects of judgements on rows that a person's word has made
HELD = ("withdrew", "replaced", "based", "confirmed")  # on rows that were closed and are kept
REFERRING = "event"  # the slot whose value is another fact's id

Key = tuple[object, ...]


class Place(Protocol):
    """Where facts are written: a new version after a former one."""

    @property
    def version(self) -> int:
        """The version's row."""
        ...

    @property
    def former(self) -> int | None:
        """The row of the version that it takes the place of."""
        ...

    @property
    def page(self) -> Page:
        """The page as it was read."""
        ...

    @property
    def moment(self) -> str:
        """When."""
        ...


@dataclass(frozen=True, slots=True)
class _Former:
    """A fact of the former text: its id, and since when it is known."""

    own: str
    known_from: str


def carry_facts(
    connection: Connection, place: Place, rows: Sequence[FactRow], names: Mapping[str, int]
) -> tuple[FactRow, ...]:
    """The facts of a version with the ids that they had in the text before, where they had one."""
    if place.former is None:
        return _rename(rows, _load_carried(connection, place.version))
    former = _load_former(connection, place.former, place.moment)
    carried: dict[str, _Former] = {}
    for row in sorted(rows, key=lambda row: row.evidence.start):
        waiting = former.get(_key_row(row, names), [])
        if waiting:
            carried[row.own] = waiting.pop(0)
    kept = {own: found.own for own, found in carried.items()}
    if kept:
        values = [{"version_id": place.version, "own": o, "kept": k} for o, k in kept.items()]
        connection.execute(insert(schema.carried), values)
    since = {found.own: found.known_from for found in carried.values()}
    return tuple(replace(row, known_from=since.get(row.own)) for row in _rename(rows, kept))


def _rename(rows: Sequence[FactRow], kept: Mapping[str, str]) -> tuple[FactRow, ...]:
    """Facts under the ids that are kept, also where another fact refers to them."""
    if not kept:
        return tuple(rows)
    return tuple(
        replace(
            row,
            own=kept.get(row.own, row.own),
            claims=tuple(_rename_claim(claim, kept) for claim in row.claims),
        )
        for row in rows
    )


def _rename_claim(claim: ClaimRow, kept: Mapping[str, str]) -> ClaimRow:
    if claim.slot != REFERRING or claim.value is None:
        return claim
    return replace(claim, value=kept.get(claim.value, claim.value))


def _load_carried(connection: Connection, version: int) -> dict[str, str]:
    table = schema.carried.c
    rows = connection.execute(select(table.own, table.kept).where(table.version_id == version))
    return {row.own: row.kept for row in rows}


def _key_row(row: FactRow, names: Mapping[str, int]) -> Key:
    claims = (
        (c.slot, names[c.entity] if c.entity else _fold(c.value), fold_passage(c.span.text))
        for c in row.claims
        if c.slot != REFERRING
    )
    told = (row.layer, row.kind, row.status, row.start, row.end)
    return (*told, fold_passage(row.evidence.text), frozenset(claims))


def _fold(value: str | None) -> str | None:
    return None if value is None else fold_passage(value)


def _load_former(connection: Connection, version: int, moment: str) -> dict[Key, list[_Former]]:
    """What the machine found in the former text, by what makes a fact the same in another."""
    facts, rulings = schema.facts.c, schema.rulings.c
    text = connection.scalar(select(schema.versions.c.text).where(schema.versions.c.id == version))
    made = select(rulings.fact_id).where(rulings.effect.in_(MADE))
    held = select(rulings.fact_id).where(rulings.effect.in_(HELD))
    rows = connection.execute(
        select(schema.facts)
        .where(facts.version_id == version, facts.id.not_in(made))
        .where(or_(facts.recorded_to == moment, facts.id.in_(held)))
        .order_by(facts.id)
    ).all()
    last = {row.own: row for row in rows}
    claims = _load_claims(connection, version)
    found: dict[Key, list[_Former]] = {}
    for row in sorted(last.values(), key=lambda row: row.evidence_start):
        former = _Former(row.own, row.known_from or row.recorded_from)
        found.setdefault(_key_stored(row, claims.get(row.id, ()), text or ""), []).append(former)
    return found


def _load_claims(connection: Connection, version: int) -> dict[int, list[Any]]:
    facts, claims = schema.facts, schema.claims
    statement = (
        select(claims)
        .join(facts, facts.c.id == claims.c.fact_id)
        .where(facts.c.version_id == version)
    )
    found: dict[int, list[Any]] = {}
    for claim in connection.execute(statement):
        found.setdefault(claim.fact_id, []).append(claim)
    return found


def _key_stored(row: Any, claims: Iterable[Any], text: str) -> Key:
    values = (
        (c.slot, c.name_id or _fold(c.value), fold_passage(text[c.start : c.end]))
        for c in claims
        if c.slot != REFERRING
    )
    told = (row.layer, row.kind, row.status, row.start, row.end)
    evidence = fold_passage(text[row.evidence_start : row.evidence_end])
    return (*told, evidence, frozenset(values))
