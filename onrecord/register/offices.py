"""Offices that texts give people: the facts, the names they stand on, what is said of leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Given:
    """A present fact that gives somebody an office: its row and id, in which words, to whom."""

    row: int
    fact: str
    published: str | None
    phrase: str
    person: str | None


def load_given(connection: Connection) -> list[Given]:
    """All present facts that give an office, by publication and place in the text."""
    return [Given(*row) for row in connection.execute(_given_statement())]


def _given_statement() -> Any:
    facts, claims, names = schema.facts, schema.claims, schema.names
    documents, versions = schema.documents, schema.versions
    whom = schema.claims.alias("whom")
    return (
        select(facts.c.id, facts.c.own, facts.c.published, claims.c.value, names.c.entry)
        .select_from(facts)
        .join(claims, (claims.c.fact_id == facts.c.id) & (claims.c.slot == "office"))
        .outerjoin(whom, (whom.c.fact_id == facts.c.id) & (whom.c.slot == "person"))
        .outerjoin(names, names.c.id == whom.c.name_id)
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(facts.c.layer == "office", facts.c.recorded_to.is_(None))
        .order_by(facts.c.published, documents.c.name, facts.c.evidence_start, facts.c.id)
    )


Body = tuple[str, str, str]  # type, folded name and entry


def load_bodies(connection: Connection) -> list[Body]:
    """All states and organisations by what they are called."""
    return _load_bodies(connection, [schema.names.c.type.in_(BODY_TYPES)], [None])


def load_states(connection: Connection) -> list[Body]:
    """All states by what they are called."""
    return _load_bodies(connection, [schema.names.c.type == "state"], [None])


def load_called(connection: Connection, among: Iterable[str]) -> list[Body]:
    """The organisations that are called one of these."""
    own = [schema.names.c.type == "organisation"]
    return _load_bodies(connection, own, chunk_ids(sorted(set(among))))


def _load_bodies(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    among: Iterable[Sequence[str] | None],
) -> list[Body]:
    names, forms = schema.names.c, schema.forms
    keys = select(names.type, names.key, names.entry)
    called = (
        select(names.type, forms.c.form, names.entry)
        .join(forms, forms.c.name_id == names.id)
        .distinct()
    )
    found: dict[Body, None] = {}
    for chunk in among:
        for statement, name in ((keys, names.key), (called, forms.c.form)):
            wanted = [] if chunk is None else [name.in_(chunk)]
            rows = connection.execute(statement.where(*conditions, *wanted)).all()
            found.update(((type_, key, entry), None) for type_, key, entry in rows)
    return [body for body in found if PAGE_MARK not in body[1]]


def load_holdings(connection: Connection, given: Sequence[Given]) -> list[FactView]:
    """These facts, in their order."""
    found: dict[str, FactView] = {}
    for chunk in chunk_ids(each.row for each in given):
        facts = load_facts(connection, schema.facts.c.id.in_(chunk), current=True)
        found |= {fact.id: fact for fact in facts}
    return [found[each.fact] for each in given if each.fact in found]


def load_appointments(connection: Connection, given: Iterable[Given]) -> list[FactView]:
    """The present acts of appointing in the versions that tell these facts."""
    facts = schema.facts.c
    told = schema.facts.alias("told").c
    found: dict[str, FactView] = {}
    for chunk in chunk_ids(each.row for each in given):
        versions = select(told.version_id).where(told.id.in_(chunk))
        condition = facts.version_id.in_(versions) & (facts.kind + "" == "appointed")
        acts = load_facts(connection, condition & (facts.layer + "" == "act"), current=True)
        found |= {act.id: act for act in acts}
    return list(found.values())


def load_passages(
    connection: Connection, persons: Iterable[str], since: str, tells: Callable[[str, str], bool]
) -> list[Passage]:
    """Where texts published since a day name these persons (entries), in order of publication.

    `tells` says of the words before and after a name whether the passage is wanted.
    """
    return [
        _passage(row)
        for chunk in chunk_ids(set(persons))
        for row in connection.execute(_passage_statement(chunk, since))
        if tells(*row[:2])
    ]


def _passage_statement(persons: Sequence[str], since: str) -> Any:
    mentions, names, versions = schema.mentions, schema.names, schema.versions
    releases, documents = schema.releases, schema.documents
    first = func.max(mentions.c.start - BEFORE, releases.c.start)
    return (
        select(
            func.substr(versions.c.text, first + 1, mentions.c.start - first).label("before"),
            func.substr(versions.c.text, mentions.c.end + 1, AFTER).label("after"),
            names.c.entry, names.c.label, mentions.c.start, mentions.c.end, first.label("first"),
            releases.c.own.label("release"), releases.c.published, versions.c.hash,
            documents.c.name, documents.c.address,
            func.substr(
                versions.c.text, mentions.c.start + 1, mentions.c.end - mentions.c.start
            ).label("text"),
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
        .where(
            names.c.entry.in_(persons),
            versions.c.recorded_to.is_(None),
            releases.c.published >= since,
        )
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
