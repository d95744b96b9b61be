"""Offices in the plural that several persons share: 'Ministers X and Y', 'X and Y, co-chairs'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.lexicon.loader import load_words
from onrecord.reading.beside import Holding, Person
from onrecord.reading.kinds import find_kinds
from onrecord.reading.sheet import Sheet

LONGEST_GAP = 9  # words, titles and brackets among them, between two names of one list
BEFORE = frozenset({"office before name", "office, name"})


def share_plurals(
    sheet: Sheet, persons: Sequence[Person], found: Sequence[Holding]
) -> list[Holding]:
    """The plural offices of a person for the others in the same list of names."""
    plural = [holding for holding in found if _is_plural(holding)]
    shared: list[Holding] = []
    for at, person in enumerate(persons):
        for holding in plural:
            if holding.holder == person.span:
                others = _listed(sheet, persons, at, 1 if holding.rule in BEFORE else -1)
                shared += [replace(holding, holder=other.span) for other in others]
    return shared


def _is_plural(holding: Holding) -> bool:
    """Whether one of the first words of an office is a post in the plural."""
    if holding.post.text.lower() in load_words("offices", "member_titles"):
        return False
    first = holding.post.text.partition(" of ")[0].partition(" for ")[0]
    return any(find_kinds(word) >= {"post", "plural"} for word in first.split())


def _listed(sheet: Sheet, persons: Sequence[Person], at: int, step: int) -> Iterator[Person]:
    """The persons after (or before) one in its list, with nothing but titles between them."""
    while 0 <= at + step < len(persons):
        left, right = sorted((persons[at], persons[at + step]), key=lambda p: p.start)
        if not _joins(sheet, left.end, right.start):
            return
        at += step
        yield persons[at]


def _joins(sheet: Sheet, start: int, end: int) -> bool:
    if not 0 < end - start <= LONGEST_GAP:
        return False
    depth, tied = 0, False
    for at in range(start, end):
        word = sheet.word(at)
        depth += (word.text == "(") - (word.text == ")")
        if depth or word.text == ")":
            continue
        tied = tied or word.low in {",", "and", "&"}
        if not (word.low in {",", "and", "&", "."} or word.has("title", "rank")):
            return False
    return tied
