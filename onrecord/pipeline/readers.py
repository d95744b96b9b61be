"""A process that reads, seen from the one that started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from onrecord.errors import OnrecordError
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.extract import Extract
from onrecord.pipeline.limits import (
    ATTEMPTS,
    MEMORY_BYTES,
    explain_death,
    explain_memory,
    explain_time,
    find_limit,
)

CHILD = "onrecord.pipeline.child"
START_SECONDS = 300.0  # a machine that loads the parser no faster cannot be used

DYING_SECONDS = 5.0  # a process whose connection broke ends by itself in this time

Read = Extract | Unreadable


class StoppedError(OnrecordError):
    """The reading was ended from outside."""


class Reader:
    """Reads one capture at a time in a process of its own.

    The process is started when it is needed. One that dies, stalls or runs out of memory is
    replaced, and the capture comes back as `Unreadable` with the reason.
    """

    def __init__(self, child: str = CHILD, memory: int = MEMORY_BYTES) -> None:
        self.child = child
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._stopped = False

    def read(self, capture: Capture, seconds: float | None = None) -> Read:
        """What the capture says. Raises `OnrecordError` where no process can be started."""
        limit = find_limit(len(capture.body)) if seconds is None else seconds
        code = 0
        for _ in range(ATTEMPTS):
            found = self._ask(capture, limit)
            if not isinstance(found, int):
                return found
            code = found
        return explain_death(capture.name, capture.address, code)

    def stop(self) -> None:
        """Kill the process: whoever waits for it gets `StoppedError`, now and ever after."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Let go of the process; nobody may be waiting for it."""
        self._end()

    def _ask(self, capture: Capture, limit: float) -> Read | int:
        """What the capture says, or the exit code of a process that died over it."""
        connection = self._send(capture)
        try:
            if not connection.poll(limit):
                self._end()
                self._check_stopped()
                return explain_time(capture.name, capture.address, limit)
            result: Read | None = connection.recv()
        except (EOFError, OSError):
            code = self._end(DYING_SECONDS)
            self._check_stopped()
            return code
        if result is None:
            self._end(DYING_SECONDS)
            return explain_memory(capture.name, capture.address, self._memory)
        return result

    def _send(self, capture: Capture) -> Connection:
        """Hand a capture to a process; one that ended while it was idle is replaced."""
        connection = self._connection or self._start()
        try:
            connection.send(capture)
        except OSError:
            self._end()
            connection = self._start()
            connection.send(capture)
        return connection

    def _start(self) -> Connection:
        self._check_stopped()
        ours, theirs = Pipe()
        command = [sys.executable, "-P", "-m", self.child, str(theirs.fileno()), str(self._memory)]
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": paths},
        )
        theirs.close()
        self._connection = ours
        if self._stopped:
            self._end()
        self._check_stopped()
        self._await_ready(ours)
        return ours

    def _await_ready(self, connection: Connection) -> None:
        deadline = time.monotonic() + START_SECONDS
        with suppress(EOFError, OSError):
            if connection.poll(deadline - time.monotonic()) and connection.recv():
                return
        code = self._end(DYING_SECONDS)
        self._check_stopped()
        raise OnrecordError(
            f"no reading process can be started: the parser did not load (exit code {code}); "
            "install onrecord again, or free memory"
        )

    def _check_stopped(self) -> None:
        if self._stopped:
            raise StoppedError("the reading was stopped")

    def _end(self, patience: float = 0.0) -> int:
        """End the process, which may have `patience` to end by itself, and give its exit code."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
        code = process.wait()
        if process.stdin:
            process.stdin.close()
        if connection:
            connection.close()
        return code
