"""Phrases with a head noun that tells what they name: bodies, texts, operations, series, sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import EntityType, MentionForm
from onrecord.reading.chains import Phrase, read_phrase
from onrecord.reading.material import end_run
from onrecord.reading.namewords import Names
from onrecord.reading.sheet import Sheet, Word


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in word places of its sheet; the lower the `rank`, the surer its type."""

    start: int
    end: int
    head: int
    type: EntityType
    form: MentionForm
    rank: int


@dataclass(frozen=True, slots=True)
class Context:
    """What a page taught about its own names."""

    names: Names
    states: frozenset[str]
    towns: frozenset[str]


def find_bodies(sheet: Sheet, context: Context) -> Iterator[Found]:
    """Institutions by their head noun, whole with what 'of' and 'for' bring."""
    for at, word in enumerate(sheet.words):
        if word.has("body") and _heads_run(sheet, at) and not word.has("plural"):
            yield from _read_body(sheet, context, at, word)


def _read_body(sheet: Sheet, context: Context, at: int, word: Word) -> Iterator[Found]:
    working = word.low == "group" and sheet.word(at - 1).low == "working"
    phrase = read_phrase(sheet, context.names, at, "body")
    if not (word.capital or word.has("plain_body") or working or _is_named(sheet, phrase)):
        return
    yield from _cut_outpost(sheet, phrase, at)
    alone = phrase.end - phrase.start == 1
    if not word.capital and not _is_definite(sheet, phrase):
        return
    form: MentionForm = "description" if alone or not word.capital else "name"
    kind: EntityType = "place" if _is_venue(sheet, phrase, word) else "organisation"
    yield Found(phrase.start, phrase.end, at, kind, form, 2)


def _cut_outpost(sheet: Sheet, phrase: Phrase, at: int) -> Iterator[Found]:
    """'Crisis Centre' inside 'Crisis Centre in Orlin': where the text may only tell the place."""
    if phrase.end > at + 2 and sheet.word(at + 1).low == "in" and phrase.start < at:
        yield Found(phrase.start, at + 1, at, "organisation", "name", 3)


def _heads_run(sheet: Sheet, at: int) -> bool:
    """Whether no later noun of the same run heads the phrase instead."""
    word, after = sheet.word(at), sheet.word(at + 1)
    if word.capital:
        if word.has("body") and after.low in load_words("phrases", "body_gatherings"):
            return True
        return not (
            after.capital
            and after.has("body", "instrument", "gathering", "venue", "operation", "region")
        )
    return word.tag in {"NOUN", "PROPN"} and not (
        after.tag == "NOUN" and after.has("body", "post", "gathering", "people")
    )


def _is_named(sheet: Sheet, phrase: Phrase) -> bool:
    """Whether a name qualifies a body in lower case: 'the Orlin fire service'."""
    return any(sheet.word(i).capital for i in range(phrase.start, phrase.head))


def _is_definite(sheet: Sheet, phrase: Phrase) -> bool:
    before = sheet.word(phrase.start - 1)
    words = [sheet.word(i) for i in range(phrase.start, phrase.end)]
    if before.low in {"the", "its", "their", "this", "our"} or before.has("owner"):
        return True
    return any(w.capital or w.has("state", "adjective") for w in words)


def _is_venue(sheet: Sheet, phrase: Phrase, word: Word) -> bool:
    """A body's name where something is: 'in the Academy', 'Orlin Conference Centre'."""
    maker = sheet.word(phrase.head - 1).low in load_words("phrases", "venue_makers")
    if maker and (word.has("venue") or word.low == "chamber"):
        return True
    before = sheet.word(phrase.start - 1)
    if before.low == "the":
        before = sheet.word(phrase.start - 2)
    return word.has("venue") and before.low in load_words("phrases", "place_ties")


def find_headed(
    sheet: Sheet, context: Context, kind: str, type_: EntityType, rank: int
) -> Iterator[Found]:
    """Capitalised phrases whose head noun is of one kind in the lexicon."""
    for at, word in enumerate(sheet.words):
        if (
            not word.has(kind)
            or not word.capital
            or not _heads_run(sheet, at)
            or word.has("plural")
        ):
            continue
        phrase = read_phrase(sheet, context.names, at, kind)
        if phrase.end == at + 1 and word.low in load_words("phrases", "preposed"):
            phrase = Phrase(phrase.start, end_run(sheet, at + 1), at)
        if phrase.end - phrase.start > 1 or kind == "instrument":
            form: MentionForm = "name" if phrase.end - phrase.start > 1 else "description"
            yield Found(phrase.start, phrase.end, at, type_, form, rank)


def find_sites(sheet: Sheet, _: Context) -> Iterator[Found]:
    """Sites in lower case that a name or an article tells: 'Orlin naval base'."""
    for at, word in enumerate(sheet.words):
        if not word.has("venue") or word.capital or word.tag not in {"NOUN", "PROPN"}:
            continue
        start = at
        while _tells_site(sheet.word(start - 1)):
            start -= 1
        while start < at and sheet.word(start).has("stop"):
            start += 1
        named = any(sheet.word(i).capital for i in range(start, at))
        end = at + 1
        if not named and sheet.word(at + 1).low == "of" and _has_name(sheet, at + 2):
            end = end_run(sheet, at + 3 if sheet.word(at + 2).low == "the" else at + 2)
        if named or end > at + 1:
            yield Found(start, end, at, "place", "name", 6)
        elif sheet.word(start - 1).low == "the" and sheet.word(start - 2).low in load_words(
            "phrases", "place_ties"
        ):
            yield Found(start, end, at, "place", "description", 7)


def _tells_site(word: Word) -> bool:
    return word.capital or (
        word.tag in {"ADJ", "NOUN", "PROPN"} and not word.has("mark", "break", "calendar")
    )


def _has_name(sheet: Sheet, at: int) -> bool:
    return sheet.word(at).capital or (sheet.word(at).low == "the" and sheet.word(at + 1).capital)


def find_series(sheet: Sheet, context: Context) -> Iterator[Found]:
    """Numbered or named gatherings: 'IX training courses', 'Orlin Security Forum'."""
    for at, word in enumerate(sheet.words):
        if not word.has("gathering") or not _heads_run(sheet, at):
            continue
        phrase = read_phrase(sheet, context.names, at, "gathering")
        first = sheet.word(phrase.start)
        if first.has("ordinal") or (word.capital and phrase.end - phrase.start > 1):
            yield Found(phrase.start, phrase.end, at, "series", "name", 3)


def find_regions(sheet: Sheet, _: Context) -> Iterator[Found]:
    """Regions, towns and waters by their class noun: 'Lesk Region', 'city of Orlin'."""
    for at, word in enumerate(sheet.words):
        if not word.has("region"):
            continue
        if (
            sheet.word(at - 1).capital
            and _heads_run(sheet, at)
            and not sheet.word(at - 1).has("body")
        ):
            start = at - 1
            while sheet.word(start - 1).capital and not sheet.word(start - 1).has("body", "post"):
                start -= 1
            yield Found(start, at + 1, at, "place", "name", 3)
        elif sheet.word(at + 1).low == "of" and sheet.word(at + 2).capital:
            yield Found(at, end_run(sheet, at + 2), at, "place", "name", 3)
