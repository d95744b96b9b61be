"""Offices told of somebody by 'he' or 'she': 'She was previously Director of Studies'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.lexicon.loader import load_words
from onrecord.reading.beside import Holding, Person, starting_at
from onrecord.reading.chains import Phrase
from onrecord.reading.sheet import Sheet

NEAR = 9  # words between the pronoun and the office
FAR = 90  # words between a person's name and the pronoun
SENTENCE = 60  # words of a sentence that are looked at for another person


def find_careers(
    sheet: Sheet, posts: Sequence[Phrase], persons: Sequence[Person]
) -> Iterator[Holding]:
    """The offices behind 'he is' and 'she served as', for the one person they can mean."""
    for at, word in enumerate(sheet.words):
        if word.low not in {"he", "she"} or word.text.isupper():
            continue
        post = _find_post(sheet, posts, at)
        person = _antecedent(sheet, persons, at) if post else None
        if post and person:
            yield Holding(person.span, sheet.span(post.start, post.end), "office of he or she")


def _find_post(sheet: Sheet, posts: Sequence[Phrase], at: int) -> Phrase | None:
    """The office that the words behind the pronoun lead to, with nothing else between."""
    for step in range(at + 1, at + NEAR):
        post = starting_at(sheet, posts, step)
        if post is not None:
            return post if _is_told(sheet, post) and step > at + 1 else None
        if sheet.word(step).low not in load_words("phrases", "serving"):
            return None
    return None


def _is_told(sheet: Sheet, post: Phrase) -> bool:
    head = sheet.word(post.head)
    return not head.has("plural") and head.capital and post.end - post.start > 1


def _antecedent(sheet: Sheet, persons: Sequence[Person], at: int) -> Person | None:
    """The last person named before, where no other stands in the same sentence."""
    before = [p for p in persons if at - FAR < p.start < at]
    if not before:
        return None
    last = before[-1]
    start = _open_sentence(sheet, last.start)
    others = {_surname(sheet, p) for p in before if p.start >= start}
    return last if len(others) == 1 else None


def _surname(sheet: Sheet, person: Person) -> str:
    return sheet.word(person.end - 1).low


def _open_sentence(sheet: Sheet, at: int) -> int:
    for step in range(at - 1, max(-1, at - SENTENCE), -1):
        word = sheet.word(step)
        ended = word.text in {"!", "?"} or (word.text == "." and sheet.word(step + 1).first)
        if ended or word.has("break"):
            return step + 1
    return max(0, at - SENTENCE)
