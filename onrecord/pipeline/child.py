"""`python -m onrecord.pipeline.child`: a process that reads captures for the one that started it.

It is given the descriptor of a connection and the memory it may have. Its standard input is
the read end of a pipe on which nothing is ever sent: when the other end closes, because
whoever started it has ended in whatever way, the system ends this process at once.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.pipeline.limits import IDLE_SECONDS, limit_memory

READY = "ready"

Read = Callable[[Capture], Extract | Unreadable]


def load_parser() -> None:
    """Load the parser, before the first capture comes and its time begins."""
    from onrecord.reading.segment import load_pipeline  # whoever only asks does without

    load_pipeline()


def main(read: Read = extract_capture, prepare: Callable[[], None] = load_parser) -> None:
    """Read what comes until nothing more does."""
    tie_to_parent(sys.stdin.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    limit_memory(int(sys.argv[2]))
    connection = Connection(int(sys.argv[1]))
    prepare()
    connection.send(READY)
    serve_captures(connection, read)


def tie_to_parent(pipe: int) -> None:
    """End this process when the other end of a pipe closes, whatever it is doing then."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)
    try:
        closed = os.read(pipe, 1) == b""
    except BlockingIOError:
        closed = False
    if closed:
        sys.exit(0)


def serve_captures(connection: Connection, read: Read) -> None:
    """Answer captures one by one; a pause, or a lack of memory, ends the process."""
    while connection.poll(IDLE_SECONDS):
        try:
            connection.send(read(connection.recv()))
        except EOFError:
            return
        except MemoryError:
            connection.send(None)
            return


if __name__ == "__main__":
    main()
