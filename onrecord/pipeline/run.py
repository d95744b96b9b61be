"""Adding documents to a register: read by many processes, written by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.acquire.archive import keep_bytes
from onrecord.acquire.discover import find_captures
from onrecord.acquire.fields import FieldMap
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.archived import load_archived, said_of
from onrecord.pipeline.extract import Extract
from onrecord.pipeline.following import find_unfollowed, follow_touched
from onrecord.pipeline.resolving import resolve_touched
from onrecord.pipeline.rules import rules_version
from onrecord.pipeline.workers import read_all
from onrecord.register.archived import (
    Archived,
    FactCounts,
    count_facts_since,
    load_documents,
)
from onrecord.register.captured import Source, keep_older
from onrecord.register.claims import Touched
from onrecord.register.rulings import settle_facts
from onrecord.register.runs import finish_run, start_run
from onrecord.register.sightings import find_turn
from onrecord.register.store import Connection, now, open_engine, writing
from onrecord.register.twins import find_double, keep_twin
from onrecord.register.writer import (
    Known,
    load_known,
    record_unreadable,
    write_document,
)

BATCH_DOCUMENTS = 64  # documents written in one transaction
BATCH_SECONDS = 5.0  # but never longer unwritten than this

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Twin:
    """A page that tells what the document with the number tells."""

    address: str
    document: int


@dataclass(slots=True)
class Summary:
    """What a run did; `failures` tells each document that could not be read, and why.

    `facts` are those that the documents read tell anew, no longer, and just as before. `older`
    counts what web archives have of the time before what the register holds: it is kept, and
    not read. `twins` tell each page that is no document of its own, and of which it is the
    same; `doubtful` are addresses of pages that no declared layout fits, with what each misses.
    """

    read: int = 0
    unchanged: int = 0
    changed: int = 0
    reread: int = 0
    older: int = 0
    failures: list[Unreadable] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    facts: FactCounts = field(default_factory=FactCounts)

    @property
    def documents(self) -> int:
        """All documents that were looked at."""
        done = self.read + self.unchanged + self.older
        return done + len(self.failures) + len(self.twins)


def add_paths(
    home: Path,
    paths: Sequence[str | Path],
    *,
    jobs: int = 1,
    fields: FieldMap | None = None,
    progress: Progress = lambda _: None,
) -> Summary:
    """Read documents into the register in `home`, which is made where there is none.

    A page that tells what another document tells, in the same words on the same day, is a twin
    of that one and no document of its own.

    Documents are written in batches, each wholly or not at all: a run that ends early can be
    started again, and what was written is not read twice. `progress` is told of each
    document that is done.
    """
    return _Run(home, jobs, progress, joins=True).add(find_captures(paths, fields))


def add_captures(
    home: Path,
    captures: Iterable[Capture | Unreadable],
    *,
    jobs: int = 1,
    joins: bool = False,
    progress: Progress = lambda _: None,
) -> Summary:
    """Read documents that are at hand already into the register in `home`, as `add_paths` does.

    Twins are only known with `joins`.
    """
    return _Run(home, jobs, progress, joins=joins).add(captures)


def reread(home: Path, *, jobs: int = 1, progress: Progress = lambda _: None) -> Summary:
    """Read what the archive of a register holds by the present rules; nothing is fetched.

    Documents that were read by these rules are passed over, so that a run that ended early
    goes on where it stopped. What the rules no longer find is closed and kept as history;
    people's judgements stay in effect. Raises `RegisterError` where there is no register.
    """
    run = _Run(home, jobs, progress, command="reread")
    return run.add(load_archived(home, run.archived()))


Item = tuple[Capture, Extract | Unreadable] | Unreadable


class _Run:
    """One run of `add`: what is known before, what is waiting to be written, what was done."""

    def __init__(
        self,
        home: Path,
        jobs: int,
        progress: Progress,
        command: str = "add",
        *,
        joins: bool = False,
    ) -> None:
        self._joins = joins
        self._home = home
        self._command = command
        self._jobs = jobs
        self._progress = progress
        self._engine = open_engine(home, create=command == "add")
        self._rules = rules_version()
        self._summary = Summary()
        self._batch: list[Item] = []
        self._passed: set[str] = set()  # names of what was handed on to be read
        self._written_at = time.monotonic()

    def archived(self) -> list[Archived]:
        """The documents of the register, as their bytes are kept."""
        with self._engine.connect() as connection:
            return load_documents(connection)

    def add(self, captures: Iterable[Capture | Unreadable]) -> Summary:
        began = time.monotonic()
        with writing(self._engine) as connection:
            known = load_known(connection)
            run = start_run(connection, self._command, self._rules, now())
        self._catch_up()
        try:
            with closing(read_all(self._news(captures, known), self._jobs)) as items:
                for item in items:
                    if self._is_waiting(item):
                        self._write_batch()
                    self._batch.append(item)
                    if self._is_due():
                        self._write_batch()
            self._write_batch()
        finally:
            self._summary.seconds = time.monotonic() - began
            with writing(self._engine) as connection:
                done = self._summary
                counts = (done.read, done.unchanged, done.changed, len(done.failures))
                finish_run(connection, run, now(), *counts)
            self._engine.dispose()
        return self._summary

    def _catch_up(self) -> None:
        """Follow what an older version of the program has written."""
        with self._engine.connect() as connection:
            missing = find_unfollowed(connection)
        for start in range(0, len(missing), BATCH_DOCUMENTS):
            with writing(self._engine) as connection:
                some = set(missing[start : start + BATCH_DOCUMENTS])
                follow_touched(connection, Touched(versions=some))

    def _news(
        self, captures: Iterable[Capture | Unreadable], known: dict[str, Known]
    ) -> Iterator[Capture | Unreadable]:
        """The captures that are not known with these bytes under these rules."""
        for capture in captures:
            if isinstance(capture, Capture):
                held, found = known.get(capture.name), Known(capture.digest, self._rules)
                if held and self._is_known(capture, held, found):
                    self._progress(1)
                    continue
                known[capture.name] = found
                self._passed.add(capture.name)
            yield capture

    def _is_known(self, capture: Capture, held: Known, found: Known) -> bool:
        """Whether a capture need not be read: it is as it was, or the document has changed since.

        What is not known of a document's past is kept.
        """
        if held == found:
            self._summary.unchanged += 1
            return True
        if capture.at is None or capture.digest == held.digest:
            return False
        with self._engine.connect() as connection:
            alone = capture.name not in self._passed
            turn = find_turn(connection, capture.name, capture.at, capture.digest, alone=alone)
        if turn == "known":
            self._summary.unchanged += 1
        elif turn == "older":
            keep_bytes(self._home, capture.body)
            with writing(self._engine) as connection:
                keep_older(connection, self._tell_source(capture), now())
            self._summary.older += 1
        return turn != "next"

    def _tell_source(self, capture: Capture, institution: str | None = None) -> Source:
        return Source(
            name=capture.name,
            address=capture.address,
            digest=capture.digest,
            media=capture.media,
            institution=institution,
            said=said_of(capture),
            at=capture.at,
            asked=capture.asked,
            headers=capture.headers,
            again=self._command == "reread",
        )

    def _is_due(self) -> bool:
        waited = time.monotonic() - self._written_at
        return len(self._batch) >= BATCH_DOCUMENTS or waited > BATCH_SECONDS

    def _is_waiting(self, item: Item) -> bool:
        """Whether an earlier text of the same document waits to be written."""
        own = item.name if isinstance(item, Unreadable) else item[0].name
        names = (one.name if isinstance(one, Unreadable) else one[0].name for one in self._batch)
        return own in set(names)

    def _write_batch(self) -> None:
        for item in self._batch:
            if not isinstance(item, Unreadable):
                keep_bytes(self._home, item[0].body)
        touched = Touched()
        with writing(self._engine) as connection:
            since = now()
            outcomes = [self._write(connection, item, touched) for item in self._batch]
            settle_facts(connection, touched, since=since, moment=now())
            resolve_touched(connection, touched)
            follow_touched(connection, touched)
            counts = count_facts_since(connection, touched.versions, since)
        self._summary.facts = self._summary.facts.plus(counts)
        for outcome in outcomes:
            self._count(outcome)
        self._progress(len(self._batch))
        self._batch.clear()
        self._written_at = time.monotonic()

    def _write(
        self, connection: Connection, item: Item, touched: Touched
    ) -> str | Unreadable | Twin:
        if isinstance(item, Unreadable):
            record_unreadable(connection, item, now())
            return item
        capture, extract = item
        if isinstance(extract, Unreadable):
            record_unreadable(connection, extract, now())
            return extract
        page = extract.reading.page
        if page.doubt:
            self._summary.doubtful.append((page.address, page.doubt))
        source = self._tell_source(capture, page.institution)
        if self._joins:
            double = find_double(connection, source, page)
            keep_twin(connection, source, double, self._rules, now())
            if double is not None:
                return Twin(source.address, double)
        return write_document(
            connection,
            source,
            extract.reading,
            extract.facts,
            rules=self._rules,
            moment=now(),
            touched=touched,
        )

    def _count(self, outcome: str | Unreadable | Twin) -> None:
        if isinstance(outcome, Twin):
            self._summary.twins.append(outcome)
            return
        if isinstance(outcome, Unreadable):
            self._summary.failures.append(outcome)
            return
        if outcome == "unchanged":
            self._summary.unchanged += 1
            return
        self._summary.read += 1
        self._summary.changed += outcome == "changed"
        self._summary.reread += outcome == "reread"
