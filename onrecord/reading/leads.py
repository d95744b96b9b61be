"""The words on the left of a head noun that belong to its phrase."""

from __future__ import annotations

from onrecord.lexicon.loader import load_words
from onrecord.reading.persons import Names
from onrecord.reading.sheet import Sheet, Word


def find_phrase_start(sheet: Sheet, names: Names, head: int, kind: str) -> int:
    """The place of the first word that belongs to the phrase of this head."""
    at = head
    while at > 0 and (step := _reach_left(sheet, names, at, head, kind)):
        at -= step
    while at < head and _falls_off(sheet.word(at), kind):
        at += 1
    return at


def _falls_off(word: Word, kind: str) -> bool:
    if word.has("owner", "mark") or word.low in {"and", "&", "new", "other"}:
        return True
    return kind == "post" and word.low in load_words("offices", "time_words")


def _reach_left(sheet: Sheet, names: Names, at: int, head: int, kind: str) -> int:
    """How many words on the left of `at` still belong to the phrase."""
    left = sheet.word(at - 1)
    if left.has("owner"):
        owner = sheet.word(at - 2)
        if kind != "post" and owner.capital and _is_class(left, owner):
            return 2
        return 2 if kind == "post" and owner.capital and owner.low not in names.words else 0
    if left.low in {"and", "&"}:
        return _reach_pair(sheet, at, head)
    if left.capital:
        return int(_may_lead(sheet, names, at - 1, kind))
    return int(_low_leads(sheet, at - 1, head, kind))


def _is_class(mark: Word, owner: Word) -> bool:
    """Whether a genitive tells the kind of body: 'Shippers' Chamber', 'People's Assembly'."""
    if mark.text == "'":
        return True
    return owner.has("common") and not owner.has("body", "state", "acronym", "capital_city")


def _reach_pair(sheet: Sheet, at: int, head: int) -> int:
    left, right = sheet.word(at - 2), sheet.word(at)
    if (
        not (left.capital and right.capital)
        or at == head
        or (right.has("post", "before_post") and not right.has("field"))
    ):
        return 0
    first = at - 2
    while sheet.word(first - 1).capital:
        first -= 1
    if sheet.word(first - 1).low in {"of", "for", "to", "on", "in"}:
        return 0
    bad = ("post", "body", "state", "acronym", "capital_city", "adjective")
    return 2 if left.has("common", "field") and not left.has(*bad) else 0


def _may_lead(sheet: Sheet, names: Names, at: int, kind: str) -> bool:
    word = sheet.word(at)
    if word.has("title") and kind != "post" and not word.has("body"):
        return False
    if word.low in names.words and not word.has("post", "body", "field", "state", "adjective"):
        return False
    if kind == "post":
        return True
    return not (word.has("post") and not word.has("before_post")) or _posts_in_body(sheet, at)


def _posts_in_body(sheet: Sheet, at: int) -> bool:
    """Whether a post is only a part of a body's name: 'Security Council Secretaries Committee'."""
    return sheet.word(at + 1).has("body") and sheet.word(at + 1).capital


def _low_leads(sheet: Sheet, at: int, head: int, kind: str) -> bool:
    word, capital = sheet.word(at), sheet.word(head).capital
    if word.has("mark", "break", "number", "calendar", "ordinal"):
        return word.has("ordinal") and kind == "gathering"
    if kind == "post":
        return word.has("before_post") or (word.has("post") and "-" in word.low)
    if capital:
        return False
    if word.has("stop"):
        return False
    return (
        word.has("field", "before_post", "adjective")
        or word.tag in {"ADJ", "PROPN"}
        or (word.tag == "NOUN" and not word.has("gathering"))
    )
