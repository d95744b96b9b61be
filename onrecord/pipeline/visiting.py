"""Visiting the pages of a source: what each answer means for what is known of its address."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from onrecord.acquire.answers import Answer, FetchError, Fetching, Seen
from onrecord.acquire.archive import keep_bytes
from onrecord.acquire.pace import HostError
from onrecord.config.sources import Declared
from onrecord.pipeline.capturing import make_capture, name_document
from onrecord.pipeline.doubtful import BASELINE, Looked, find_doubt, look_at
from onrecord.pipeline.schedule import plan_gone, plan_held, plan_retry, plan_visit
from onrecord.pipeline.starts import OK, UNCHANGED, make_values
from onrecord.register.alarms import BEGINNING, LAYOUT, find_accepted
from onrecord.register.answered import (
    HELD,
    NOTED,
    READ,
    WAITING,
    Kept,
    drop_held,
    find_change,
    find_last,
    keep_answer,
    load_marks,
    set_state,
)
from onrecord.register.fetching import (
    Address,
    count_visit,
    find_address,
    find_free_name,
    find_twin,
    load_address,
    note_address,
)
from onrecord.register.removed import mark_returned
from onrecord.register.store import Connection, Engine, writing

LISTS_DOUBTFUL = "the lists that name it are doubtful"


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit: new, changed, same, twin, held, gone or failed."""

    address: str
    outcome: str
    reason: str | None = None


class Visitor:
    """Visits the addresses of one source in one round; each visit is written as a whole."""

    def __init__(
        self,
        home: Path,
        engine: Engine,
        source: Declared,
        fetching: Fetching,
        now: Callable[[], str],
        round_: int,
        *,
        steady: bool,
    ) -> None:
        self._home = home
        self._engine = engine
        self._source = source
        self._fetching = fetching
        self._now = now
        self._round = round_
        self._steady = steady  # whether the lists are as they were

    def visit(self, row: Address) -> Visit:
        """Ask for an address and keep what it gives. Raises `HostError` for a host that is down."""
        seen = Seen(row.etag, row.last_modified)
        try:
            answer = self._fetching.fetch(row.address, seen)
        except HostError as error:
            if error.host == urlsplit(row.address).netloc.lower():
                raise
            return self._fail(row, error)
        except FetchError as error:
            return self._fail(row, error)
        return self.take(row, answer)

    def take(self, row: Address, answer: Answer) -> Visit:
        """Keep an answer."""
        if answer.status == OK:
            capture = make_capture(self._source, row, answer, answer.body)
            looked = look_at(replace(capture, address=answer.final))
            digest = keep_bytes(self._home, answer.body)
            with writing(self._engine) as connection:
                return self._note_page(connection, row, answer, digest, looked)
        with writing(self._engine) as connection:
            if answer.status == UNCHANGED:
                return self._note_same(connection, row, answer)
            return self._note_gone(connection, row, answer)

    def _fail(self, row: Address, error: FetchError) -> Visit:
        now, failures = self._now(), row.failures + 1
        with writing(self._engine) as connection:
            count_visit(connection, self._round, "visited", "failed")
            if not error.passing:
                drop_held(connection, row.id)
            note_address(
                connection, row, visited=now, failures=failures, reason=error.what,
                failing_since=row.failing_since or now,
                next_visit=plan_retry(now, failures, passing=error.passing),
            )  # fmt: skip
        return Visit(row.address, "failed", error.what)

    def _note_same(self, connection: Connection, row: Address, answer: Answer) -> Visit:
        """The page is as it was when it was read last."""
        count_visit(connection, self._round, "visited")
        drop_held(connection, row.id)
        since = max(_find_published(row), find_change(connection, row.id) or "")
        own = row.own if answer.final == row.address else answer.final
        self._note_seen(connection, row, plan_visit(self._now(), since), own=own)
        return Visit(row.address, "same")

    def _note_seen(
        self, connection: Connection, row: Address, due: str | None, **more: object
    ) -> None:
        if row.gone_since and row.document:
            mark_returned(connection, row.document, self._now())
        now = self._now()
        note_address(
            connection, row, visited=now, last_seen=now, failures=0, failing_since=None,
            reason=None, gone_since=None, next_visit=due, **more,
        )  # fmt: skip

    def _note_gone(self, connection: Connection, row: Address, answer: Answer) -> Visit:
        count_visit(connection, self._round, "visited", *(() if row.gone_since else ("gone",)))
        drop_held(connection, row.id)
        if not row.gone_since:
            keep_answer(connection, make_values(row, answer, None, NOTED))
        visits = row.failures + 1
        note_address(
            connection, row, visited=answer.at, failures=visits, failing_since=None, reason=None,
            gone_since=row.gone_since or answer.at, next_visit=plan_gone(answer.at, visits),
        )  # fmt: skip
        return Visit(row.address, "gone")

    def _note_page(
        self,
        connection: Connection,
        row: Address,
        answer: Answer,
        digest: str,
        looked: Looked | None,
    ) -> Visit:
        row = load_address(connection, row.id)
        last = find_last(connection, row.id, READ, WAITING)
        if last is not None and last.digest == digest:
            row = note_address(connection, row, **_find_validators(answer))
            return self._note_same(connection, row, answer)
        doubt = self._doubt(connection, last, looked)
        if doubt:
            return self._hold(connection, row, answer, digest, looked, doubt)
        page = looked.page if looked else None
        twin = _find_twin(connection, row, answer.final, page) if last is None else None
        if twin is not None:
            count_visit(connection, self._round, "visited")
            drop_held(connection, row.id)
            self._note_seen(connection, row, None, twin_of=twin)
            return Visit(row.address, "twin")
        return self._keep_page(connection, row, answer, digest, looked, new=last is None)

    def _doubt(
        self, connection: Connection, last: Kept | None, looked: Looked | None
    ) -> str | None:
        if last is None and not self._steady:
            return LISTS_DOUBTFUL
        if looked is None:
            return None
        return doubt_page(connection, self._source.name, last, looked)

    def _hold(
        self,
        connection: Connection,
        row: Address,
        answer: Answer,
        digest: str,
        looked: Looked | None,
        doubt: str,
    ) -> Visit:
        count_visit(connection, self._round, "visited")
        held = find_last(connection, row.id, HELD)
        if held is None or held.digest != digest:
            drop_held(connection, row.id)
            self._keep(connection, row, answer, digest, looked, HELD, doubt)
        note_address(connection, row, visited=answer.at, next_visit=plan_held(answer.at))
        return Visit(row.address, "held", doubt)

    def _keep_page(
        self,
        connection: Connection,
        row: Address,
        answer: Answer,
        digest: str,
        looked: Looked | None,
        *,
        new: bool,
    ) -> Visit:
        count_visit(connection, self._round, "visited", "kept")
        drop_held(connection, row.id)
        self._keep(connection, row, answer, digest, looked, WAITING, None)
        own = _find_own(connection, row, answer, looked)
        name = row.document or find_free_name(
            connection, name_document(row.source, own or row.address)
        )
        due = plan_visit(answer.at, _find_published(row) if new else answer.at)
        self._note_seen(connection, row, due, document=name, own=own, **_find_validators(answer))
        return Visit(row.address, "new" if new else "changed")

    def _keep(
        self,
        connection: Connection,
        row: Address,
        answer: Answer,
        digest: str,
        looked: Looked | None,
        state: str,
        doubt: str | None,
    ) -> None:
        values = make_values(row, answer, digest, state)
        values |= {"page": looked.page if looked else None, "doubt": doubt}
        keep_answer(connection, values, looked.marks if looked else None)


