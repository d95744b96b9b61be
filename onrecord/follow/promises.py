"""A promise as it is looked for: its deeds, the words of its object, the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.follow.deeds import Deed, own_deeds, split_action
from onrecord.follow.passages import split_sentences
from onrecord.follow.terms import Vocabulary, Word, blank_dates, find_words
from onrecord.lexicon.loader import load_words

BORROWED = 24  # words around a promise that may stand for what it leaves out
STRONG = 2  # words of its own from which a promise can be told without those around it

_TIME_CLAUSE = re.compile(r"\b(?:before|until|after|ahead of|prior to|when|once|as soon as)\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A promise as a release tells it: offsets are those of `text`, the release's own."""

    id: int
    text: str
    headline: str
    start: int
    end: int
    published: str | None
    earliest: str | None
    latest: str | None
    version: int
    release: int
    source: str
    actors: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The words of the promised deed."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise made ready for comparison.

    `head` is the stem of what is to be made, signed, opened …, None where the promise does not
    name it; `core` are the words of that phrase, `own` all that it is told by, `borrowed`
    those of the sentences before it and of the headline; `years` those its object is for.
    """

    told: Told
    deeds: tuple[Deed, ...]
    head: str | None
    core: frozenset[str]
    own: tuple[str, ...]
    borrowed: tuple[str, ...]
    actors: frozenset[str]
    years: frozenset[str]
    specific: frozenset[str]

    @property
    def weak(self) -> bool:
        """Whether it can be told only by the words around it."""
        return self.head is None or len(self.specific & set(self.own)) < STRONG

    @property
    def keys(self) -> frozenset[str]:
        """The words by which texts are looked up: none that every text of the genre has."""
        return self.specific


def make_promise(told: Told, vocabulary: Vocabulary) -> Promise:
    """The promise that a release tells, made ready for comparison."""
    subject, rest, verbs = split_action(told.action)
    phrase = find_core(subject) if subject and _is_about(rest, verbs) else find_core(rest)
    core = vocabulary.terms(phrase)
    deeds = own_deeds(verbs)
    actors = frozenset(vocabulary.terms(" ".join(told.actors)))
    taken = {vocabulary.stem(verb) for verb in verbs}
    own = _drop(vocabulary.terms(_cut_time(f"{subject} {rest}")), taken)
    around = _drop(_borrow(_find_around(told), actors, vocabulary), taken | set(own))
    return Promise(
        told=told,
        deeds=deeds,
        head=core[-1] if core else None,
        core=frozenset(core),
        own=own,
        borrowed=around[:BORROWED],
        actors=actors,
        years=frozenset(find_years(told.action)),
        specific=frozenset(t for t in (*own, *around[:BORROWED]) if t not in vocabulary.common),
    )


def _borrow(text: str, actors: frozenset[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words around a promise, without those that only stand there in the name of its actor."""
    words = vocabulary.each(find_words(blank_dates(text)))
    return tuple(dict.fromkeys(t for word, t in words if t not in actors or not word.capital))


def _is_about(rest: str, verbs: Sequence[str]) -> bool:
    """Whether the subject is what the deed is done to: a passive, or nothing else to name."""
    passive = bool(verbs) and verbs[0].endswith(("ed", "en", "ent", "ld", "id", "ght", "wn", "de"))
    return passive or not find_core(rest) or rest.strip().startswith(("into", "in ", "on ", "by "))


def find_core(phrase: str) -> str:
    """The first noun phrase without what hangs on it: 'a report on dredging' gives 'a report'."""
    words = find_words(phrase)
    if words and words[0].text in load_words("follow", "guards.pronouns"):
        return ""
    start = 0
    while start < len(words) and words[start].text in ("over", "up", "out", "off", "down", "to"):
        start += 1
    end = _find_end(phrase, words, start)
    if 0 < end < len(words) and _is_light(words[end - 1].text) and words[end].text == "of":
        start, end = end + 1, _find_end(phrase, words, end + 1)
    return phrase[words[start].start : words[end - 1].end] if end > start else ""


def _is_light(word: str) -> bool:
    return word in load_words("follow", "words.light")


def _find_end(phrase: str, words: Sequence[Word], start: int) -> int:
    breaks = load_words("follow", "guards.breaks")
    end = start
    while end < len(words) and words[end].text not in breaks:
        if end > start and re.search(r"[,;:.(]", phrase[words[end - 1].end : words[end].start]):
            break
        end += 1
    return end


def find_years(text: str) -> Iterable[str]:
    """The years that something is for ('the budget for 2026'), not those in which it is done."""
    empty = load_words("follow", "words.empty")
    for match in _YEARS.finditer(text):
        before = [word.text for word in find_words(text[: match.start()])]
        if before and before[-1] in ("for", "of"):
            before.pop()
        if before and before[-1] not in empty:
            yield match[0]


def all_years(text: str) -> frozenset[str]:
    """Every year that a text names."""
    return frozenset(_YEARS.findall(text))


def _cut_time(text: str) -> str:
    match = _TIME_CLAUSE.search(text)
    return text[: match.start()] if match else text


def _drop(terms: Iterable[str], without: set[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if term not in without)


def _find_around(told: Told) -> str:
    """What may name the object: the sentences before in the paragraph, its own, the headline."""
    sentences = [s for s in split_sentences(told.text) if s[0] <= told.start]
    if not sentences:
        return told.headline
    start, end = sentences[-1]
    before = [
        told.text[s:e]
        for s, e in reversed(sentences[:-1])
        if "\n\n" not in told.text[s:start].strip("\n")
    ]
    own = f"{told.text[start : told.start]} {told.text[told.end : end]}"
    nearest = before[0] if before else ""
    return "\n".join((nearest, own, *before[1:], told.headline))
