"""Reading captures in processes of their own, in order, with few of them in flight."""

from __future__ import annotations

import atexit
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock

from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.extract import Extract
from onrecord.pipeline.readers import CHILD, Reader

AHEAD = 8  # captures that wait for each process: keeps it busy and memory flat

Result = tuple[Capture, Extract | Unreadable]
Results = Generator[Result | Unreadable, None, None]
Waiting = tuple[Capture | Unreadable, Future[Extract | Unreadable] | None]


def read_all(
    captures: Iterable[Capture | Unreadable], jobs: int = 1, child: str = CHILD
) -> Results:
    """What each capture says, in the order given, read by so many processes.

    Nothing is read in this process. A capture whose process dies, stalls or needs too much
    memory comes back as `Unreadable` with the reason, and the rest is read. Close the
    iterator where it is left before its end: its processes are killed then. `child` is the
    module that reads.
    """
    yield from _Crew(jobs, child).read(captures)


class _Crew:
    """Threads that each wait for a process, and what is handed to them."""

    def __init__(self, jobs: int, child: str) -> None:
        self._jobs = jobs
        self._readers = [_take_reader(child) for _ in range(jobs)]
        self._free: SimpleQueue[Reader] = SimpleQueue()
        for reader in self._readers:
            self._free.put(reader)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="onrecord-reading")
        self._waiting: deque[Waiting] = deque()

    def read(self, captures: Iterable[Capture | Unreadable]) -> Results:
        whole = False
        try:
            for capture in captures:
                self._submit(capture)
                while len(self._waiting) >= self._jobs * AHEAD:
                    yield self._next()
            while self._waiting:
                yield self._next()
            whole = True
        finally:
            self._finish(whole)

    def _submit(self, capture: Capture | Unreadable) -> None:
        if isinstance(capture, Unreadable):
            self._waiting.append((capture, None))
        else:
            self._waiting.append((capture, self._threads.submit(self._read_one, capture)))

    def _read_one(self, capture: Capture) -> Extract | Unreadable:
        reader = self._free.get()
        try:
            return reader.read(capture)
        finally:
            self._free.put(reader)

    def _next(self) -> Result | Unreadable:
        capture, future = self._waiting.popleft()
        if isinstance(capture, Unreadable) or future is None:
            assert isinstance(capture, Unreadable)  # noqa: S101 - only those have no future
            return capture
        return capture, future.result()

    def _finish(self, whole: bool) -> None:
        """Keep the processes for the next run, or kill them where this one was left."""
        if not whole:
            for reader in self._readers:
                reader.stop()
        self._threads.shutdown(cancel_futures=True)
        for reader in self._readers:
            if whole:
                _IDLE.append(reader)
            else:
                reader.close()


_IDLE: list[Reader] = []  # whose processes end by themselves when nothing comes for a while
_TAKING = Lock()


def _take_reader(child: str) -> Reader:
    with _TAKING:
        for reader in _IDLE:
            if reader.child == child:
                _IDLE.remove(reader)
                return reader
    return Reader(child)


@atexit.register
def _close_idle() -> None:
    while _IDLE:
        _IDLE.pop().close()
