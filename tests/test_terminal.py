"""What is printed on a terminal."""

import io

import pytest
from rich.table import Table

from onrecord.terminal import Terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07", "<U+001B>[31mred<U+001B>]0;title<U+0007>"),
        ("\u202etxt.exe\u202c", "<U+202E>txt.exe<U+202C>"),
        ("a\x9b2Jb\rc", "a<U+009B>2Jb<U+000D>c"),
        ("“Orlin”, 3 May\tλ", "“Orlin”, 3 May"),
    ],
)
def test_what_would_steer_a_terminal_is_written_out(text: str, shown: str) -> None:
    console = Terminal(file=io.StringIO(), width=80, markup=False)
    table = Table("name")
    table.add_row(text)
    console.print(text)
    console.print(text, markup=False, soft_wrap=True)
    console.print(table)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert printed.count(shown) == 3
    assert not set(printed) & set("\x1b\x07\x9b\r\u202e")
