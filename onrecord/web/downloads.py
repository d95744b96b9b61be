"""A list's rows as JSON, CSV or a calendar, under the same filters as its page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from fastapi import Response
from fastapi.responses import StreamingResponse

from onrecord.export.calendar import write_calendar
from onrecord.register.reader import Register
from onrecord.register.views import Query

Rows = Iterator[dict[str, object]]
ROWS_SENT = 100  # rows in one piece of an answer

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def send_rows(rows: Rows, columns: Sequence[str], form: str, name: str) -> Response:
    """Rows that have these columns, sent as they are read."""
    write = WRITERS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'} if form == "csv" else {}
    return StreamingResponse(write(columns, rows), media_type=FORMATS[form], headers=headers)


def send_calendar(register: Register, query: Query) -> Response:
    """The events that match, as an iCalendar file."""
    file = io.StringIO()
    write_calendar(file, register, query)
    headers = {"Content-Disposition": 'attachment; filename="events.ics"'}
    return Response(file.getvalue(), media_type="text/calendar; charset=utf-8", headers=headers)


def _each_csv(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    head = io.StringIO()
    csv.writer(head).writerow(columns)
    yield head.getvalue()
    while chunk := list(islice(rows, ROWS_SENT)):
        lines = io.StringIO()
        csv.DictWriter(lines, columns).writerows(chunk)
        yield lines.getvalue()


def _each_json(_: Sequence[str], rows: Rows) -> Iterator[str]:
    separator = "[\n"
    while chunk := list(islice(rows, ROWS_SENT)):
        yield separator + ",\n".join(json.dumps(row, ensure_ascii=False) for row in chunk)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


WRITERS: Mapping[str, Callable[[Sequence[str], Rows], Iterator[str]]] = {
    "csv": _each_csv,
    "json": _each_json,
}
