"""Links from promises to what became of them: what `follow` asks for, and what it finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Select, delete, func, insert, literal_column, select

from onrecord.model.entry import PAGE_MARK
from onrecord.register import schema, search
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import Quotation


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise of a current version with its release's text; offsets are those of the version."""

    id: int
    release: int
    start: int
    end: int
    earliest: str | None
    latest: str | None
    actors: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act of a current version: its kind, its object's place, its days."""

    release: int
    kind: str
    start: int
    end: int
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """A current release with its text; `published` is the page's day where it has none."""

    id: int
    version: int
    text: str
    start: int
    headline: str
    published: str | None
    source: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as it is kept; offsets are those of the version's text."""

    fact: int
    version: int
    start: int
    end: int
    relation: str
    published: str
    earliest: str
    latest: str
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of an entry as a reader is given it, with the words it leads to."""

    entry: str
    relation: str
    published: str
    earliest: str
    latest: str
    features: tuple[tuple[str, float], ...]
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Awaited:
    """The words that a release must share two of to answer a promise, and when it may come."""

    fact: int
    terms: frozenset[str]
    published: str
    until: str


class LinkStore:
    """The register as following asks for it, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, versions: Iterable[int]) -> None:
        """Drop what was found from and for these versions."""
        links, awaited, facts = schema.links, schema.awaited, schema.facts
        for chunk in chunk_ids(versions):
            told = select(facts.c.id).where(facts.c.version_id.in_(chunk))
            self._connection.execute(delete(links).where(links.c.version_id.in_(chunk)))
            self._connection.execute(delete(links).where(links.c.fact_id.in_(told)))
            self._connection.execute(delete(awaited).where(awaited.c.fact_id.in_(told)))

    def releases_of(self, versions: Iterable[int]) -> list[int]:
        """The current releases of these versions."""
        table = schema.releases.c
        found: list[int] = []
        for chunk in chunk_ids(versions):
            wanted = select(table.id).where(table.version_id.in_(chunk), table.current)
            found += self._connection.scalars(wanted)
        return sorted(found)

    def texts(self, releases: Iterable[int]) -> list[ReleaseText]:
        """These releases with their texts."""
        return [
            ReleaseText(
                row.id, row.version_id, row.text, row.start, row.headline or "", row.day,
                find_source(row.institution, row.address, row.document),
            )
            for chunk in chunk_ids(releases)
            for row in self._connection.execute(_text_statement(chunk))
        ]  # fmt: skip

    def promises(self, releases: Iterable[int]) -> list[PromiseRow]:
        """The promises that these releases tell."""
        facts = schema.facts.c
        return [
            row
            for chunk in chunk_ids(releases)
            for row in self._promises(facts.release_id.in_(chunk))
        ]

    def promises_by_id(self, ids: Iterable[int]) -> list[PromiseRow]:
        """The promises of these facts."""
        return [
            row for chunk in chunk_ids(ids) for row in self._promises(schema.facts.c.id.in_(chunk))
        ]

    def _promises(self, condition: Any) -> list[PromiseRow]:
        rows = self._connection.execute(
            _fact_statement("commitment", "action").where(condition)
        ).all()
        actors = self._actors([row.id for row in rows])
        people = self._people({row.version_id for row in rows})
        return [
            PromiseRow(
                row.id, row.release_id, row.start, row.end, row.earliest, row.latest,
                tuple(actors.get(row.id, ())), tuple(people.get(row.version_id, ())),
            )
            for row in rows
        ]  # fmt: skip

    def _actors(self, facts: Sequence[int]) -> dict[int, list[str]]:
        claims, names = schema.claims, schema.names
        statement = (
            select(claims.c.fact_id, names.c.key)
            .join(names, names.c.id == claims.c.name_id)
            .where(claims.c.fact_id.in_(facts), claims.c.slot == "actor")
            .order_by(claims.c.id)
        )
        found: dict[int, list[str]] = {}
        for fact, key in self._connection.execute(statement):
            found.setdefault(fact, []).append(key.partition(PAGE_MARK)[0])
        return found

    def _people(self, versions: Iterable[int]) -> dict[int, list[str]]:
        """The names of the persons that these versions name."""
        forms, names = schema.forms, schema.names
        found: dict[int, list[str]] = {}
        for chunk in chunk_ids(versions):
            statement = (
                select(forms.c.version_id, forms.c.form)
                .join(names, names.c.id == forms.c.name_id)
                .where(forms.c.version_id.in_(chunk), names.c.type == "person")
                .order_by(forms.c.form)
            )
            for version, form in self._connection.execute(statement):
                found.setdefault(version, []).append(form)
        return found

    def acts(self, releases: Iterable[int]) -> list[ActRow]:
        """The acts that these releases tell."""
        facts = schema.facts.c
        return [
            ActRow(row.release_id, row.kind, row.start, row.end, row.earliest, row.latest)
            for chunk in chunk_ids(releases)
            for row in self._connection.execute(
                _fact_statement("act", "object").where(facts.release_id.in_(chunk))
            )
        ]

    def sharing(
        self,
        first: Sequence[Sequence[str]],
        others: Sequence[Sequence[str]],
        since: str,
        until: str,
    ) -> list[int]:
        """The releases of these days that share two words with a promise."""
        return search.find_sharing(self._connection, first, others, since, until)

    def awaiting(self, terms: Iterable[str], day: str) -> dict[int, int]:
        """The promises that may still be answered on a day: how many of their words are there."""
        table = schema.awaited.c
        found: dict[int, int] = {}
        for chunk in chunk_ids(terms):
            rows = self._connection.execute(
                select(table.fact_id, func.count())
                .where(table.term.in_(chunk), table.published < day, table.until >= day)
                .group_by(table.fact_id)
            )
            for fact, count in rows:
                found[fact] = found.get(fact, 0) + count
        return found

    def await_terms(self, promises: Iterable[Awaited]) -> None:
        """Keep the words by which these promises are found when a release comes."""
        rows = [
            {"term": term, "fact_id": p.fact, "published": p.published, "until": p.until}
            for p in promises
            for term in sorted(p.terms)
        ]
        if rows:
            self._connection.execute(insert(schema.awaited), rows)

    def keep(self, links: Iterable[LinkRow]) -> None:
        """Keep links."""
        rows = [
            {
                "fact_id": link.fact,
                "version_id": link.version,
                "start": link.start,
                "end": link.end,
                "relation": link.relation,
                "published": link.published,
                "earliest": link.earliest,
                "latest": link.latest,
                "features": json.dumps(link.features),
            }
            for link in links
        ]
        if rows:
            self._connection.execute(insert(schema.links), rows)


