"""What the lexicons know of a single word as it is written."""

from __future__ import annotations

import functools
import re
from typing import Any

from rapidfuzz.distance import OSA

from onrecord.lexicon.loader import load_words
from onrecord.reading.gazetteer import (
    fold_name,
    load_adjectives,
    load_capitals,
    load_cities,
    load_states,
)
from onrecord.reading.segment import load_pipeline

LONG_WORD = 7  # letters from which a word with one wrong letter is still known


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|[IVX]+(?:-(?:st|nd|rd|th))?")


_KINDS = {
    "body": ("names", "bodies"),
    "plain_body": ("names", "plain_bodies"),
    "outpost": ("names", "outposts"),
    "instrument": ("names", "instruments"),
    "operation": ("names", "operations"),
    "gathering": ("names", "gatherings"),
    "venue": ("names", "venues"),
    "region": ("names", "regions"),
    "field": ("names", "fields"),
    "people": ("names", "people"),
    "generic": ("names", "generic_people"),
    "particle": ("names", "particles"),
    "calendar": ("names", "calendar"),
    "post": ("offices", "posts"),
    "loose": ("offices", "loose_posts"),
    "after_post": ("offices", "after_post"),
    "before_post": ("offices", "before_post"),
    "title": ("offices", "titles"),
    "courtesy": ("offices", "courtesy"),
    "rank": ("offices", "ranks"),
    "short_post": ("offices", "short_posts"),
}


_EXACT = {"post": "post_acronyms", "rank": "rank_acronyms"}


@functools.lru_cache(maxsize=100_000)
def find_kinds(text: str) -> frozenset[str]:
    """What the lexicons know of a word as it is written."""
    low = text.lower()
    forms = {low, low.rstrip("."), *_singulars(low)}
    kinds = {kind for kind, place in _KINDS.items() if forms & load_words(*place)}
    if not kinds and text[0].isupper() and len(low) >= LONG_WORD and not forms & _common_words():
        kinds |= _misspelt(low)
    if _tells_post(low):
        kinds.add("post")
    if (
        "-" in low
        and "post" not in kinds
        and low.rpartition("-")[2] in load_words("names", "bodies")
    ):
        kinds.add("body")
    if forms & _common_words():
        kinds.add("common")
    if low not in load_words("names", "bodies") and _singulars(low) & _plural_heads():
        kinds.add("plural")
    return frozenset(kinds | _name_kinds(text, low))


def _tells_post(low: str) -> bool:
    """Whether a word with a hyphen is a post by an end of it: never 'member-states'."""
    first, last = low.partition("-")[0], low.rpartition("-")[2]
    if first == low or {last, *_singulars(last)} & load_words("phrases", "territories"):
        return False
    return bool({first, *_singulars(first), last} & load_words("offices", "posts"))


def _name_kinds(text: str, low: str) -> set[str]:
    kinds = {kind for kind, words in _EXACT.items() if text in load_words("offices", words)}
    kinds |= _place_kinds(text, low)
    if low in load_pipeline().Defaults.stop_words and text not in {"US", "IT", "WHO"}:
        kinds.add("stop")
    if is_acronym(text):
        kinds.add("acronym")
    if text[0].isdigit():
        kinds.add("number")
    if _ORDINAL.fullmatch(text):
        kinds.add("ordinal")
    if len(text) == 2 and text[1] == "." and text[0].isupper():
        kinds.add("initial")
    return kinds


def _place_kinds(text: str, low: str) -> set[str]:
    kinds, folded = set(), fold_name(text)
    if text[0].isupper() and (folded in load_states() or low in load_words("states", "last_words")):
        kinds.add("state")
    if folded in load_adjectives():
        kinds.add("adjective")
    if folded in load_cities():
        kinds.add("city")
    if folded in load_capitals():
        kinds.add("capital_city")
    return kinds


def is_acronym(text: str) -> bool:
    """Whether a word is written like an acronym: two capitals or more, few small letters."""
    letters = [c for c in text if c.isalpha()]
    tall = sum(c.isupper() for c in letters)
    if text in load_words("names", "no_acronyms") or not 2 <= len(letters) <= 10:
        return False
    return tall >= 2 and text[0].isupper() and tall > len(letters) - tall


def _misspelt(low: str) -> set[str]:
    """The kind of a long head noun with one letter wrong: 'Comittee'."""
    for kind in ("body", "post"):
        near = (word for word in load_words(*_KINDS[kind]) if abs(len(word) - len(low)) < 2)
        if any(OSA.distance(low, word, score_cutoff=1) <= 1 for word in near):
            return {kind}
    return set()


def _plural_heads() -> frozenset[str]:
    people = load_words("names", "people") | load_words("offices", "posts")
    things = load_words("names", "instruments") | load_words("names", "operations")
    return people | load_words("names", "bodies") | things


def _singulars(low: str) -> set[str]:
    forms = set()
    if low.endswith("ies"):
        forms.add(low[:-3] + "y")
    if low.endswith(("ses", "xes", "ches", "shes")):
        forms.add(low[:-2])
    if low.endswith("s") and not low.endswith("ss"):
        forms.add(low[:-1])
    if low.endswith("men"):
        forms.add(low[:-3] + "man")
    if "-" in low:
        head, _, rest = low.partition("-")
        forms |= {f"{single}-{rest}" for single in _singulars(head)}
    return forms


@functools.cache
def _common_words() -> frozenset[str]:
    """The nouns, adjectives and verbs that the pipeline's lemmatiser knows."""
    lemmatizer: Any = load_pipeline().get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    return frozenset(word for words in index.values() for word in words)
