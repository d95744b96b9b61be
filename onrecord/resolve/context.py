"""What the words around a trigger say of an event: its number in a series, its own title."""

from __future__ import annotations

import functools
import re

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.entry import Context
from onrecord.model.identity import fold_text
from onrecord.resolve.spelling import stem_word

REMEMBERED = 4_096  # contexts: those of sets that grow come again and again
BESIDE = 2  # words on either side that say what is done at a ceremony
REACH_WORDS = 4  # words between a number or a title and the trigger, at most

_ROMAN = re.compile(r"[IVXL]{2,}|[VX]")  # a lone I is the speaker
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_QUOTED = re.compile(r"[“«\"„]([^“”«»\"„]{2,60})[”»\"“]")
_NUMBERED = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)*[ -]\d{2,4}")  # a name with the year of its edition
_BREAK = re.compile(r"[\n;:.!?](?:\s|$)")


@functools.lru_cache(REMEMBERED)
def find_ordinals(context: Context) -> frozenset[int]:
    """The numbers that count the event: 7 for 'VII training courses', 4 for '4th round of'."""
    words = _last_piece(context.before).split()[-REACH_WORDS - 1 :] + context.trigger.split()[:1]
    stops = load_words("identity", "no_count")
    for back in range(len(words) - 1, -1, -1):
        number = _parse_ordinal(words[back].strip("“”\"'(,"))
        if number is not None:
            return frozenset({number})
        if words[back].casefold().strip(",") in stops or words[back].endswith(","):
            break
    return frozenset()


def _parse_ordinal(word: str) -> int | None:
    ordinals = load_table("identity")["ordinals"]
    if word.casefold() in ordinals:
        return int(ordinals.index(word.casefold())) + 1
    digits = _DIGITS.fullmatch(word)
    if digits:
        return int(digits[1])
    return _parse_roman(word) if _ROMAN.fullmatch(word) else None


def _parse_roman(word: str) -> int:
    values = [_VALUES[letter] for letter in word]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


@functools.lru_cache(REMEMBERED)
def find_titles(context: Context) -> frozenset[str]:
    """The folded title in quotation marks beside the trigger: 'northern beacon 2023'."""
    before, after = _last_piece(context.before), _BREAK.split(context.after)[0]
    found = [m[1] for m in _QUOTED.finditer(after) if _is_near(after[: m.start()])]
    found += [m[1] for m in _QUOTED.finditer(before) if _is_near(before[m.end() :])]
    found += [m[1] for m in _QUOTED.finditer(context.trigger)]
    found += [context.trigger] if _NUMBERED.fullmatch(context.trigger) else []
    return frozenset(filter(None, map(fold_text, found)))


@functools.lru_cache(REMEMBERED)
def find_words(context: Context) -> frozenset[str]:
    """The words that name the event beyond its kind: 'reception', not 'meeting'."""
    common = load_words("identity", "common_words")
    words = fold_text(context.trigger).split()
    return frozenset(stem for stem in map(stem_word, words) if len(stem) > 3 and stem not in common)


@functools.lru_cache(REMEMBERED)
def find_ceremony(context: Context) -> frozenset[str]:
    """What is done at a ceremony, as its trigger and the words beside it say: 'sign', 'wreath'."""
    before = fold_text(_last_piece(context.before)).split()[-BESIDE:]
    after = fold_text(_BREAK.split(context.after)[0]).split()[:BESIDE]
    words = {*before, *fold_text(context.trigger).split(), *after}
    families = load_table("identity")["ceremonies"]
    return frozenset(family[0] for family in families if words.intersection(family))


def _is_near(between: str) -> bool:
    return len(between.split()) < REACH_WORDS and "," not in between


def _last_piece(text: str) -> str:
    return _BREAK.split(text)[-1]
