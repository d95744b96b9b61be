"""Places as pages print them beside a day, or in a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACE_WORDS = 5  # a stamp's place has at most so many words
NAMED_WORDS = 4  # words of a place from which none of them ties a title's parts

PARTICLES = frozenset({"of", "the", "and", "de", "la", "le", "el", "al", "del", "da", "do", "di"})
_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐİ]"
_PLACE = rf"{_CAP}[\w'’.-]*(?:[ /-](?:{_CAP}[\w'’.-]*|of|the|de|la|el|al|am|and|upon|on)){{0,4}}"
_PLACE_LINE = re.compile(rf"{_PLACE}(?:,\s{_PLACE}){{0,2}}")
_IN = re.compile(r"\s(?:on|in|for|to)\s")


def is_place(rest: str, foreign: Sequence[re.Match[str]]) -> bool:
    """Whether the words of a stamp that are no labels are the name of a place."""
    if len(foreign) > PLACE_WORDS or rest.rstrip().endswith(("!", "?")):
        return False
    if len(foreign) >= NAMED_WORDS and _IN.search(rest, foreign[0].end(), foreign[-1].start()):
        return False
    first, last = foreign[0][0], foreign[-1][0]
    middle = (word[0] for word in foreign[1:-1])
    return (
        first[0].isupper()
        and last[0].isupper()
        and all(word[0].isupper() or word in PARTICLES for word in middle)
    )


def is_place_line(text: str) -> bool:
    """Whether a line could be the place of a day report's stamp: a few capitalised words."""
    words = text.split()
    if len(words) > PLACE_WORDS or not _PLACE_LINE.fullmatch(text):
        return False
    return not any(word.isdecimal() for word in words)
