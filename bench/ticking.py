"""Adds a document to a register every second, until it is ended."""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from bench.worlds import Teller, read_sample
from bench.writing import FIRST_PROBE, add_documents
from onrecord.register.store import open_engine

SECONDS = 1.0


def main() -> None:
    """Add what the sample says under ever new names."""
    engine = open_engine(Path(sys.argv[1]))
    teller = Teller(read_sample())
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for number in itertools.count(FIRST_PROBE * len(teller.extracts)):
        began = time.monotonic()
        add_documents(engine, [teller.tell(number)])
        time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))


if __name__ == "__main__":
    main()
