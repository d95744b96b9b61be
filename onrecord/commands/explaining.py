"""The command that says why: every fact with its rule and what spoke for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.acquire.discover import find_captures
from onrecord.commands.options import out
from onrecord.commands.reading import Paths, complain
from onrecord.model.text import Unreadable

if TYPE_CHECKING:
    from onrecord.recognise.explaining import Explained

MARK = {True: "told", False: "left out"}


def explain(
    paths: Paths,
    layer: Annotated[
        str | None,
        typer.Option("--layer", help="event, act, commitment, office or quote alone."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One fact a line, as JSON.")] = False,
) -> None:
    """Show why: each fact of the documents with the rule and the features behind it.

    What was thought of and left out is shown too, with what spoke against it.
    """
    from onrecord.pipeline.explain import explain_capture  # loads the parser

    failures = 0
    for capture in find_captures(paths, None):
        found = capture if isinstance(capture, Unreadable) else explain_capture(capture)
        if isinstance(found, Unreadable):
            failures += 1
            complain(found)
            continue
        name = found.document
        facts = [one for one in found.facts if layer in {None, one.layer}]
        if as_json:
            for one in facts:
                row = {"document": name, **asdict(one)}
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            for line in describe(name, facts):
                out.print(line, markup=False, highlight=False, soft_wrap=True)
    if failures:
        raise typer.Exit(1)


def describe(name: str, facts: Iterable[Explained]) -> Iterator[str]:
    """The facts of a document as lines for a terminal."""
    yield f"== {name}"
    for one in facts:
        yield f"{one.layer} ({MARK[one.told]}): {one.summary}"
        yield f"    “{_flatten(one.quote.text)}” [{one.quote.start}:{one.quote.end}]"
        yield f"    in: {_flatten(one.evidence.text)}"
        weights = ", ".join(f"{name} {value:+.1f}" for name, value in one.features.items())
        yield f"    rule {one.rule}, confidence {one.confidence:.2f}" + (
            f"; {weights}" if weights else ""
        )


def _flatten(text: str) -> str:
    return " ".join(text.split())
