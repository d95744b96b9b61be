"""Links from promises to what became of them, as a reader is given them."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Select, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.views import Quotation

REMEMBERED = 4096  # sets of features whose text is not parsed again


HEAD_LETTERS = 200  # of a release whose first line is longer


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
        for row in connection.execute(_link_statement(chunk)).all():
            link = _link_view(row)
            found.setdefault(link.entry, []).append(link)
    return found


def _link_statement(entries: Sequence[str]) -> Select[Any]:
    links, facts, releases = schema.links, schema.facts, schema.releases
    versions, documents = schema.versions, schema.documents
    return (
        select(
            facts.c.entry,
            links.c.relation,
            links.c.published,
            links.c.earliest,
            links.c.latest,
            links.c.features,
            documents.c.name,
            releases.c.own,
            versions.c.hash,
            links.c.start,
            links.c.end,
            func.substr(versions.c.text, links.c.start + 1, links.c.end - links.c.start),
            documents.c.address,
        )
        .join(facts, facts.c.id == links.c.fact_id)
        .join(versions, versions.c.id == links.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .join(
            releases,
            (releases.c.version_id == links.c.version_id)
            & releases.c.current.is_not(False)  # so that it is not looked up by this
            & (releases.c.start <= links.c.start)
            & (releases.c.end > links.c.start),
        )
        .where(facts.c.entry.in_(entries), facts.c.recorded_to.is_(None))
        .order_by(links.c.published, documents.c.name, links.c.start, links.c.relation, facts.c.own)
    )


@functools.lru_cache(REMEMBERED)
def _parse_features(told: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, weight) for name, weight in json.loads(told))


def _link_view(row: Any) -> LinkView:
    # taken apart at once: there are hundreds to a page, and columns by name cost more
    entry, relation, published, earliest, latest, features, *place = row
    document, release, version, start, end, words, address = place
    quotation = Quotation(document, release, version, start, end, words, published, address)
    told = _parse_features(features)
    return LinkView(entry, relation, published, earliest, latest, told, quotation)


def load_heads(connection: Connection, releases: Iterable[str]) -> list[Quotation]:
    """The first words of these releases, in order of publication; the undated are left out."""
    table, versions, documents = schema.releases, schema.versions, schema.documents
    wanted = list(releases)
    if not wanted:
        return []
    rows = connection.execute(
        select(
            table.c.own, table.c.start, table.c.published, versions.c.hash, documents.c.name,
            documents.c.address,
            func.substr(versions.c.text, table.c.start + 1, HEAD_LETTERS).label("head"),
        )
        .join(versions, versions.c.id == table.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(table.c.own.in_(wanted), table.c.published.is_not(None))
        .order_by(table.c.id)
    ).all()  # fmt: skip
    heads = {row.own: (row, row.head.partition("\n")[0].rstrip()) for row in rows}
    found = [
        Quotation(
            row.name, row.own, row.hash, row.start, row.start + len(head), head, row.published,
            row.address,
        )
        for row, head in heads.values()
    ]  # fmt: skip
    return sorted(found, key=lambda quotation: (quotation.published or "", quotation.release))
