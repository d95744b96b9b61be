"""Following sources: what is new and changed is fetched, kept, judged and read.

Each source is asked in a *round*: its lists are read, the pages that are due are visited, and
what came is read into the register. Every step is written before the next one begins, so that
a round that was cut short at any point goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from onrecord.acquire.archive import load_bytes
from onrecord.acquire.fetcher import Fetcher, Limits, Manners
from onrecord.acquire.pace import Clock, HostError, Pace, SystemClock, spell_moment
from onrecord.acquire.sources import find_saved
from onrecord.config.layouts import spell_layouts
from onrecord.config.sources import Declared
from onrecord.errors import RegisterError
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.capturing import make_capture
from onrecord.pipeline.run import add_captures
from onrecord.pipeline.schedule import add_time, parse_moment
from onrecord.pipeline.settling import settle_held
from onrecord.pipeline.starts import (
    Discover,
    Listing,
    RememberingFetcher,
    as_answer,
    discover,
    judge_listing,
    note_pointed,
    read_lists,
)
from onrecord.pipeline.visiting import Visit, Visitor
from onrecord.register.alarms import Alarm, load_alarms
from onrecord.register.answered import READ, Kept, load_waiting, set_state
from onrecord.register.fetching import (
    Address,
    find_gone,
    find_whole_round,
    load_addresses,
    load_due,
    note_address,
    note_round,
    start_round,
)
from onrecord.register.holds import load_holds, note_hold
from onrecord.register.removed import mark_removed
from onrecord.register.store import Engine, open_engine, writing

PORTION = 64  # pages that are visited before what came is read
READ_AT_ONCE = 256
WHOLE_AFTER = timedelta(hours=20)  # since the lists were last followed to their ends

Progress = Callable[[Visit], None]


@dataclass(slots=True)
class Updated:
    """What an update did for one source; `failures` are addresses with the reason.

    `fresh`, `changed`, `same`, `twins`, `held`, `gone` and `failed` count visits; `listed` is
    what the lists point to; `unreached` says that one of them could not be asked. `alarms` are
    those that are raised now.
    """

    source: str
    listed: int = 0
    fresh: int = 0
    changed: int = 0
    same: int = 0
    twins: int = 0
    held: int = 0
    gone: int = 0
    failed: int = 0
    unreached: bool = False
    failures: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Whether the source was asked and nothing asks for a person; pages may fail."""
        return not (self.alarms or self.unreached or self.unreadable)


_COUNTED = {
    "new": "fresh", "changed": "changed", "same": "same", "twin": "twins", "held": "held",
    "gone": "gone", "failed": "failed",
}  # fmt: skip


def update_sources(
    home: Path,
    sources: Sequence[Declared],
    *,
    clock: Clock | None = None,
    jobs: int = 1,
    seed: int | None = None,
    limits: Limits | None = None,
    find: Discover = discover,
    progress: Progress = lambda _: None,
) -> Iterator[Updated]:
    """Ask each source what is new and changed, and read it into the register in `home`.

    The register is made where there is none. What each source gave comes as it is done. An
    update that was cut short is simply started again. `seed` makes the pauses the same each
    time, `find` is how sources are searched.
    """
    clock = clock or SystemClock()
    engine = open_engine(home, create=True)
    manners = Manners.make(clock, seed, _make_pace(engine, clock))
    try:
        for source in sources:
            with Fetcher(
                manners, pace=source.pace, allowed=source.allow, limits=limits or Limits()
            ) as fetcher:
                yield _Update(home, engine, source, fetcher, clock, jobs, progress).run(find)
    finally:
        engine.dispose()


def _make_pace(engine: Engine, clock: Clock) -> Pace:
    """The pace of a run, which keeps to what hosts asked for before and notes what they ask now."""

    def keep(host: str, until: float) -> None:
        with writing(engine) as connection:
            note_hold(connection, host, spell_moment(until), spell_moment(clock.time()))

    with engine.connect() as connection:
        held = load_holds(connection)
    return Pace(
        clock, {host: parse_moment(until).timestamp() for host, until in held.items()}, keep
    )


