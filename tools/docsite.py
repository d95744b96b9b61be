"""Hooks of the documentation site: pages made from the code, and a look at what was built.

The pages made here are not kept in `docs/`: they would only repeat what the code says.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer.main
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

import onrecord
from onrecord import errors
from onrecord.cli import app

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "onrecord" / "lexicon"
MARK = ROOT / "onrecord" / "web" / "static" / "mark.svg"
EXIT_CODES = """
| exit code | means |
|---|---|
| 0 | all was done |
| 1 | some documents could not be read; each is listed with its reason, the rest is done |
| 2 | the command could not be carried out; one line on standard error says why |
| 130 | it was interrupted; what was written is kept |
"""
LOADS = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc=["']?(?P<src>[^"'\s>]+)"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|icon|preconnect|preload|prefetch|dns-prefetch))"""
    r"""[^>]*?\bhref=["']?(?P<href>[^"'\s>]+)""",
    re.IGNORECASE,
)
STYLE_LOADS = re.compile(r"(?:url\(|@import\s+)[\"']?([^\"')\s;]+)", re.IGNORECASE)
OUTSIDE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the code."""
    for address, text in make_pages().items():
        files.append(File.generated(config, address, content=text))
    files.append(File.generated(config, "pictures/mark.svg", content=MARK.read_bytes()))
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Refuse a site that would load anything from elsewhere."""
    found = sorted(find_outside(Path(config.site_dir)))
    if found:
        raise PluginError("the site loads from elsewhere:\n" + "\n".join(found))


def make_pages() -> dict[str, str]:
    """The pages made from the code, each under its path in the documentation."""
    return {
        "reference/cli.md": make_cli(),
        "reference/python.md": make_python(),
        "reference/errors.md": make_errors(),
        "reference/lexicon.md": make_lexicon(),
        "reference/changes.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
    }


def make_cli() -> str:
    """Each command with its arguments, options, defaults; and the exit codes."""
    root = typer.main.get_command(app)
    head = "# Every option\n\nMade from the program. [Commands](commands.md) says it in words.\n"
    return head + EXIT_CODES + "".join(_tell_command(*one) for one in each_command(root))


def each_command(group: Any, prefix: str = "onrecord") -> Iterator[tuple[str, Any]]:
    """Every command below a group, by the words that call it."""
    for name, command in group.commands.items():
        words = f"{prefix} {name}"
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield words, command
        if hasattr(command, "commands"):
            yield from each_command(command, words)


def _tell_command(words: str, command: Any) -> str:
    shown = [one for one in command.params if one.name != "help"]
    arguments = " ".join(_name_argument(one) for one in shown if _is_argument(one))
    rows = "".join(_tell_parameter(one) for one in shown)
    table = f"\n| | what | default |\n|---|---|---|\n{rows}" if rows else ""
    return f"\n## {words} {arguments}".rstrip() + f"\n\n{_clean(command.help)}\n{table}"


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _name_argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.rstrip("_").upper()
    return f"{name}…" if parameter.nargs == -1 else name


def _tell_parameter(parameter: Any) -> str:
    if _is_argument(parameter):
        return f"| `{_name_argument(parameter)}` | {_cell(parameter.help)} | |\n"
    names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    told = _cell(parameter.help) + _tell_choices(parameter.type_descriptor.annotation)
    repeated = " May be given more than once." if parameter.multiple else ""
    return f"| {names} | {told}{repeated} | {_tell_default(parameter)} |\n"


def _tell_choices(kind: object) -> str:
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        return ""
    return f" One of {', '.join(f'`{one.value}`' for one in kind)}."


def _tell_default(parameter: Any) -> str:
    if parameter.required:
        return "must be given"
    if parameter.default in (None, False, (), "") or callable(parameter.default):
        return ""
    return f"`{getattr(parameter.default, 'value', parameter.default)}`"


def _cell(text: str | None) -> str:
    return _clean(text).replace("|", "\\|")


def _clean(text: str | None) -> str:
    return inspect.cleandoc(text or "").replace("<", "&lt;")


def make_python() -> str:
    """What a program may import, by mkdocstrings."""
    names = "".join(f"\n::: onrecord.{name}\n" for name in onrecord.__all__)
    return (
        "# From Python\n\nImport `onrecord`; other modules may change without notice, but for "
        "the classes below and [the errors](errors.md).\n"
        f"\n## onrecord\n{names}"
        "\n## What a register answers\n\n::: onrecord.register.reader.Register\n"
        "\n## Questions and rows\n\n::: onrecord.register.views\n"
        "    options:\n      show_root_heading: false\n      show_root_toc_entry: false\n"
    )


def make_errors() -> str:
    """The tree of errors with what each means."""
    tree = "".join(_tell_error(errors.OnrecordError, 0))
    return (
        "# Errors\n\nEvery error that onrecord raises on purpose is one of these, in "
        "`onrecord.errors`. Its text is one line fit to show a user: what happened, to what, "
        f"and what to do. In the terminal such an error is exit code 2.\n\n{tree}"
    )


def _tell_error(error: type[BaseException], depth: int) -> Iterator[str]:
    first = _clean(error.__doc__).split("\n\n")[0]
    yield f"{'    ' * depth}- `{error.__name__}`: {' '.join(first.split())}\n"
    for below in error.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _tell_error(below, depth + 1)


def make_lexicon() -> str:
    """The word lists with what they say of themselves."""
    head = (
        "# Word lists\n\nWords are data: TOML files in `onrecord/lexicon/`, one for each part "
        "of the reading. Grammar is code.\n"
    )
    return head + "".join(_tell_list(path) for path in sorted(LEXICON.glob("*.toml")))


def _tell_list(path: Path) -> str:
    about, lists = describe_list(path)
    named = "\n".join(f"- `{name}`" + (f": {told}" if told else "") for name, told in lists)
    return f"\n## {path.name}\n\n{_clean(about)}\n\n{named}\n"


def describe_list(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """A word list's opening comment, and its lists with the comment above each."""
    lines = path.read_text("utf-8").splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    about = " ".join(line.lstrip("# ") for line in lines[:size])
    found, comment, table = [], [], ""
    for line in lines[size:]:
        if line.startswith("#"):
            comment.append(line.lstrip("# "))
            continue
        if head := re.match(r"\[+([^\]]+)\]+\s*$", line):
            table = head[1]
            found.append((table, _clean(" ".join(comment))))
        elif (key := re.match(r"([\w-]+) = \[", line)) is not None:
            found.append((f"{table}.{key[1]}".lstrip("."), _clean(" ".join(comment))))
        comment = []
    return about, list(dict(reversed(found)).items())[::-1]


def find_outside(site: Path) -> Iterator[str]:
    """What the built pages and style sheets would load from another address."""
    for page in site.rglob("*.html"):
        for found in LOADS.finditer(page.read_text("utf-8")):
            if OUTSIDE.match(address := found["src"] or found["href"]):
                yield f"{page.relative_to(site)}: {address}"
    for sheet in site.rglob("*.css"):
        for address in STYLE_LOADS.findall(sheet.read_text("utf-8")):
            if OUTSIDE.match(address):
                yield f"{sheet.relative_to(site)}: {address}"
