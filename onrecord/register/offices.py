"""Offices that texts give people: the facts, the names they stand on, what is said of leaving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.model.entry import PAGE_MARK
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.evidence import load_facts
from onrecord.register.store import likely
from onrecord.register.views import FactView, Quotation

BODY_TYPES = ("organisation", "state")
BEFORE, AFTER = 60, 260  # characters looked at around a name, for what is said of it


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where a present text names a person, with the words around; `label` is the name."""

    person: str
    label: str
    before: str
    name: str
    after: str
    published: str | None
    start: int
    quotation: Quotation


def load_phrases(connection: Connection) -> list[str]:
    """All different words in which present texts give an office."""
    claims, facts = schema.claims, schema.facts
    return list(
        connection.scalars(
            select(claims.c.value)
            .join(facts, facts.c.id == claims.c.fact_id)
            .where(
                claims.c.slot == "office", facts.c.layer == "office", facts.c.recorded_to.is_(None)
            )
            .distinct()
        )
    )


def load_bodies(
    connection: Connection, among: Iterable[str] | None = None
) -> list[tuple[str, str, str]]:
    """Type, folded name and entry of all states and organisations.

    With `among`, of the organisations only those that are called one of these.
    """
    names, forms = schema.names.c, schema.forms
    keys = select(names.type, names.key, names.entry)
    called = (
        select(names.type, forms.c.form, names.entry)
        .join(forms, forms.c.name_id == names.id)
        .distinct()
    )
    found: dict[tuple[str, str, str], None] = {}
    for statement, name in ((keys, names.key), (called, forms.c.form)):
        for kind in _among(name, among):
            rows = connection.execute(statement.where(kind))
            found.update(((type_, key, entry), None) for type_, key, entry in rows)
    return [body for body in found if PAGE_MARK not in body[1]]


def _among(name: ColumnElement[str], among: Iterable[str] | None) -> Iterator[ColumnElement[bool]]:
    """What is asked one after the other, so that each is looked up by an index of its own."""
    type_ = schema.names.c.type
    if among is None:
        yield type_.in_(BODY_TYPES)
        return
    yield type_ == "state"
    for chunk in chunk_ids(sorted(set(among))):
        yield (type_ == "organisation") & name.in_(chunk)


def load_holdings(connection: Connection, phrases: Iterable[str]) -> list[FactView]:
    """The present facts that give somebody an office in one of these phrases."""
    claims, facts = schema.claims, schema.facts.c
    found: list[FactView] = []
    for chunk in chunk_ids(phrases):
        ids = select(claims.c.fact_id).where(claims.c.slot == "office", claims.c.value.in_(chunk))
        found += load_facts(connection, facts.id.in_(ids), current=True)
    return found


def load_appointments(connection: Connection, versions: Sequence[str]) -> list[FactView]:
    """The present acts of appointing in the versions of these hashes."""
    facts, table = schema.facts.c, schema.versions.c
    found: list[FactView] = []
    for chunk in chunk_ids(set(versions)):
        those = select(table.id).where(table.hash.in_(chunk))
        condition = facts.version_id.in_(those) & (facts.kind == "appointed")
        found += load_facts(connection, condition & (facts.layer == "act"), current=True)
    return found


def load_passages(connection: Connection, persons: Iterable[str]) -> list[Passage]:
    """Where present texts name these persons (entries), in order of publication."""
    found: list[Passage] = []
    for chunk in chunk_ids(set(persons)):
        found += (_passage(row) for row in connection.execute(_passage_statement(chunk)))
    return found


def _passage_statement(persons: Sequence[str]) -> Any:
    mentions, names, versions = schema.mentions, schema.names, schema.versions
    releases, documents = schema.releases, schema.documents
    first = func.max(mentions.c.start - BEFORE, releases.c.start)
    return (
        select(
            names.c.entry, names.c.label, mentions.c.start, mentions.c.end, first.label("first"),
            releases.c.own.label("release"), releases.c.published, versions.c.hash,
            documents.c.name, documents.c.address,
            func.substr(versions.c.text, first + 1, mentions.c.start - first).label("before"),
            func.substr(
                versions.c.text, mentions.c.start + 1, mentions.c.end - mentions.c.start
            ).label("text"),
            func.substr(versions.c.text, mentions.c.end + 1, AFTER).label("after"),
        )
        .join(names, names.c.id == mentions.c.name_id)
        .join(versions, versions.c.id == mentions.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .join(
            releases,
            (releases.c.version_id == versions.c.id)
            & likely(releases.c.current)  # found by their versions, not all that are
            & (releases.c.start <= mentions.c.start)
            & (releases.c.end > mentions.c.start),
        )
        .where(names.c.entry.in_(persons), versions.c.recorded_to.is_(None))
        .order_by(releases.c.published, documents.c.name, mentions.c.start)
    )  # fmt: skip


def _passage(row: Any) -> Passage:
    quotation = Quotation(
        document=row.name, release=row.release, version=row.hash, start=row.start, end=row.end,
        text=row.text, published=row.published, address=row.address,
    )  # fmt: skip
    return Passage(
        row.entry, row.label, row.before, row.text, row.after, row.published, row.start, quotation
    )
