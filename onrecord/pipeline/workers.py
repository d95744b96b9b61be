"""Reading captures on several processes, in order, with few of them in flight."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from onrecord.errors import OnrecordError
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.reading.segment import load_pipeline

AHEAD = 8  # captures that wait for each process: keeps it busy and memory flat
MOST_DEATHS = 5  # processes that may die one after another before the run gives up

Result = tuple[Capture, Extract | Unreadable]
Reading = Future[Extract | Unreadable]
Waiting = tuple[Capture | Unreadable, Reading | None]


def read_all(
    captures: Iterable[Capture | Unreadable], jobs: int = 1
) -> Iterator[Result | Unreadable]:
    """What each capture says, in the order given.

    With one job everything runs in this process. A capture whose process dies comes back as
    `Unreadable`; the others are read by a new one.
    """
    if jobs <= 1:
        for capture in captures:
            yield (
                capture if isinstance(capture, Unreadable) else (capture, extract_capture(capture))
            )
        return
    yield from _Crew(jobs).read(captures)


class _Crew:
    """A pool that is replaced when one of its processes dies."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool = self._start(jobs)
        self._deaths = 0
        self._waiting: deque[Waiting] = deque()

    def read(self, captures: Iterable[Capture | Unreadable]) -> Iterator[Result | Unreadable]:
        try:
            for capture in captures:
                self._submit(capture)
                while len(self._waiting) >= self._jobs * AHEAD:
                    yield self._next()
            while self._waiting:
                yield self._next()
        finally:
            self._pool.shutdown(cancel_futures=True)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=load_pipeline)

    def _submit(self, capture: Capture | Unreadable) -> None:
        if isinstance(capture, Unreadable):
            self._waiting.append((capture, None))
            return
        try:
            future = self._pool.submit(extract_capture, capture)
        except BrokenProcessPool as error:
            self._count_death(error)
            self._replace()
            future = self._pool.submit(extract_capture, capture)
        self._waiting.append((capture, future))

    def _next(self) -> Result | Unreadable:
        capture, future = self._waiting.popleft()
        if isinstance(capture, Unreadable) or future is None:
            assert isinstance(capture, Unreadable)  # noqa: S101 - only those have no future
            return capture
        try:
            result = future.result()
        except BrokenProcessPool:
            result = self._read_alone(capture)
        else:
            self._deaths = 0
        return capture, result

    def _read_alone(self, capture: Capture) -> Extract | Unreadable:
        """Read a capture that was in flight when a process died, away from all others."""
        self._replace()
        with self._start(1) as alone:
            try:
                return alone.submit(extract_capture, capture).result()
            except BrokenProcessPool as error:
                self._count_death(error)
        reason = "the process that read it died"
        return Unreadable(capture.name, capture.address, reason, "it may be too large to read here")

    def _count_death(self, error: BrokenProcessPool) -> None:
        self._deaths += 1
        if self._deaths >= MOST_DEATHS:
            raise OnrecordError(
                f"{self._deaths} reading processes died one after another; "
                "try --jobs 1, which shows why"
            ) from error

    def _replace(self) -> None:
        """A new pool, with all that waits and is not done submitted again."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start(self._jobs)
        self._waiting = deque(self._resubmit(*waiting) for waiting in self._waiting)

    def _resubmit(self, capture: Capture | Unreadable, future: Reading | None) -> Waiting:
        if isinstance(capture, Unreadable) or (future is not None and _is_done(future)):
            return capture, future
        return capture, self._pool.submit(extract_capture, capture)


def _is_done(future: Reading) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
