"""`python -m bench`: reading, then pages of the register that it made."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.latency import measure_latency, writing_meanwhile
from bench.reading import SIZES, measure_reading


def main() -> None:
    """Measure everything; `--sizes` makes it shorter or longer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        measure_reading(arguments.corpus, home, tuple(arguments.sizes))
        print()
        measure_latency(home)
        print("\nwhile a document is added every second")
        with writing_meanwhile(home) as copy:
            measure_latency(copy)


if __name__ == "__main__":
    main()
