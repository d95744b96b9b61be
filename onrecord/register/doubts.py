"""Pairs that a person should judge: kept as they are found, and given in order of likeness."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from onrecord.errors import InputError
from onrecord.model.doubt import BY_USE, Doubt
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import PAGE_SIZE

FACT_LAYERS = ("event", "act", "commitment", "quote")
NAME_LAYERS = ("person", "organisation", "state", "place", "instrument", "operation", "series")

TOLD = ("entry", "label", "kind", "start")  # of either side

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two: the id by which it is judged, its entry, what it is called and when it was."""

    id: str
    entry: str
    label: str
    kind: str
    start: str | None


@dataclass(frozen=True, slots=True)
class DoubtView:
    """Two that may be one: what speaks for and against it, and what keeps them apart.

    `since` is the moment from which the register was in doubt.
    """

    layer: str
    one: Side
    other: Side
    score: float
    features: tuple[tuple[str, float], ...]
    barred: str | None
    since: str


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """Some of the pairs in doubt, how many there are, and the cursor of the next page."""

    rows: tuple[DoubtView, ...]
    total: int
    following: str | None


def load_doubts(
    connection: Connection, layer: str | None, limit: int = PAGE_SIZE, cursor: str | None = None
) -> DoubtPage:
    """The pairs of entries in doubt, the likeliest first; of two entries the best pair.

    Raises `InputError` for a layer or cursor that is none.
    """
    if layer is not None and layer not in (*FACT_LAYERS, *NAME_LAYERS):
        raise InputError(layer, "no such layer", f"one of {', '.join(FACT_LAYERS + NAME_LAYERS)}")
    best = _best_pairs(layer).subquery()
    chosen = select(best).where(best.c.place == 1)
    total = connection.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    if cursor is not None:
        score, one, other = _parse_cursor(cursor)
        after = and_(best.c.one == one, best.c.other > other)
        level = and_(best.c.score == score, or_(best.c.one > one, after))
        chosen = chosen.where(or_(best.c.score < score, level))
    chosen = chosen.order_by(best.c.score.desc(), best.c.one, best.c.other)
    found = connection.execute(chosen.limit(limit + 1)).all()
    rows = found[:limit]
    following = _make_cursor(rows[-1]) if len(found) > limit else None
    return DoubtPage(tuple(map(_make_view, rows)), int(total), following)


def _best_pairs(layer: str | None) -> Select[Any]:
    """All pairs, each numbered among those of its two entries."""
    table = union_all(_select_sides(schema.names), _select_sides(schema.facts)).subquery()
    first, second = table.c.one_entry, table.c.other_entry
    low, high = (
        case((first < second, first), else_=second),
        case((first < second, second), else_=first),
    )
    order = (table.c.score.desc(), table.c.one, table.c.other)
    place = func.row_number().over(partition_by=(low, high), order_by=order).label("place")
    statement = select(table, place).where(first != second)
    return statement if layer is None else statement.where(table.c.layer == layer)


def _select_sides(side: Any) -> Select[Any]:
    """Present pairs of names, or of facts, with what both sides are called."""
    doubts, entries = schema.doubts, schema.entries
    columns: list[Any] = [*doubts.c]
    statement = select()
    joins: Any = doubts
    for name in ("one", "other"):
        own, entry = side.alias(), entries.alias()
        current = own.c.own == doubts.c[name]
        if side is schema.facts:
            current &= own.c.recorded_to.is_(None)
        joins = joins.join(own, current).join(entry, entry.c.id == own.c.entry)
        told = (own.c.kind, own.c.start) if side is schema.facts else (own.c.type, entry.c.start)
        label = entry.c.label if side is schema.facts else own.c.label
        values = (own.c.entry, label, *told)
        columns += [value.label(f"{name}_{key}") for key, value in zip(TOLD, values, strict=True)]
    return statement.add_columns(*columns).select_from(joins).where(doubts.c.recorded_to.is_(None))


def _make_view(row: Any) -> DoubtView:
    features = tuple((label, weight) for label, weight in json.loads(row.features))
    sides = (_make_side(row, row.one, "one"), _make_side(row, row.other, "other"))
    return DoubtView(row.layer, *sides, row.score, features, row.barred, row.recorded_from)


def _make_side(row: Any, own: str, name: str) -> Side:
    return Side(own, *(getattr(row, f"{name}_{key}") for key in TOLD))


def _make_cursor(row: Any) -> str:
    return f"{row.score!r}/{row.one}/{row.other}"


def _parse_cursor(cursor: str) -> tuple[float, str, str]:
    score, *pair = cursor.split("/")
    try:
        one, other = pair
        return float(score), one, other
    except ValueError as error:
        raise InputError(cursor, "no cursor", "take the one that a page ends with") from error


