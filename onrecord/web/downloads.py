"""A list's rows as files, under the same filters as its page, and saying what they are."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import IO

from fastapi import Response
from fastapi.responses import StreamingResponse

import onrecord
from onrecord.export.cells import guard_cell
from onrecord.export.linked import Node, each_line
from onrecord.export.registry import Table
from onrecord.export.workbook import write_workbook

Rows = Iterator[dict[str, object]]
ROWS_SENT = 100  # rows in one piece of an answer

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LINKED_MEDIA = "application/ld+json"
LINES_MEDIA = "application/jsonl"
WORKBOOK_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA: Mapping[str, str] = {
    **FORMATS,
    "jsonl": LINES_MEDIA,
    "jsonld": LINKED_MEDIA,
    "xlsx": WORKBOOK_MEDIA,
    "atom": "application/atom+xml",
    "ics": "text/calendar",
    "bib": "application/x-bibtex",
}
MOST_IN_MEMORY = 4_000_000  # bytes of a workbook; a longer one is sent from a file
PIECE = 1 << 16  # bytes sent at once


def find_media(address: str) -> str:
    """The media type of what an address leads to, by its ending; '' where it has none of ours."""
    ending = address.partition("?")[0].rpartition(".")[2]
    return MEDIA.get(ending, "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class About:
    """What an answer holds: the address asked for, its filters, how many rows, as of when.

    `snapshot` is the moment at which the register was last added to, `stamp` a text that is the
    same for the same content, `rules` the versions of the rules by which it was read.
    """

    address: str
    query: Mapping[str, object]
    rows: int
    snapshot: str | None
    stamp: str = ""
    rules: str = ""


def send_rows(rows: Rows, columns: Sequence[str], form: str, name: str, about: About) -> Response:
    """Rows that have these columns, sent as they are read."""
    write = WRITERS[form]
    return StreamingResponse(
        write(columns, rows, about),
        media_type=MEDIA[form],
        headers=tell_about(about) | (save_as(f"{name}.{form}") if form != "json" else {}),
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
        "X-Onrecord-Stamp": about.stamp,
        "X-Onrecord-Rules": about.rules,
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


def _each_jsonl(_: Sequence[str], rows: Rows, __: About) -> Iterator[str]:
    while chunk := list(islice(rows, ROWS_SENT)):
        yield "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chunk)


WRITERS: Mapping[str, Callable[[Sequence[str], Rows, About], Iterator[str]]] = {
    "csv": _each_csv,
    "json": _each_json,
    "jsonl": _each_jsonl,
}


def send_workbook(rows: Rows, table: Table, about: About) -> Response:
    """A table as a workbook, with a sheet that says what it is."""
    file = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    write_workbook(file, [(table, rows)], flatten_about(about))
    file.seek(0)
    headers = tell_about(about) | save_as(f"{table.name}.xlsx")
    return StreamingResponse(_each_piece(file), media_type=WORKBOOK_MEDIA, headers=headers)


def _each_piece(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def flatten_about(about: About) -> dict[str, str]:
    """What an answer holds, as names and texts."""
    return {
        "address": about.address,
        "query": "&".join(f"{k}={v}" for k, v in about.query.items() if v) or "everything",
        "snapshot": about.snapshot or "",
        "stamp": about.stamp,
        "rules": about.rules,
        "software": f"onrecord {onrecord.__version__}",
    }


def send_linked(nodes: Iterable[Node], name: str, about: About) -> Response:
    """Entries as linked data, sent as they are read."""
    lines = each_line(nodes, {**flatten_about(about), "rows": about.rows})
    headers = tell_about(about) | save_as(f"{name}.jsonld")
    return StreamingResponse(lines, media_type=LINKED_MEDIA, headers=headers)
