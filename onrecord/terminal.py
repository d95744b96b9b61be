"""Entries, evidence and summaries as text for a terminal."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from onrecord.export.tables import list_columns
from onrecord.model.counts import spell_count
from onrecord.register.views import EntryView, FactView, ReleaseRow, Value
from onrecord.web.words import spell_edtf, spell_period

if TYPE_CHECKING:
    from onrecord.model.judgement import Judgement
    from onrecord.pipeline.histories import Stage
    from onrecord.pipeline.run import Summary
    from onrecord.pipeline.statuses import Followed

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Row = Mapping[str, object]
Rows = Iterable[Row]


class Terminal(Console):
    """A console that writes out what would steer it: '<U+001B>' for an escape in a text."""

    def render_str(self, text: str, **given: Any) -> Text:
        """A string as it is printed."""
        return super().render_str(_CONTROLS.sub(_spell_control, text), **given)


def _spell_control(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a table on the terminal: its heading and how a row's cell is made."""

    heading: str
    cell: Callable[[Row], str]
    wraps: bool = True


def _text(name: str) -> Callable[[Row], str]:
    return lambda row: "" if row.get(name) is None else str(row[name])


def _day(name: str) -> Callable[[Row], str]:
    return lambda row: spell_edtf(str(row[name])) if row.get(name) else ""


def _when(row: Row) -> str:
    return "\n".join(dict.fromkeys(_day(key)(row) for key in ("start", "end") if row.get(key)))


def _what(row: Row) -> str:
    status = row.get("status")
    return str(row["kind"]) + (f"\n{status}" if status and status != "held" else "")


def _who(row: Row) -> str:
    return next((str(row[key]) for key in ("bodies", "participants", "hosts") if row.get(key)), "")


ID = Shown("id", _text("id"), wraps=False)
NAMES = (
    Shown("name", _text("label")),
    Shown("facts", _text("facts"), wraps=False),
    Shown("first", _day("first_published"), wraps=False),
    Shown("last", _day("last_published"), wraps=False),
    ID,
)
SHOWN: Mapping[str, Sequence[Shown]] = {
    "event": (
        Shown("when", _when, wraps=False),
        Shown("what", _what, wraps=False),
        Shown("who", _who),
        Shown("where", _text("places")),
        ID,
    ),
    "act": (
        Shown("when", _day("start"), wraps=False),
        Shown("kind", _text("kind"), wraps=False),
        Shown("who", _text("actors")),
        Shown("what", _text("object")),
        ID,
    ),
    "commitment": (
        Shown("due", _day("start"), wraps=False),
        Shown("status", _text("status")),
        Shown("who", lambda row: str(row.get("actors") or "not said")),
        Shown("what", _text("action")),
        ID,
    ),
    "person": NAMES,
    "organisation": NAMES,
}
FAILURES_SHOWN = 20
EFFECTS = {
    "value": "{} given",
    "added": "added by hand",
    "confirmed": "confirmed",
    "withdrew": "called wrong",
    "replaced": "replaced by hand",
    "based": "{} corrected",
}
DATED = ("start", "end", "date", "due")
SHORT = 60  # characters of a quotation in a table of judgements


def print_table(console: Console, layer: str, rows: Rows, total: int) -> None:
    """Rows as a table, with a line that says how many there are in all."""
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    for column in SHOWN[layer]:
        table.add_column(column.heading, no_wrap=not column.wraps, overflow="fold")
    shown = 0
    for row in rows:
        table.add_row(*(escape(column.cell(row)) for column in SHOWN[layer]))
        shown += 1
    if shown:
        console.print(table)
    console.print(_count_line(shown, total))


def _count_line(shown: int, total: int) -> str:
    if total == 0:
        return "nothing found"
    return f"{shown} of {total}" + (" (--limit and --offset show others)" if shown < total else "")


