"""Tables as CSV and as JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from typing import IO

from onrecord.export.cells import guard_cell
from onrecord.export.registry import Row


def write_csv(file: IO[str], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Rows as CSV (RFC 4180, UTF-8, a header line); gives their number.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    number = 0
    for row in rows:
        writer.writerow({key: guard_cell(value) for key, value in row.items()})
        number += 1
    return number


def write_jsonl(file: IO[str], _: Sequence[str], rows: Iterable[Row]) -> int:
    """Rows as JSON, one object a line; gives their number."""
    number = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        number += 1
    return number
