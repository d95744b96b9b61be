"""Processes that begin with everything loaded, forked from one that waits; made to be killed.

A started process does one task and is gone. Nothing of it survives but what it wrote.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any, cast

Task = Callable[[dict[str, Any]], None]

DONE, FAILED = 0, 1


class Nursery:
    """Starts processes that each call a function 'module:name' with one dictionary.

    The function of the same module named `prepare` is called once, before any of them.
    """

    def __init__(self, task: str) -> None:
        command = [sys.executable, "-m", "trust.nursery", task]
        self._process = subprocess.Popen(  # noqa: S603, this very module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._tasks, self._answers = cast(IO[str], self._process.stdin), self._process.stdout
        self._read()

    def start(self, given: dict[str, Any]) -> int:
        """Start a process, and give its number; wait for it before the next one is started."""
        self._tasks.write(json.dumps(given) + "\n")
        self._tasks.flush()
        return self._read()

    def wait(self) -> int:
        """How the process that was started last ended: an exit code, below 0 for a signal."""
        return self._read()

    def close(self) -> None:
        """End the process that waits."""
        self._tasks.close()
        self._process.wait()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> int:
        line = cast(IO[str], self._answers).readline()
        if not line:
            raise RuntimeError("the process that starts the others has ended")
        return int(line)


def main(task: str) -> None:
    """Wait for tasks on standard input, and fork a process for each."""
    place, _, name = task.partition(":")
    module = importlib.import_module(place)
    module.prepare()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _say(answers, DONE)
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            _do_task(getattr(module, name), json.loads(line))
        _say(answers, number)
        _, status = os.waitpid(number, 0)
        _say(answers, os.waitstatus_to_exitcode(status))


def _do_task(task: Task, given: dict[str, Any]) -> None:
    """Do a task and end the process without any tidying up."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        task(given)
    except BaseException:  # the process ends here; whoever waits is told
        traceback.print_exc()
        os._exit(FAILED)
    os._exit(DONE)


def _say(answers: Any, number: int) -> None:
    answers.write(f"{number}\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
