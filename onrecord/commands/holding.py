"""The command `who`: who held an office."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from onrecord.commands.options import Home, Known, open_home, out, parse_day
from onrecord.pipeline.offices import Evidence, Holder, OfficeView, find_holders


def who(
    office: Annotated[
        str, typer.Argument(help="An office in words, like 'foreign minister of X'.")
    ],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Who on this day.")] = None,
    home: Home = None,
    known: Known = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """Who held an office, over time or on a day, with the words that show it."""
    day = parse_day("--on", on)
    with open_home(home, known) as register:
        found = find_holders(register, office, day)
    if as_json:
        rows = [asdict(view) for view in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for view in found:
        _print_view(view)


def _print_view(view: OfficeView) -> None:
    _line(f"[bold]{escape(view.office)}[/bold]" + (f" on {view.on}" if view.on else ""))
    if view.on is None:
        for holder in view.holders:
            _print_holder(holder, "")
        return
    if not view.standing:
        _line("  nothing tells who held it")
    sure = [holder for told, holder in view.standing if told == "in office"]
    if len(sure) > 1:
        _line("  [bold]texts conflict:[/bold]")
    for told, holder in view.standing:
        _print_holder(holder, told)


def _print_holder(holder: Holder, told: str) -> None:
    _line(f"  [bold]{escape(holder.name)}[/bold]  {told}  [dim]{holder.person}[/dim]")
    _line(f"    {_tell(holder)}")
    for evidence in _choose(holder.evidence):
        words = " ".join(evidence.quotation.text.split())
        more = "" if evidence.words in words else f" … {evidence.words}"
        source = f"{evidence.quotation.published}  {evidence.quotation.document}"
        _line(f"    {evidence.kind} {evidence.day}: “{escape(words)}”{escape(more)}")
        _line(f"      [dim]{escape(source)}[/dim]")


def _tell(holder: Holder) -> str:
    seen = f"seen in office from {holder.first} to {holder.last}"
    told = [f"appointed from {holder.appointed}"] if holder.appointed else []
    told.append(f"acting, {seen}" if holder.acting else seen)
    if holder.left:
        told.append(f"left on {holder.left}")
    if holder.successor:
        told.append(
            f"succeeded by {holder.successor}" + (f" by {holder.until}" if holder.until else "")
        )
    if holder.conflicts:
        told.append(f"conflicts with {', '.join(holder.conflicts)}")
    return escape("; ".join(told))


def _choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first, the last, and those that tell a change, each place once."""
    seen = [e for e in evidence if e.kind == "seen"]
    chosen = {id(e) for e in (*seen[:1], *seen[-1:])}
    return [e for e in evidence if e.kind != "seen" or id(e) in chosen]


def _line(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)
