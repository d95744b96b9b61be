"""Telling speech in quotation marks from names, titles and words held at a distance."""

from __future__ import annotations

import re

from onrecord.reading.marks import Stretch
from onrecord.reading.scene import Scene
from onrecord.reading.speakers import is_listed

TITLE_SHARE = 0.6  # of the longer words with a capital, from which a stretch is a title
LONG_WORD = 4  # letters of a word that a title gives a capital
NAMING_REACH = 5  # words before the marks in which 'entitled', 'on the topic' may stand
SHORT_TITLE = 14  # words that a title seldom exceeds
_WORD = re.compile(r"[^\W_](?:[^\W_]|[-'’](?=[^\W_]))*")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def is_name(scene: Scene, stretch: Stretch) -> bool:
    """Whether the marks hold a name or a title: by its capitals or by what introduces it."""
    text = scene.text[stretch.start : stretch.end]
    words = _WORD.findall(text)
    if not words or _is_title_case(words):
        return True
    if text[0].islower():
        return False
    if len(words) > SHORT_TITLE or _has_first_person(words):
        return False
    if _is_introduced(scene, stretch):
        return True
    return _bears_name(scene, stretch) and not text.endswith((",", ".", "!", "?"))


def _is_title_case(words: list[str]) -> bool:
    longer = [word for word in words if len(word) >= LONG_WORD and word[0].isalpha()]
    if len(words) > 2 * SHORT_TITLE:
        return False
    return len(longer) > 1 and sum(w[0].isupper() for w in longer) >= TITLE_SHARE * len(longer)


def _has_first_person(words: list[str]) -> bool:
    return any(is_listed(word, "first_person") for word in words)


def _is_introduced(scene: Scene, stretch: Stretch) -> bool:
    line = scene.lines[scene.line_of(stretch.left)][0]
    before = _WORD.findall(scene.text[max(line, stretch.left - 60) : stretch.left])
    return any(is_listed(word, "titling") for word in before[-NAMING_REACH:])


def _bears_name(scene: Scene, stretch: Stretch) -> bool:
    line_start, line_end = scene.lines[scene.line_of(stretch.left)]
    before = _WORD.findall(scene.text[max(line_start, stretch.left - 40) : stretch.left])
    between = scene.text[max(line_start, stretch.left - 2) : stretch.left].strip()
    after = _WORD.findall(scene.text[stretch.right : min(line_end, stretch.right + 30)])
    if before and between[-1:].isalpha() and is_listed(before[-1], "named"):
        return True
    gap = scene.text[stretch.right : stretch.right + 1]
    return bool(after) and gap == " " and is_listed(after[0], "named")


def is_sentence(scene: Scene, stretch: Stretch) -> bool:
    """Whether the marks hold something that a person says rather than a phrase."""
    tokens = scene.words(stretch.start, stretch.end)
    if _has_first_person([token.text for token in tokens]):
        return True
    finite = any(token.tag_ in _FINITE for token in tokens)
    around = scene.text[stretch.end - 1] + scene.text[stretch.end : stretch.right + 1]
    return finite and any(mark in ".,!?…" for mark in around)
