"""Links from promises to what became of them, as a reader is given them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Select, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import Quotation


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


def find_source(institution: str | None, address: str, document: str) -> str:
    """Who publishes a document: its institution, else its site, else its folder."""
    return institution or urlsplit(address).netloc or document.rpartition("/")[0]


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
