"""Commands that keep a register safe: verify, backup, restore."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from onrecord.commands.options import Home, Quiet, err, say_line
from onrecord.config import find_home
from onrecord.model.counts import spell_count
from onrecord.pipeline.backups import Kept, restore_backup, write_backup
from onrecord.pipeline.verifying import Verified, verify_home
from onrecord.register.damage import Damage

SHOWN = 50  # damages on a terminal


def verify(
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    quiet: Quiet = False,
) -> None:
    """Check that all is as it was written: pages, texts, quotations, journal and archive."""
    with show_parts(hidden=quiet) as watch:
        found = verify_home(find_home(home), watch)
    if as_json:
        told = {"whole": found.whole, "checked": found.checked}
        damages = [asdict(damage) for damage in found.damages]
        sys.stdout.write(json.dumps({**told, "damages": damages}, ensure_ascii=False, indent=2))
        sys.stdout.write("\n")
    else:
        _print(found)
    if not found.whole:
        raise typer.Exit(1)


def backup(
    target: Annotated[
        Path, typer.Argument(help="A folder, or a file named .tar, .tar.gz or .tgz.")
    ],
    home: Home = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over an older backup.")] = False,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="Also where the register is damaged, as it is.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write a verified copy of the register and its archive, even while others write."""
    with show_parts(hidden=quiet) as watch:
        kept = write_backup(find_home(home), target, replace=replace, damaged=damaged, watch=watch)
    say_line(f"{kept.place}: {_count(kept)}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What 'backup' has written.")],
    home: Home = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put what is in the home aside, under another name.")
    ] = False,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="Also where the backup is damaged, as it is.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Put a backup in place as a home, once it was verified."""
    with show_parts(hidden=quiet) as watch:
        kept = restore_backup(
            source, find_home(home), replace=replace, damaged=damaged, watch=watch
        )
    if kept.aside:
        say_line(f"{kept.aside}: what was there before")
    say_line(f"{kept.place}: {_count(kept)}")


def _count(kept: Kept) -> str:
    size = kept.size / 1e6
    return f"{spell_count(kept.captures, 'capture')}, {size:.1f} MB, all as it was written"


@contextmanager
def show_parts(*, hidden: bool) -> Iterator[Callable[[str, int], None]]:
    """A line on standard error that says how much of which part is done."""
    columns = (TextColumn("{task.completed:.0f} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=hidden) as progress:
        tasks = {}

        def watch(part: str, done: int) -> None:
            if part not in tasks:
                tasks[part] = progress.add_task(part, total=None)
            progress.advance(tasks[part], done)

        yield watch


def _print(found: Verified) -> None:
    for damage in found.damages[:SHOWN]:
        say_line(f"{_name(damage)}{damage.told}")
    if len(found.damages) > SHOWN:
        say_line(f"and {len(found.damages) - SHOWN} more (--json gives all)")
    counted = ", ".join(f"{number} {part}" for part, number in found.checked.items())
    verdict = "all is as it was written"
    if not found.whole:
        verdict = f"{spell_count(len(found.damages), 'damage')} found"
    say_line(f"{counted}: {verdict} ({found.seconds:.1f} s)")


def _name(damage: Damage) -> str:
    """Whose the damage is, in front of it."""
    whose = [known for known in (damage.document, damage.id) if known]
    return f"{' '.join(whose)}: " if whose else ""
