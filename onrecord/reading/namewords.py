"""Words that can stand in a person's name, and the longest stretch of them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.reading.sheet import Sheet, Word

NAME_LENGTH = 5  # words in a person's name at most
STRUCTURAL = (
    "body",
    "post",
    "instrument",
    "operation",
    "title",
    "rank",
    "adjective",
    "calendar",
    "field",
    "number",
    "ordinal",
    "venue",
    "region",
    "gathering",
)


@dataclass(frozen=True, slots=True)
class Names:
    """The persons' names that a page is sure of: whole ones, and the words in them, folded."""

    full: frozenset[tuple[str, ...]] = frozenset()
    words: frozenset[str] = frozenset()


def is_name_word(word: Word) -> bool:
    """Whether a word can stand in a person's name as far as lexicons tell."""
    if not word.text[0].isupper() and not word.capital:
        return False
    if word.has("stop", "mark", "break", "state"):
        return False
    return not word.has(*STRUCTURAL) or (
        word.entity == "PERSON" and not word.has("post", "body", "title")
    )


def is_rare(word: Word) -> bool:
    """Whether a word is no ordinary English word, no place and no acronym: good in a name."""
    return len(word.text) > 1 and not word.has(
        "common", "state", "capital_city", "acronym", "adjective", "stop", "mark", "break"
    )


def find_name_words(sheet: Sheet, at: int) -> tuple[int, int]:
    """The longest stretch from `at` on that could be a person's name and nothing else."""
    end = at
    while end < len(sheet.words) and _could_stand(sheet, at, end):
        end += 1
    while end > at and sheet.word(end - 1).has("particle") and not sheet.word(end - 1).capital:
        end -= 1
    while end - at > 1 and sheet.word(at).has("rank", "title") and sheet.word(at + 1).capital:
        at += 1
    while end - at > 1 and is_honour(sheet.word(end - 1)):
        end -= 1
    if end - at > 2 and sheet.word(at).has("field"):
        return at, at
    return at, end


def is_honour(word: Word) -> bool:
    """'OBE' and 'MP' behind a name."""
    return word.text in load_words("offices", "postnominals") and word.has("acronym", "post")


def _could_stand(sheet: Sheet, start: int, at: int) -> bool:
    word = sheet.word(at)
    if word.has("initial"):
        return True
    if word.has("particle") and not word.capital:
        before = sheet.word(at - 1)
        opened = at > start or (before.capital and before.has("post", "title"))
        return opened and sheet.word(at + 1).capital
    if word.has("title") and at > start:
        after = sheet.word(at + 1)
        return word.capital and not word.has("courtesy") and after.capital and is_name_word(after)
    return word.capital and is_name_word(word)


def fold_words(sheet: Sheet, start: int, end: int) -> tuple[str, ...]:
    """The words of a range without capitals, for comparing."""
    return tuple(sheet.word(i).low for i in range(start, end))
