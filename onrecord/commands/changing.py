"""The command `changes`: what the register learned, lost or was corrected."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from onrecord.commands.options import Home, open_home, out, parse_day
from onrecord.model.counts import spell_count
from onrecord.register.changes import Alteration, Changes, Document

SHOWN = 20  # new documents and facts listed one by one on a terminal


def changes(
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="From this day on.")],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Up to the end of this day.")
    ] = None,
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """What the register learned, lost or was corrected since a day."""
    first, last = parse_day("--since", since), parse_day("--until", until)
    with open_home(home) as register:
        found = register.changes(first or "", last)
    if as_json:
        sys.stdout.write(json.dumps(_flatten(found), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found)


def _flatten(found: Changes) -> dict[str, object]:
    """The changes as plain values, each alteration with what it is in words."""
    flat = asdict(found)
    for document, row in zip(found.rewordings, flat["rewordings"], strict=True):
        for alteration, inner in zip(document.alterations, row["alterations"], strict=True):
            inner["what"] = alteration.what
    for altered, row in zip(found.facts, flat["facts"], strict=True):
        row["alteration"]["what"] = altered.alteration.what
    return flat


def _print(found: Changes) -> None:
    _print_documents(found.documents)
    for document in found.rewordings:
        _line(f"[bold]reworded[/bold] {_day(document.recorded_at)}  {escape(document.name)}")
        _print_alterations(document.alterations)
    for altered in found.facts[:SHOWN]:
        by = "by a person" if altered.why == "judgement" else "by newer rules"
        _line(f"[bold]{by}[/bold] {_day(altered.recorded_at)}  {escape(altered.document)}")
        _print_alterations([altered.alteration])
    _rest(len(found.facts))
    for entry in found.judgements:
        _line(
            f"[bold]judgement {entry.number}[/bold] {_day(entry.recorded_at)}  {entry.kind} "
            f"by {escape(entry.author)}: {escape(entry.reason)}"
        )
    _line(
        f"{spell_count(len(found.documents), 'new document')}, {len(found.rewordings)} reworded, "
        f"{spell_count(len(found.facts), 'fact')} otherwise, "
        f"{spell_count(len(found.judgements), 'judgement')}"
    )


def _print_documents(documents: Iterable[Document]) -> None:
    listed = list(documents)
    for document in listed[:SHOWN]:
        title = document.headline or document.name
        _line(
            f"[bold]new[/bold] {_day(document.recorded_at)}  {escape(title)}  "
            f"[dim]{escape(document.name)}, {spell_count(document.facts, 'fact')}[/dim]"
        )
    _rest(len(listed))


def _print_alterations(alterations: Iterable[Alteration]) -> None:
    for alteration in alterations:
        _line(f"    {escape(alteration.what)}")
        for mark, fact in (("-", alteration.old), ("+", alteration.new)):
            if fact is not None:
                words = " ".join(fact.evidence.text.split())
                _line(f"      [dim]{mark} “{escape(words)}” {fact.id}[/dim]")


def _rest(number: int) -> None:
    if number > SHOWN:
        _line(f"  and {number - SHOWN} more (--json gives all)")


def _day(moment: str) -> str:
    return moment[:10]


def _line(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)
