from pathlib import Path

import pytest

from tools.transcripts import (
    PAGES,
    ROOT,
    Told,
    matches,
    prepare,
    read_page,
    renew,
    run_command,
)

BLOCK = """Before.

```console
$ onrecord version
0.1.0
$ onrecord add \\
    pages
74 documents
```
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_the_documentation_prints_what_the_page_says(
    page: Path, tmp_path: Path, sample_home: Path
) -> None:
    prepare(tmp_path, page, sample_home)
    for told in read_page(page.read_text("utf-8")):
        printed = run_command(told.command, tmp_path)
        assert matches(told.output, printed), (
            f"$ {told.command}\n{printed}\nis not what {page.name} says; "
            "make transcripts writes the present outputs into the pages"
        )


def test_the_tutorial_and_each_job_have_commands_that_are_run() -> None:
    names = {page.stem for page in PAGES if read_page(page.read_text("utf-8"))}
    assert {"promises", "code-statements", "watch-promises", "keep-decisions"} <= names


def test_commands_are_told_from_what_they_print() -> None:
    assert read_page(BLOCK) == [
        Told("onrecord version", "0.1.0\n"),
        Told("onrecord add \\\n    pages", "74 documents\n"),
    ]


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("read (… s)\n", "read (4.1 s)\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\n", "a\n", True),
        ("a (b)\n", "a b\n", False),
    ],
)
def test_an_ellipsis_stands_for_anything(told: str, printed: str, same: bool) -> None:
    assert matches(told, printed) is same


def test_an_output_that_still_holds_is_left_as_it_stands() -> None:
    told = Told("onrecord version", "…\n")
    assert renew(told, "0.1.0\n") == "$ onrecord version\n…\n"
    old = Told("onrecord version", "0.1.0\n")
    assert renew(old, "1\n2\n") == "$ onrecord version\n1\n2\n"
