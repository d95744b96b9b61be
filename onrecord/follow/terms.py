"""The words of promises and passages: folded, stemmed, without dates and empty words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.lexicon.loader import load_table, load_words

Stem = Callable[[str], str]

REMEMBERED = 4_096  # passages whose words are kept: many promises are held against each
KNOWN = 100_000  # words whose stems are kept at once
COMMON_WEIGHT = 0.4  # of a word of the genre, against 1 for any other

_WORD = re.compile(r"[^\W_]+")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: ?[–-] ?\d{{1,2}})? (?:of )?{_MONTH}(?:,? \d{{4}})?"
    rf"|\b{_MONTH} \d{{1,2}}(?: ?[–-] ?\d{{1,2}})?(?:,? \d{{4}})?\b|\b{_MONTH}(?: \d{{4}})?\b"
    r"|\b(?:19|20)\d\d(?: ?[–/-] ?(?:19|20)?\d\d)?\b"
    r"|\b(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|half)(?: of \d{4})?\b"
    r"|\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, where it stands, and whether it is written with a capital."""

    text: str
    start: int
    end: int
    capital: bool


@functools.lru_cache(REMEMBERED)
def find_words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, case and accents folded."""
    return tuple(
        Word(fold_word(match[0]), match.start(), match.end(), match[0][:1].isupper())
        for match in _WORD.finditer(text)
    )


def find_forms(text: str) -> set[str]:
    """The distinct words of a text, case and accents folded."""
    return {fold_word(word) for word in set(_WORD.findall(text))}


def fold_word(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def blank_dates(text: str) -> str:
    """The text with spaces in the place of dates and times of day, of the same length."""
    return _DATES.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How words are stemmed, and the stems of those that many texts of the genre share."""

    stem: Stem
    common: frozenset[str]
    known: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)
    texts: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def make(cls, stem: Stem) -> Vocabulary:
        """The vocabulary of the word lists under this stemmer."""
        return cls(stem, frozenset(map(stem, load_words("follow", "words.common"))))

    def weigh(self, term: str) -> float:
        """What it counts that two texts share a term."""
        return COMMON_WEIGHT if term in self.common else 1.0

    def terms(self, text: str) -> tuple[str, ...]:
        """The stems that tell what a text is about, each once, in order; numbers are digits."""
        found = map(self._find_term, _WORD.findall(blank_dates(text)))
        return tuple(dict.fromkeys(term for term in found if term is not None))

    def term_set(self, text: str) -> frozenset[str]:
        """The same without their order; those of texts seen lately are remembered."""
        if text not in self.texts:
            if len(self.texts) >= REMEMBERED:
                self.texts.clear()
            self.texts[text] = frozenset(self.terms(text))
        return self.texts[text]

    def each(self, words: Sequence[Word]) -> Iterator[tuple[Word, str]]:
        """The words that are not empty, with their stems."""
        for word in words:
            term = self._find_term(word.text)
            if term is not None:
                yield word, term

    def _find_term(self, word: str) -> str | None:
        """The stem of a word, or None where it is empty; each is worked out once."""
        if word not in self.known:
            if len(self.known) >= KNOWN:
                self.known.clear()
            self.known[word] = self._work_out(fold_word(word))
        return self.known[word]

    def _work_out(self, word: str) -> str | None:
        digits = load_table("follow")["numbers"]
        if word in digits:
            return str(digits[word])
        if word in load_words("follow", "words.empty") or (len(word) < 2 and not word.isdigit()):
            return None
        return self.stem(word)
