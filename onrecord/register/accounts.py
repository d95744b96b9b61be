"""Accounts of facts as `resolve` compares them: outlines by time and name, and in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update

from onrecord.model.entry import (
    REACH_DAYS,
    Account,
)
from onrecord.model.identity import fold_text
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.filling import fill_account, select_claims
from onrecord.register.links import find_source
from onrecord.register.periods import between_days, days_around, find_periods, merge_spans
from onrecord.register.wordings import drop_equal, find_alike, is_like, load_said, post_wordings

QUOTE_DAYS = 3  # days between two releases that quote the same
DAY = "2022-06-17"  # how long a day is as text; months and longer periods are shorter
ACT_DAYS = 1  # days between two accounts of one act

_COLUMNS = (
    schema.facts.c.id,
    schema.facts.c.own,
    schema.facts.c.entry,
    schema.facts.c.layer,
    schema.facts.c.kind,
    schema.facts.c.start,
    schema.facts.c.end,
    schema.facts.c.earliest,
    schema.facts.c.latest,
    schema.facts.c.published,
    schema.facts.c.version_id,
    schema.facts.c.release_id,
    schema.facts.c.recorded_to,
)


class AccountStore:
    """The register's facts, as `resolve` asks for them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sources: dict[int, str] = {}  # by version

    def accounts(self, ids: Iterable[int]) -> list[Account]:
        """The accounts of these facts in full, in the order of their ids."""
        found = []
        for chunk in chunk_ids(ids):
            outlines = self._outlines(schema.facts.c.id.in_(chunk))
            claims = self._claims([outline.id for outline in outlines])
            self._learn_sources({outline.version for outline in outlines})
            found += [
                fill_account(outline, claims.get(outline.id, []), self._sources[outline.version])
                for outline in outlines
            ]
        return found

    def _learn_sources(self, versions: set[int]) -> None:
        table, documents = schema.versions.c, schema.documents.c
        for chunk in chunk_ids(versions - self._sources.keys()):
            rows = self._connection.execute(
                select(table.id, documents.institution, documents.address, documents.name)
                .join(schema.documents, documents.id == table.document_id)
                .where(table.id.in_(chunk))
            )
            for row in rows:
                self._sources[row.id] = find_source(row.institution, row.address, row.name)

    def mates(self, accounts: Sequence[Account]) -> list[int]:
        """The current facts that share an entry with these."""
        table = schema.facts.c
        found: list[int] = []
        for chunk in chunk_ids({account.entry for account in accounts}):
            current = select(table.id).where(table.entry.in_(chunk), table.recorded_to.is_(None))
            found += self._connection.scalars(current)
        return found

    def members(self, entries: Iterable[str]) -> list[Account]:
        """Outlines of the current facts of these entries."""
        table = schema.facts.c
        return [
            account
            for chunk in chunk_ids(set(entries))
            for account in self._outlines(table.entry.in_(chunk) & table.recorded_to.is_(None))
        ]

    def near(self, layer: str, wave: Sequence[Account], *, each: bool = True) -> list[Account]:
        """Outlines of the current facts of a layer that may tell the same as some of these.

        Without `each`, of several in an entry that are equal one stands for all.
        """
        look: dict[str, Callable[[Sequence[Account]], Iterator[Account]]] = {
            "event": self._near_events,
            "act": lambda acts: self._starting("act", days_around(acts, ACT_DAYS)),
            "quote": lambda quotes: self._starting("quote", days_around(quotes, QUOTE_DAYS)),
            "commitment": lambda promises: self._near_commitments(promises, each),
        }
        return list({account.id: account for account in look[layer](wave)}.values())

    def _near_events(self, wave: Sequence[Account]) -> Iterator[Account]:
        yield from self._starting("event", {key for a in wave for key in find_periods(a)})
        reaches = [(account, account.reach) for account in wave]
        facts, back = schema.facts.c, timedelta(days=REACH_DAYS)
        long = (reach for a, reach in reaches if reach and a.earliest != a.latest)
        for low, high in merge_spans(long):
            yield from self._outlines(between_days("event", low, high))
        for low, high in merge_spans((r[0] - back, r[1]) for _, r in reaches if r):
            lasting = (facts.latest > facts.earliest) & (func.length(facts.start) == len(DAY))
            yield from self._outlines(between_days("event", low, high) & lasting)

    def _starting(self, layer: str, starts: Iterable[str], *conditions: Any) -> Iterator[Account]:
        facts = schema.facts.c
        for chunk in chunk_ids(set(starts)):
            current = func.coalesce(facts.recorded_to, "") == ""  # looked up by start, not by this
            at = (facts.layer == layer, facts.start.in_(chunk), current)
            yield from self._outlines(and_(*at, *conditions))

    def _near_commitments(self, wave: Sequence[Account], each: bool) -> Iterator[Account]:
        """Those of the same actors due at the same time, and those told in the same words."""
        wordings = [(a.id, text) for a in wave for slot, text in a.texts if slot == "action"]
        post_wordings(self._connection, wordings)
        near = find_alike(self._connection, wordings)
        sought = {a.id: (a, fold_text(dict(a.texts).get("action", ""))) for a in wave}
        alike = [
            said
            for said in load_said(self._connection, near)
            if any(is_like(said, *sought[id_]) for id_ in near[said.id])
        ]
        if not each:
            alike = drop_equal(alike)
        found = {account.id for account in wave if account.current}
        found |= {said.id for said in alike}
        actors = {f.entry for account in wave for f in account.fillers if f.named}
        dues = {account.start for account in wave if account.start}
        for chunk in chunk_ids(actors):
            found |= {a.id for a in self._starting("commitment", dues, _promised(chunk))}
        yield from self.accounts(found)

    def closed(self, versions: Iterable[int]) -> list[Account]:
        """What the documents of these versions once told and tell no more, in full."""
        return self._of_documents(versions, schema.facts.c.recorded_to.is_not(None))

    def present(self, versions: Iterable[int]) -> list[Account]:
        """What the documents of these versions tell now, in full."""
        return self._of_documents(versions, schema.facts.c.recorded_to.is_(None))

    def document_of(self, versions: Iterable[int]) -> dict[int, int]:
        """The document of each version."""
        table = schema.versions.c
        found: dict[int, int] = {}
        for chunk in chunk_ids(versions):
            rows = self._connection.execute(
                select(table.id, table.document_id).where(table.id.in_(chunk))
            )
            found |= {row.id: row.document_id for row in rows}
        return found

    def _of_documents(self, versions: Iterable[int], condition: Any) -> list[Account]:
        table, facts = schema.versions.c, schema.facts.c
        ids: list[int] = []
        for chunk in chunk_ids(versions):
            documents = select(table.document_id).where(table.id.in_(chunk))
            all_versions = select(table.id).where(table.document_id.in_(documents))
            ids += self._connection.scalars(
                select(facts.id).where(facts.version_id.in_(all_versions), condition)
            )
        return self.accounts(set(ids))

    def holdings(
        self, persons: Iterable[str], entries: Iterable[str], without: Iterable[int]
    ) -> list[Account]:
        """The first account of each office that these persons hold, or that has these entries.

        Accounts in `without` are left out of account.
        """
        facts = schema.facts.c
        left_out = set(without)
        firsts: set[str] = set()
        for condition in (*_office_conditions(persons), *_entry_conditions(entries)):
            statement = (
                select(func.min(facts.own))
                .where(
                    condition,
                    _unindexed(facts.layer) == "office",
                    facts.recorded_to.is_(None),
                    facts.id.not_in(left_out),
                )
                .group_by(facts.entry)
            )
            firsts.update(self._connection.scalars(statement))
        ids = [
            outline.id
            for chunk in chunk_ids(firsts)
            for outline in self._outlines(facts.own.in_(chunk) & facts.recorded_to.is_(None))
        ]
        return self.accounts(ids)

    def move(self, entries: Mapping[int, str]) -> None:
        """Give facts other entries."""
        table = schema.facts
        rows = [{"row": id_, "new": entry} for id_, entry in sorted(entries.items())]
        if rows:
            moving = update(table).where(table.c.id == bindparam("row"))
            self._connection.execute(moving.values(entry=bindparam("new")), rows)

    def rename(self, entries: Mapping[str, str], without: Iterable[int]) -> None:
        """Give all facts of some entries another, but for those in `without`."""
        table, left_out = schema.facts, set(without)
        for old, new in sorted(entries.items()):
            self._connection.execute(
                update(table)
                .where(table.c.entry == old, table.c.id.not_in(left_out))
                .values(entry=new)
            )

    def _outlines(self, condition: Any) -> list[Account]:
        rows = self._connection.execute(
            select(*_COLUMNS).where(condition).order_by(schema.facts.c.id)
        )
        return [
            Account(*row[:-1], current=row[-1] is None)  # type: ignore[misc]
            for row in rows.all()
        ]

    def _claims(self, facts: Sequence[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        if facts:
            for row in self._connection.execute(select_claims(facts)).all():
                found.setdefault(row.fact_id, []).append(row)
        return found


def _promised(actors: Sequence[str]) -> Any:
    names, claims, facts = schema.names.c, schema.claims, schema.facts.c
    theirs = (
        select(claims.c.fact_id)
        .join(schema.names, names.id == claims.c.name_id)
        .where(names.entry.in_(actors), claims.c.slot == "actor")
    )
    return facts.id.in_(theirs)


def _unindexed(text_column: Any) -> Any:
    """A column by which the database should not look rows up, as it selects too little."""
    return text_column + ""


def _office_conditions(persons: Iterable[str]) -> Iterator[Any]:
    names, claims = schema.names.c, schema.claims
    for chunk in chunk_ids(persons):
        yield schema.facts.c.id.in_(
            select(claims.c.fact_id)
            .join(schema.names, names.id == claims.c.name_id)
            .where(names.entry.in_(chunk), claims.c.slot == "person")
        )


def _entry_conditions(entries: Iterable[str]) -> Iterator[Any]:
    for chunk in chunk_ids(entries):
        yield schema.facts.c.entry.in_(chunk)