def doubt_page(
    connection: Connection, source: str, last: Kept | None, looked: Looked
) -> str | None:
    """Why a page is doubtful beside how it was read last, or beside the others of its source."""
    before = last.find_marks() if last else None
    since = find_accepted(connection, source, LAYOUT)
    if looked.unlaid and since == BEGINNING:
        return looked.unlaid
    return find_doubt(looked.marks, before, load_marks(connection, source, since, BASELINE))


def free_answer(connection: Connection, row: Address, held: Kept) -> None:
    """Let an answer that was held be read, and its address be asked under its conditions.

    What turns out to be the same page again as another one is not read.
    """
    twin = None if row.document else _find_twin(connection, row, held.final, held.page)
    if twin is not None:
        drop_held(connection, row.id)
        note_address(connection, row, twin_of=twin, next_visit=None)
        return
    name = row.document or find_free_name(connection, name_document(row.source, held.final))
    told = dict(json.loads(held.headers))
    note_address(
        connection, row, document=name, own=None if held.final == row.address else held.final,
        etag=told.get("etag"), last_modified=told.get("last-modified"),
    )  # fmt: skip
    set_state(connection, [held.id], WAITING)


def _find_twin(connection: Connection, row: Address, final: str, page: str | None) -> int | None:
    """The address of which this is the same page again: moved there, or with the same text."""
    if final != row.address:
        other = find_address(connection, row.source, final)
        if other is not None and other.id != row.id:
            return other.id
    return find_twin(connection, row, page) if page else None


def _find_own(
    connection: Connection, row: Address, answer: Answer, looked: Looked | None
) -> str | None:
    """Where a page is rather than at its address: what it calls its own, unless another has it."""
    own = (looked.own if looked else None) or answer.final
    other = find_address(connection, row.source, own)
    if other is not None and other.id != row.id and other.document:
        own = answer.final
    return None if own == row.address else own


def _find_published(row: Address) -> str:
    return row.told.get("published") or row.first_seen


def _find_validators(answer: Answer) -> dict[str, object]:
    return {"etag": answer.header("etag"), "last_modified": answer.header("last-modified")}
