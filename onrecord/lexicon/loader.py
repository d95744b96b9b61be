"""Reading the word lists that ship with the package."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from onrecord.errors import LexiconError


@functools.cache
def load_table(name: str) -> Mapping[str, Any]:
    """The table `onrecord/lexicon/NAME.toml` as a mapping, read once.

    Raises `LexiconError` where the file is missing or is not TOML.
    """
    try:
        text = files("onrecord.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon {name}.toml: there is no such word list") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon {name}.toml: {error}") from error


@functools.cache
def load_words(name: str, key: str) -> frozenset[str]:
    """The list of words under a dotted `key` of a table, as a set of the strings given.

    Raises `LexiconError` where the key is missing or is not a list of distinct strings.
    """
    value: Any = load_table(name)
    for step in key.split("."):
        if not isinstance(value, Mapping) or step not in value:
            raise LexiconError(f"lexicon {name}.toml: there is no list {key!r}")
        value = value[step]
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"lexicon {name}.toml: {key!r} must be a list of strings")
    words = frozenset(value)
    if len(words) != len(value):
        twice = sorted(word for word in words if value.count(word) > 1)
        raise LexiconError(f"lexicon {name}.toml: {key!r} holds {twice} twice")
    return words
