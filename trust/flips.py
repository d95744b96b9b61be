"""One flipped bit anywhere in what a register keeps: `onrecord verify` finds it.

A flip counts as harmless only in the compressed bytes of a capture, and only where they still
give the capture's very bytes: what fills up their last byte says nothing.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.acquire.archive import load_bytes
from onrecord.errors import OnrecordError
from onrecord.pipeline.verifying import verify_home
from onrecord.register.seal import FILE_NAME as SEAL
from onrecord.register.store import FILE_NAME as REGISTER

POINTS = 600
SHARES = {"register": 0.6, "log": 0.1, "seal": 0.1, "archive": 0.2}


@dataclass(frozen=True, slots=True)
class Flip:
    """A bit of a file of a home."""

    part: str
    file: str
    byte: int
    bit: int


def choose_flips(home: Path, seed: int, points: int) -> Iterator[Flip]:
    """Bits all over a home, the same for the same seed; there must be a file of each part."""
    pick = random.Random(f"flips/{seed}")  # noqa: S311 - no secret is made of it
    files = list_parts(home)
    parts = sorted(files)
    weights = [SHARES[part] for part in parts]
    for part in pick.choices(parts, weights, k=points):
        path = pick.choice(files[part])
        byte = pick.randrange(path.stat().st_size)
        yield Flip(part, str(path.relative_to(home)), byte, pick.randrange(8))


def list_parts(home: Path) -> dict[str, list[Path]]:
    """The files of a home that hold something, by the part they are of."""
    found = {
        "register": [home / REGISTER],
        "log": [home / f"{REGISTER}-wal"],
        "seal": [home / SEAL],
        "archive": sorted((home / "archive").glob("*/*")),
    }
    held = {
        part: [path for path in paths if path.exists() and path.stat().st_size]
        for part, paths in found.items()
    }
    return {part: paths for part, paths in held.items() if paths}


def try_flip(home: Path, flip: Flip, place: Path) -> str:
    """'found', 'harmless' or 'missed': what becomes of a flip in a copy of a home."""
    copy = place / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("*-shm"))
    path = copy / flip.file
    content = bytearray(path.read_bytes())
    content[flip.byte] ^= 1 << flip.bit
    path.write_bytes(content)
    if not verify_home(copy).whole:
        return "found"
    return "harmless" if flip.part == "archive" and _is_same(home, copy, path.name) else "missed"


def _is_same(home: Path, copy: Path, digest: str) -> bool:
    try:
        return load_bytes(home, digest) == load_bytes(copy, digest)
    except OnrecordError:
        return False


def run(home: Path, seed: int, points: int = POINTS) -> int:
    """Try so many flips in copies of a home, print what became of them; gives how many missed."""
    began, counts, missed = time.monotonic(), Counter[tuple[str, str]](), 0
    with tempfile.TemporaryDirectory() as place:
        for flip in choose_flips(home, seed, points):
            outcome = try_flip(home, flip, Path(place))
            counts[flip.part, outcome] += 1
            if outcome == "missed":
                missed += 1
                sys.stdout.write(f"missed: bit {flip.bit} of byte {flip.byte} of {flip.file}\n")
    told = ", ".join(f"{part} {number} {what}" for (part, what), number in sorted(counts.items()))
    sys.stdout.write(f"flipped bits: {points}, {told}; {time.monotonic() - began:.0f} s\n")
    return missed
