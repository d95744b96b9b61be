"""Events that were announced, and those that may tell what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, or_, select

from onrecord.model.entry import PAGE_MARK, Account
from onrecord.register import schema
from onrecord.register.accounts import AccountStore
from onrecord.register.clusters import chunk_ids
from onrecord.register.links import find_source
from onrecord.register.search import DAY_SQL

LONG_DAYS = 31  # days before a time from which an event that reaches into it may begin


@dataclass(frozen=True, slots=True)
class EventRow:
    """What following needs to know of an account of an event besides the account itself.

    `published` is the page's day where the release has none; `bodies` are the folded names of
    the bodies whose meeting it is.
    """

    status: str
    published: str | None
    source: str
    bodies: tuple[str, ...] = ()


def load_gatherings(
    connection: Connection, entries: Iterable[str], families: Mapping[str, Sequence[str]]
) -> tuple[list[Account], dict[int, EventRow]]:
    """The current accounts of these events, and those of others that may tell their outcome.

    Looked for are events of a kind in the announced one's family that were held, put off or
    called off in the time announced, and that share a name or the institution with it.
    """
    store = AccountStore(connection)
    facts = schema.facts.c
    own: list[int] = []
    for chunk in chunk_ids(set(entries)):
        own += connection.scalars(
            select(facts.id).where(
                facts.entry.in_(chunk), facts.recorded_to.is_(None), facts.layer + "" == "event"
            )
        )
    accounts = store.accounts(own)
    rows = _event_rows(connection, own)
    near: set[int] = set()
    for account in accounts:
        if _may_be_announced(account, rows[account.id]) and account.earliest and account.latest:
            wanted = families.get(account.kind, (account.kind,))
            statement = _outcome_statement(account, rows[account.id].source, wanted)
            near.update(connection.scalars(statement))
    accounts += store.accounts(near - set(own))
    return accounts, _event_rows(connection, [account.id for account in accounts])


def _may_be_announced(account: Account, row: EventRow) -> bool:
    """Whether an account tells of what was to come when it was published."""
    to_come = (account.earliest or "") > (row.published or "")
    return row.status == "scheduled" or (row.status == "held" and to_come)


def _event_rows(connection: Connection, ids: Iterable[int]) -> dict[int, EventRow]:
    facts, versions, documents = schema.facts, schema.versions, schema.documents
    found = {}
    for chunk in chunk_ids(set(ids)):
        bodies = _body_names(connection, chunk)
        statement = (
            select(
                facts.c.id,
                facts.c.status,
                literal_column(DAY_SQL).label("published"),
                documents.c.institution,
                documents.c.address,
                documents.c.name,
            )
            .join(schema.releases, schema.releases.c.id == facts.c.release_id)
            .join(versions, versions.c.id == facts.c.version_id)
            .join(documents, documents.c.id == versions.c.document_id)
            .where(facts.c.id.in_(chunk))
        )
        for row in connection.execute(statement):
            source = find_source(row.institution, row.address, row.name)
            names = tuple(bodies.get(row.id, ()))
            found[row.id] = EventRow(row.status or "held", row.published, source, names)
    return found


def _body_names(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    claims, names = schema.claims, schema.names
    statement = (
        select(claims.c.fact_id, names.c.key)
        .join(names, names.c.id == claims.c.name_id)
        .where(claims.c.fact_id.in_(ids), claims.c.slot == "body")
        .order_by(claims.c.id)
    )
    found: dict[int, list[str]] = {}
    for fact, key in connection.execute(statement):
        found.setdefault(fact, []).append(key.partition(PAGE_MARK)[0])
    return found


def _outcome_statement(account: Account, source: str, kinds: Sequence[str]) -> Select[Any]:
    facts, versions, documents = schema.facts, schema.versions, schema.documents
    names = {filler.entry for filler in account.fillers if filler.named}
    naming = (
        select(schema.claims.c.fact_id)
        .join(schema.names, schema.names.c.id == schema.claims.c.name_id)
        .where(schema.names.c.entry.in_(names))
    )
    low = date.fromisoformat(account.earliest or "") - timedelta(days=LONG_DAYS)
    return (
        select(facts.c.id)
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(
            facts.c.layer == "event",
            facts.c.recorded_to.is_(None),
            or_(
                facts.c.earliest.between(str(low), account.latest),
                facts.c.earliest.is_(None)
                & facts.c.latest.between(account.earliest, account.latest),
            ),
            func.coalesce(facts.c.latest, facts.c.earliest) >= account.earliest,
            facts.c.status != "scheduled",
            facts.c.kind.in_(kinds),
            or_(
                documents.c.institution == source,
                documents.c.address.contains(f"://{source}/", autoescape=True),
                documents.c.name.startswith(f"{source}/", autoescape=True),
                facts.c.id.in_(naming),
            ),
        )
        .order_by(facts.c.id)
    )