def find_source(institution: str | None, address: str, document: str) -> str:
    """Who publishes a document: its institution, else its site, else its folder."""
    return institution or urlsplit(address).netloc or document.rpartition("/")[0]


def _text_statement(releases: Sequence[int]) -> Select[Any]:
    table, versions, documents = schema.releases, schema.versions, schema.documents
    length = table.c.end - table.c.start
    return (
        select(
            table.c.id,
            table.c.version_id,
            table.c.start,
            table.c.headline,
            literal_column(search.DAY_SQL).label("day"),
            func.substr(versions.c.text, table.c.start + 1, length).label("text"),
            documents.c.institution,
            documents.c.address,
            documents.c.name.label("document"),
        )
        .join(versions, versions.c.id == table.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(table.c.id.in_(releases))
        .order_by(table.c.id)
    )


def _fact_statement(layer: str, slot: str) -> Select[Any]:
    facts, claims = schema.facts, schema.claims
    return (
        select(
            facts.c.id,
            facts.c.release_id,
            facts.c.version_id,
            facts.c.kind,
            facts.c.earliest,
            facts.c.latest,
            claims.c.start,
            claims.c.end,
        )
        .join(claims, (claims.c.fact_id == facts.c.id) & (claims.c.slot == slot))
        .where(facts.c.recorded_to.is_(None), facts.c.layer + "" == layer)
        .order_by(facts.c.id)
    )


def load_links(connection: Connection, entries: Iterable[str]) -> Mapping[str, list[LinkView]]:
    """The links of the promises of these entries, in the order of publication."""
    found: dict[str, list[LinkView]] = {}
    for chunk in chunk_ids(set(entries)):
        for row in connection.execute(_link_statement(chunk)):
            found.setdefault(row.entry, []).append(_link_view(row))
    return found


def _link_statement(entries: Sequence[str]) -> Select[Any]:
    links, facts, releases = schema.links, schema.facts, schema.releases
    versions, documents = schema.versions, schema.documents
    return (
        select(
            links,
            facts.c.entry,
            releases.c.own.label("release"),
            versions.c.hash,
            documents.c.name.label("document"),
            documents.c.address,
            func.substr(versions.c.text, links.c.start + 1, links.c.end - links.c.start).label(
                "quote"
            ),
        )
        .join(facts, facts.c.id == links.c.fact_id)
        .join(versions, versions.c.id == links.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .join(
            releases,
            (releases.c.version_id == links.c.version_id)
            & releases.c.current
            & (releases.c.start <= links.c.start)
            & (releases.c.end > links.c.start),
        )
        .where(facts.c.entry.in_(entries), facts.c.recorded_to.is_(None))
        .order_by(links.c.published, documents.c.name, links.c.start, links.c.relation, facts.c.own)
    )


def _link_view(row: Any) -> LinkView:
    return LinkView(
        entry=row.entry,
        relation=row.relation,
        published=row.published,
        earliest=row.earliest,
        latest=row.latest,
        features=tuple((name, weight) for name, weight in json.loads(row.features)),
        quotation=Quotation(
            document=row.document,
            release=row.release,
            version=row.hash,
            start=row.start,
            end=row.end,
            text=row.quote,
            published=row.published,
            address=row.address,
        ),
    )
