"""Particular participants without a name: groups of people, and office-holders by description."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.lexicon.loader import load_words
from onrecord.reading.chains import Phrase, read_phrase
from onrecord.reading.namewords import STRUCTURAL, Names, is_rare
from onrecord.reading.sheet import Sheet, Word

NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})


def find_posts(sheet: Sheet, names: Names) -> tuple[Phrase, ...]:
    """The phrases that name one office or post: 'Deputy Minister of Health of Ruritania'."""
    return tuple(
        read_phrase(sheet, names, at, "post")
        for at, word in enumerate(sheet.words)
        if _is_post(sheet, at, word)
    )


def _is_post(sheet: Sheet, at: int, word: Word) -> bool:
    if word.has("short_post") and word.capital:
        return _opens_surname(sheet, at + 2 if sheet.word(at + 1).text == "." else at + 1)
    if not word.has("post") or (word.tag in {"VERB", "AUX", "ADV"} and not word.capital):
        return False
    if word.tag not in NOUNS and not word.capital and not word.text[0].isupper():
        return False
    after = sheet.word(at + 1)
    if (
        after.has("post")
        and not (word.low == "secretary" and after.has("after_post"))
        and _close(word, after)
    ):
        return False
    if (
        word.has("loose")
        and word.capital
        and after.capital
        and after.has("common")
        and not after.has("post")
        and not _opens_name(sheet, at + 1)
    ):
        return False
    heads = after.capital and after.has("body", "instrument", "gathering", "venue")
    return not (heads and word.capital) or _opens_name(sheet, at + 1)


def _opens_surname(sheet: Sheet, at: int) -> bool:
    """Whether a name of a person stands here: behind 'Gov.' it needs two words or a rare one."""
    word = sheet.word(at)
    return word.capital and (is_rare(word) or (word.has("initial") or sheet.word(at + 1).capital))


def _opens_name(sheet: Sheet, at: int) -> bool:
    """Whether an ordinary word is a given name here: 'Mayor Bill de Ruiter', 'Aide Maxim Orel'."""
    word, after = sheet.word(at), sheet.word(at + 1)
    if not word.capital or word.has("plural"):
        return False
    last = sheet.word(at + 2) if after.has("particle") else after
    surname = last.capital and is_rare(last)
    return surname and (word.entity == "PERSON" or not word.has(*STRUCTURAL))


def _close(word: Word, after: Word) -> bool:
    return after.capital == word.capital or not word.capital


def find_groups(sheet: Sheet, names: Names, posts: tuple[Phrase, ...]) -> Iterator[Phrase]:
    """The phrases that name several people or a team without giving their names."""
    starts = {phrase.head for phrase in posts if not sheet.word(phrase.head).has("plural")}
    for at, word in enumerate(sheet.words):
        if at in starts or not _heads_group(sheet, at, word):
            continue
        phrase = _widen(sheet, read_phrase(sheet, names, at, "description"))
        if _is_particular(sheet, phrase):
            yield phrase


def _heads_group(sheet: Sheet, at: int, word: Word) -> bool:
    if word.tag not in NOUNS or (
        sheet.word(at + 1).has("people") and sheet.word(at + 1).tag in NOUNS
    ):
        return False
    return (word.has("people", "body", "post") and word.has("plural")) or word.low in load_words(
        "phrases", "collective"
    ) | load_words("phrases", "vessels")


def _widen(sheet: Sheet, phrase: Phrase) -> Phrase:
    """The phrase with the number and the adjectives before it."""
    start = phrase.start
    while start > 0 and _counts(sheet.word(start - 1)):
        start -= 1
    return Phrase(start, phrase.end, phrase.head)


def _counts(word: Word) -> bool:
    if word.has("mark", "break", "calendar") or word.low in load_words("phrases", "definite"):
        return False
    return word.tag in {"NUM", "ADJ"} or word.low in load_words("phrases", "quantities")


def _is_particular(sheet: Sheet, phrase: Phrase) -> bool:
    words = [sheet.word(i) for i in range(phrase.start, phrase.end)]
    before, head = sheet.word(phrase.start - 1), sheet.word(phrase.head)
    named = any(
        w.has("state", "adjective", "acronym") or (w.capital and not w.first) for w in words
    )
    if head.low in load_words("phrases", "counterparts"):
        return True
    if head.low in load_words("phrases", "vessels"):
        return named
    if head.has("post") and head.has("plural") and len(words) > 1 and not head.has("generic"):
        return True
    if head.has("generic") and not named:
        return any(w.tag == "NUM" or w.has("number") for w in words) and len(words) > 2
    counted = any(w.tag == "NUM" or w.has("number") for w in words)
    long = phrase.end - phrase.head > 1
    definite = before.low in load_words("phrases", "definite") or before.has("owner")
    return named or counted or long or definite


def find_holders(sheet: Sheet, posts: tuple[Phrase, ...]) -> Iterator[Phrase]:
    """The posts that stand for whoever holds them: 'the Turkish foreign minister'."""
    for phrase in posts:
        if sheet.word(phrase.head).has("plural"):
            continue
        before, first = sheet.word(phrase.start - 1), sheet.word(phrase.start)
        head = sheet.word(phrase.head)
        if head.has("loose") and not head.capital:
            continue
        if head.text in load_words("offices", "postnominals") and not before.has("stop"):
            continue
        if (
            before.low in load_words("phrases", "definite")
            or before.has("owner")
            or first.has("adjective")
            or head.capital
        ):
            yield phrase


def find_counterparts(sheet: Sheet) -> Iterator[Phrase]:
    """'her Ghanaian counterpart': the words after the pronoun."""
    for at, word in enumerate(sheet.words):
        if word.low == "counterpart" or (
            word.low == "colleague" and sheet.word(at - 1).has("adjective")
        ):
            start = at
            while sheet.word(start - 1).tag in {"ADJ", "PROPN"} or sheet.word(start - 1).has(
                "adjective"
            ):
                start -= 1
            yield Phrase(start, at + 1, at)
