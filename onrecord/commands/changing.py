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
from onrecord.register.changes import Changes, Document
from onrecord.register.removed import BY_SITE
from onrecord.register.retold import Alteration
from onrecord.register.rewordings import Rewording

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
    for rewording, row in zip(found.rewordings, flat["rewordings"], strict=True):
        row["kinds"] = rewording.kinds
        for alteration, inner in zip(rewording.alterations, row["alterations"], strict=True):
            inner["what"] = alteration.what
    for altered, row in zip(found.facts, flat["facts"], strict=True):
        row["alteration"]["what"] = altered.alteration.what
    return flat


def _print(found: Changes) -> None:
    _print_documents(found.documents)
    for rewording in found.rewordings:
        _print_rewording(rewording)
    _print_removals(found)
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
        f"{len(found.removed)} removed, "
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


def _print_rewording(rewording: Rewording) -> None:
    moment = _day(rewording.after.recorded_at)
    _line(f"[bold]reworded[/bold] {moment}  {escape(rewording.document)}")
    _print_alterations(rewording.alterations)
    if not rewording.alterations:
        _line("    its words, but none of its facts")


def _print_removals(found: Changes) -> None:
    for what, removals in (("removed", found.removed), ("back", found.returned)):
        for removal in removals:
            moment = removal.since if what == "removed" else removal.returned or ""
            by = "" if removal.told_by == BY_SITE else f", told by {removal.told_by}"
            why = escape(f"{removal.reason}{by}")
            _line(
                f"[bold]{what}[/bold] {_day(moment)}  {escape(removal.document)}  [dim]{why}[/dim]"
            )


def _print_alterations(alterations: Iterable[Alteration]) -> None:
    for alteration in alterations:
        _line(f"    {escape(alteration.what)}")
        sides = (
            ("-", alteration.old, alteration.was), ("+", alteration.new, alteration.now),
        )  # fmt: skip
        for mark, fact, quotation in sides:
            quoted = fact.evidence if fact else quotation
            if quoted is not None:
                words = " ".join(quoted.text.split())
                own = f" {fact.id}" if fact else ""
                _line(f"      [dim]{mark} “{escape(words)}”{own}[/dim]")


def _rest(number: int) -> None:
    if number > SHOWN:
        _line(f"  and {number - SHOWN} more (--json gives all)")


def _day(moment: str) -> str:
    return moment[:10]


def _line(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)
