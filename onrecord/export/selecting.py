"""The tables of an export with their rows, read as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.export.about import Selection
from onrecord.export.columns import Told
from onrecord.export.declared import ENTRIES, EVIDENCE, LAYER_TABLES, RELEASES
from onrecord.export.registry import Row, Table
from onrecord.export.tables import each_entry, each_evidence, each_followed
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.reader import Register
from onrecord.register.state import page_sources
from onrecord.register.views import EntryRow, FactView, Query

PAGE = 500  # releases fetched at once

Rows = Iterator[Row]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a selection holds: ids only, so that memory stays small beside the rows."""

    facts: dict[str, None] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    releases: set[str] = field(default_factory=set)


def each_table(register: Register, selection: Selection) -> Iterator[tuple[Table, Rows]]:
    """Every table with its rows, in this order: each table's rows must be read before the next.

    Under a filter the tables of facts hold what matches, the tables of names what these
    facts name, and the releases those that tell them.
    """
    kept = _Kept() if selection.filters else None
    for layer in FACT_LAYERS:
        table = LAYER_TABLES[layer]
        yield table, _each_fact_row(register, selection, table, kept)
    yield EVIDENCE, _each_evidence_row(register, kept)
    for layer in NAME_LAYERS:
        table = LAYER_TABLES[layer]
        yield table, (table.flatten(Told(row)) for row in _each_name(register, layer, kept))
    yield ENTRIES, (ENTRIES.flatten(row) for row in _each_row(register, kept))
    yield RELEASES, _each_release_row(register, kept)


def each_told(register: Register, selection: Selection, layer: str) -> Iterator[Told]:
    """The facts of a layer that match, with their accounts."""
    if layer != "commitment":
        for entry, facts in each_entry(register, layer, selection.query):
            yield Told(entry, facts)
    elif selection.promises is not None:
        query, status = selection.promises
        yield from each_followed(register, query, selection.asof, status)


def _each_fact_row(
    register: Register, selection: Selection, table: Table, kept: _Kept | None
) -> Rows:
    for told in each_told(register, selection, table.layer or ""):
        if kept is not None:
            _keep(kept, told)
        yield table.flatten(told)


def _keep(kept: _Kept, told: Told) -> None:
    kept.facts[told.entry.id] = None
    values = [value for fact in told.facts for value in fact.values]
    kept.names.update(value.entry for value in values if value.entry)
    kept.releases.update(value.quotation.release for value in values)


def _each_evidence_row(register: Register, kept: _Kept | None) -> Rows:
    for layer in FACT_LAYERS:
        for entry, facts in _each_account(register, layer, kept):
            yield from each_evidence(entry, facts)


def _each_account(
    register: Register, layer: str, kept: _Kept | None
) -> Iterator[tuple[EntryRow, Sequence[FactView]]]:
    if kept is None:
        return each_entry(register, layer, Query())
    return (e for e in each_entry(register, layer, Query()) if e[0].id in kept.facts)


def _each_name(register: Register, layer: str, kept: _Kept | None) -> Iterable[EntryRow]:
    rows = register.each(layer)
    return rows if kept is None else (row for row in rows if row.id in kept.names)


def _each_row(register: Register, kept: _Kept | None) -> Iterator[EntryRow]:
    for layer in FACT_LAYERS:
        for row in register.each(layer):
            if kept is None or row.id in kept.facts:
                yield row
    for layer in NAME_LAYERS:
        yield from _each_name(register, layer, kept)


def _each_release_row(register: Register, kept: _Kept | None) -> Rows:
    after: int | None = 0
    while after is not None:
        rows, after = register.ask(page_sources, after, PAGE)
        for row in rows:
            if kept is None or row.id in kept.releases:
                yield RELEASES.flatten(row)
