"""Spellings that are one: transcriptions, word order, inflections, acronyms, forms of states."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.identity import fold_text

CLOSE_LETTERS = 5  # letters from which one edit is a variant of spelling, not another name
SPARE_LETTERS = 3  # of an acronym: several words may have one stem
LONG_TITLE = 4  # words of a name that says what a body is without the whole it is part of
STEM_LETTERS = 3  # letters that a word keeps at least

_DOUBLED = re.compile(r"(.)\1+")


@functools.lru_cache(maxsize=65536)
def fold_sounds(word: str) -> str:
    """A folded word in one transcription: 'zhourin' and 'zhurin' are the same."""
    for written, sound in load_table("identity")["sounds"]:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


def is_close(one: str, other: str) -> bool:
    """Whether two words sound the same, or differ by one edit in five or more letters.

    The first letter must be the same, and the feminine of a surname is another name.
    """
    first, second = fold_sounds(one), fold_sounds(other)
    if first == second:
        return True
    if first[:1] != second[:1] or min(len(first), len(second)) < CLOSE_LETTERS:
        return False
    if first.rstrip("a") == second.rstrip("a"):
        return False
    return DamerauLevenshtein.distance(first, second, score_cutoff=1) <= 1


@functools.lru_cache(maxsize=65536)
def stem_word(word: str) -> str:
    """What a word shares with its inflections and spellings: 'secretary', 'coast', 'center'."""
    table = load_table("identity")
    for written, spelling in table["spellings"]:
        word = word.replace(written, spelling)
    for ending, single in table["plurals"]:
        if word.endswith(ending):
            word = word.removesuffix(ending) + single
            break
    for ending in table["adjectives"]:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_LETTERS:
            return word.removesuffix(ending)
    return word


@functools.lru_cache(maxsize=65536)
def find_bag(key: str) -> tuple[str, ...]:
    """The stems of a folded name's content words, in alphabetical order."""
    return tuple(sorted({stem_word(word) for word in content_words(key)}))


@functools.lru_cache(maxsize=65536)
def content_words(key: str) -> tuple[str, ...]:
    """The words of a folded name without prepositions, 'republic of' and 'of organization'."""
    words = _drop_whole(key.split())
    kept: list[str] = []
    heads, function = (
        load_words("identity", "state_heads"),
        load_words("identity", "function_words"),
    )
    for place, word in enumerate(words):
        if word in function or (word in heads and words[place + 1 : place + 2] == ["of"]):
            continue
        kept.append(word)
    return tuple(kept)


def _drop_whole(words: list[str]) -> list[str]:
    """A body's name without what it calls the whole that it is part of, where it says more."""
    generic = words[-1:] and words[-1] in load_words("identity", "wholes")
    if generic and words[-2:-1] == ["of"] and len(words) >= LONG_TITLE:
        return words[:-2]
    return words


def spells_out(acronym: str, key: str) -> bool:
    """Whether the letters of an acronym begin the words of a folded name, prepositions or not."""
    ways = (key.split(), content_words(key))
    return any(acronym == "".join(word[0] for word in words) for words in ways)


def same_spelled_out(one: str, other: str) -> bool:
    """Whether two names are equal but for an acronym that one of them spells out."""
    first, second = _bag_set(one), _bag_set(other)
    less, more = len(first - second), len(second - first)
    if less == 1 and more > 1:
        return _spelled_out(one, other)
    return more == 1 and less > 1 and _spelled_out(other, one)


def find_meeting(key: str, keys: Iterable[str]) -> set[str]:
    """Those names that have the words of this one, or all but one that several may spell out.

    Those that say in addition what it is part of are among them.
    """
    own = _bag_set(key)
    found = set()
    for other in keys:
        bag = _bag_set(other)
        shared = len(own & bag)
        less, more = len(own) - shared, len(bag) - shared
        if less > 1 and more > 1:
            continue
        brief = less == 1 < more and _may_spell(own - bag, bag - own)
        part = 0 in (less, more) and (
            key.startswith(f"{other} of ") or other.startswith(f"{key} of ")
        )
        if (
            less == more == 0
            or part
            or brief
            or (more == 1 < less and _may_spell(bag - own, own - bag))
        ):
            found.add(other)
    return found


def _may_spell(odd: frozenset[str], stems: frozenset[str]) -> bool:
    """Whether the one odd stem may be of an acronym of words with these stems.

    It is short enough and begins as one of them; of a stem of one letter the word is not known.
    """
    letters = {stem[0] if len(stem) > 1 else "" for stem in stems}
    return all(
        len(stem) <= len(stems) + SPARE_LETTERS
        and (len(stem) < 2 or stem[0] in letters or "" in letters)
        for stem in odd
    )


@functools.lru_cache(maxsize=65536)
def _bag_set(key: str) -> frozenset[str]:
    return frozenset(find_bag(key))


def _spelled_out(short: str, long: str) -> bool:
    brief, full = content_words(short), content_words(long)
    if len(brief) < 2 or len(full) <= len(brief):
        return False
    more = {stem_word(word) for word in full} - {stem_word(word) for word in brief}
    odd = [word for word in brief if stem_word(word) not in find_bag(long)]
    if len(odd) != 1 or len(more) < 2:
        return False
    spelled = [word for word in full if stem_word(word) in more]
    return spells_out(odd[0], " ".join(spelled)) and len(full) - len(spelled) == len(brief) - 1


@functools.cache
def _state_forms() -> dict[str, str]:
    forms = load_table("states")["forms"]
    return {
        fold_text(form): fold_text(name)
        for name, listed in forms.items()
        for form in [*listed, name]
    }


@functools.lru_cache(maxsize=4096)
def plain_state(key: str) -> str:
    """The short form of a state's folded name: 'tarvia' for 'republic of tarvia'."""
    if key in _state_forms():
        return _state_forms()[key]
    before, of, name = key.partition(" of ")
    words = before.split()
    known = load_words("states", "long_words") | {"people", "s"}
    headed = bool(words) and words[-1] in load_words("states", "long_heads")
    if of and name and headed and all(word in known for word in words[:-1]):
        return _state_forms().get(name, name)
    return key


def is_state(key: str) -> bool:
    """Whether a folded name is that of a state, or has the form of one."""
    return key in _state_forms() or plain_state(key) != key


def is_generic(key: str) -> bool:
    """Whether a name is one word that any institution may use of itself: 'committee'."""
    return " " not in key and key in load_words("names", "bodies")
