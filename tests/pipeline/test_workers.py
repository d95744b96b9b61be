import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.limits import BASE_SECONDS, MEMORY_BYTES, MOST_SECONDS, find_limit
from onrecord.pipeline.readers import Reader
from onrecord.pipeline.workers import read_all

CHILD = "tests.pipeline.fatal_child"
GOOD = b"The Harbour Council met in Skarn on 3 May 2024."


def make_capture(body: bytes) -> Capture:
    return Capture(body.decode()[:8], "", body, "text/plain")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_kills_its_process_is_listed_and_the_rest_is_read(jobs: int) -> None:
    bodies = [GOOD, b"exit", GOOD, b"crash", b"killed", b"swell", GOOD]
    reasons = read_reasons(bodies, jobs)
    assert [reason == "read" for reason in reasons] == [body == GOOD for body in bodies]
    assert "exit code 3" in reasons[1]
    assert "SIGSEGV" in reasons[3]
    assert "was killed" in reasons[4]
    assert "more memory than a document may have" in reasons[5]


def read_reasons(bodies: list[bytes], jobs: int) -> list[str]:
    with closing(read_all(map(make_capture, bodies), jobs, CHILD)) as items:
        results = [item[1] for item in items if not isinstance(item, Unreadable)]
    return [result.reason for result in results if isinstance(result, Unreadable)]


def test_a_document_that_stalls_is_stopped_and_the_next_is_read() -> None:
    reader = Reader(CHILD)
    reader.read(make_capture(GOOD))
    stalled = reader.read(make_capture(b"stall"), seconds=0.2)
    assert isinstance(stalled, Unreadable)
    assert stalled.reason == "reading it took longer than 0 seconds and was stopped"
    assert getattr(reader.read(make_capture(GOOD)), "reason", "") == "read"
    reader.close()


def test_the_time_for_a_document_grows_with_its_size_up_to_a_bound() -> None:
    assert find_limit(0) == BASE_SECONDS
    assert BASE_SECONDS < find_limit(1_000_000) < find_limit(2_000_000)
    assert find_limit(10**9) == MOST_SECONDS


def test_a_process_that_cannot_start_says_so() -> None:
    with pytest.raises(OnrecordError, match="no reading process can be started"):
        Reader("tests.pipeline.no_such_module").read(make_capture(GOOD))


def test_a_run_that_is_left_kills_what_it_started() -> None:
    reading = read_all(map(make_capture, [GOOD, b"stall"]), 1, CHILD)
    next(reading)
    began = time.monotonic()
    reading.close()
    assert time.monotonic() - began < 10
    assert find_children(os.getpid(), CHILD) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_process(sent: signal.Signals) -> None:
    code = (
        "from tests.pipeline.test_workers import *\n"
        "for item in read_all(map(make_capture, [GOOD, b'stall']), 1, CHILD): print(1, flush=True)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"1\n"
    children = find_children(run.pid, CHILD)
    assert len(children) == 1
    run.send_signal(sent)
    run.wait(timeout=20)
    run.stdout.close()
    deadline = time.monotonic() + 10
    while any(is_running(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(is_running(child) for child in children)


def find_children(parent: int, word: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode()
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if above == parent and word in line:
            found.append(int(folder.name))
    return found


def is_running(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_there_is_memory_for_the_parser() -> None:
    assert MEMORY_BYTES > 2 * 1024**3
