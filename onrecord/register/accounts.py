"""Accounts of facts as `resolve` compares them: outlines by time and name, and in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select, update

from onrecord.model.entry import PAGE_MARK, REACH_DAYS, Account, Context, Filled
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids

AROUND = 80  # characters shown on each side of a trigger
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

    def accounts(self, ids: Iterable[int]) -> list[Account]:
        """The accounts of these facts in full, in the order of their ids."""
        found = []
        for chunk in chunk_ids(ids):
            outlines = self._outlines(schema.facts.c.id.in_(chunk))
            claims = self._claims([outline.id for outline in outlines])
            found += [_fill(outline, claims.get(outline.id, [])) for outline in outlines]
        return found

    def mates(self, accounts: Sequence[Account]) -> list[int]:
        """The current facts that share an entry with these."""
        table = schema.facts.c
        found: list[int] = []
        for chunk in chunk_ids({account.entry for account in accounts}):
            current = select(table.id).where(table.entry.in_(chunk), table.recorded_to.is_(None))
            found += self._connection.scalars(current)
        return found

    def near(self, layer: str, wave: Sequence[Account]) -> list[Account]:
        """Outlines of the current facts of a layer that may tell the same as some of these."""
        look: dict[str, Callable[[Sequence[Account]], Iterator[Account]]] = {
            "event": self._near_events,
            "act": lambda acts: self._starting("act", _days_around(acts, ACT_DAYS)),
            "quote": lambda quotes: self._starting("quote", _days_around(quotes, QUOTE_DAYS)),
            "commitment": self._near_commitments,
        }
        return list({account.id: account for account in look[layer](wave)}.values())

    def _near_events(self, wave: Sequence[Account]) -> Iterator[Account]:
        yield from self._starting("event", {key for a in wave for key in find_periods(a)})
        reaches = [(account, account.reach) for account in wave]
        facts, back = schema.facts.c, timedelta(days=REACH_DAYS)
        long = (reach for a, reach in reaches if reach and a.earliest != a.latest)
        for low, high in merge_spans(long):
            yield from self._outlines(_between("event", low, high))
        for low, high in merge_spans((r[0] - back, r[1]) for _, r in reaches if r):
            lasting = (facts.latest > facts.earliest) & (func.length(facts.start) == len(DAY))
            yield from self._outlines(_between("event", low, high) & lasting)

    def _starting(self, layer: str, starts: Iterable[str], *conditions: Any) -> Iterator[Account]:
        facts = schema.facts.c
        for chunk in chunk_ids(set(starts)):
            at = (facts.layer == layer, facts.start.in_(chunk), facts.recorded_to.is_(None))
            yield from self._outlines(and_(*at, *conditions))

    def _near_commitments(self, wave: Sequence[Account]) -> Iterator[Account]:
        """Those of the same actors, and those due at the same time where nobody is named."""
        claims, facts = schema.claims, schema.facts.c
        actors = {f.entry for account in wave for f in account.fillers if f.named}
        promised = [a for chunk in chunk_ids(actors) for a in self._outlines(_promised(chunk))]
        times = {(account.earliest, account.latest) for account in wave}
        found = {a.id for a in promised if any(_may_be_due(a, *time) for time in times)}
        anybody = {a.start for a in wave if a.start and not any(f.named for f in a.fillers)}
        dues = {account.start for account in wave if account.start}
        acting = select(claims.c.id).where(claims.c.fact_id == facts.id, claims.c.slot == "actor")
        found |= {a.id for a in self._starting("commitment", anybody)}
        found |= {a.id for a in self._starting("commitment", dues, ~acting.exists())}
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
            for row in self._connection.execute(_claim_statement(facts)).all():
                found.setdefault(row.fact_id, []).append(row)
        return found


def _claim_statement(facts: Sequence[int]) -> Select[Any]:
    claims, names, versions = schema.claims, schema.names, schema.versions
    first = case((claims.c.start > AROUND, claims.c.start - AROUND), else_=0)
    around = func.substr(versions.c.text, first + 1, claims.c.end + AROUND - first)
    return (
        select(
            claims.c.fact_id,
            claims.c.slot,
            claims.c.value,
            claims.c.start,
            claims.c.end,
            names.c.entry,
            names.c.type,
            names.c.key,
            case((claims.c.slot == "trigger", around)).label("around"),
        )
        .join(schema.facts, schema.facts.c.id == claims.c.fact_id)
        .join(versions, versions.c.id == schema.facts.c.version_id)
        .outerjoin(names, names.c.id == claims.c.name_id)
        .where(claims.c.fact_id.in_(facts))
        .order_by(claims.c.id)
    )


def _fill(outline: Account, claims: Sequence[Any]) -> Account:
    fillers = tuple(
        Filled(row.slot, row.entry, row.type, PAGE_MARK not in row.key)
        for row in claims
        if row.entry
    )
    texts = tuple((row.slot, row.value) for row in claims if row.value and row.slot in TEXTS)
    contexts = tuple(_context(row) for row in claims if row.around)
    return Account(
        outline.id,
        outline.own,
        outline.entry,
        outline.layer,
        outline.kind,
        outline.start,
        outline.end,
        outline.earliest,
        outline.latest,
        outline.published,
        outline.version,
        outline.release,
        outline.current,
        fillers,
        texts,
        contexts,
    )


TEXTS = frozenset({"object", "action", "quote", "office", "theme"})


def _context(row: Any) -> Context:
    at = min(row.start, AROUND)
    end = at + row.end - row.start
    return Context(row.around[:at], row.around[at:end], row.around[end:])


def find_periods(account: Account) -> list[str]:
    """The start of an account, and every month, quarter, season and half that it reaches."""
    periods = [account.start] if account.start else []
    for month in account.months:
        year, number = int(month[:4]), int(month[5:])
        of_season = year if number > 2 else year - 1
        periods += [
            month,
            f"{year:04}-{33 + (number - 1) // 3}",
            f"{of_season:04}-{21 + (number - 3) % 12 // 3}",
            f"{year:04}-{40 + (number - 1) // 6}",
        ]
    return periods


Span = tuple[date, date]


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans of days in order, those that touch made one."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _day(value: str | None) -> date:
    return date.fromisoformat(value or "0001-01-01")


def _days_around(accounts: Iterable[Account], days: int) -> set[str]:
    return {
        str(_day(account.earliest) + timedelta(days=n))
        for account in accounts
        if account.earliest and account.earliest == account.latest
        for n in range(-days, days + 1)
    }


def _between(layer: str, low: date, high: date) -> Any:
    facts = schema.facts.c
    return and_(
        facts.layer == layer,
        facts.recorded_to.is_(None),
        facts.earliest >= str(low),
        facts.earliest <= str(high),
    )


def _may_be_due(account: Account, earliest: str | None, latest: str | None) -> bool:
    if not (account.earliest and account.latest and earliest and latest):
        return True
    return account.earliest <= latest and earliest <= account.latest


def _promised(actors: Sequence[str]) -> Any:
    names, claims, facts = schema.names.c, schema.claims, schema.facts.c
    theirs = (
        select(claims.c.fact_id)
        .join(schema.names, names.id == claims.c.name_id)
        .where(names.entry.in_(actors), claims.c.slot == "actor")
    )
    current = facts.recorded_to.is_(None)
    return facts.id.in_(theirs) & (_unindexed(facts.layer) == "commitment") & current


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
