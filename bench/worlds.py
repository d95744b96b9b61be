"""What the sample's pages say, told again of other people, places, things and years.

A page is read once. Each telling puts words of the same length in the place of names and of
rare words, so that every offset still quotes the text. Substitutes are drawn by rank: a few
come back again and again, and there is no end of those that come once, as in a real
collection of many institutions and years.
"""

from __future__ import annotations

import calendar
import dataclasses
import functools
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.acquire.discover import find_captures
from onrecord.config import sample_folder
from onrecord.lexicon.loader import load_table
from onrecord.model.text import Capture, Page, Unreadable
from onrecord.pipeline.extract import Extract, extract_capture

SEED = 20240501
YEARS = 40  # over which the tellings are spread: 300 releases a year where there are 12,000
NAME_TAIL, WORD_TAIL = 0.2, 0.5  # of the distributions of substitutes: 13 % and 29 % are the first
RARE = 12  # of the 74 pages: a word of one story; those of the genre stand in more
SHORTEST = 4  # letters of such a word
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ed", "es", "s", "")

_WORD = re.compile(r"[^\W\d_]+|\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"\S+[@./]\S+")
_ISO = re.compile(r"(\d{4})-(\d\d)(-\d\d)?")
MONTHS = tuple(calendar.month_name)[1:]
NAMED = ("person", "place", "state")

Swap = Callable[[str], str]


def read_sample() -> list[Extract]:
    """What each page of the sample says, in order."""
    found = [
        extract_capture(capture)
        for capture in find_captures([sample_folder()])
        if isinstance(capture, Capture)
    ]
    return [extract for extract in found if not isinstance(extract, Unreadable)]


class Teller:
    """The sample's pages told again: number and turn give the same telling every time."""

    def __init__(self, extracts: Sequence[Extract]) -> None:
        self.extracts = extracts
        self._names = find_names(extracts)
        self._rare = find_rare(extracts) - {name.lower() for name in self._names}

    def tell(self, number: int, back: int = 0) -> Extract:
        """The document of that number: a page of the sample as its turn tells it.

        It is of a time that lies so many years `back`.
        """
        turn, place = divmod(number, len(self.extracts))
        extract = self.extracts[place]
        told: Extract = _replace(extract, self._make_swap(turn, back))
        page = dataclasses.replace(told.reading.page, **_own_names(extract.reading.page, turn))
        return Extract(dataclasses.replace(told.reading, page=page), told.facts)

    def _make_swap(self, turn: int, back: int) -> Swap:
        @functools.cache
        def swap_word(word: str) -> str:
            if word.isdigit():
                return str(int(word) - turn % YEARS - back)
            if word in MONTHS:
                return turn_month(word, turn)
            if word in self._names:
                return _match_case(word, draw_word(word.lower(), "", turn, NAME_TAIL))
            if word.lower() in self._rare and not word.isupper():
                ending = next(e for e in ENDINGS if word.lower().endswith(e))
                return _match_case(word, draw_word(word.lower(), ending, turn, WORD_TAIL))
            return word

        @functools.cache
        def swap_text(text: str) -> str:
            told = _WORD.sub(lambda match: swap_word(match[0]), text)
            return turn_day(told, turn) if _ISO.fullmatch(told) else told

        return swap_text


def turn_month(month: str, turn: int) -> str:
    """Another month whose name is as long, from one time round the years to the next."""
    alike = [name for name in MONTHS if len(name) == len(month)]
    return alike[(alike.index(month) + turn // YEARS) % len(alike)]


def turn_day(value: str, turn: int) -> str:
    """An ISO day or month in the month that its name has been turned into."""
    year, number = int(value[:4]), int(value[5:7])
    if number > len(MONTHS):
        return value
    month = MONTHS.index(turn_month(MONTHS[number - 1], turn)) + 1
    day = value[7:]
    if day:
        day = f"-{min(int(day[1:]), calendar.monthrange(year, month)[1]):02}"
    return f"{year:04}-{month:02}{day}"


def find_names(extracts: Sequence[Extract]) -> frozenset[str]:
    """The words of people's, places' and states' names that are no common words too."""
    words = {
        word
        for extract in extracts
        for entity in extract.reading.entities.values()
        if entity.type in NAMED
        for word in _WORD.findall(entity.name)
        if word.istitle() and len(word) >= SHORTEST
    }
    texts = [_ADDRESS.sub(" ", extract.reading.page.text) for extract in extracts]
    common = {word for text in texts for word in _WORD.findall(text) if word.islower()}
    return frozenset(word for word in words if word.lower() not in common)


def find_rare(extracts: Sequence[Extract]) -> frozenset[str]:
    """Words of few pages, but for those by which the rules of following go."""
    pages = Counter(
        word
        for extract in extracts
        for word in {w.lower() for w in _WORD.findall(extract.reading.page.text)}
    )
    rules = {word for text in _each_text(load_table("follow")) for word in text.lower().split()}
    return frozenset(
        word
        for word, count in pages.items()
        if count <= RARE and len(word) >= SHORTEST and word.isalpha()
        and not any(word.startswith(rule) for rule in rules if len(rule) >= SHORTEST)
    )  # fmt: skip


def _each_text(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for key, item in value.items() for t in (key, *_each_text(item))]
    return [text for item in value for text in _each_text(item)] if isinstance(value, list) else []


@functools.lru_cache(500_000)
def draw_word(word: str, ending: str, turn: int, tail: float) -> str:
    """The substitute of a word in a turn: its first letter and ending stay, and its length."""
    pick = random.Random(f"{SEED}/{word}/{turn}")  # noqa: S311 - no secret is made of it
    rank = int(pick.paretovariate(tail))
    if rank == 1:
        return word
    pick = random.Random(f"{SEED}/{word}/{rank}")  # noqa: S311
    stem = word.removesuffix(ending) if ending else word
    letters = [
        pick.choice("aeiou") if letter in "aeiou" else pick.choice("bdfgklmnprstv")
        for letter in stem[1:]
    ]
    return stem[:1] + "".join(letters) + word[len(stem) :]


def _match_case(word: str, told: str) -> str:
    if word.isupper():
        return told.upper()
    return told[:1].upper() + told[1:] if word[:1].isupper() else told


def _own_names(page: Page, turn: int) -> dict[str, Any]:
    """A page's name and address are its own in each turn; its institution has many pages."""
    return {
        "name": f"{page.name}-{turn}",
        "address": f"{page.address}-{turn}",
        "institution": page.institution,
    }


def _replace(value: Any, swap: Swap) -> Any:
    """The same value with every text in it swapped, whatever it is made of."""
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, tuple):
        return tuple([_replace(item, swap) for item in value])
    if isinstance(value, dict):
        return {key: _replace(item, swap) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value)(*[_replace(getattr(value, f), swap) for f in _field_names(type(value))])
    return value


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
