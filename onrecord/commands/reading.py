"""Commands that read documents: add, extract."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields as dataclass_fields
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onrecord import terminal
from onrecord.acquire.discover import find_captures
from onrecord.acquire.fields import FieldMap
from onrecord.commands.options import Home, Jobs, Quiet, err, open_home, out
from onrecord.config import find_home
from onrecord.errors import InputError
from onrecord.model.text import Unreadable

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, archives, JSONL; '-' is standard input.", show_default=False
    ),
]
Map = Annotated[
    str | None,
    typer.Option("--map", help="JSONL fields, like 'text=body,date=published_at,id=url'."),
]


def add(
    paths: Paths, home: Home = None, jobs: Jobs = 1, fields: Map = None, quiet: Quiet = False
) -> None:
    """Read documents into the register; what it holds already is not read again."""
    from onrecord.pipeline.run import add_paths  # loads the parser, which lists do without

    field_map = _parse_map(fields)
    total = None if quiet or "-" in paths else sum(1 for _ in find_captures(paths, field_map))
    with show_progress(total, hidden=quiet) as advance:
        summary = add_paths(find_home(home), paths, jobs=jobs, fields=field_map, progress=advance)
    terminal.print_summary(out, summary)
    if summary.failures or not summary.documents:
        raise typer.Exit(1)


def reread(home: Home = None, jobs: Jobs = 1, quiet: Quiet = False) -> None:
    """Read the archived documents by the present rules; nothing is fetched."""
    from onrecord.pipeline.run import reread as reread_home  # loads the parser

    with open_home(home) as register:
        total = register.counts().documents
    with show_progress(total, hidden=quiet) as advance:
        summary = reread_home(find_home(home), jobs=jobs, progress=advance)
    terminal.print_summary(out, summary)
    facts = summary.facts
    out.print(
        f"facts of the documents read: {facts.added} added, {facts.closed} closed, "
        f"{facts.same} the same",
        highlight=False,
    )
    if summary.failures:
        raise typer.Exit(1)


def extract(paths: Paths, jobs: Jobs = 1, fields: Map = None) -> None:
    """Print one record a document as JSON Lines; no register is needed or made."""
    from onrecord.pipeline.workers import read_all  # loads the parser, which lists do without

    failures = 0
    field_map = _parse_map(fields)
    with closing(read_all(find_captures(paths, field_map), jobs)) as items:
        for item in items:
            result = item if isinstance(item, Unreadable) else item[1]
            if isinstance(result, Unreadable):
                failures += 1
                complain(result)
            else:
                sys.stdout.write(json.dumps(result.to_record(), ensure_ascii=False) + "\n")
    if failures:
        raise typer.Exit(1)


def _parse_map(given: str | None) -> FieldMap | None:
    """The fields of a JSONL line as given like 'text=body,date=published_at'."""
    if not given:
        return None
    known = [field.name for field in dataclass_fields(FieldMap)]
    pairs = dict(pair.partition("=")[::2] for pair in given.split(","))
    for slot, name in pairs.items():
        if slot not in known or not name:
            wanted = f"write text=FIELD,date=FIELD with any of {', '.join(known)}"
            raise InputError("--map", f"{slot!r} cannot be used", wanted)
    return FieldMap(**pairs)


def complain(failure: Unreadable) -> None:
    """One line about a document that could not be read."""
    remedy = f" ({failure.remedy})" if failure.remedy else ""
    err.print(
        f"onrecord: {failure.address}: {failure.reason}{remedy}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@contextmanager
def show_progress(total: int | None, *, hidden: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; what it gives is told of each document that is done."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} documents/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=hidden) as progress:
        task = progress.add_task("reading", total=total, rate="–")

        def advance(number: int) -> None:
            progress.advance(task, number)
            speed = progress.tasks[0].speed
            progress.update(task, rate=f"{speed:.1f}" if speed else "–")

        yield advance
