"""Commands for those who may sign in: user …."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from onrecord import terminal
from onrecord.commands.options import AsJson, Home, open_home, out, say_line
from onrecord.config import find_home
from onrecord.errors import InputError
from onrecord.register.passwords import check_policy
from onrecord.register.users import EDITOR, READER, Users

user = typer.Typer(help="Those who may sign in when the register is served to others.")

Name = Annotated[str, typer.Argument(help="As it is signed and shown.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]
ROLE_HELP = f"'{EDITOR}' reads and writes, '{READER}' reads."


@user.command("add")
def add_user(
    name: Name,
    role: Annotated[str, typer.Option("--role", help=ROLE_HELP)] = READER,
    from_stdin: FromStdin = False,
    home: Home = None,
) -> None:
    """Make a user, with a password that is asked for twice."""
    with open_home(home):  # there is a register
        pass
    with _opened(home) as people:
        made = people.add(name, role, _ask_password(name, from_stdin))
    say_line(f"{made.name} may sign in as {made.role}")


@user.command("list")
def list_users(home: Home = None, as_json: AsJson = False) -> None:
    """All users, with their roles and the day of their password."""
    with _opened(home) as people:
        found = people.all()
    if as_json:
        terminal.print_json(asdict(one) for one in found)
        return
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("name", "role", "made", "password of"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(escape(one.name), one.role, one.made, one.changed)
    if found:
        out.print(table)
    else:
        say_line("no users: whoever is at this machine reads and writes, and nobody else")


@user.command("role")
def set_role(
    name: Name, role: Annotated[str, typer.Argument(help=ROLE_HELP)], home: Home = None
) -> None:
    """Give another role; it holds at once, for open sessions too."""
    with _opened(home) as people:
        people.set_role(name, role)
    say_line(f"{name} is {role} now")


@user.command("password")
def set_password(name: Name, from_stdin: FromStdin = False, home: Home = None) -> None:
    """Give another password; all sessions end."""
    with _opened(home) as people:
        people.set_password(name, _ask_password(name, from_stdin))
    say_line(f"{name} has another password; all sessions have ended")


@user.command("remove")
def remove_user(name: Name, home: Home = None) -> None:
    """Remove a user and end the sessions; what was signed stays in the journal."""
    with _opened(home) as people:
        people.remove(name)
    say_line(f"{name} can sign in no more")


@contextmanager
def _opened(home: Path | None) -> Iterator[Users]:
    people = Users(find_home(home))
    try:
        yield people
    finally:
        people.close()


def _ask_password(name: str, from_stdin: bool) -> str:
    """A password, checked before it is asked for again."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError("the password", "cannot be asked for here", "give --password-stdin")
    given: str = typer.prompt("Password", hide_input=True)
    check_policy(given, name)
    if given != typer.prompt("Once more", hide_input=True):
        raise InputError("the password", "is not the same twice", "start again")
    return given