class _Update:
    """One source in one update."""

    def __init__(
        self,
        home: Path,
        engine: Engine,
        source: Declared,
        fetcher: Fetcher,
        clock: Clock,
        jobs: int,
        progress: Progress,
    ) -> None:
        self._home = home
        self._engine = engine
        self._source = source
        self._fetcher = fetcher
        self._clock = clock
        self._jobs = jobs
        self._progress = progress
        self._done = Updated(source.name)

    def run(self, find: Discover) -> Updated:
        with writing(self._engine) as connection:
            round_ = start_round(connection, self._source.name, self._now())
        self._read_saved()
        if self._source.starts:
            steady = self._read_lists(find, round_.id)
            self._visit_pages(round_.id, steady=steady)
            with writing(self._engine) as connection:
                settle_held(connection, self._home, self._source, self._now())
        self._read_waiting()
        self._finish(round_.id)
        return self._done

    def _now(self) -> str:
        return spell_moment(self._clock.time())

    def _read_lists(self, find: Discover, round_: int) -> bool:
        """Note what the lists point to; gives whether that is about as much as before."""
        with self._engine.connect() as connection:
            last = find_whole_round(connection, self._source.name)
        whole = last is None or add_time(last, WHOLE_AFTER) <= self._now()
        fetching = RememberingFetcher(
            self._home, self._engine, self._source.name, self._fetcher, self._now
        )
        listing = read_lists(fetching, self._source, self._engine, find, whole=whole)
        self._done.listed = len(listing.items)
        self._done.failures += [(error.where, error.what) for error in listing.failures]
        self._done.unreached = any(error.passing for error in listing.failures)
        self._take_given(listing, round_)
        with writing(self._engine) as connection:
            steady = judge_listing(connection, self._source, listing, self._now())
            note_round(connection, round_, listed=len(listing.items) if listing.whole else None)
        return steady

    def _take_given(self, listing: Listing, round_: int) -> None:
        """Note all that is pointed to, and keep what was given with its text."""
        with writing(self._engine) as connection:
            now = self._now()
            rows = [note_pointed(connection, self._source, item, now) for item in listing.items]
        visitor = self._make_visitor(round_, steady=True)
        for row, item in zip(rows, listing.items, strict=True):
            answer = as_answer(item, self._now())
            if answer is not None:
                self._count(visitor.take(row, answer))
                with writing(self._engine) as connection:
                    note_address(
                        connection, load_addresses(connection, [row.id])[row.id], next_visit=None
                    )

    def _make_visitor(self, round_: int, *, steady: bool) -> Visitor:
        return Visitor(
            self._home, self._engine, self._source, self._fetcher, self._now, round_, steady=steady
        )

    def _visit_pages(self, round_: int, *, steady: bool) -> None:
        visitor, due = self._make_visitor(round_, steady=steady), self._now()
        while True:
            with self._engine.connect() as connection:
                rows = load_due(connection, self._source.name, due, PORTION)
            if not rows:
                return
            try:
                for row in rows:
                    self._count(visitor.visit(row))
            except HostError as error:
                self._done.failures.append((error.host, error.what))
                return
            finally:
                self._read_waiting()

    def _count(self, visit: Visit) -> None:
        name = _COUNTED[visit.outcome]
        setattr(self._done, name, getattr(self._done, name) + 1)
        if visit.outcome == "failed":
            self._done.failures.append((visit.address, visit.reason or ""))
        self._progress(visit)

    def _read_waiting(self) -> None:
        """Read what waits, of each page the oldest answer first."""
        while True:
            with self._engine.connect() as connection:
                waiting = load_waiting(connection, self._source.name, READ_AT_ONCE)
                rows = load_addresses(connection, {one.address_id for one in waiting})
            if not waiting:
                return
            captures = (self._load(rows[one.address_id], one) for one in waiting)
            summary = add_captures(self._home, captures, jobs=self._jobs)
            self._done.unreadable += summary.failures
            with writing(self._engine) as connection:
                set_state(connection, [one.id for one in waiting], READ)

    def _load(self, row: Address, one: Kept) -> Capture | Unreadable:
        try:
            body = load_bytes(self._home, one.digest or "")
        except RegisterError as error:
            return Unreadable(row.document or row.address, row.address, str(error))
        return make_capture(self._source, row, one, body)

    def _read_saved(self) -> None:
        """Read the documents of archives and folders."""
        if self._source.archives or self._source.folders:
            summary = add_captures(self._home, self._name_saved(), jobs=self._jobs, joins=True)
            self._done.unreadable += summary.failures
            self._done.failures += summary.doubtful
            self._done.twins += len(summary.twins)
            self._done.fresh += summary.read - summary.changed - summary.reread
            self._done.changed += summary.changed
            self._done.same += summary.unchanged

    def _name_saved(self) -> Iterator[Capture | Unreadable]:
        layout = spell_layouts(self._source.layout)
        for found in find_saved(self._source):
            named = replace(found, name=f"{self._source.name}/{found.name}")
            yield replace(named, layout=layout) if isinstance(named, Capture) else named

    def _finish(self, round_: int) -> None:
        with writing(self._engine) as connection:
            for row in find_gone(connection, self._source.name):
                reason = f"the site says it is gone ({row.address})"
                mark_removed(connection, row.document or "", row.gone_since or "", reason)
            note_round(connection, round_, finished_at=self._now())
            self._done.alarms = load_alarms(connection, self._source.name)
