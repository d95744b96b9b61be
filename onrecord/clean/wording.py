"""Wording: whether a title tells a fact, as those of releases do and those of sections do not."""

from __future__ import annotations

import functools
import re

from onrecord.lexicon.loader import load_words

TELLING_WORDS = 4  # words of the shortest title that tells a fact

_REGULAR = re.compile(r"[a-z]{2,}ed")
# 'Board hires new librarian': what ends like a verb before what begins an object.
_THIRD = re.compile(
    r"(?<!of|or|in)(?<!and|for|the)\s[a-z]{3,}(?<!s)s\s(?:the|an?|its|his|her|their|new|first|two|three)\s"
)
_WORD = re.compile(r"[^\W\d_]+")


def tells_title(flat: str) -> bool:
    """Whether a title has a verb, as those of releases have and those of sections have not."""
    words = [word.casefold() for word in _WORD.findall(flat)]
    if len(words) < TELLING_WORDS or words[0] in load_words("layout", "listing.asking"):
        return False
    known = any(word in _load_verbs() or _REGULAR.fullmatch(word) for word in words[1:])
    return known or _THIRD.search(flat) is not None


@functools.cache
def _load_verbs() -> frozenset[str]:
    lists = ("sentence.verbs", "headline.verbs", "headline.plain")
    return frozenset().union(*(load_words("layout", name) for name in lists))


def names_list(flat: str) -> bool:
    """Whether a line is the name of a list of texts: 'Weekly bulletin', 'News of May 2021'."""
    words = {word.casefold() for word in _WORD.findall(flat)}
    return bool(words & load_words("layout", "listing.names"))
