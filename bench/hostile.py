# ruff: noqa: E501 - rows of a table stand on one line
"""`python -m bench.hostile`: time and memory of pages that are made to be slow to read.

Each page is made twice as long again and again until reading it takes `--seconds` of processor
time, each time read by a process of its own. Printed are the length reached, the seconds it
takes there, the ratio of these to half the length, seconds for each 1,000 bytes, and the peak of
memory. Where time is linear the ratio is about 2. One above `MOST_RATIO`, or a page that takes
longer than a document may, is marked, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from onrecord.config import sample_folder
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.extract import extract_capture, extract_text
from onrecord.pipeline.limits import SECONDS_PER_KB

MOST_RATIO = 2.8  # twice the input may take so many times the seconds: 2, and noise
LEAST_SECONDS = 0.3  # ratios of less than this say nothing
MOST_SECONDS = 60  # of processor time after which a page is given up
LEAST_SIZE, MOST_SIZE = 1_500, 8_000_000  # bytes

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


TEXTS: dict[str, Make] = {
    "a page of the sample again and again": _sample,
    "a sentence without an end": _repeat("the council of harbours met and "),
    "a sentence of names": _repeat("Jan Hartvig of the Harbour Council and "),
    "a sentence of capitals": _repeat("Council "),
    "a sentence of commas": _repeat("meeting, "),
    "nested quotation marks": _nest("“", "”", "met "),
    "nested straight marks": _nest('"', '"', "met "),
    "nested brackets": _nest("(", ")", "met "),
    "nested square brackets": _nest("[(", ")]", "met "),
    "opening marks only": _repeat("“He said "),
    "closing marks only": _repeat("he said” "),
    "apostrophes": _repeat("'s "),
    "no space anywhere": _repeat("a"),
    "no space in capitals": _repeat("Ab"),
    "hyphens": _repeat("co-"),
    "stops": _repeat("."),
    "initials": _repeat("J."),
    "spaces": _repeat(" "),
    "lines of one letter": _repeat("a\n"),
    "empty lines": lambda size: "a" + "\n" * size + "b",
    "carriage returns": _repeat("word\r"),
    "tabs": _repeat("a\t"),
    "combining characters": lambda size: "a" + "\u0301" * (size // 2),
    "zero-width characters": lambda size: "a" + "\u200b" * (size // 3) + "b",
    "bidirectional overrides": _repeat("\u202eabc\u202c "),
    "digits": _repeat("1"),
    "numbers": _repeat("1 "),
    "dates": _repeat("3 May 2024 "),
    "ranges of dates": _repeat("3-5, 7 and 9 May to 4 June "),
    "numeric dates": _repeat("03/05/2024 "),
    "dated lines": _repeat("3 May 2024\n\n"),
    "titles": _repeat("Harbour Council Meets in Skarn\n\n"),
    "titles in capitals": _repeat("COUNCIL MEETS IN SKARN\n\n"),
    "turns of speech": _repeat("Jan Hartvig: We met the council and left.\n"),
    "said and said": _repeat("he said that "),
    "speech": _repeat(SPOKEN),
    "one paragraph": _repeat(PROSE),
    "short releases": _repeat("Council meets\n3 May 2024\n\n" + PROSE + "\n\n"),
    "of the of the": _repeat("of the "),
    "and": _repeat("and "),
    "ministers of": _repeat("the Minister of "),
    "ordinals": _repeat("the IX session of "),
    "acronyms": _repeat("the Harbour Council (HC) "),
    "other acronyms": lambda size: "".join(map(_acronym, range(size // 24))),
    "other names": lambda size: "".join(map(_person, range(size // 40))),
    "addresses": _repeat("a@b.example "),
    "at signs": _repeat("a@"),
    "addresses on the web": _repeat("https://a.example/b "),
    "telephone numbers": _repeat("+41 58 123 45 67 "),
    "slashes": _repeat("a/"),
    "ellipses": _repeat("word… "),
    "colons": _repeat("council: "),
    "semicolons": _repeat("the council met; "),
    "bullets": _repeat("• the council met in Skarn\n"),
    "items": _repeat("(a) the council met in Skarn;\n"),
    "verbs": _repeat("approved "),
    "promises": _repeat("will approve and "),
    "pronouns": _repeat("he and she and they met it "),
    "wrapped lines": _repeat("the council met in Skarn and went on with the plan to be\n"),
    "pictographs": _repeat("😀"),
    "ideographs": _repeat("港口委员会"),
    "surrogate escapes": _repeat("a\ufffd "),
}  # fmt: skip
MARKUP: dict[str, Make] = {
    "a page of many paragraphs": _repeat(f"<p>{PROSE}</p>"),
    "nested divisions": _nest("<div>", "</div>", "a "),
    "divisions without an end": _repeat("<div>a"),
    "nested marks": _nest("<b>", "</b>", "a "),
    "nested tables": _nest("<table><tr><td>", "</td></tr></table>", "a "),
    "nested lists": _nest("<ul><li>", "</li></ul>", "a "),
    "entities": _repeat("&amp;"),
    "broken entities": _repeat("&amp &#x; &#99999999; "),
    "angles": _repeat("<"),
    "comments": _repeat("<!--"),
    "comments that end": _repeat("<!-- a -->"),
    "an attribute": lambda size: f'<p title="{"a" * size}">{PROSE}',
    "a style": lambda size: f'<p style="{"display " * (size // 8)}">{PROSE}',
    "a class": lambda size: f'<p class="{"a-" * (size // 2)}">{PROSE}',
    "an address": lambda size: f'<a href="{"a/" * (size // 2)}">{PROSE}</a>',
    "attributes": lambda size: "<p" + "".join(f" a{n}=b" for n in range(size // 9)) + f">{PROSE}",
    "links": lambda size: "".join(f"<a href=/{n}>News {n}</a> " for n in range(size // 24)),
    "items of lists": _repeat("<li>News of the council"),
    "menus": _repeat("<li><a href=/>News</a>"),
    "cells": _repeat("<td>the council"),
    "rows": lambda size: "<table>" + "<tr><th>Name<td>Jan Hartvig<td>council" * (size // 40),
    "breaks": _repeat("news<br>"),
    "headings": _repeat("<h1>Harbour Council meets</h1>"),
    "times": _repeat("<time datetime=2024-05-03>3 May 2024</time>"),
    "articles": _repeat(f"<article><h2>Council meets</h2><p>{PROSE}</p></article>"),
    "nested articles": _nest("<article>", "</article>", "a "),
    "metadata": lambda size: "".join(f"<meta name=a{n} content=b>" for n in range(size // 24)),
    "linked data": lambda size: f'<script type="application/ld+json">{"[" * size}</script><p>{PROSE}',
    "many linked data": _repeat('<script type="application/ld+json">{"a":[[[1]]]}</script>'),
    "preformatted": lambda size: "<pre>" + "the council\n" * (size // 12),
    "selections": _repeat("<option>Council"),
    "hidden": _repeat("<div hidden>a"),
    "scripts without an end": _repeat("<script>"),
    "declared entities": lambda size: "<!DOCTYPE html [" + '<!ENTITY a "bb">' * (size // 16) + f"]><p>{PROSE}",
}  # fmt: skip


def _acronym(number: int) -> str:
    return f"the {_name(number)} Council ({_name(number)[0]}C) "


def _person(number: int) -> str:
    return f"Jan {_name(number)} met {_name(number + 7)}. "


def _name(number: int) -> str:
    """A name of its own for each number."""
    letters = "abdegiklmnorstuv"
    return "".join(letters[(number >> shift) & 15] for shift in (12, 8, 4, 0)).capitalize()


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading a page of so many bytes took, and how it ended."""

    size: int
    seconds: float
    mib: float
    how: str


