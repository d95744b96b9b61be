"""A list's rows as JSON or CSV, under the same filters as its page, and saying what they are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from fastapi import Response
from fastapi.responses import StreamingResponse

from onrecord.export.cells import guard_cell

Rows = Iterator[dict[str, object]]
ROWS_SENT = 100  # rows in one piece of an answer

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class About:
    """What an answer holds: the address asked for, its filters, how many rows, as of when.

    `snapshot` is the moment at which the register was last added to.
    """

    address: str
    query: Mapping[str, object]
    rows: int
    snapshot: str | None


def send_rows(rows: Rows, columns: Sequence[str], form: str, name: str, about: About) -> Response:
    """Rows that have these columns, sent as they are read."""
    write = WRITERS[form]
    return StreamingResponse(
        write(columns, rows, about),
        media_type=FORMATS[form],
        headers=tell_about(about) | (save_as(f"{name}.csv") if form == "csv" else {}),
    )


def save_as(name: str) -> dict[str, str]:
    """The header that makes a browser save an answer under this name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def tell_about(about: About) -> dict[str, str]:
    """What an answer holds, as its headers."""
    return {
        "X-Onrecord-Query": about.address,
        "X-Onrecord-Rows": str(about.rows),
        "X-Onrecord-Snapshot": about.snapshot or "",
    }


def _each_csv(columns: Sequence[str], rows: Rows, _: About) -> Iterator[str]:
    head = io.StringIO()
    csv.writer(head).writerow(columns)
    yield head.getvalue()
    while chunk := list(islice(rows, ROWS_SENT)):
        lines = io.StringIO()
        writer = csv.DictWriter(lines, columns)
        writer.writerows({key: guard_cell(value) for key, value in row.items()} for row in chunk)
        yield lines.getvalue()


def _each_json(_: Sequence[str], rows: Rows, about: About) -> Iterator[str]:
    yield f'{{"about": {json.dumps(asdict(about), ensure_ascii=False)},\n"rows": ['
    separator = "\n"
    while chunk := list(islice(rows, ROWS_SENT)):
        yield separator + ",\n".join(json.dumps(row, ensure_ascii=False) for row in chunk)
        separator = ",\n"
    yield "]}\n"


WRITERS: Mapping[str, Callable[[Sequence[str], Rows, About], Iterator[str]]] = {
    "csv": _each_csv,
    "json": _each_json,
}
