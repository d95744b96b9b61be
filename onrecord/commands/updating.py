"""Commands that follow sources: update, coverage, source accept."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.table import Table

from onrecord import terminal
from onrecord.acquire.pace import Clock, SystemClock
from onrecord.commands.options import AsJson, Home, Jobs, err, open_home, out, say_line
from onrecord.config import find_home
from onrecord.config.parsing import load_sources
from onrecord.config.sources import FILE, Declared
from onrecord.errors import InputError, OnrecordError
from onrecord.register.covered import Covered, load_covered

if TYPE_CHECKING:
    from onrecord.pipeline.updating import Updated

SHOWN_FAILURES = 10  # addresses that could not be had, of each source
SHORTEST_EVERY = 60  # seconds
UNITS = {"m": 60, "h": 3600, "d": 86_400}

_EVERY = re.compile(r"([0-9]{1,6})([mhd])")

Config = Annotated[
    Path | None,
    typer.Option("--config", help=f"The file that declares the sources (else {FILE} in the home)."),
]

source = typer.Typer(help="The sources that are followed.", no_args_is_help=True)


def update(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Sources by name (else all).", show_default=False),
    ] = None,
    home: Home = None,
    config: Config = None,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="Go on for ever, so often: 30m, 1h, 1d."),
    ] = None,
    jobs: Jobs = 1,
) -> None:
    """Ask sources what is new and changed, fetch it politely and read it into the register."""
    place = find_home(home)
    if every is None:
        if not _update_once(place, config, names or (), jobs):
            raise typer.Exit(1)
        return
    pause = parse_interval(every)
    repeat_update(lambda: _update_once(place, config, names or (), jobs), pause, SystemClock())


def coverage(home: Home = None, as_json: AsJson = False) -> None:
    """What is expected, found and missing of each followed source, and what is doubtful."""
    with open_home(home) as register:
        sources = register.ask(load_covered)
    if as_json:
        terminal.print_json(source.to_row() for source in sources)
        return
    if not sources:
        say_line(
            "no source is followed yet: 'onrecord source add' declares one, "
            "'onrecord update' asks it"
        )
        return
    out.print(_make_table(sources))
    for one in sources:
        for alarm in one.alarms:
            say_line(f"{one.name}: {alarm.told} (since {alarm.raised_at[:10]})")


@source.command()
def accept(
    name: Annotated[str, typer.Argument(help="The source.", show_default=False)],
    home: Home = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who says so (else your login).")
    ] = None,
) -> None:
    """Take a source as it is now: its alarms end, and the next update reads what was held."""
    from onrecord.pipeline.settling import accept_source  # loads the parser

    with open_home(home) as register:
        known = [one.name for one in register.ask(load_covered)]
    _check_names([name], known)
    held = accept_source(find_home(home), name, by or getpass.getuser())
    say_line(f"{name}: accepted as it is; {held} held pages are read by the next 'onrecord update'")


def parse_interval(text: str) -> int:
    """The seconds of an interval like '1h'. Raises `InputError`."""
    match = _EVERY.fullmatch(text.strip())
    seconds = int(match[1]) * UNITS[match[2]] if match else 0
    if seconds < SHORTEST_EVERY:
        raise InputError("--every", f"{text!r} is no interval", "write it like 30m, 1h or 1d")
    return seconds


def repeat_update(update_once: Callable[[], object], pause: float, clock: Clock) -> NoReturn:
    """Update for ever, so many seconds from beginning to beginning; an error is told each time."""
    while True:
        began = clock.time()
        try:
            update_once()
        except OnrecordError as error:  # the next time may do better: a disk freed, a file mended
            err.print(f"onrecord: {error}", markup=False, highlight=False, soft_wrap=True)
        passed = max(0.0, clock.time() - began)
        clock.sleep(max(0.0, pause - passed))


def choose_sources(sources: Sequence[Declared], names: Sequence[str]) -> list[Declared]:
    """The sources of these names, of none all. Raises `InputError` for a name that is none."""
    _check_names(names, [source.name for source in sources])
    return [source for source in sources if not names or source.name in names]


def _check_names(names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            told = f"one of {', '.join(known)}" if known else f"declare it in {FILE}"
            raise InputError(name, "there is no such source", told)


def _update_once(home: Path, config: Path | None, names: Sequence[str], jobs: int) -> bool:
    """One update; whether nothing asks for a person."""
    from onrecord.pipeline.updating import update_sources  # loads the parser

    declared = load_sources(home, config)
    if not declared:
        raise InputError(str(config or home / FILE), "no source is declared", "onrecord source add")
    fine = True
    for done in update_sources(home, choose_sources(declared, names), jobs=jobs):
        fine = fine and done.fine
        _print_updated(done)
    return fine


def _print_updated(done: Updated) -> None:
    counts = [
        f"{done.fresh} new", f"{done.changed} changed", f"{done.same} unchanged",
        f"{done.held} doubtful", f"{done.gone} gone", f"{done.failed} failed",
    ]  # fmt: skip
    shown = [count for count in counts if not count.startswith("0 ")] or ["nothing to do"]
    say_line(f"{done.source}: {', '.join(shown)}")
    for address, reason in done.failures[:SHOWN_FAILURES]:
        say_line(f"  {address}: {reason}")
    if len(done.failures) > SHOWN_FAILURES:
        say_line(f"  and {len(done.failures) - SHOWN_FAILURES} more; see 'onrecord coverage'")
    for failure in done.unreadable:
        say_line(f"  {failure.address}: {failure.reason}")
    for alarm in done.alarms:
        say_line(f"  ALARM: {alarm.told}")
    if done.alarms:
        say_line(
            f"  nothing doubtful is published; look, then 'onrecord source accept {done.source}'"
        )


def _make_table(sources: Sequence[Covered]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "expected", "found", "missing", "failing since", "asked last"):
        table.add_column(heading, justify="left" if heading == "source" else "right")
    for one in sources:
        table.add_row(
            one.name, str(one.expected), str(one.found), str(one.missing),
            (one.failing_since or "")[:10], (one.asked or "")[:16].replace("T", " "),
        )  # fmt: skip
    return table
