"""Character sets: what a declared name means, and whether a text read by one could be right."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from onrecord.lexicon.loader import load_table

MOST_WORDS = 2_000  # words that are looked at
MOST_STRANGE = 0.3  # true texts with many symbols have half of it, false ones twice
ACCENTED_LENGTH = 3  # letters of the shortest word of accented letters alone that is strange

_BROKEN = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_SYMBOL = re.compile(r"[^\W\d_][\xa1-\xa9\xab-\xac\xae-\xb6\xb8-\xb9\xbb-\xbf\xd7\xf7‰†‡ˆ˜™]\w")
_SWAPPED = re.compile(r"[a-zß-öø-ÿа-яё][À-ÖØ-ÞА-ЯЁ]|[ß-öø-ÿа-яё][A-Z]")
_ACCENTED = re.compile(rf"[À-ÖØ-öø-ÿ]{{{ACCENTED_LENGTH},}}")
_MIXED = re.compile(r"[a-zÀ-ÖØ-ɏ](?=[Ͱ-ԯ])|[Ͱ-ԯ](?=[a-zÀ-ÖØ-ɏ])", re.IGNORECASE)


@functools.cache
def _labels() -> Mapping[str, str]:
    table = load_table("charsets")["labels"]
    return {label: codec for codec, labels in table.items() for label in labels}


def find_codec(charset: str | None) -> str | None:
    """Python's name for a declared character set, None for what is none of the web's.

    Names mean what they mean in browsers: 'latin1' and 'ascii' are Windows-1252.
    """
    return _labels().get((charset or "").strip().casefold())


def measure_strangeness(text: str) -> float:
    """The share of words with other letters than a to z that look read by a wrong character set.

    They hold symbols, letters of two scripts, capitals behind small letters, or accented
    letters only. Above `MOST_STRANGE` the text was hardly read right.
    """
    words = list(islice(_iter_words(text), MOST_WORDS))
    return sum(map(_is_strange, words)) / len(words) if words else 0.0


def _iter_words(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"\S+", text) if not match[0].isascii())


def _is_strange(word: str) -> bool:
    signs = (_BROKEN, _SYMBOL, _SWAPPED, _ACCENTED, _MIXED)
    return any(sign.search(word) for sign in signs)