class DoubtStore:
    """The pairs in doubt as resolving finds them, within one transaction, at a moment."""

    def __init__(self, connection: Connection, moment: str) -> None:
        self._connection = connection
        self._moment = moment

    def keep(
        self,
        doubts: Iterable[Doubt],
        looked: AbstractSet[str],
        *,
        asked: AbstractSet[str],
        moved: AbstractSet[str],
        parted: AbstractSet[frozenset[str]],
    ) -> None:
        """Make what is in doubt of the names and facts `looked` at these pairs, and no others.

        Of the names in `asked` only the pairs are all known in which they are short for the
        other. `moved` have another entry than before, `parted` are entries of which a person
        said that they are different: pairs of one entry and of such entries are in no doubt.
        """
        held = {(row.one, row.other): row for row in self._held(looked | asked | moved)}
        found: dict[Pair, Doubt] = {}
        for doubt in doubts:  # likeness comes first, and is not looked at anew with usage
            found.setdefault((doubt.one, doubt.other), doubt)
        entries = self._entries({own for pair in (*held, *found) for own in pair})
        wanted = {pair: doubt for pair, doubt in found.items() if _is_open(pair, entries, parted)}
        stale = [
            row.id
            for pair, row in held.items()
            if pair not in wanted
            and (
                not looked.isdisjoint(pair)
                or (row.one in asked and BY_USE in row.features)
                or not _is_open(pair, entries, parted)
            )
        ]
        self._end(stale)
        self._renew(
            [
                (held[pair], wanted[pair])
                for pair in wanted.keys() & held.keys()
                if not looked.isdisjoint(pair) or BY_USE in held[pair].features
            ]
        )
        self._add([doubt for pair, doubt in sorted(wanted.items()) if pair not in held])

    def entry_pairs(self, layer: str, pairs: Mapping[int, AbstractSet[int]]) -> set[frozenset[str]]:
        """The entries of pairs of names (layer 'name') or of facts, by their rows."""
        table = schema.names if layer == "name" else schema.facts
        entries: dict[int, str] = {}
        for chunk in chunk_ids(pairs):
            rows = self._connection.execute(
                select(table.c.id, table.c.entry).where(table.c.id.in_(chunk))
            )
            entries |= {row.id: row.entry for row in rows}
        return {
            frozenset((entries[one], entries[other]))
            for one, others in pairs.items()
            for other in others
            if one in entries and other in entries
        }

    def _held(self, owns: AbstractSet[str]) -> list[Any]:
        table = schema.doubts
        found: dict[int, Any] = {}
        for chunk in chunk_ids(owns):
            for side in (table.c.one, table.c.other):
                rows = self._connection.execute(
                    select(table).where(side.in_(chunk), table.c.recorded_to.is_(None))
                )
                found |= {row.id: row for row in rows}
        return list(found.values())

    def _entries(self, owns: AbstractSet[str]) -> dict[str, str]:
        names, facts = schema.names.c, schema.facts.c
        found: dict[str, str] = {}
        for chunk in chunk_ids(owns):
            for statement in (
                select(names.own, names.entry).where(names.own.in_(chunk)),
                select(facts.own, facts.entry).where(
                    facts.own.in_(chunk), facts.recorded_to.is_(None)
                ),
            ):
                found |= {row.own: row.entry for row in self._connection.execute(statement)}
        return found

    def _end(self, rows: Iterable[int]) -> None:
        table = schema.doubts
        for chunk in chunk_ids(rows):
            self._connection.execute(
                update(table).where(table.c.id.in_(chunk)).values(recorded_to=self._moment)
            )

    def _renew(self, pairs: Iterable[tuple[Any, Doubt]]) -> None:
        table = schema.doubts
        rows = [
            {"row": row.id, **_told(doubt)}
            for row, doubt in pairs
            if (row.features, row.barred) != (_told(doubt)["features"], doubt.barred)
        ]
        if rows:
            changing = update(table).where(table.c.id == bindparam("row"))
            self._connection.execute(changing, rows)

    def _add(self, doubts: Iterable[Doubt]) -> None:
        rows = [
            {"layer": doubt.layer, "one": doubt.one, "other": doubt.other, **_told(doubt),
             "recorded_from": self._moment}
            for doubt in doubts
        ]  # fmt: skip
        if rows:
            self._connection.execute(insert(schema.doubts), rows)


def _told(doubt: Doubt) -> dict[str, object]:
    features = json.dumps(doubt.features)
    return {"score": doubt.score, "features": features, "barred": doubt.barred}


def _is_open(pair: Pair, entries: Mapping[str, str], parted: AbstractSet[frozenset[str]]) -> bool:
    """Whether two are of different entries that nobody called different."""
    one, other = (entries.get(own) for own in pair)
    if one is None or other is None or one == other:
        return False
    return frozenset((one, other)) not in parted