def print_json(rows: Rows) -> None:
    """Rows as a JSON array, one object a line, so that it can be read as it grows."""
    separator = "[\n"
    for row in rows:
        sys.stdout.write(separator + json.dumps(row, ensure_ascii=False))
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def print_csv(layer: str, rows: Rows) -> None:
    """Rows as CSV with a header line."""
    names = list_columns(layer)
    writer = csv.DictWriter(sys.stdout, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def print_releases(console: Console, rows: Sequence[ReleaseRow], total: int) -> None:
    """Releases a search found, each with its best passage, matches in bold."""
    for row in rows:
        title = escape(row.headline or row.opening[:80])
        console.print(f"{row.published or '          '}  [bold]{title}[/bold]", highlight=False)
        pieces = (
            f"[bold yellow]{escape(piece)}[/bold yellow]" if number % 2 else escape(piece)
            for number, piece in enumerate(row.passage)
        )
        passage = " ".join("".join(pieces).split())
        console.print(f"            {passage}", highlight=False)
        console.print(f"            [dim]{escape(row.document)}  {row.id}[/dim]", highlight=False)
    console.print(_count_line(len(rows), total))


def flatten_release(row: ReleaseRow) -> dict[str, object]:
    """A release as one row."""
    return {**asdict(row), "passage": "".join(row.passage)}


def dump_entry(
    entry: EntryView,
    followed: Followed | None = None,
    notes: Iterable[Judgement] = (),
    stages: Iterable[Stage] = (),
) -> str:
    """An entry with all accounts, values and quotations as JSON, and what became of it."""
    told = asdict(entry)
    if followed is not None:
        told["followed"] = asdict(followed)
    told["notes"] = [asdict(note) for note in notes]
    told["history"] = [asdict(stage) for stage in stages]
    return json.dumps(told, ensure_ascii=False, indent=2)


def print_entry(console: Console, entry: EntryView) -> None:
    """An entry with each account of it: every value, its quotation, source and date."""
    row = entry.row
    console.print(f"[bold]{escape(row.label)}[/bold]", highlight=False)
    when = spell_period(row.start, row.end) if row.start or row.end else ""
    facts = [row.id, row.layer, row.kind if row.kind != row.layer else "", row.status or "", when]
    console.print("  ".join(filter(None, facts)), highlight=False)
    if len(entry.names) > 1:
        console.print("also: " + escape(", ".join(entry.names[1:])), highlight=False)
    for document, accounts in groupby(entry.facts, key=lambda fact: fact.evidence.document):
        found = list(accounts)
        published = found[0].evidence.published or "undated"
        console.print(f"\n[bold]{published}[/bold]  {escape(document)}", highlight=False)
        for account in found:
            _print_account(console, account)


def _print_account(console: Console, account: FactView) -> None:
    style = "strike dim" if account.recorded_to else ""
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 2), style=style)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="italic")
    for value in account.values:
        table.add_row(value.slot, escape(_shown(value)), escape(_quoted(value)))
    table.add_row("evidence", "", escape(f"“{' '.join(account.evidence.text.split())}”"))
    span = f"{account.evidence.start}–{account.evidence.end}"
    table.add_row("found by", f"{account.rule}  ({account.confidence:.2f})", f"at {span}")
    table.add_row("account", account.id, _held(account))
    console.print(table)
    for ruling in account.rulings:
        words = EFFECTS[ruling.effect].format(ruling.slot)
        signed = f"{ruling.author}, {ruling.made_at[:10]} (entry {ruling.judgement})"
        console.print(f"    {words} by {escape(signed)}: {escape(ruling.reason)}", highlight=False)


def _held(account: FactView) -> str:
    if account.recorded_to is None:
        return f"known since {account.recorded_from[:10]}"
    return f"known from {account.recorded_from[:10]} to {account.recorded_to[:10]}"


def print_followed(console: Console, followed: Followed) -> None:
    """What became of a promise or an announced event, with the texts that tell it."""
    day = f", by {followed.day}" if followed.day else ""
    console.print(f"\n[bold]{followed.status}[/bold] as of {followed.asof}{day}", highlight=False)
    for answer in followed.answers:
        words = " ".join(answer.quotation.text.split())
        console.print(f"  {answer.relation} ({answer.mark}): “{escape(words)}”", highlight=False)
        source = f"{answer.published}  {answer.quotation.document}  {answer.quotation.release}"
        console.print(f"    [dim]{escape(source)}[/dim]", highlight=False)


