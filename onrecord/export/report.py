"""A report: decisions and promises with who is responsible, by when, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.pipeline.statuses import Followed, promise_statuses
from onrecord.register.coverage import find_snapshot
from onrecord.register.reader import Register
from onrecord.register.references import load_entries
from onrecord.register.reports import Telling, find_reported, load_tellings
from onrecord.register.views import EntryRow, Query, Quotation

MOST = 500  # decisions, and as many promises, of a report


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is on: its heading, a body, a session or a period, and the day of statuses."""

    heading: str
    asof: date
    body: str | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A decision or a promise; `start` and `end` are its date or its deadline, EDTF."""

    id: str
    kind: str
    what: str
    responsible: tuple[str, ...]
    start: str | None
    end: str | None
    told: str | None
    quotation: Quotation
    followed: Followed | None = None

    @property
    def status(self) -> str:
        """What became of a promise; empty for a decision."""
        return self.followed.status if self.followed else ""

    @property
    def answer(self) -> Quotation | None:
        """The words that tell what became of it."""
        answers = self.followed.answers if self.followed else ()
        return answers[0].quotation if answers else None


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its items by time; `cut` where there are more than it holds."""

    scope: Scope
    decisions: tuple[Item, ...]
    promises: tuple[Item, ...]
    snapshot: str | None
    cut: bool


def make_report(register: Register, scope: Scope) -> Report:
    """The report on a body, a session or a period."""
    query = Query(name=scope.body, since=scope.since, until=scope.until)
    found = register.recall(find_reported, query, scope.event, MOST)
    promises = found["commitment"]
    statuses = promise_statuses(register, scope.asof, promises)
    return Report(
        scope,
        tuple(_each_item(register, found["act"], "object", {})),
        tuple(_each_item(register, promises, "action", statuses)),
        register.ask(find_snapshot),
        any(len(ids) >= MOST for ids in found.values()),
    )


def _each_item(
    register: Register, ids: Sequence[str], slot: str, statuses: dict[str, Followed]
) -> list[Item]:
    tellings = register.ask(load_tellings, ids, (slot, "actor"))
    rows = register.ask(load_entries, ids)
    return [
        _item(row, tellings[row.id], slot, statuses.get(row.id))
        for row in rows
        if row.id in tellings
    ]


def _item(row: EntryRow, told: Telling, slot: str, followed: Followed | None) -> Item:
    words = [v for account in reversed(told.accounts) for name, v in account if name == slot]
    actors = dict.fromkeys(
        " ".join(v.split()) for account in told.accounts for name, v in account if name == "actor"
    )
    return Item(
        id=row.id,
        kind=row.kind,
        what=" ".join((words[0] if words else row.label).split()),
        responsible=tuple(actors),
        start=row.start,
        end=row.end,
        told=row.first_published,
        quotation=told.quotation,
        followed=followed,
    )
