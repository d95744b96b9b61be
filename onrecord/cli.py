"""The command line: add, extract, lists, show, search, serve, export."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from enum import StrEnum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import onrecord
from onrecord import terminal
from onrecord.acquire.discover import find_captures
from onrecord.acquire.fields import FieldMap
from onrecord.config import find_home, sample_folder
from onrecord.errors import InputError, OnrecordError
from onrecord.export.files import export_register
from onrecord.export.tables import each_promise, each_row, flatten_entry
from onrecord.follow.status import STATUSES as FOLLOWED_STATUSES
from onrecord.model.fact import ActKind, EventKind, EventStatus
from onrecord.model.text import Unreadable
from onrecord.register.reader import FACT_LAYERS, Register
from onrecord.register.views import PAGE_SIZE, Query
from onrecord.web.app import serve as serve_register

app = typer.Typer(
    help="Turn what institutions publish into a register of what they did, decided and promised.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=False)
err = Console(stderr=True)

Home = Annotated[
    Path | None,
    typer.Option(
        "--home", help="The register's folder (else ONRECORD_HOME, else ./onrecord-home)."
    ),
]
Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, archives, JSONL; '-' is standard input.", show_default=False
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read.")]
Map = Annotated[
    str | None,
    typer.Option("--map", help="JSONL fields, like 'text=body,date=published_at,id=url'."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, help="Rows shown.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Rows passed over.")]
AsJson = Annotated[bool, typer.Option("--json", help="All rows as JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="All rows as CSV.")]


def _filter(option: str, summary: str, metavar: str = "TEXT") -> Any:
    return Annotated[str | None, typer.Option(option, help=summary, metavar=metavar)]


OPTIONS: Mapping[str, Any] = {
    "home": Home,
    "body": _filter("--body", "A body's name, part of it, or its id."),
    "person": _filter("--person", "A person's name, part of it, or its id."),
    "place": _filter("--place", "A place's name, part of it, or its id."),
    "kind": _filter("--kind", "A kind of the codebook, like session or signed."),
    "status": _filter("--status", "A status, like scheduled or kept."),
    "since": _filter("--from", "From this day on.", "DAY"),
    "until": _filter("--to", "Up to this day.", "DAY"),
    "asof": _filter("--asof", "What became of them by this day (else today).", "DAY"),
    "words": _filter("--words", "Words that it is called by."),
    "limit": Limit,
    "offset": Offset,
    "as_json": AsJson,
    "as_csv": AsCsv,
}
COMMON = ("limit", "offset", "as_json", "as_csv")
DEFAULTS: Mapping[str, object] = {
    "limit": PAGE_SIZE,
    "offset": 0,
    "as_json": False,
    "as_csv": False,
}


KINDS = {"event": get_args(EventKind), "act": get_args(ActKind)}
STATUSES = {"event": get_args(EventStatus), "commitment": FOLLOWED_STATUSES}


class Format(StrEnum):
    """What `export` can write."""

    csv = "csv"
    jsonl = "jsonl"
    ics = "ics"


@app.command()
def add(
    paths: Paths,
    home: Home = None,
    jobs: Jobs = 1,
    fields: Map = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Read documents into the register; what it holds already is not read again."""
    from onrecord.pipeline.run import add_paths  # loads the parser, which lists do without

    field_map = _parse_map(fields)
    total = None if quiet or "-" in paths else sum(1 for _ in find_captures(paths, field_map))
    with _progress(total, hidden=quiet) as advance:
        summary = add_paths(find_home(home), paths, jobs=jobs, fields=field_map, progress=advance)
    terminal.print_summary(out, summary)
    if summary.failures or not summary.documents:
        raise typer.Exit(1)


@app.command()
def extract(paths: Paths, jobs: Jobs = 1, fields: Map = None) -> None:
    """Print one record a document as JSON Lines; no register is needed or made."""
    from onrecord.pipeline.workers import read_all  # loads the parser, which lists do without

    failures = 0
    field_map = _parse_map(fields)
    for item in read_all(find_captures(paths, field_map), jobs):
        result = item if isinstance(item, Unreadable) else item[1]
        if isinstance(result, Unreadable):
            failures += 1
            _complain(result)
        else:
            sys.stdout.write(json.dumps(result.to_record(), ensure_ascii=False) + "\n")
    if failures:
        raise typer.Exit(1)


def _add_list(name: str, layer: str, filters: Sequence[str], summary: str) -> None:
    """A command that lists a layer, with the filters that fit it."""

    def command(**options: Any) -> None:
        home, as_json, as_csv = (options.pop(key) for key in ("home", "as_json", "as_csv"))
        listing = _find_listing(layer, options)
        _print_list(listing, home, as_json=as_json, as_csv=as_csv)

    parameters = [
        Parameter(key, Parameter.KEYWORD_ONLY, annotation=OPTIONS[key], default=DEFAULTS.get(key))
        for key in ("home", *filters, *COMMON)
    ]
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {key.name: key.annotation for key in parameters}
    app.command(name, help=summary)(command)


