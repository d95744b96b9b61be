"""Commands for people's judgements: judge …, journal …."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onrecord import terminal
from onrecord.commands.options import AsJson, Home, open_home, out, parse_day
from onrecord.config import find_home
from onrecord.errors import InputError
from onrecord.export.files import whole_file
from onrecord.model.counts import spell_count
from onrecord.model.judgement import Judgement, find_revoked
from onrecord.pipeline.judging import Judge, Slot
from onrecord.register.journal import check_journal, dump_journal, load_journal

judge = typer.Typer(help="Say what is so: people's judgements win over the machine's.")
journal = typer.Typer(help="All judgements, the oldest first.", invoke_without_command=True)

By = Annotated[str, typer.Option("--by", help="Who judges.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Fact = Annotated[str, typer.Argument(metavar="FACT", help="An account's id, as 'show' gives it.")]
One = Annotated[str, typer.Argument(metavar="A", help="A name, or the id of a name or fact.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other.")]
Document = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="A document's name, or a release's id.")
]
Answer = Annotated[
    str | None,
    typer.Option("--answer", metavar="ID", help="The release that answers the promise."),
]
Type = Annotated[
    str | None,
    typer.Option("--type", help="What a new name is: person, organisation, state, place."),
]


@judge.command("same")
def judge_same(one: One, other: Other, by: By, reason: Reason = "", home: Home = None) -> None:
    """Two names, or two facts, are one."""
    with _judging(home, by) as person:
        _say(person.same(one, other, reason))


@judge.command("different")
def judge_different(one: One, other: Other, by: By, reason: Reason = "", home: Home = None) -> None:
    """Two names, or two facts, are not one."""
    with _judging(home, by) as person:
        _say(person.different(one, other, reason))


@judge.command("wrong")
def judge_wrong(
    fact: Fact, by: By, reason: Reason = "", answer: Answer = None, home: Home = None
) -> None:
    """A fact is not what the text says; or a release does not answer a promise."""
    with _judging(home, by) as person:
        _say(person.wrong(fact, reason, answer=answer))


@judge.command("confirm")
def judge_confirm(
    fact: Fact, by: By, reason: Reason = "", answer: Answer = None, home: Home = None
) -> None:
    """A fact is what the text says; or a release does answer a promise."""
    with _judging(home, by) as person:
        _say(person.confirm(fact, reason, answer=answer))


@judge.command("value")
def judge_value(
    fact: Fact,
    slot: Annotated[str, typer.Argument(metavar="SLOT", help="Like start, place or status.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="'' takes the value away.")],
    by: By,
    reason: Reason = "",
    instead: Annotated[
        str | None, typer.Option("--instead-of", help="Which of several values it replaces.")
    ] = None,
    type_: Type = None,
    home: Home = None,
) -> None:
    """A slot of a fact has this value."""
    with _judging(home, by) as person:
        _say(person.value(fact, slot, value, reason, instead=instead, type=type_))


@judge.command("add")
def judge_add(
    layer: Annotated[str, typer.Argument(help="event, act, commitment, office or quote.")],
    where: Annotated[str, typer.Argument(help="A document's name, or a release's id.")],
    quote: Annotated[str, typer.Argument(help="The words of the text that tell it, exactly.")],
    by: By,
    reason: Reason = "",
    kind: Annotated[str | None, typer.Option("--kind", help="Of the codebook's list.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="Of an event.")] = None,
    slots: Annotated[
        list[str] | None,
        typer.Option("--slot", help="SLOT=VALUE, or SLOT:TYPE=VALUE for a new name; repeatable."),
    ] = None,
    at: Annotated[int | None, typer.Option("--at", help="Where the words stand, if twice.")] = None,
    home: Home = None,
) -> None:
    """A fact that the machine did not find, on words of a text."""
    with _judging(home, by) as person:
        found = [_parse_slot(slot) for slot in slots or []]
        _say(person.add(layer, where, quote, found, reason, kind=kind, status=status, start=at))


@judge.command("note")
def judge_note(
    about: Annotated[str, typer.Argument(metavar="ID", help="Of an entry, fact or release.")],
    text: Annotated[str, typer.Argument(help="What is to be remembered.")],
    by: By,
    home: Home = None,
) -> None:
    """A remark that changes nothing else."""
    with _judging(home, by) as person:
        _say(person.note(about, text))


@judge.command("withdrawn")
def judge_withdrawn(
    where: Document,
    by: By,
    reason: Reason = "",
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Since when, else now.")
    ] = None,
    home: Home = None,
) -> None:
    """A page was taken from its site; what it said is kept."""
    day = parse_day("--since", since)
    with _judging(home, by) as person:
        _say(person.removed(where, reason, since=day))


@judge.command("returned")
def judge_returned(where: Document, by: By, reason: Reason = "", home: Home = None) -> None:
    """A page that was taken from its site is there again."""
    with _judging(home, by) as person:
        _say(person.returned(where, reason))


@judge.command("revoke")
def judge_revoke(
    number: Annotated[str, typer.Argument(metavar="N", help="An entry's number or id.")],
    by: By,
    reason: Reason = "",
    home: Home = None,
) -> None:
    """Take a judgement back; both stay in the journal."""
    with _judging(home, by) as person:
        _say(person.revoke(number, reason))


@journal.callback()
def list_journal(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """All judgements, the oldest first; the chain of hashes is checked."""
    if context.invoked_subcommand:
        return
    with open_home(home) as register:
        register.ask(check_journal)
        entries = register.ask(load_journal)
    revoked = find_revoked(entries)
    rows = [_flatten(entry, revoked.get(entry.id)) for entry in entries]
    if as_json:
        terminal.print_json(rows)
    else:
        terminal.print_journal(out, rows)


@journal.command("export")
def export_journal(
    file: Annotated[Path, typer.Argument(help="A file to write, '-' for standard output.")],
    home: Home = None,
) -> None:
    """Write the journal as JSON Lines."""
    with open_home(home) as register:
        register.ask(check_journal)
        lines = register.ask(lambda connection: list(dump_journal(connection)))
    text = "".join(f"{line}\n" for line in lines)
    if str(file) == "-":
        sys.stdout.write(text)
        return
    try:
        with whole_file(file) as unfinished:
            unfinished.write(text)
    except OSError as error:
        raise InputError(str(file), f"cannot be written: {error.strerror}") from error
    out.print(
        f"{file}: {spell_count(len(lines), 'entry', 'entries')}", markup=False, highlight=False
    )


@journal.command("import")
def import_journal(
    file: Annotated[Path, typer.Argument(help="What 'journal export' has written.")],
    home: Home = None,
) -> None:
    """Put an exported journal into effect here; what is known already is passed over."""
    with _judging(home, "import") as person:
        added = person.import_file(file)
    out.print(f"{spell_count(len(added), 'new entry', 'new entries')}", highlight=False)


@contextmanager
def _judging(home: Path | None, by: str) -> Iterator[Judge]:
    person = Judge(find_home(home), by)
    try:
        yield person
    finally:
        person.close()


def _say(entry: Judgement) -> None:
    out.print(f"entry {entry.number} of the journal: {entry.kind} {entry.id}", highlight=False)


def _parse_slot(given: str) -> Slot:
    slot, equals, value = given.partition("=")
    if not equals or not slot:
        raise InputError("--slot", f"{given!r} cannot be used", "write SLOT=VALUE")
    name, _, type_ = slot.partition(":")
    return Slot(name, value, type=type_ or None)


def _flatten(entry: Judgement, revoked: Judgement | None) -> dict[str, object]:
    return asdict(entry) | {"revoked_by": revoked.number if revoked else None}
