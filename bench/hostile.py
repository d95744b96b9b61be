# ruff: noqa: E501 - rows of a table stand on one line
"""`python -m bench.hostile`: time and memory of pages that are made to be slow to read.

Each page is read at three sizes, each twice the one before, by a process of its own. Printed
are seconds of processor time, the two ratios of growth and the peak of memory. Where time
is linear a ratio is about 2; one above `MOST_RATIO` is marked, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

from onrecord.config import sample_folder
from onrecord.model.text import Capture, Unreadable

MOST_RATIO = 2.8  # twice the input may take so many times the seconds: 2, and noise
LEAST_SECONDS = 0.4  # ratios of less than this say nothing
SIZES = (1, 2, 4)

Make = Callable[[int], str]
PROSE = "The Harbour Council of Tarvia met in Skarn on 3 May 2024 and approved the plan. "
SPOKEN = "Minister Jan Hartvig said: “We will open the port by June 2025.” "


def _sample(size: int) -> str:
    texts = [path.read_text("utf-8") for path in sorted(sample_folder().glob("*/*.txt"))]
    whole = "\n\n".join(texts)
    return (whole * (size // len(whole) + 1))[:size]


def _nest(opening: str, closing: str, words: str) -> Make:
    """So many opening marks, words, and closing marks, a third of the size each."""

    def make(size: int) -> str:
        depth = size // (len(opening) + len(closing) + len(words))
        return opening * depth + words * depth + closing * depth

    return make


def _repeat(piece: str) -> Make:
    return lambda size: piece * (size // len(piece))


KB = 1000
TEXTS: dict[str, tuple[int, Make]] = {
    "a page of the sample again and again": (100 * KB, _sample),
    "a sentence without an end": (100 * KB, _repeat("the council of harbours met and ")),
    "a sentence of names": (60 * KB, _repeat("Jan Hartvig of the Harbour Council and ")),
    "a sentence of capitals": (60 * KB, _repeat("Council ")),
    "a sentence of commas": (60 * KB, _repeat("meeting, ")),
    "nested quotation marks": (60 * KB, _nest("“", "”", "met ")),
    "nested straight marks": (60 * KB, _nest('"', '"', "met ")),
    "nested brackets": (60 * KB, _nest("(", ")", "met ")),
    "nested square brackets": (60 * KB, _nest("[(", ")]", "met ")),
    "opening marks only": (60 * KB, _repeat("“He said ")),
    "closing marks only": (60 * KB, _repeat("he said” ")),
    "apostrophes": (60 * KB, _repeat("'s ")),
    "no space anywhere": (250 * KB, _repeat("a")),
    "no space in capitals": (250 * KB, _repeat("Ab")),
    "hyphens": (100 * KB, _repeat("co-")),
    "stops": (100 * KB, _repeat(".")),
    "initials": (100 * KB, _repeat("J.")),
    "spaces": (250 * KB, _repeat(" ")),
    "lines of one letter": (60 * KB, _repeat("a\n")),
    "empty lines": (250 * KB, lambda size: "a" + "\n" * size + "b"),
    "carriage returns": (100 * KB, _repeat("word\r")),
    "tabs": (100 * KB, _repeat("a\t")),
    "combining characters": (250 * KB, lambda size: "a" + "\u0301" * (size // 2)),
    "zero-width characters": (250 * KB, lambda size: "a" + "\u200b" * (size // 3) + "b"),
    "bidirectional overrides": (100 * KB, _repeat("\u202eabc\u202c ")),
    "digits": (250 * KB, _repeat("1")),
    "numbers": (60 * KB, _repeat("1 ")),
    "dates": (60 * KB, _repeat("3 May 2024 ")),
    "ranges of dates": (60 * KB, _repeat("3-5, 7 and 9 May to 4 June ")),
    "numeric dates": (60 * KB, _repeat("03/05/2024 ")),
    "dated lines": (60 * KB, _repeat("3 May 2024\n\n")),
    "titles": (60 * KB, _repeat("Harbour Council Meets in Skarn\n\n")),
    "titles in capitals": (60 * KB, _repeat("COUNCIL MEETS IN SKARN\n\n")),
    "turns of speech": (60 * KB, _repeat("Jan Hartvig: We met the council and left.\n")),
    "said and said": (60 * KB, _repeat("he said that ")),
    "speech": (60 * KB, _repeat(SPOKEN)),
    "one paragraph": (60 * KB, _repeat(PROSE)),
    "short releases": (60 * KB, _repeat("Council meets\n3 May 2024\n\n" + PROSE + "\n\n")),
    "of the of the": (60 * KB, _repeat("of the ")),
    "and": (60 * KB, _repeat("and ")),
    "ministers of": (60 * KB, _repeat("the Minister of ")),
    "ordinals": (60 * KB, _repeat("the IX session of ")),
    "acronyms": (60 * KB, _repeat("the Harbour Council (HC) ")),
    "other acronyms": (60 * KB, lambda size: "".join(map(_acronym, range(size // 24)))),
    "other names": (60 * KB, lambda size: "".join(map(_person, range(size // 40)))),
    "addresses": (100 * KB, _repeat("a@b.example ")),
    "at signs": (250 * KB, _repeat("a@")),
    "addresses on the web": (100 * KB, _repeat("https://a.example/b ")),
    "telephone numbers": (100 * KB, _repeat("+41 58 123 45 67 ")),
    "slashes": (100 * KB, _repeat("a/")),
    "ellipses": (100 * KB, _repeat("word… ")),
    "colons": (60 * KB, _repeat("council: ")),
    "semicolons": (60 * KB, _repeat("the council met; ")),
    "bullets": (60 * KB, _repeat("• the council met in Skarn\n")),
    "items": (60 * KB, _repeat("(a) the council met in Skarn;\n")),
    "verbs": (60 * KB, _repeat("approved ")),
    "promises": (60 * KB, _repeat("will approve and ")),
    "pronouns": (60 * KB, _repeat("he and she and they met it ")),
    "wrapped lines": (60 * KB, _repeat("the council met in Skarn and went on with the plan to be\n")),
    "pictographs": (100 * KB, _repeat("😀")),
    "ideographs": (100 * KB, _repeat("港口委员会")),
    "surrogate escapes": (60 * KB, _repeat("a\ufffd ")),
}  # fmt: skip
MARKUP: dict[str, tuple[int, Make]] = {
    "a page of many paragraphs": (100 * KB, _repeat(f"<p>{PROSE}</p>")),
    "nested divisions": (25 * KB, _nest("<div>", "</div>", "a ")),
    "divisions without an end": (25 * KB, _repeat("<div>a")),
    "nested marks": (25 * KB, _nest("<b>", "</b>", "a ")),
    "nested tables": (25 * KB, _nest("<table><tr><td>", "</td></tr></table>", "a ")),
    "nested lists": (25 * KB, _nest("<ul><li>", "</li></ul>", "a ")),
    "entities": (250 * KB, _repeat("&amp;")),
    "broken entities": (250 * KB, _repeat("&amp &#x; &#99999999; ")),
    "angles": (250 * KB, _repeat("<")),
    "comments": (250 * KB, _repeat("<!--")),
    "comments that end": (250 * KB, _repeat("<!-- a -->")),
    "an attribute": (250 * KB, lambda size: f'<p title="{"a" * size}">{PROSE}'),
    "a style": (250 * KB, lambda size: f'<p style="{"display " * (size // 8)}">{PROSE}'),
    "a class": (250 * KB, lambda size: f'<p class="{"a-" * (size // 2)}">{PROSE}'),
    "an address": (250 * KB, lambda size: f'<a href="{"a/" * (size // 2)}">{PROSE}</a>'),
    "attributes": (100 * KB, lambda size: "<p" + "".join(f" a{n}=b" for n in range(size // 9)) + f">{PROSE}"),
    "links": (60 * KB, lambda size: "".join(f"<a href=/{n}>News {n}</a> " for n in range(size // 24))),
    "items of lists": (60 * KB, _repeat("<li>News of the council")),
    "menus": (60 * KB, _repeat("<li><a href=/>News</a>")),
    "cells": (60 * KB, _repeat("<td>the council")),
    "rows": (60 * KB, lambda size: "<table>" + "<tr><th>Name<td>Jan Hartvig<td>council" * (size // 40)),
    "breaks": (60 * KB, _repeat("news<br>")),
    "headings": (60 * KB, _repeat("<h1>Harbour Council meets</h1>")),
    "times": (60 * KB, _repeat("<time datetime=2024-05-03>3 May 2024</time>")),
    "articles": (60 * KB, _repeat(f"<article><h2>Council meets</h2><p>{PROSE}</p></article>")),
    "nested articles": (25 * KB, _nest("<article>", "</article>", "a ")),
    "metadata": (100 * KB, lambda size: "".join(f"<meta name=a{n} content=b>" for n in range(size // 24))),
    "linked data": (100 * KB, lambda size: f'<script type="application/ld+json">{"[" * size}</script><p>{PROSE}'),
    "many linked data": (100 * KB, _repeat('<script type="application/ld+json">{"a":[[[1]]]}</script>')),
    "preformatted": (60 * KB, lambda size: "<pre>" + "the council\n" * (size // 12)),
    "selections": (60 * KB, _repeat("<option>Council")),
    "hidden": (25 * KB, _repeat("<div hidden>a")),
    "scripts without an end": (250 * KB, _repeat("<script>")),
    "declared entities": (60 * KB, lambda size: "<!DOCTYPE html [" + '<!ENTITY a "bb">' * (size // 16) + f"]><p>{PROSE}"),
}  # fmt: skip


def _acronym(number: int) -> str:
    return f"the {_name(number)} Council ({_name(number)[0]}C) "


def _person(number: int) -> str:
    return f"Jan {_name(number)} met {_name(number + 7)}. "


def _name(number: int) -> str:
    """A name of its own for each number."""
    letters = "abdegiklmnorstuv"
    return "".join(letters[(number >> shift) & 15] for shift in (12, 8, 4, 0)).capitalize()


def make_capture(name: str, factor: int, scale: float = 1.0) -> Capture:
    """The page of that name at so many times its least size."""
    size, make = (TEXTS | MARKUP)[name]
    media = "text/html" if name in MARKUP else "text/plain"
    body = make(int(size * factor * scale))
    return Capture(name, name, body.encode(), media)


def measure_page(name: str, factor: int, scale: float) -> tuple[float, float, str]:
    """Seconds of processor time, peak MiB and how it ended; run in a process of its own."""
    from onrecord.pipeline.extract import extract_capture, extract_text

    extract_text(PROSE)
    capture = make_capture(name, factor, scale)
    began = time.process_time()
    result = extract_capture(capture)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, peak, result.reason if isinstance(result, Unreadable) else "read"


def measure_hostile(names: list[str], scale: float = 1.0) -> int:
    """Print a line for each page and give the number of those that grow too fast."""
    context = multiprocessing.get_context("spawn")
    print(f"{'page':<38}{'seconds at n, 2n, 4n':>24}{'ratios':>14}{'MiB':>7}  how it ended")
    failed = 0
    for name in names:
        with context.Pool(1) as pool:
            measured = [pool.apply(measure_page, (name, factor, scale)) for factor in SIZES]
        seconds = [spent for spent, _, _ in measured]
        _, peak, how = measured[-1]
        ratios = [b / max(a, 0.001) for a, b in itertools.pairwise(seconds)]
        slow = ratios[-1] > MOST_RATIO and seconds[-1] > LEAST_SECONDS
        failed += slow
        told = "".join(f"{spent:8.2f}" for spent in seconds)
        grown = "".join(f"{ratio:7.2f}" for ratio in ratios)
        print(
            f"{name:<38}{told}{grown}{peak:>7.0f}  {how}{'  TOO SLOW' if slow else ''}", flush=True
        )
    return failed


def main() -> None:
    """Measure the pages whose names hold a word, all where none is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--scale", type=float, default=1.0, help="of every size")
    arguments = parser.parse_args()
    words = arguments.words or [""]
    names = [name for name in TEXTS | MARKUP if any(word in name for word in words)]
    sys.exit(1 if measure_hostile(names, arguments.scale) else 0)


if __name__ == "__main__":
    main()
