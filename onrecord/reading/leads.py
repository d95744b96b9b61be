"""The words on the left of a head noun that belong to its phrase."""

from __future__ import annotations

from onrecord.lexicon.loader import load_words
from onrecord.reading.namewords import Names
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.states import end_state


def find_phrase_start(sheet: Sheet, names: Names, head: int, kind: str) -> int:
    """The place of the first word that belongs to the phrase of this head."""
    at = head
    while at > 0 and (step := _reach_left(sheet, names, at, head, kind)):
        at -= step
    while at < head and _falls_off(sheet.word(at), kind):
        at += 1
    if kind == "post" and sheet.word(head).low in load_words("phrases", "address"):
        return _skip_field(sheet, at, head)
    return _skip_place(sheet, at, head) if kind == "post" else at


def _skip_place(sheet: Sheet, start: int, head: int) -> int:
    """The start behind the place that stands before an office: 'in Lomar | Minister X met'."""
    if sheet.word(start - 1).low not in load_words("phrases", "settings"):
        return start
    known = ("post", "body", "acronym", "before_post", "adjective", "field", "ordinal")
    for at in range(start, head + 1):
        if sheet.word(at).has(*known):
            return at
    return head


def _skip_field(sheet: Sheet, start: int, head: int) -> int:
    """The start of 'Ambassador' behind the field of another office: 'for Water Ambassador X'."""
    tied = sheet.word(start - 1).low in {"of", "for"} and sheet.word(start - 2).has("post", "body")
    leads = any(sheet.word(i).has("adjective", "state", "body") for i in range(start, head))
    return head if tied and not leads else start


def _falls_off(word: Word, kind: str) -> bool:
    if word.has("owner", "mark") or word.low in {"and", "&", "new", "other"}:
        return True
    if kind != "post":
        return False
    honours = load_words("phrases", "address_openings") | load_words("phrases", "highnesses")
    return word.has("courtesy") or word.low in load_words("offices", "time_words") | honours


def _reach_left(sheet: Sheet, names: Names, at: int, head: int, kind: str) -> int:
    """How many words on the left of `at` still belong to the phrase."""
    left = sheet.word(at - 1)
    if left.has("owner"):
        owner = sheet.word(at - 2)
        if kind != "post" and owner.capital and _is_class(left, owner):
            return 2
        return 2 if kind == "post" and owner.capital and owner.low not in names.words else 0
    if left.low in {"and", ","} and _is_direction(sheet, at) and _is_direction(sheet, at - 2):
        return 2
    if left.low in {"and", "&"}:
        return _reach_pair(sheet, names, at, head)
    if left.text == ")" and at == head:
        return _reach_bracket(sheet, at)
    if kind == "post" and at < head and (length := _reach_state(sheet, at)):
        return length
    if left.capital:
        return int(_may_lead(sheet, names, at - 1, kind))
    return int(_low_leads(sheet, at - 1, head, kind))


def _is_direction(sheet: Sheet, at: int) -> bool:
    return sheet.word(at).capital and sheet.word(at).low in load_words("phrases", "directions")


def _reach_bracket(sheet: Sheet, at: int) -> int:
    """'Levant Development Bank (LDB) President': the short name is inside the office's."""
    short, before = sheet.word(at - 2), sheet.word(at - 4)
    inside = sheet.word(at - 3).text == "(" and short.has("acronym") and sheet.word(at).capital
    return 4 if inside and before.capital and before.has("body", "plural") else 0


def _reach_state(sheet: Sheet, at: int) -> int:
    """The words of 'Republic of' before the short name of a state that leads an office."""
    tie = at - 2 if sheet.word(at - 1).low == "the" else at - 1
    head = sheet.word(tie - 1)
    if sheet.word(tie).low != "of" or head.low not in load_words("states", "long_heads"):
        return 0
    first = tie - 1
    while sheet.word(first - 1).capital and _is_long_word(sheet.word(first - 1)):
        first -= 1
    known = end_state(sheet, at) > at or end_state(sheet, tie - 1) > at
    return at - first if head.capital and (sheet.word(at).has("state") or known) else 0


def _is_long_word(word: Word) -> bool:
    return word.low in load_words("states", "long_words")


def _is_class(mark: Word, owner: Word) -> bool:
    """Whether a genitive tells the kind of body: 'Shippers' Chamber', 'People's Assembly'."""
    if mark.text == "'":
        return True
    return owner.has("common") and not owner.has("body", "state", "acronym", "capital_city")


def _reach_pair(sheet: Sheet, names: Names, at: int, head: int) -> int:
    left, right = sheet.word(at - 2), sheet.word(at)
    if left.low in names.words or left.has("ordinal") or right.has("acronym"):
        return 0
    if (
        not (left.capital and right.capital)
        or at == head
        or (right.has("post", "before_post") and not right.has("field"))
    ):
        return 0
    first = at - 2
    while sheet.word(first - 1).capital:
        first -= 1
    tie = sheet.word(first - 2 if sheet.word(first - 1).low == "the" else first - 1)
    if tie.low in {"of", "for", "to", "on", "in"}:
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
        return not (sheet.word(at + 1).has("adjective") and _is_shouted(sheet, at))
    return not (word.has("post") and not word.has("before_post")) or _posts_in_body(sheet, at)


def _is_shouted(sheet: Sheet, at: int) -> bool:
    """The name of an agency before the text: 'TARPRESS Vessarian President'."""
    return sheet.word(at).text.isupper() and not sheet.word(at + 1).text.isupper()


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
