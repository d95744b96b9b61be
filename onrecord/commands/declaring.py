"""Commands about declared sources: source list, source check, source add."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from onrecord import terminal
from onrecord.commands.options import AsJson, Home, err, say_line
from onrecord.commands.updating import Config, source
from onrecord.config import checks, find_home
from onrecord.config.checks import Check, Told
from onrecord.config.parsing import load_sources
from onrecord.config.sources import DEFAULT_PACE, FILE, SHORTEST_PACE, Declared
from onrecord.config.writing import add_source, render_source
from onrecord.errors import ConfigError, InputError

if TYPE_CHECKING:
    from onrecord.acquire.proposing import Proposal

SHOWN = 10  # releases that a proposed source would read
KINDS = (("feeds", "feed"), ("sitemaps", "sitemap"), ("lists", "list"), ("api", "API"),
         ("archives", "archive"), ("folders", "folder"))  # fmt: skip

__all__ = ["source"]


@source.command("list")
def list_sources(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """The sources that are declared, each with what it reads."""
    declared = load_sources(find_home(home), config)
    if as_json:
        terminal.print_json(make_row(one) for one in declared)
        return
    if not declared:
        say_line(f"no source is declared in {_find_file(home, config)}; 'onrecord source add' does")
    for one in declared:
        say_line(f"{one.name}: {one.institution}" if one.institution else one.name)
        for word, start in each_start(one):
            say_line(f"  {word:<8} {start}")


@source.command()
def check(home: Home = None, config: Config = None) -> None:
    """Whether the declared sources can be used; all that is wrong, each with its line."""
    try:
        declared = load_sources(find_home(home), config)
    except ConfigError as error:
        for problem in error.problems:
            say_line(problem)
        raise typer.Exit(1) from error
    number = f"{len(declared)} source{'' if len(declared) == 1 else 's'}"
    say_line(f"{_find_file(home, config)}: {number}, nothing wrong")


@source.command()
def add(
    address: Annotated[
        str, typer.Argument(help="A page of the site, best the one that lists releases; or a feed.")
    ],
    home: Home = None,
    config: Config = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="What it is called (else by its host)."),
    ] = None,
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar="TEXT", help="Whose releases (else by the page)."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="CODE", help="Their language (else the page's)."),
    ] = None,
    pace: Annotated[
        float, typer.Option("--pace", metavar="SECONDS", help="Between two requests to a host.")
    ] = DEFAULT_PACE,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="HOST", help="A private host that is meant (repeatable)."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking.")] = False,
) -> None:
    """Look at a site, show what would be read of it, and declare it as a source once agreed."""
    file = _find_file(home, config)
    known = load_sources(find_home(home), config) if file.exists() else ()
    wanted = Declared(
        name=_check(checks.check_name, "--name", name) or "",
        institution=_check(checks.check_text, "--institution", institution),
        lang=_check(checks.check_lang, "--lang", lang) or "",
        pace=_check(checks.check_pace, "--pace", pace),
        allow=tuple(_check(checks.check_host, "--allow", host) for host in allow or ()),
    )
    check_start(address, wanted, known)
    err.print(f"looking at {address} …", markup=False, highlight=False, soft_wrap=True)
    proposal = _look(address, wanted, [one.name for one in known])
    _show_proposal(proposal)
    if not yes and not _agree(file):
        return
    add_source(file, proposal.source)
    say_line(f"{proposal.source.name} is declared in {file}; 'onrecord update' reads it")


def each_start(declared: Declared) -> Iterator[tuple[str, str]]:
    """What a source reads: the kind in a word, and where."""
    for key, word in KINDS:
        value = getattr(declared, key)
        for start in value if isinstance(value, tuple) else (value,) if value else ():
            yield word, str(getattr(start, "address", start))


def make_row(declared: Declared) -> dict[str, object]:
    """A source for a file: its name, institution, language, and what it reads."""
    starts = [{"kind": word, "at": start} for word, start in each_start(declared)]
    return {
        "name": declared.name, "institution": declared.institution, "lang": declared.lang,
        "reads": starts, "line": declared.line,
    }  # fmt: skip


def check_start(address: str, wanted: Declared, known: Sequence[Declared]) -> None:
    """Raise `InputError` for an address or a name with which no source can be begun."""
    what, remedy = checks.explain_address(address)
    if what:
        raise InputError(address, what, remedy)
    host = urlsplit(address).hostname
    if checks.is_private(address) and host not in wanted.allow:
        raise InputError(address, "it is a private address", f"--allow {host} if it is meant")
    if wanted.pace < SHORTEST_PACE and host not in wanted.allow:
        remedy = f"at least {SHORTEST_PACE}; hosts under --allow may have less"
        raise InputError("--pace", f"{wanted.pace:g} seconds are not polite", remedy)
    if any(one.name.casefold() == wanted.name.casefold() for one in known):
        raise InputError("--name", f"{wanted.name!r} is taken", "choose another")
    for one in known:
        if address in one.starts:
            raise InputError(address, f"the source {one.name!r} reads it already", "nothing to do")


def _check(check: Check, option: str, value: Any) -> Any:
    """An option by the check of its key. Raises `InputError`."""
    if value is None:
        return None
    told = Told()
    found = check(value, (option,), told)
    for _, what, remedy in told.problems:
        raise InputError(option, what, remedy)
    return found


def _find_file(home: Path | None, config: Path | None) -> Path:
    return config or find_home(home) / FILE


def _look(address: str, wanted: Declared, taken: Sequence[str]) -> Proposal:
    from onrecord.acquire.fetcher import Fetcher
    from onrecord.acquire.proposing import propose_source

    with Fetcher(pace=wanted.pace, allowed=wanted.allow) as fetcher:
        return propose_source(fetcher, address, taken, wanted)


def _show_proposal(proposal: Proposal) -> None:
    from onrecord.acquire.offers import tell_day

    for failure in proposal.failures:
        say_line(f"passed over: {failure}")
    say_line(render_source(proposal.source))
    number = len(proposal.items)
    say_line(f"{number} release{'' if number == 1 else 's'} found so far, the newest first:")
    for item in proposal.items[:SHOWN]:
        say_line(f"  {tell_day(item) or 'undated':<10}  {item.title or item.address}")
    if number > SHOWN:
        say_line(f"  and {number - SHOWN} more")


def _agree(file: Path) -> bool:
    """Whether a person agrees. Ends the command where there is nobody to ask."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say_line("not written: there is no terminal to ask at; --yes writes it")
        raise typer.Exit(1)
    if typer.confirm(f"Write it into {file}?"):
        return True
    say_line("not written")
    return False
