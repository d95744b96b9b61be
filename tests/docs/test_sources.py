"""What the documentation tells to copy is what the program takes."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from onrecord.cli import app
from onrecord.config import parsing

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how-to" / "follow-sources.md"
SETTINGS = ROOT / "docs" / "reference" / "settings.md"


def find_blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [GUIDE, SETTINGS], ids=lambda page: page.stem)
def test_every_declaration_in_the_documentation_can_be_read(page: Path) -> None:
    declared = [text for text in find_blocks(page, "toml") if "[[source]]" in text]
    assert declared
    for text in declared:
        assert parsing.parse_sources(text, page)


def test_every_key_of_a_source_is_documented_and_no_other() -> None:
    text = SETTINGS.read_text("utf-8")
    source, api = text.split("### An API")[0], text.split("### An API")[1]
    keys = set(re.findall(r"^\| `(\w+)` \|", source, re.MULTILINE)) - {"ONRECORD_HOME"}
    assert keys == set(parsing.KEYS)
    assert set(re.findall(r"^\| `(\w+)` \|", api, re.MULTILINE)) >= set(parsing.API_KEYS)


def test_the_unit_and_the_container_call_the_program_as_it_can_be_called() -> None:
    text = GUIDE.read_text("utf-8")
    unit = re.search(r"^ExecStart=\S+/onrecord (.+)$", text, re.MULTILINE)
    container = re.search(r'^CMD \["onrecord", (.+)\]$', text, re.MULTILINE)
    assert unit
    assert container
    for words in (shlex.split(unit[1]), shlex.split(container[1].replace(",", " "))):
        command = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined]
        assert command.make_context(words[0], words[1:]).params["every"] == "1h"
