"""Commands that look into a register: search, show, serve; and the program's own."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

import onrecord
from onrecord import terminal
from onrecord.commands.options import (
    AsJson,
    Home,
    Known,
    Limit,
    Offset,
    open_home,
    out,
    parse_day,
)
from onrecord.config import find_home, sample_folder
from onrecord.pipeline.histories import LAYERS, find_history
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.journal import load_notes
from onrecord.register.views import PAGE_SIZE


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
    asof: Annotated[
        str | None,
        typer.Option("--asof", metavar="DAY", help="What became of it by this day."),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Also what it once told, struck out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """An entry with each value's quotation, source and date; of a promise, what became of it."""
    asked = parse_day("--asof", asof) or parse_day("--known", known)
    day = date.fromisoformat(asked) if asked else date.today()
    with open_home(home, known) as register:
        entry = register.entry(identifier, history=history)
        followed = promise_statuses(register, day, [entry.row.id]).get(entry.row.id)
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


def serve(
    home: Home = None,
    host: Annotated[
        str, typer.Option(help="Where to listen; other than loopback needs a user.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="A host by which others reach it; repeatable."),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="ADDRESS", help="A proxy whose word on clients counts."),
    ] = None,
    public_reading: Annotated[
        bool, typer.Option("--public-reading", help="Anybody reads; writing needs an editor.")
    ] = False,
) -> None:
    """Serve the register to browsers: of this machine, or of all who may sign in."""
    from onrecord.web.app import serve as serve_register  # loads the server

    serve_register(
        find_home(home), host, port, names=names or (), proxy=proxy, public_reading=public_reading
    )


def sample() -> None:
    """The folder of the bundled collection of invented releases."""
    sys.stdout.write(f"{sample_folder()}\n")


def version() -> None:
    """The program's version."""
    out.print(onrecord.__version__, highlight=False)
