"""Score the reading on annotated collections, layer by layer, side by side.

    python -m tools.measure FOLDER ... [--errors] [--jobs N]

A folder holds pages (`NAME.txt` or `NAME.html`) with their annotations (`NAME.gold.json`);
one that is not there is named and left out. Exit code 0 whatever the figures are.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from onrecord.acquire.discover import find_captures
from onrecord.model.text import Capture
from onrecord.pipeline.extract import Extract
from onrecord.pipeline.workers import read_all
from tools import score

ENDING = ".gold.json"
DETAILS = ("· published", "· headline", "· kind right", "· status right", "· start", "· end")
SLOTS = tuple(f"· {slot}" for slot in score.EVENT_SLOTS)
MORE = ("· act kind right", "· act actors", "· due", "· speaker right")


def measure_folder(folder: Path, jobs: int, errors: bool) -> dict[str, score.Tally]:
    """Read every annotated page of a folder and compare it with its annotation."""
    wanted = {
        path.relative_to(folder).as_posix().removesuffix(ENDING)
        for path in folder.rglob(f"*{ENDING}")
    }
    captures = (c for c in find_captures([folder]) if isinstance(c, Capture) and c.name in wanted)
    with tempfile.TemporaryDirectory() as scratch:
        golds, predictions = [], {}
        for item in read_all(captures, jobs):
            assert isinstance(item, tuple)
            capture, result = item
            if not isinstance(result, Extract):
                print(f"{capture.name}: {result.reason}", file=sys.stderr)
                continue
            golds.append(compile_annotation(folder, Path(scratch), capture, result))
            predictions[capture.name] = result.to_record()
        return score.score(golds, predictions, errors)


def compile_annotation(
    folder: Path, scratch: Path, capture: Capture, result: Extract
) -> dict[str, Any]:
    """The annotation with offsets into the text that cleaning gave."""
    gold = scratch / f"{capture.name}{ENDING}"
    gold.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / f"{capture.name}{ENDING}", gold)
    text = result.reading.page.text
    gold.with_name(gold.name.replace(ENDING, ".txt")).write_bytes(text.encode("utf-8"))
    record: dict[str, Any]
    record, problems = score.compile_gold(gold, capture.name)
    for problem in problems:
        print(f"{capture.name}: {problem}", file=sys.stderr)
    return record


def print_figures(figures: dict[str, dict[str, score.Tally]]) -> None:
    """F1 of each layer, a column for each folder; details are indented by a dot."""
    width = max(14, *(len(name) for name in figures))
    print(f"{'F1':<20}" + "".join(f"{name:>{width + 2}}" for name in figures))
    rows = ["releases", *DETAILS[:2], "offices", "events", *DETAILS[2:4], "event slots"]
    rows += [*DETAILS[4:], *SLOTS, "acts", *MORE[:2], "commitments", MORE[2], "quotes", MORE[3]]
    for row in rows:
        cells = ((t[row].f1 if t[row].gold else None) for t in figures.values())
        print(f"{row:<20}" + "".join(_write_figure(cell, width) for cell in cells))
    means = (
        sum(t[layer].f1 for layer in score.LAYERS) / len(score.LAYERS)
        if all(t[layer].gold for layer in score.LAYERS)
        else None
        for t in figures.values()
    )
    print(f"{'mean of the seven':<20}" + "".join(_write_figure(mean, width) for mean in means))


def _write_figure(figure: float | None, width: int) -> str:
    """A figure in its column, a dash for what a folder's annotations leave out."""
    return f"{'–':>{width + 2}}" if figure is None else f"{figure:>{width + 2}.3f}"


def main() -> int:
    """Measure the folders named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what was missed or invented")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = {}
    for folder in arguments.folders:
        if not any(folder.rglob(f"*{ENDING}")):
            print(f"{folder}: no annotated pages here, left out", file=sys.stderr)
            continue
        name = "/".join(folder.parts[-2:])
        figures[name] = measure_folder(folder, arguments.jobs, arguments.errors)
    if arguments.json:
        print(
            json.dumps({n: {k: round(t.f1, 4) for k, t in f.items()} for n, f in figures.items()})
        )
    elif figures:
        print_figures(figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
