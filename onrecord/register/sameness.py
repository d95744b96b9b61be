"""Whether two texts of a page say the same: white space, typography and furniture aside.

Furniture is what cleaning left outside the releases, and inside them the lines that change
without anybody writing anything: counters, and stamps of the last change.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words

UNSTEADY_WORDS = 12  # of the longest line that is a counter or a stamp
BUTTONS = ("share", "print")  # kinds of furniture whose lines say nothing anywhere

_FRINGE = " :;,.>»›«‹<|-–—•·+*()[]"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "…": "...",
        "ﬁ": "fi",
        "ﬂ": "fl",
    }
)
_MARK = re.compile(r" ?([^\w\s]) ?")
_WORD = re.compile(r"[\w.'’]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A release as far as it can be the same in another text of its page."""

    main: bool
    published: str | None
    body: str


def fold_typography(text: str) -> str:
    """A text with plain quotation marks and dashes, and one space wherever some stand."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


def fold_passage(text: str) -> str:
    """What two settings of the same words have in common: no space stands beside a mark."""
    return _MARK.sub(r"\1", fold_typography(text))


def fold_release(text: str) -> str:
    """What makes two texts of a release the same one."""
    return fold_passage("\n".join(line for line in text.splitlines() if not is_unsteady(line)))


def is_unsteady(line: str) -> bool:
    """Whether a line is a button, a counter or a stamp of the last change, and nothing else."""
    if " ".join(line.split()).casefold().strip(_FRINGE) in _buttons():
        return True
    words = [word.strip(".'’").casefold() for word in _WORD.findall(line[: UNSTEADY_WORDS * 20])]
    words = [word for word in words if word]
    if not 1 < len(words) <= UNSTEADY_WORDS:
        return False
    marks, beside = load_words("rewordings", "unsteady.marks"), _beside()
    others = [word for word in words if not word[0].isdigit()]
    numbered = len(others) < len(words)
    return numbered and not marks.isdisjoint(others) and all(word in beside for word in others)


@functools.cache
def _buttons() -> frozenset[str]:
    return frozenset().union(*(load_words("layout", f"furniture.{kind}") for kind in BUTTONS))


def _beside() -> frozenset[str]:
    return load_words("rewordings", "unsteady.beside") | load_words("rewordings", "unsteady.marks")


def is_same(old: Iterable[Told], new: Iterable[Told]) -> bool:
    """Whether the releases of two texts of a page are the same, one by one."""
    return list(old) == list(new)
