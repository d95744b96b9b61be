"""The words of promises and passages: folded, stemmed, without dates and empty words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table, load_words

Stem = Callable[[str], str]

COMMON_WEIGHT = 0.4  # of a word of the genre, against 1 for any other

_WORD = re.compile(r"[^\W_]+")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: ?[–-] ?\d{{1,2}})? (?:of )?{_MONTH}(?:,? \d{{4}})?"
    rf"|\b{_MONTH} \d{{1,2}}(?: ?[–-] ?\d{{1,2}})?(?:,? \d{{4}})?\b|\b{_MONTH}(?: \d{{4}})?\b"
    r"|\b(?:19|20)\d\d(?: ?[–/-] ?(?:19|20)?\d\d)?\b"
    r"|\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, where it stands, and whether it is written with a capital."""

    text: str
    start: int
    end: int
    capital: bool


def find_words(text: str) -> list[Word]:
    """The words of a text in order, case and accents folded."""
    return [
        Word(fold_word(match[0]), match.start(), match.end(), match[0][:1].isupper())
        for match in _WORD.finditer(text)
    ]


def fold_word(word: str) -> str:
    """A word without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def blank_dates(text: str) -> str:
    """The text with spaces in the place of dates and times of day, of the same length."""
    return _DATES.sub(lambda match: " " * len(match[0]), text)


def find_terms(text: str, stem: Stem) -> tuple[str, ...]:
    """The stems that tell what a text is about, each once, in order; numbers are digits."""
    return tuple(dict.fromkeys(term for _, term in each_term(find_words(blank_dates(text)), stem)))


def each_term(words: Sequence[Word], stem: Stem) -> Iterator[tuple[Word, str]]:
    """The words that are not empty, with their stems."""
    empty = load_words("follow", "words.empty")
    digits = load_table("follow")["numbers"]
    for word in words:
        if word.text in digits:
            yield word, str(digits[word.text])
        elif word.text not in empty and (len(word.text) > 1 or word.text.isdigit()):
            yield word, stem(word.text)


def is_common(term: str, stem: Stem) -> bool:
    """Whether a stem is that of a word of the genre."""
    return term in _common_stems(stem)


def weigh_term(term: str, stem: Stem) -> float:
    """What it counts that two texts share a term."""
    return COMMON_WEIGHT if is_common(term, stem) else 1.0


_stems: dict[int, tuple[Stem, frozenset[str]]] = {}


def _common_stems(stem: Stem) -> frozenset[str]:
    known = _stems.get(id(stem))
    if known is None or known[0] is not stem:
        words = load_words("follow", "words.common")
        known = (stem, frozenset(stem(word) for word in words))
        _stems[id(stem)] = known
    return known[1]