def make_capture(name: str, size: int) -> Capture:
    """The page of that name, about so many bytes long."""
    media = "text/html" if name in MARKUP else "text/plain"
    return Capture(name, name, (TEXTS | MARKUP)[name](size).encode(), media)


def measure_page(name: str, size: int) -> Taken:
    """Read a page; run in a process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    capture = make_capture(name, size)
    began = time.process_time()
    result = extract_capture(capture)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    how = result.reason if isinstance(result, Unreadable) else "read"
    return Taken(len(capture.body), seconds, peak, how)


def measure_doubling(name: str, most: float) -> Iterator[Taken]:
    """What a page takes at two lengths or more, until that is more than so many seconds."""
    size = LEAST_SIZE
    while size <= MOST_SIZE:
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
            try:
                taken = pool.submit(measure_page, name, size).result()
            except BrokenProcessPool:
                taken = Taken(size, MOST_SECONDS, 0, "its process died")
        yield taken
        if taken.seconds > most and size > LEAST_SIZE:
            return
        size *= 2


def measure_hostile(names: list[str], most: float) -> int:
    """Print a line for each page and give the number of those that are too slow."""
    print(f"{'page':<38}{'KB':>7}{'seconds':>9}{'ratio':>7}{'s/KB':>8}{'MiB':>6}  how it ended")
    extract_text(_sample(2 * LEAST_SIZE))  # loads what reading needs, before forking
    failed = 0
    for name in names:
        half, last = list(measure_doubling(name, most))[-2:]
        ratio, rate = last.seconds / max(half.seconds, 0.001), 1000 * last.seconds / last.size
        slow = last.seconds > LEAST_SECONDS and (ratio > MOST_RATIO or rate > SECONDS_PER_KB)
        failed += slow
        print(
            f"{name:<38}{last.size / 1000:>7.0f}{last.seconds:>9.2f}{ratio:>7.2f}{rate:>8.4f}"
            f"{last.mib:>6.0f}  {last.how}{'  TOO SLOW' if slow else ''}",
            flush=True,
        )
    return failed


def main() -> None:
    """Measure the pages whose names hold a word, all where none is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--seconds", type=float, default=1.0, help="that a page may come to")
    arguments = parser.parse_args()
    words = arguments.words or [""]
    names = [name for name in TEXTS | MARKUP if any(word in name for word in words)]
    began = time.monotonic()
    failed = measure_hostile(names, arguments.seconds)
    print(f"{len(names)} pages, {failed} too slow, {time.monotonic() - began:.0f} s")
    sys.exit(int(failed > 0))


if __name__ == "__main__":
    main()
