"""The commands in the documentation, run in order; are their outputs still what is printed?

A fenced block of kind `console` holds commands after `$ ` and what they print. All blocks of a
page share one folder that is empty at first. In what is printed `…` stands for anything, also
nothing, within a line, and a line of `…` alone for any lines. `python -m tools.transcripts`
writes the present outputs into the pages where they differ.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord import cli
from onrecord.commands import options
from onrecord.config import sample_folder

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = (
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
)
SHELL = frozenset("|<>$&;*\\")  # what only a shell understands
WIDTH = 96  # columns of the terminal
VOLATILE = (
    (re.compile(r"\d+\.\d s, \d+\.\d a second"), "… s, … a second"),
    (re.compile(r"known since \d{4}-\d\d-\d\d"), "known since …"),
    (re.compile(r"^(new|reworded|by a person|by newer rules) \d{4}-\d\d-\d\d", re.M), r"\1 …"),
    (re.compile(r"(?<=^judgement )(\d+) \d{4}-\d\d-\d\d", re.M), r"\1 …"),
    (re.compile(r"(?<=│ )\d+( +)(?=│ \d{4}-\d\d-\d\d │)"), r"…\1"),
    (re.compile(r"(?<=\(0\.)\d\d(?=\))"), "…"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A command of a page with the output that the page gives it."""

    command: str
    output: str


def read_block(block: str) -> Iterator[Told]:
    """The commands of a block; a line that ends in a backslash goes on in the next."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n?", part)
        assert command is not None
        yield Told(command[0].rstrip("\n"), part[command.end() :])


def read_page(text: str) -> list[Told]:
    """All commands of a page in their order."""
    return [told for block in BLOCK.findall(text) for told in read_block(block)]


def run_command(command: str, folder: Path) -> str:
    """What a command prints in a folder, without blanks at the ends of lines.

    A plain call of `onrecord` runs in this process, which is faster; all else in a shell.
    """
    command = command.replace('"$(onrecord sample)"', str(sample_folder()))
    plain = command.startswith("onrecord ") and not SHELL & set(command)
    run = _run_here if plain else _run_shell
    return "".join(f"{line.rstrip()}\n" for line in run(command, folder).splitlines())


def _run_here(command: str, folder: Path) -> str:
    printed = io.StringIO()
    options.out.width = options.err.width = WIDTH
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.suppress(SystemExit),
    ):
        sys.argv = shlex.split(command)
        cli.main()
    return printed.getvalue()


def _run_shell(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout


def matches(told: str, printed: str) -> bool:
    """Whether an output is what the page gives, `…` standing for anything."""
    lines = [
        r"(?:.*\n)*?"
        if line.strip() == "…"
        else r".*?".join(map(re.escape, line.split("…"))) + "\n"
        for line in told.splitlines()
    ]
    return re.fullmatch("".join(lines), printed) is not None


def renew(told: Told, printed: str) -> str:
    """The command with its output as the page should have it."""
    output = told.output
    if not matches(output, printed):
        output = printed
        for pattern, instead in VOLATILE:
            output = pattern.sub(instead, output)
    return f"$ {told.command}\n{output}"


def renew_page(text: str, folder: Path) -> str:
    """A page with the outputs that its commands have now, run in the folder."""

    def replace(found: re.Match[str]) -> str:
        renewed = (renew(told, run_command(told.command, folder)) for told in read_block(found[1]))
        return f"```console\n{''.join(renewed)}```"

    return BLOCK.sub(replace, text)


def prepare(folder: Path, page: Path, home: Path | None = None) -> None:
    """Lay a register of the sample where how-tos have theirs; a tutorial begins with nothing."""
    if page.parent.name == "tutorial":
        return
    if home is None:
        _run_here(f"onrecord add --quiet --home register {sample_folder()}", folder)
    else:
        shutil.copytree(home, folder / "register")


def main(paths: Iterable[Path]) -> None:
    """Renew pages in place and say which changed."""
    for path in paths:
        old = path.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder), path)
            new = renew_page(old, Path(folder))
        if new != old:
            path.write_text(new, "utf-8")
            print(f"{path.relative_to(ROOT)}: outputs renewed")


if __name__ == "__main__":
    main([Path(name).resolve() for name in sys.argv[1:]] or PAGES)
