"""The page of limits gives the numbers of the program."""

import importlib
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "limits.md"
ROWS = re.findall(
    r"^\| (.+?) \| (.+?) \| .*\| `(onrecord[\w.]+)\.([A-Z_]+)` \|$",
    PAGE.read_text("utf-8"),
    flags=re.MULTILINE,
)


def spell_number(value: float) -> set[str]:
    sizes = {f"{value / 1024**power:g} {unit}" for power, unit in ((1, "KiB"), (2, "MiB"))}
    return sizes | {f"{value / 1024**3:g} GiB", f"{value:,.0f}", f"{value:g}"}


@pytest.mark.parametrize(("what", "bound", "module", "name"), ROWS)
def test_a_bound_is_that_of_the_program(what: str, bound: str, module: str, name: str) -> None:
    value = getattr(importlib.import_module(module), name)
    first = re.match(r"[\d,.]+(?: [KMG]iB)?", bound)
    assert first is not None, what
    assert first[0] in spell_number(value), f"{what}: {bound} is not {value}"


def test_every_row_of_the_page_names_its_constant() -> None:
    rows = re.findall(r"^\| (?!what|---).+\|$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    assert len(rows) == len(ROWS) > 25
