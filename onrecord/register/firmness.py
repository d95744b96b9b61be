"""How firmly a text promises a deed, and which amounts it gives."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from onrecord.lexicon.loader import load_table, load_words

LEVELS = {"firm": 3, "planned": 2, "loose": 1}
LONGEST_PHRASE = 4  # words
MONTH = "May"  # no word of doubt
YEARS = range(1900, 2200)

_WORD = re.compile(r"[\w']+")
_PIECE = re.compile(r"[€$£¥]?\d[\d.,]*|%|[^\W\d_]+(?:'s)?|[^\s\w]")


@functools.cache
def _phrases() -> Mapping[str, int]:
    table = load_table("rewordings")["strength"]
    return {phrase: LEVELS[level] for level, phrases in table.items() for phrase in phrases}


def find_firmness(sentence: str, deed: int) -> tuple[int, str] | None:
    """How firmly a deed that begins at a place of a sentence is promised, and by which words.

    3 is firm ('will'), 2 is planned ('intends to'), 1 is loose ('may'). The words nearest
    before the deed count, the longest phrase of them; None where there are none.
    """
    words = [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(sentence, 0, deed)]
    for last in range(len(words), 0, -1):
        for size in range(min(LONGEST_PHRASE, last), 0, -1):
            some = words[last - size : last]
            phrase = " ".join(word for word, _, _ in some)
            quote = sentence[some[0][1] : some[-1][2]]
            if phrase in _phrases() and quote != MONTH:
                return _phrases()[phrase], quote
    return None


def find_amounts(text: str, dates: Iterable[str] = ()) -> Counter[str]:
    """The amounts in a text, each with what multiplies it; `dates` are words that are none."""
    for date in sorted(dates, key=len, reverse=True):
        text = text.replace(date, " | ")
    words = _PIECE.findall(text.casefold())
    found: Counter[str] = Counter()
    for at, word in enumerate(words):
        if _is_amount(words, at):
            scale = words[at + 1] if at + 1 < len(words) and _is_scale(words[at + 1]) else ""
            found[f"{word.rstrip('.,')} {scale}".strip()] += 1
    return found


def _is_amount(words: Sequence[str], at: int) -> bool:
    word = words[at].rstrip(".,")
    if word in load_words("rewordings", "amounts.numbers"):
        return True
    if not word or not any(char.isdigit() for char in word):
        return False
    months = load_words("rewordings", "amounts.months")
    beside = {words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""}
    return not (beside & months or (word.isdigit() and int(word) in YEARS and len(word) == 4))


def _is_scale(word: str) -> bool:
    return word == "%" or word in load_words("rewordings", "amounts.scales")