for _list in (
    (
        "events",
        "event",
        ("body", "person", "place", "kind", "status", "since", "until", "words"),
        "Events by date: sessions, meetings, visits, trainings, exercises and the like.",
    ),
    (
        "acts",
        "act",
        ("body", "person", "kind", "since", "until", "words"),
        "Acts by date: what was adopted, approved, signed, decided and the like.",
    ),
    (
        "promises",
        "commitment",
        ("body", "person", "status", "asof", "since", "until", "words"),
        "Promises by the day they are due: who undertook to do what.",
    ),
    (
        "people",
        "person",
        ("person", "since", "until"),
        "People who are named in a fact, those named most often first.",
    ),
    (
        "bodies",
        "organisation",
        ("body", "since", "until"),
        "Organisations and bodies that are named in a fact, those named most often first.",
    ),
):
    _add_list(*_list)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help='Words; "exact phrase"; -without.')],
    home: Home = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first.")] = False,
    limit: Limit = PAGE_SIZE,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """Releases that hold these words, with the passage that matches best."""
    query = " ".join(words)
    with _register(home) as register:
        found = register.search(query, newest=newest, limit=limit, offset=offset)
        if as_json:
            terminal.print_json(terminal.flatten_release(row) for row in found)
        else:
            terminal.print_releases(out, found, register.count_search(query))


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An entry's or fact's id.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """An entry with each value's quotation, source and date."""
    with _register(home) as register:
        entry = register.entry(identifier)
    if as_json:
        sys.stdout.write(terminal.dump_entry(entry) + "\n")
    else:
        terminal.print_entry(out, entry)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")],
    home: Home = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.csv,
) -> None:
    """Write the register as files: tables with every quotation, or a calendar."""
    with _register(home) as register:
        for written in export_register(register, folder, form.value):
            out.print(f"{written.path}: {written.rows} rows", markup=False, highlight=False)


@app.command()
def serve(
    home: Home = None,
    host: Annotated[str, typer.Option(help="Loopback only, for now.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the register to a browser on this machine."""
    serve_register(find_home(home), host, port)


@app.command()
def sample() -> None:
    """The folder of the bundled collection of invented releases."""
    sys.stdout.write(f"{sample_folder()}\n")


@app.command()
def version() -> None:
    """The program's version."""
    out.print(onrecord.__version__, highlight=False)


def main() -> None:
    """Run the command line; an error that is foreseen is one line and exit code 2."""
    try:
        app()
    except OnrecordError as error:
        err.print(f"onrecord: {error}", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(2) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        err.print("onrecord: interrupted; what was written is kept, start again to go on")
        raise SystemExit(130) from None


@contextmanager
def _register(home: Path | None) -> Iterator[Register]:
    register = Register.open(find_home(home))
    try:
        yield register
    finally:
        register.close()


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a list shows: a layer's entries that match, of promises those of a status on a day."""

    layer: str
    query: Query
    asof: date
    status: str | None = None


def _find_listing(layer: str, options: dict[str, Any]) -> _Listing:
    asof = _day("--asof", options.pop("asof", None))
    query = _query(layer, options)
    day = date.fromisoformat(asof) if asof else date.today()
    if layer != "commitment":
        return _Listing(layer, query, day)
    return _Listing(layer, replace(query, status=None), day, query.status)


def _query(layer: str, options: dict[str, Any]) -> Query:
    for key, known in (("kind", KINDS.get(layer)), ("status", STATUSES.get(layer))):
        _check_choice(key, options.get(key), known)
    for key in ("since", "until"):
        options[key] = _day(f"--{'from' if key == 'since' else 'to'}", options.get(key))
    return Query(**options)


def _check_choice(key: str, value: str | None, known: Sequence[str] | None) -> None:
    if value is not None and known and value not in known:
        raise InputError(f"--{key}", f"{value!r} is none", f"one of {', '.join(known)}")


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


def _day(option: str, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise InputError(option, f"{value!r} is no day", "write it like 2024-05-31") from error


def _print_list(listing: _Listing, home: Path | None, *, as_json: bool, as_csv: bool) -> None:
    with _register(home) as register:
        if as_json:
            terminal.print_json(_all_rows(register, listing))
        elif as_csv:
            terminal.print_csv(listing.layer, _all_rows(register, listing))
        else:
            terminal.print_table(out, listing.layer, *_some_rows(register, listing))


def _all_rows(register: Register, listing: _Listing) -> Iterator[dict[str, object]]:
    if listing.layer == "commitment":
        return each_promise(register, listing.query, listing.asof, listing.status)
    return each_row(register, listing.layer, listing.query)


def _some_rows(register: Register, listing: _Listing) -> tuple[list[dict[str, object]], int]:
    """The rows of one page, and how many there are in all."""
    layer, query = listing.layer, listing.query
    if layer == "commitment":
        rows = list(_all_rows(register, listing))
        return rows[query.offset : query.offset + query.limit], len(rows)
    entries = register.entries(layer, query)
    facts = register.facts([entry.id for entry in entries]) if layer in FACT_LAYERS else {}
    found = [flatten_entry(entry, facts.get(entry.id, [])) for entry in entries]
    return found, register.count(layer, query)


def _complain(failure: Unreadable) -> None:
    remedy = f" ({failure.remedy})" if failure.remedy else ""
    err.print(
        f"onrecord: {failure.address}: {failure.reason}{remedy}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@contextmanager
def _progress(total: int | None, *, hidden: bool) -> Iterator[Callable[[int], None]]:
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


if __name__ == "__main__":
    main()
