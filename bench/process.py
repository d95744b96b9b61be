"""Running a command as a whole process and measuring it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """What a process took: wall and processor seconds, and the peak of its largest process."""

    seconds: float
    user_seconds: float
    peak_mib: float
    output: str


def run_measured(command: Sequence[str]) -> Measured:
    """Run a command to its end; its output is kept, its exit code is not judged."""
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    return Measured(
        time.monotonic() - began, usage.ru_utime, usage.ru_maxrss / 1024, output.strip()
    )


def onrecord(*arguments: str | Path) -> list[str]:
    """The command line of `onrecord` in this environment."""
    return [sys.executable, "-m", "onrecord", *map(str, arguments)]


def folder_mib(folder: Path) -> float:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
