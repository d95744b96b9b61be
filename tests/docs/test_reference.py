"""What is public is documented: else a page made from the code would be empty there."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from sqlalchemy import MetaData

import onrecord
from onrecord import config, errors
from onrecord.cli import app
from onrecord.register import schema, users
from onrecord.register.reader import Register
from tools.docsite import LEXICON, describe_list, each_command

ROOT = Path(__file__).parents[2]
TABLES = (ROOT / "docs" / "reference" / "tables.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")


def each_column(metadata: MetaData) -> Iterator[tuple[str, str]]:
    for table in metadata.tables.values():
        for column in table.columns:
            yield table.name, column.name


def documented_columns() -> set[tuple[str, str]]:
    sections = re.split(r"^## ", TABLES, flags=re.MULTILINE)[1:]
    return {
        (section.partition("\n")[0], name)
        for section in sections
        for name in re.findall(r"^\| `(\w+)` \| \S", section, flags=re.MULTILINE)
    }


def test_every_command_and_option_says_what_it_is() -> None:
    for words, command in each_command(typer.main.get_command(app)):
        assert command.help, words
        for parameter in command.params:
            assert parameter.help, f"{words}: {parameter.name}"


def test_every_public_name_says_what_it_is() -> None:
    for name in onrecord.__all__:
        assert inspect.getdoc(getattr(onrecord, name)), name
    for name, member in inspect.getmembers(Register, inspect.isroutine):
        assert name.startswith("_") or inspect.getdoc(member), name


def test_every_error_is_in_the_tree_and_says_what_it_is() -> None:
    own = [one for one in vars(errors).values() if inspect.isclass(one)]
    for error in (one for one in own if one.__module__ == errors.__name__):
        name = error.__name__
        assert issubclass(error, errors.OnrecordError), name
        assert error.__doc__, name


@pytest.mark.parametrize("path", sorted(LEXICON.glob("*.toml")), ids=lambda path: path.stem)
def test_every_word_list_says_what_it_holds(path: Path) -> None:
    about, lists = describe_list(path)
    assert len(about) > 20
    assert lists


def test_every_column_of_every_table_is_documented_and_no_other() -> None:
    kept = {*each_column(schema.metadata), *each_column(users.metadata)}
    assert documented_columns() == kept


def test_every_variable_of_the_environment_is_documented() -> None:
    assert f"`{config.HOME_VARIABLE}`" in SETTINGS
    for module in (ROOT / "onrecord").rglob("*.py"):
        source = module.read_text("utf-8")
        asked = re.findall(r"(?:\benviron(?:\.get\(|\.pop\(|\[)|\bgetenv\()\s*(\w+|\W)", source)
        assert set(asked) <= {"HOME_VARIABLE"}, module
