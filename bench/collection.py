"""A large collection out of the sample: the same pages under fresh names and dates."""

from __future__ import annotations

import datetime
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.acquire.discover import find_captures
from onrecord.clean.cleaner import clean_capture
from onrecord.config import sample_folder
from onrecord.model.text import Capture

SEED = 20240501
SYLLABLES = tuple(
    "ba bel cor da den fal gar hol ir jan kel lor mar nev or pel ras sol tam ul vor wen".split()  # noqa: SIM905
)
SURNAMES = re.compile(
    r"\b(Morvan|Hartvig|Zhou?rin|Ostrov|Dolan|Brandt|Keld|Vask|Terell|Aldane|Seline?|Nym|Holm"
    r"|Sorel|Lund|Calen|Dask|Falk|Osei-Lind|Ekdal|Boll|Rook)\b"
)
PLACES = re.compile(
    r"\b(Vessaria|Tarvia|Halmark|Sordania|Orlin|Maresk|Brennholt|Mirova|Skarn|Lesk|Vadul|Olbrecht"
    r"|Eastwick|Dravik)(n|ian)?\b"
)
YEARS = re.compile(r"\b(202[3-6])\b")


def write_collection(path: Path, documents: int) -> None:
    """Write so many invented releases as JSON Lines, always the same for the same number."""
    with path.open("w", encoding="utf-8") as file:
        for number, (text, day) in enumerate(_each_text(documents)):
            line = {"id": f"bench/{number:06}", "text": text, "date": day}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _each_text(documents: int) -> Iterator[tuple[str, str | None]]:
    pages = [
        clean_capture(capture)
        for capture in find_captures([sample_folder()])
        if isinstance(capture, Capture)
    ]
    for number in range(documents):
        page = pages[number % len(pages)]
        turn = number // len(pages)
        days = [release.published for release in page.releases if release.published]
        yield vary_text(page.text, turn), _shift_day(days[0], turn) if days else None


def vary_text(text: str, turn: int) -> str:
    """The text with the people, places and years of another world, one for each turn."""
    if turn == 0:
        return text
    world = random.Random(SEED + turn)  # noqa: S311 - no secret is made of it
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        stem = match[1]
        names.setdefault(stem, "".join(world.choices(SYLLABLES, k=3)).capitalize())
        return names[stem] + (match[2] or "" if match.lastindex and match.lastindex > 1 else "")

    text = PLACES.sub(rename, SURNAMES.sub(rename, text))
    return YEARS.sub(lambda match: str(int(match[1]) - turn % 40), text)


def _shift_day(day: str, turn: int) -> str:
    shifted = datetime.date.fromisoformat(day)
    return shifted.replace(year=shifted.year - turn % 40, day=min(shifted.day, 28)).isoformat()
