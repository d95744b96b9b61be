"""Generated and mutated pages: none may crash, hang, or say anything without evidence.

Each page is cleaned, read and recognised; what must hold of every page is in `find_faults`.
A page is known by its seed and number: `python -m trust.hostile --seed 1 --only 4711`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import resource
import signal
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from onrecord.model.text import Capture, Page, Span, Unreadable
from onrecord.pipeline.extract import Extract, extract_capture, extract_text
from trust.mutations import make_capture

POINTS = 100_000
CHUNK = 250  # pages that a process is handed at once
HANG_SECONDS = 30  # of wall time: no page of this kind takes so long
BASE_MS, MS_PER_KB = 1500.0, 600.0  # of processor time that a page may take
MOST_MIB = 1500  # memory of a process that has read thousands of pages


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a stretch of pages."""

    read: int
    refused: int
    faults: tuple[tuple[int, str], ...]
    slowest_ms: float
    peak_mib: float


class HangError(BaseException):
    """A page that takes too long; no `except Exception` on its way holds it up."""


def find_faults(capture: Capture, result: Extract | Unreadable) -> Iterator[str]:
    """What is wrong with what a page gave."""
    if isinstance(result, Unreadable):
        if result.reason.startswith("reading failed") or not result.reason:
            yield result.reason or "no reason"
        if "\n" in result.reason:
            yield "a reason of several lines"
        return
    page = result.reading.page
    yield from _find_unquoted(page, result)
    yield from _find_lost(page)
    yield from _find_unknown(result)
    if capture.media == "text/plain" and page.derived:
        yield "a plain text that was changed"
    json.dumps(result.to_record())


def _find_unquoted(page: Page, result: Extract) -> Iterator[str]:
    """Quotations that are not the slice of the text."""
    told = (result.facts, dataclasses.replace(result.reading, page=page, parts=()))
    for span in _iter_spans(told):
        if page.text[span.start : span.end] != span.text or span.start < 0:
            yield f"{span.start}:{span.end} does not quote {span.text[:40]!r}"


def _find_lost(page: Page) -> Iterator[str]:
    """Characters that stand neither in a release nor in furniture."""
    held = bytearray(len(page.text))
    spans = [(r.start, r.end) for r in page.releases] + [
        (s.start, s.end) for _, s in page.furniture
    ]
    for start, end in spans:
        if not 0 <= start < end <= len(page.text):
            yield f"a piece of {start}:{end} in a text of {len(page.text)}"
            return
        held[start:end] = b"\x01" * (end - start)
    lost = [at for at, char in enumerate(page.text) if not held[at] and _is_seen(char)]
    if lost:
        yield f"{len(lost)} characters are lost, the first {page.text[lost[0]]!r} at {lost[0]}"


def _is_seen(char: str) -> bool:
    """Whether a reader sees the character: neither white space nor a mark of format."""
    return not char.isspace() and unicodedata.category(char) != "Cf"


def _find_unknown(result: Extract) -> Iterator[str]:
    """Slots that name no entity of the page."""
    known = result.reading.entities
    for told in (*result.facts.events, *result.facts.acts, *result.facts.commitments):
        for name in ("places", "bodies", "chairs", "hosts", "participants", "actors"):
            for filler in getattr(told, name, ()):
                if filler.entity not in known:
                    yield f"{name} names {filler.entity}, which the page does not have"


def _iter_spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _iter_spans(item)
    elif isinstance(value, dict):
        yield from _iter_spans(tuple(value.values()))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _iter_spans(getattr(value, field.name))


def read_page(seed: int, number: int) -> tuple[list[str], float, bool]:
    """The faults of a page, its milliseconds, and whether it was read."""
    capture = make_capture(seed, number)
    signal.signal(signal.SIGALRM, _hang)
    signal.alarm(HANG_SECONDS)
    began = time.process_time()
    try:
        result = extract_capture(capture)
        faults = list(find_faults(capture, result))
    except HangError:
        return [f"it takes longer than {HANG_SECONDS} seconds"], HANG_SECONDS * 1000.0, False
    except Exception as error:
        return [f"{type(error).__name__}: {error}"], 0.0, False
    finally:
        signal.alarm(0)
    spent = 1000 * (time.process_time() - began)
    if spent > BASE_MS + MS_PER_KB * len(capture.body) / 1000:
        faults.append(f"{spent:.0f} ms for {len(capture.body)} bytes")
    return faults, spent, isinstance(result, Extract)


def _hang(*_: object) -> None:
    raise HangError


def warm_up() -> None:
    """Load the parser and the word lists, whose time is no page's."""
    extract_text("The Harbour Council met in Skarn on 3 May 2024.")


def read_stretch(seed: int, numbers: range) -> Outcome:
    """Read so many pages."""
    read, slowest, faults = 0, 0.0, []
    for number in numbers:
        found, spent, was_read = read_page(seed, number)
        read += was_read
        slowest = max(slowest, spent)
        faults += [(number, fault) for fault in found[:3]]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if peak > MOST_MIB:
        faults.append((numbers.start, f"{peak:.0f} MiB of memory"))
    return Outcome(read, len(numbers) - read, tuple(faults), slowest, peak)


def run(seed: int, points: int = POINTS, jobs: int = 2) -> int:
    """Read so many pages by so many processes, print what is wrong, and give how many faults."""
    stretches = [range(at, min(at + CHUNK, points)) for at in range(0, points, CHUNK)]
    began, faults, read, slowest, peak = time.monotonic(), 0, 0, 0.0, 0.0
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=warm_up) as pool:
        futures = [(numbers, pool.submit(read_stretch, seed, numbers)) for numbers in stretches]
        for numbers, future in futures:
            try:
                outcome = future.result()
            except BrokenProcessPool:
                _print(
                    f"a process died among pages {numbers.start} to {numbers.stop} of seed {seed}"
                )
                return 1
            for number, fault in outcome.faults:
                _print(f"page {number} of seed {seed}: {fault}")
            faults += len(outcome.faults)
            read += outcome.read
            slowest, peak = max(slowest, outcome.slowest_ms), max(peak, outcome.peak_mib)
    _print(
        f"hostile pages: {points} made, {read} read, {points - read} refused with a reason, "
        f"{faults} faults; slowest {slowest:.0f} ms, memory {peak:.0f} MiB, "
        f"{time.monotonic() - began:.0f} s"
    )
    return faults


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read many pages, or one again; the exit code is 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", type=int, default=POINTS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int)
    given = parser.parse_args(arguments)
    if given.only is None:
        return int(run(given.seed, given.points, given.jobs) > 0)
    warm_up()
    _print(repr(make_capture(given.seed, given.only)))
    faults, spent, _ = read_page(given.seed, given.only)
    _print("\n".join([*faults, f"{spent:.0f} ms"]))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