def print_history(console: Console, stages: Sequence[Stage]) -> None:
    """The history of a plan, programme, operation or agreement."""
    if stages:
        console.print("\n[bold]history[/bold]")
    for stage in stages:
        words = " ".join(stage.quotation.text.split())
        console.print(f"  {stage.day or 'undated'}  [bold]{stage.status}[/bold]  {stage.entry}")
        console.print(f"    “{escape(words)}”", highlight=False)
        source = f"{stage.quotation.published}  {stage.quotation.document}"
        console.print(f"    [dim]{escape(source)}[/dim]", highlight=False)


def print_notes(console: Console, notes: Iterable[Judgement]) -> None:
    """People's remarks on an entry."""
    for note in notes:
        signed = f"{note.author}, {note.made_at[:10]} (entry {note.number})"
        console.print(f"note by {escape(signed)}: {escape(note.reason)}", highlight=False)


def _shown(value: Value) -> str:
    spelled = spell_edtf(value.value) if value.slot in DATED else value.value
    text = " ".join(spelled.split())
    return text if value.value != value.quotation.text or value.entry else ""


def _quoted(value: Value) -> str:
    return f"“{' '.join(value.quotation.text.split())}”"


def print_journal(console: Console, rows: Sequence[Row]) -> None:
    """Judgements as a table; those that were taken back are struck out."""
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    for heading in ("no", "what", "about", "by", "why"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        style = "strike dim" if row["revoked_by"] else ""
        what = str(row["kind"]) + (f"\nrevoked by {row['revoked_by']}" if row["revoked_by"] else "")
        signed = f"{row['author']}\n{str(row['made_at'])[:16].replace('T', ' ')}"
        cells = (str(row["number"]), what, _about(row), signed, str(row["reason"]))
        table.add_row(*map(escape, cells), style=style)
    if rows:
        console.print(table)
    console.print(
        f"{spell_count(len(rows), 'entry', 'entries')}; the chain is whole", highlight=False
    )


def _about(row: Row) -> str:
    content = row["content"]
    if not isinstance(content, Mapping):
        return ""
    if "one" in content:
        return "\n".join(_side(content[side]) for side in ("one", "other"))
    if "fact" in content:
        value = content.get("value")
        named = value.get("label") if isinstance(value, Mapping) else value
        said = f"{content['slot']} = {named}" if "slot" in content else content.get("answer", "")
        return f"{_side(content['fact'])}\n{said}".strip()
    if "layer" in content:
        return f"{content['layer']} {content['kind']}: “{_short(content['text'])}”"
    return str(content.get("about") or content.get("judgement"))


def _side(side: Mapping[str, object]) -> str:
    return f"{side['id']} {_short(side.get('label') or side.get('text') or '')}"


def _short(text: object) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def print_summary(console: Console, summary: Summary) -> None:
    """What a run did, with each document that could not be read and why."""
    rate = summary.documents / summary.seconds if summary.seconds else 0.0
    console.print(
        f"{spell_count(summary.documents, 'document')}: "
        f"{summary.read} read, {summary.unchanged} unchanged, "
        f"{summary.changed} changed, {len(summary.failures)} unreadable "
        f"({summary.seconds:.1f} s, {rate:.1f} a second)",
        highlight=False,
    )
    if summary.older:
        told = "older than what the register has of the same document: kept, not read"
        console.print(f"  {spell_count(summary.older, 'capture')} {told}", highlight=False)
    if summary.twins:
        told = spell_count(len(summary.twins), "page")
        console.print(f"  {told} told what another document tells, and were joined with it")
    for failure in summary.failures[:FAILURES_SHOWN]:
        remedy = f" ({failure.remedy})" if failure.remedy else ""
        console.print(
            f"  {failure.address}: {failure.reason}{remedy}", markup=False, soft_wrap=True
        )
    hidden = len(summary.failures) - FAILURES_SHOWN
    if hidden > 0:
        console.print(f"  and {hidden} more; the register lists them all")
