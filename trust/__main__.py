"""All checks that take longer than tests: `python -m trust [PART]… --seed N --scale 0.1`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from onrecord.config import sample_folder
from onrecord.pipeline.run import add_paths
from trust import flips, growth, hostile, kills, load, year

Part = Callable[[int, float], int]


def _flip_bits(seed: int, scale: float) -> int:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        add_paths(home, [sample_folder()])
        return flips.run(home, seed, _count(flips.POINTS, scale))


def _kill(seed: int, scale: float) -> int:
    return kills.run(seed, _count(kills.POINTS, scale))


def _read_hostile(seed: int, scale: float) -> int:
    return hostile.run(seed, _count(hostile.POINTS, scale))


def _follow_year(seed: int, scale: float) -> int:
    return year.run(seed, _count(year.KILLS, scale))


def _grow(seed: int, scale: float) -> int:
    return growth.run(seed, _count(growth.RELEASES, scale))


def _count(points: int, scale: float) -> int:
    return max(1, round(points * scale))


PARTS: Mapping[str, Part] = {
    "flips": _flip_bits,
    "kills": _kill,
    "hostile": _read_hostile,
    "year": _follow_year,
    "growth": _grow,
    "load": load.run,
}


def main() -> int:
    """Run the parts that are named, else all, and give 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[*PARTS, []],
        metavar="PART",
        help=f"{', '.join(PARTS)}; else all",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="this share of the points")
    given = parser.parse_args()
    faults = sum(PARTS[part](given.seed, given.scale) for part in given.parts or PARTS)
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
