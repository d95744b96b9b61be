"""Commands that look into a register: search, show, export, serve; and the program's own."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import onrecord
from onrecord import terminal
from onrecord.commands.options import AsJson, Home, Known, Limit, Offset, open_home, out
from onrecord.config import find_home, sample_folder
from onrecord.export.files import export_register
from onrecord.pipeline.histories import LAYERS, find_history
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.journal import load_notes
from onrecord.register.views import PAGE_SIZE
from onrecord.web.app import serve as serve_register


class Format(StrEnum):
    """What `export` can write."""

    csv = "csv"
    jsonl = "jsonl"
    ics = "ics"


def search(
    words: Annotated[list[str], typer.Argument(help='Words; "exact phrase"; -without.')],
    home: Home = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first.")] = False,
    limit: Limit = PAGE_SIZE,
    offset: Offset = 0,
    known: Known = None,
    as_json: AsJson = False,
) -> None:
    """Releases that hold these words, with the passage that matches best."""
    query = " ".join(words)
    with open_home(home, known) as register:
        found = register.search(query, newest=newest, limit=limit, offset=offset)
        if as_json:
            terminal.print_json(terminal.flatten_release(row) for row in found)
        else:
            terminal.print_releases(out, found, register.count_search(query))


def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An entry's or fact's id.")],
    home: Home = None,
    known: Known = None,
    history: Annotated[
        bool, typer.Option("--history", help="Also what it once told, struck out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """An entry with each value's quotation, source and date; of a promise, what became of it."""
    with open_home(home, known) as register:
        entry = register.entry(identifier, history=history)
        asof = date.fromisoformat(known) if known else date.today()
        followed = promise_statuses(register, asof, [entry.row.id]).get(entry.row.id)
        own = {entry.row.id, identifier, *(fact.id for fact in entry.facts)}
        notes = register.ask(load_notes, own)
        stages = find_history(register, entry.row.id) if entry.row.layer in LAYERS else []
    if as_json:
        sys.stdout.write(terminal.dump_entry(entry, followed, notes, stages) + "\n")
        return
    terminal.print_entry(out, entry)
    if followed is not None:
        terminal.print_followed(out, followed)
    terminal.print_history(out, stages)
    terminal.print_notes(out, notes)


def export(
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")],
    home: Home = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.csv,
) -> None:
    """Write the register as files: tables with every quotation, or a calendar."""
    with open_home(home) as register:
        for written in export_register(register, folder, form.value):
            out.print(f"{written.path}: {written.rows} rows", markup=False, highlight=False)


def serve(
    home: Home = None,
    host: Annotated[str, typer.Option(help="Loopback only, for now.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the register to a browser on this machine."""
    serve_register(find_home(home), host, port)


def sample() -> None:
    """The folder of the bundled collection of invented releases."""
    sys.stdout.write(f"{sample_folder()}\n")


def version() -> None:
    """The program's version."""
    out.print(onrecord.__version__, highlight=False)
