"""What releases tell that following goes by, and the links that it finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, literal_column, select

from onrecord.model.entry import PAGE_MARK
from onrecord.register import schema, search
from onrecord.register.clusters import chunk_ids
from onrecord.register.links import find_source


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


class TextStore:
    """The register as following asks for it, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, versions: Iterable[int]) -> None:
        """Drop what was found from and for these versions."""
        links, facts = schema.links, schema.facts
        for chunk in chunk_ids(versions):
            told = select(facts.c.id).where(facts.c.version_id.in_(chunk))
            self._connection.execute(delete(links).where(links.c.version_id.in_(chunk)))
            self._connection.execute(delete(links).where(links.c.fact_id.in_(told)))

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

    def promises(self, versions: Iterable[int]) -> list[PromiseRow]:
        """The promises that these versions tell."""
        return [row for chunk in chunk_ids(versions) for row in self._promises(chunk)]

    def _promises(self, versions: Sequence[int]) -> list[PromiseRow]:
        statement = _fact_statement("commitment", "action", versions)
        rows = self._connection.execute(statement).all()
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

    def acts(self, versions: Iterable[int]) -> list[ActRow]:
        """The acts that these versions tell."""
        return [
            ActRow(row.release_id, row.kind, row.start, row.end, row.earliest, row.latest)
            for chunk in chunk_ids(versions)
            for row in self._connection.execute(_fact_statement("act", "object", chunk))
        ]

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


def _fact_statement(layer: str, slot: str, versions: Sequence[int]) -> Select[Any]:
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
        .where(
            facts.c.version_id.in_(versions),
            func.coalesce(facts.c.recorded_to, "") == "",  # looked up by version, not by this
            facts.c.layer + "" == layer,
        )
        .order_by(facts.c.id)
    )
