"""The texts that an address on the web has had, each with the moment from which it had it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.register import schema

SECONDS = 19  # characters of a moment up to its seconds


@dataclass(frozen=True, slots=True)
class Memento:
    """A text of a document: `at` is since when its site had it, UTC, to the second.

    `release` is the permanent id of the release that its page was made for, where it has one.
    """

    row: int
    at: str
    document: str
    address: str
    institution: str | None
    version: str
    digest: str | None
    release: str | None
    headline: str | None
    published: str | None


def load_mementos(connection: Connection, address: str) -> list[Memento]:
    """The texts of the documents at an address, the first one first; of each second the last.

    `http` and `https` are taken for one.
    """
    documents, versions = schema.documents, schema.versions
    releases = schema.releases
    rows = connection.execute(
        select(
            versions.c.id, versions.c.seen_from, documents.c.name, documents.c.address,
            documents.c.institution, versions.c.hash, versions.c.digest, releases.c.own,
            releases.c.headline, releases.c.published,
        )
        .join(documents, documents.c.id == versions.c.document_id)
        .outerjoin(releases, (releases.c.version_id == versions.c.id) & releases.c.main)
        .where(documents.c.address.in_(_spell_both(address)))
        .order_by(versions.c.seen_from, versions.c.id, releases.c.id)
    )  # fmt: skip
    found = {row.seen_from[:SECONDS]: row for row in rows}
    return [
        Memento(
            row.id, f"{at}Z", row.name, row.address, row.institution, row.hash, row.digest,
            row.own, row.headline, row.published,
        )
        for at, row in found.items()
    ]  # fmt: skip


def _spell_both(address: str) -> tuple[str, ...]:
    scheme, mark, rest = address.partition("://")
    return (f"http{mark}{rest}", f"https{mark}{rest}") if scheme in ("http", "https") else ()


def load_text(connection: Connection, row: int) -> str:
    """The text of a version, by its row."""
    table = schema.versions.c
    return str(connection.execute(select(table.text).where(table.id == row)).scalar_one())
