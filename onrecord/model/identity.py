"""Ids that derive from content, and the folding under which two spellings are one."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import unicodedata

ID_BYTES = 10  # 80 bits: a chance of one in 10^12 that two of a million ids collide
PREFIXES = {
    "event": "ev",
    "act": "ac",
    "commitment": "co",
    "office": "of",
    "quote": "qu",
    "person": "pe",
    "organisation": "or",
    "state": "st",
    "place": "pl",
    "instrument": "in",
    "operation": "op",
    "series": "se",
    "release": "re",
    "judgement": "ju",
}
LAYERS = {prefix: layer for layer, prefix in PREFIXES.items()}

REMEMBERED = 16_384  # texts whose folding is kept: the same names come again and again

_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s\b")
_ARTICLES = frozenset({"the", "a", "an"})


@functools.lru_cache(REMEMBERED)
def fold_text(text: str) -> str:
    """The words of a text without case, accents, articles, possessives and punctuation."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(word for word in _WORD.findall(bare) if word not in _ARTICLES)


def derive_id(layer: str, *parts: object) -> str:
    """The id of a thing of this layer or type that these parts make unique, like 'ev-…'."""
    content = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(content).digest()[:ID_BYTES]
    return f"{PREFIXES[layer]}-{base64.b32encode(digest).decode('ascii').lower()}"


def layer_of(identifier: str) -> str | None:
    """What kind of thing an id names, or None where it is no id of ours."""
    return LAYERS.get(identifier.partition("-")[0])
