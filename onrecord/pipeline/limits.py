"""What reading one document may take, in time and memory."""

from __future__ import annotations

import resource
import signal

from onrecord.model.text import Unreadable

BASE_SECONDS = 120.0  # every document may take so long: a start on a busy machine is in it
SECONDS_PER_KB = 0.5  # and so long for each 1,000 bytes, ten times what reading takes
MOST_SECONDS = 3600.0  # but none longer than this
MEMORY_BYTES = 6 * 1024**3  # address space of a process that reads
ATTEMPTS = 2  # a document whose process died is read once more, by a new one
IDLE_SECONDS = 30.0  # a process that reads nothing for so long ends itself


def find_limit(size: int) -> float:
    """How many seconds a document of so many bytes may take."""
    return min(BASE_SECONDS + SECONDS_PER_KB * size / 1000, MOST_SECONDS)


def limit_memory(size: int) -> None:
    """Let this process have no more address space than `size` bytes."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


def explain_memory(name: str, address: str, size: int) -> Unreadable:
    """A document that wants more memory than it may have."""
    reason = f"reading it takes more memory than a document may have ({size / 1024**3:.1f} GiB)"
    return Unreadable(name, address, reason, "split it into documents")


def explain_time(name: str, address: str, seconds: float) -> Unreadable:
    """A document that takes longer than it may."""
    reason = f"reading it took longer than {seconds:.0f} seconds and was stopped"
    return Unreadable(name, address, reason, "report this with the document")


def explain_death(name: str, address: str, code: int) -> Unreadable:
    """A document whose process died, with the exit code as `subprocess` gives it."""
    if -code == signal.SIGKILL:
        reason = "the process that read it was killed; the memory of this machine may be too small"
        return Unreadable(name, address, reason, "split it, or read it on a larger machine")
    how = _name_signal(-code) if code < 0 else f"exit code {code}"
    reason = f"the process that read it died ({how})"
    return Unreadable(name, address, reason, "report this with the document")


def _name_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
