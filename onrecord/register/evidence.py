"""Facts with every value's quotation, cut from the text of its version."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import FactView, Quotation, Ruling, Value

Cut = Callable[[int, int], Quotation]

CHUNK = 400  # facts whose claims are fetched by one statement


def load_facts(
    connection: Connection,
    condition: ColumnElement[bool],
    *,
    current: bool,
    slots: Collection[str] | None = None,
) -> list[FactView]:
    """The facts that meet a condition, by publication and place in the text.

    With `current` only those that the register holds at present, not what it once held; with
    `slots` no values but those of these slots.
    """
    rows = connection.execute(fact_statement(condition, current)).all()
    rulings = load_rulings(connection, [row.id for row in rows])
    found: list[FactView] = []
    for start in range(0, len(rows), CHUNK):
        found += _fill_facts(connection, rows[start : start + CHUNK], rulings, slots)
    return found


def _fill_facts(
    connection: Connection,
    rows: Sequence[Any],
    rulings: Mapping[int, Sequence[Ruling]],
    slots: Collection[str] | None,
) -> list[FactView]:
    """Facts with their values; each version's text is read once, which is what costs."""
    texts = load_texts(connection, {row.version_id for row in rows})
    cuts = {row.id: make_cut(row, texts[row.version_id]) for row in rows}
    values: dict[int, list[Value]] = {id_: [] for id_ in cuts}
    for id_, slot, value, start, end, entry, label in load_claims(connection, list(cuts), slots):
        told = label if entry else value
        values[id_].append(Value(slot, told, entry, cuts[id_](start, end)))
    return [_fact(row, values[row.id], rulings.get(row.id, ()), cuts[row.id]) for row in rows]


def load_texts(connection: Connection, versions: Collection[int]) -> dict[int, str]:
    """The texts of these versions, by their rows."""
    table = schema.versions.c
    return {
        id_: text
        for chunk in chunk_ids(versions)
        for id_, text in connection.execute(select(table.id, table.text).where(table.id.in_(chunk)))
    }


def load_rulings(connection: Connection, facts: Sequence[int]) -> dict[int, list[Ruling]]:
    """What people have said of these facts."""
    rulings, judgements = schema.rulings, schema.judgements
    found: dict[int, list[Ruling]] = {}
    if connection.execute(select(rulings.c.fact_id).limit(1)).first() is None:
        return found
    for start in range(0, len(facts), CHUNK):
        statement = (
            select(rulings, judgements.c.author, judgements.c.made_at, judgements.c.reason)
            .join(judgements, judgements.c.number == rulings.c.judgement)
            .where(rulings.c.fact_id.in_(facts[start : start + CHUNK]))
            .order_by(rulings.c.judgement)
        )
        for row in connection.execute(statement):
            ruling = Ruling(
                row.judgement, row.effect, row.slot, row.author, row.made_at, row.reason
            )
            found.setdefault(row.fact_id, []).append(ruling)
    return found


def fact_statement(condition: ColumnElement[bool], current: bool) -> Any:
    """The rows of facts that meet a condition, as `load_facts` orders and chooses them."""
    facts, versions = schema.facts, schema.versions
    releases, documents = schema.releases, schema.documents
    statement = (
        select(
            facts,
            releases.c.own.label("release"),
            releases.c.headline,
            versions.c.hash,
            documents.c.name.label("document"),
            documents.c.address,
        )
        .join(releases, releases.c.id == facts.c.release_id)
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(condition)
        .order_by(facts.c.published, documents.c.name, facts.c.evidence_start, facts.c.id)
    )
    return statement.where(facts.c.recorded_to.is_(None)) if current else statement


def load_claims(
    connection: Connection, facts: Sequence[int], slots: Collection[str] | None
) -> Sequence[Any]:
    """Fact, slot, value, start, end, entry and label of the claims of these facts."""
    claims, names = schema.claims, schema.names
    statement = (
        select(
            claims.c.fact_id,
            claims.c.slot,
            claims.c.value,
            claims.c.start,
            claims.c.end,
            names.c.entry,
            func.coalesce(schema.entries.c.label, names.c.label).label("label"),
        )
        .outerjoin(names, names.c.id == claims.c.name_id)
        .outerjoin(schema.entries, schema.entries.c.id == names.c.entry)
        .where(claims.c.fact_id.in_(facts))
        .order_by(claims.c.id)
    )
    if slots is not None:
        statement = statement.where(claims.c.slot.in_(slots))
    return connection.execute(statement).all()


def make_cut(fact: Any, text: str) -> Cut:
    """What cuts quotations out of a fact's text.

    Pages hold thousands of them: a row's columns are asked for by name once a fact, not each time.
    """
    document, release, version = fact.document, fact.release, fact.hash
    published, address = fact.published, fact.address

    def cut(start: int, end: int) -> Quotation:
        words = text[start:end]
        return Quotation(document, release, version, start, end, words, published, address)

    return cut


def _fact(row: Any, values: Sequence[Value], rulings: Sequence[Ruling], cut: Cut) -> FactView:
    return FactView(
        id=row.own,
        entry=row.entry,
        layer=row.layer,
        kind=row.kind,
        status=row.status,
        start=row.start,
        end=row.end,
        rule=row.rule,
        confidence=row.confidence,
        headline=row.headline,
        evidence=cut(row.evidence_start, row.evidence_end),
        values=tuple(values),
        recorded_from=row.known_from or row.recorded_from,
        recorded_to=row.recorded_to,
        rulings=tuple(rulings),
    )
