"""Options that several commands share, and how what is given is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.config import find_home
from onrecord.errors import InputError
from onrecord.register.reader import Register
from onrecord.terminal import Terminal

out = Terminal(soft_wrap=False)
err = Terminal(stderr=True)

Home = Annotated[
    Path | None,
    typer.Option(
        "--home", help="The register's folder (else ONRECORD_HOME, else ./onrecord-home)."
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="Rows shown.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Rows passed over.")]
AsJson = Annotated[bool, typer.Option("--json", help="All rows as JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="All rows as CSV.")]


Known = Annotated[
    str | None,
    typer.Option("--known", metavar="DAY", help="As the register knew it by the end of this day."),
]


def make_option(option: str, summary: str, metavar: str = "TEXT") -> Any:
    """The type of an optional text."""
    return Annotated[str | None, typer.Option(option, help=summary, metavar=metavar)]


@contextmanager
def open_home(home: Path | None, known: str | None = None) -> Iterator[Register]:
    """The register of a home, as it is or as it was known on a day; closed at the end."""
    register = Register.open(find_home(home))
    try:
        yield register.at(known) if known else register
    finally:
        register.close()


def parse_day(option: str, value: str | None) -> str | None:
    """A day as it is kept. Raises `InputError` for what is none."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise InputError(option, f"{value!r} is no day", "write it like 2024-05-31") from error


def check_choice(option: str, value: str | None, known: Sequence[str] | None) -> None:
    """Raise `InputError` for a value that is not one of those known."""
    if value is not None and known and value not in known:
        raise InputError(option, f"{value!r} is none", f"one of {', '.join(known)}")


def say_line(line: str) -> None:
    """Print a line as it is: no part of it is markup, and it is not wrapped."""
    out.print(line, markup=False, highlight=False, soft_wrap=True)
