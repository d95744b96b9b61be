"""Entries as flat rows, and every value with its quotation: the rows of all exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from onrecord.export.columns import FOLLOWED_COLUMNS, Told
from onrecord.export.declared import EVIDENCE, LAYER_TABLES, Stated
from onrecord.export.registry import Row
from onrecord.pipeline.statuses import Followed, promise_statuses
from onrecord.register.matching import FACT_LAYERS
from onrecord.register.reader import Register
from onrecord.register.views import EntryRow, FactView, Query

__all__ = [
    "EVIDENCE_COLUMNS",
    "FACT_LAYERS",
    "FOLLOWED_COLUMNS",
    "TABLES",
    "each_entry",
    "each_evidence",
    "each_followed",
    "each_promise",
    "each_row",
    "flatten_entry",
    "list_columns",
]

BATCH = 200  # entries whose facts are in memory at once
TABLES: Mapping[str, str] = {layer: table.name for layer, table in LAYER_TABLES.items()}
EVIDENCE_COLUMNS: Mapping[str, str] = {c.name: c.meaning for c in EVIDENCE.columns}


def each_row(register: Register, layer: str, query: Query | None = None) -> Iterator[Row]:
    """A layer's entries as flat rows, in the query's order; memory stays flat."""
    for entry, facts in each_entry(register, layer, query or Query()):
        yield flatten_entry(entry, facts)


def flatten_entry(
    entry: EntryRow, facts: Sequence[FactView], followed: Followed | None = None
) -> Row:
    """An entry as one row: several values of a slot are joined with '; '."""
    return LAYER_TABLES[entry.layer].flatten(Told(entry, facts, followed))


def each_promise(
    register: Register, query: Query, asof: date, status: str | None = None
) -> Iterator[Row]:
    """Promises as flat rows with what became of them by a day; only those of a status, if given."""
    for told in each_followed(register, query, asof, status):
        yield flatten_entry(told.entry, told.facts, told.followed)


def each_followed(
    register: Register, query: Query, asof: date, status: str | None = None
) -> Iterator[Told]:
    """Promises with their accounts and what became of them by a day; of a status, if given."""
    for chunk in _chunks(register.each("commitment", query)):
        ids = [entry.id for entry in chunk]
        facts, statuses = register.facts(ids), promise_statuses(register, asof, ids)
        for entry in chunk:
            followed = statuses.get(entry.id)
            if followed is not None and status in (None, followed.status):
                yield Told(entry, facts.get(entry.id, []), followed)


def list_columns(layer: str) -> list[str]:
    """The names of the columns of a layer's list."""
    return LAYER_TABLES[layer].names


def each_evidence(entry: EntryRow, facts: Sequence[FactView]) -> Iterator[Row]:
    """Every value of an entry's accounts, with its quotation."""
    for fact in facts:
        for value in fact.values:
            yield EVIDENCE.flatten(Stated(entry, fact, value))


def each_entry(
    register: Register, layer: str, query: Query
) -> Iterator[tuple[EntryRow, Sequence[FactView]]]:
    """All entries that match, whatever the query's limit, each with its present accounts."""
    for chunk in _chunks(register.each(layer, query)):
        facts = register.facts([entry.id for entry in chunk]) if layer in FACT_LAYERS else {}
        for entry in chunk:
            yield entry, facts.get(entry.id, [])


def _chunks(entries: Iterator[EntryRow]) -> Iterator[list[EntryRow]]:
    while chunk := [entry for _, entry in zip(range(BATCH), entries, strict=False)]:
        yield chunk
