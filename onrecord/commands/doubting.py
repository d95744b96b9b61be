"""The command `doubts`: pairs that wait for a person's judgement."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.markup import escape

from onrecord import terminal
from onrecord.commands.options import AsCsv, AsJson, Home, Known, Limit, open_home, out
from onrecord.register.doubts import DoubtPage, DoubtView, Side
from onrecord.register.reader import Register
from onrecord.register.views import PAGE_SIZE

BLOCK = 1_000  # pairs that are loaded at once
SIDES = ("one", "other")
COLUMNS = (
    "layer", "score",
    *(f"{side}_{name}" for side in SIDES for name in ("id", "entry", "label", "kind", "start")),
    "features", "barred", "since",
)  # fmt: skip

Layer = Annotated[
    str | None, typer.Option("--layer", help="Only person, organisation, event, act and so on.")
]
Cursor = Annotated[
    str | None, typer.Option("--cursor", help="Where the page before ended, as it says itself.")
]


def doubts(
    layer: Layer = None,
    home: Home = None,
    known: Known = None,
    limit: Limit = PAGE_SIZE,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Pairs that may be one and that only a person can judge, the likeliest first."""
    with open_home(home, known) as register:
        if as_json:
            terminal.print_json(_flatten(pair) for pair in _each(register, layer))
        elif as_csv:
            _print_csv(_each(register, layer))
        else:
            _print_page(register.doubts(layer, limit, cursor))


def _each(register: Register, layer: str | None) -> Iterator[DoubtView]:
    page = register.doubts(layer, BLOCK)
    yield from page.rows
    while page.following is not None:
        page = register.doubts(layer, BLOCK, page.following)
        yield from page.rows


def _flatten(pair: DoubtView) -> dict[str, object]:
    sides = {
        f"{name}_{key}": getattr(side, key)
        for name, side in zip(SIDES, (pair.one, pair.other), strict=True)
        for key in ("id", "entry", "label", "kind", "start")
    }
    told = {"layer": pair.layer, "score": pair.score, **sides}
    return told | {"features": dict(pair.features), "barred": pair.barred, "since": pair.since}


def _print_csv(pairs: Iterator[DoubtView]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_flatten(pair) | {"features": _tell(pair)} for pair in pairs)


def _print_page(page: DoubtPage) -> None:
    for pair in page.rows:
        _line(f"[bold]{pair.layer}[/bold]  {pair.score:g}  {escape(_tell(pair))}")
        for side in (pair.one, pair.other):
            _line(f"  {escape(_name(side))}  [dim]{side.id}[/dim]")
        if pair.barred:
            _line(f"  kept apart: {escape(pair.barred)}")
    _line(f"{len(page.rows)} of {page.total}" if page.total else "nothing in doubt")
    if page.following:
        _line(f"the next page: --cursor {escape(page.following)}")


def _name(side: Side) -> str:
    told = side.label if side.kind in side.label.split() else f"{side.kind} {side.label}"
    return f"{side.start or 'undated'}  {told}"


def _tell(pair: DoubtView) -> str:
    return ", ".join(f"{name} {weight:+g}" for name, weight in pair.features)


def _line(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)
