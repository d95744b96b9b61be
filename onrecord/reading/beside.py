"""What stands beside a person's name: titles, ranks, brackets, and the posts that end or begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.model.text import Span
from onrecord.reading.chains import Phrase
from onrecord.reading.sheet import Sheet, Word


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name as a word range of its sheet."""

    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Holding:
    """A post beside a person's name, before names are joined into persons."""

    holder: Span
    post: Span
    rule: str


def skip_postnominals(sheet: Sheet, posts: Sequence[Phrase], at: int) -> int:
    """The place behind 'MP', 'OBE' and brackets that hold no office: 'X (Tarvia), Chair'."""
    while True:
        word, after = sheet.word(at), sheet.word(at + 1)
        if word.text in load_words("offices", "postnominals"):
            at += 1
        elif word.text == "," and _is_honour(after):
            at += 2
        elif (close := close_bracket(sheet, at)) and starting_at(sheet, posts, at + 1) is None:
            at = close
        else:
            return at


def _is_honour(word: Word) -> bool:
    return word.text in load_words("offices", "postnominals") and not word.has("post")


def close_bracket(sheet: Sheet, at: int) -> int:
    """The place behind a short pair of brackets that opens here with a comma after it, else 0."""
    if sheet.word(at).text != "(":
        return 0
    for step in range(at + 2, at + 6):
        if sheet.word(step).text == ")":
            return step + 1 if sheet.word(step + 1).text == "," else 0
    return 0


def back_titles(sheet: Sheet, at: int) -> int:
    """The place of the first title, rank or form of address before a name."""
    at = back_retired(sheet, at)
    if sheet.word(at - 1).low == "rank" and sheet.word(at - 2).has("ordinal"):
        at -= 2
    while sheet.word(at - 1).has("title", "rank") or (
        sheet.word(at - 1).text == "." and sheet.word(at - 2).has("title", "rank")
    ):
        at -= 1
        if sheet.word(at).has("post") and not sheet.word(at - 1).has("title", "rank"):
            return at + 1
    if sheet.word(at - 1).low in load_words("phrases", "address"):
        at -= 1
    while sheet.word(at - 1).low in load_words("phrases", "address_openings"):
        at -= 1
    opened = sheet.word(at).has("title") or sheet.word(at).low in load_words(
        "phrases", "address_openings"
    )
    return at - 1 if opened and sheet.word(at - 1).low == "the" else at


def back_retired(sheet: Sheet, at: int) -> int:
    """The place before '(Retd.)' where it stands here."""
    close = at - 1
    if sheet.word(close).text != ")":
        return at
    last = close - 2 if sheet.word(close - 1).text == "." else close - 1
    told = sheet.word(last).low in load_words("offices", "retired")
    return last - 1 if told and sheet.word(last - 1).text == "(" else at


def skip_titles(sheet: Sheet, at: int) -> int:
    """The place behind the titles and ranks that stand here."""
    while sheet.word(at).has("title", "rank") or (
        sheet.word(at).text == "." and sheet.word(at - 1).has("title", "rank")
    ):
        at += 1
    return at


def ending_at(sheet: Sheet, posts: Sequence[Phrase], at: int) -> list[Phrase]:
    """The widest posts that end right before this word, ranks and titles between left out."""
    first = back_titles(sheet, at)
    if sheet.word(first - 1).text == "." and sheet.word(first - 2).has("short_post"):
        first -= 1
    found = [p for p in posts if first <= p.end <= at and not only_rank(sheet, p)]
    found = [p for p in found if not holds_bare(sheet, p, found)]
    return sorted(found, key=lambda p: (p.start, -p.end))[:1]


def holds_bare(sheet: Sheet, post: Phrase, others: Sequence[Phrase]) -> bool:
    """'Adviser to President X': the office right before the name is what X holds."""
    return any(
        (other.head == other.end - 1 or sheet.word(other.end - 1).has("after_post"))
        and post.head < other.start
        and sheet.word(other.start - 1).low in {"of", "to", "for"}
        and not sheet.word(other.head).has("plural")
        and not sheet.word(other.head).has("loose")
        and sheet.word(other.head).low not in load_words("phrases", "address")
        for other in others
    )


def only_rank(sheet: Sheet, post: Phrase) -> bool:
    """Whether a post is a rank or a title of address and no more."""
    words = [sheet.word(i) for i in range(post.start, post.end)]
    if len(words) == 1 and words[0].low in load_words("offices", "member_titles"):
        return True
    if words[-1].has("rank") and not words[-1].has("acronym"):
        lows = load_words("offices", "rank_words")
        return all(word.has("title", "rank") or word.low in lows for word in words)
    return all(
        word.has("title", "rank") or word.low in load_words("phrases", "address") for word in words
    )


def starting_at(sheet: Sheet, posts: Sequence[Phrase], at: int) -> Phrase | None:
    """The longest post that starts at this word."""
    found = [p for p in posts if p.start == at and not only_rank(sheet, p)]
    return max(found, key=lambda p: p.end, default=None)


def skip_bracket(sheet: Sheet, at: int) -> int:
    """The place behind '(CSC)' where one stands here."""
    return at + 3 if sheet.word(at).text == "(" and sheet.word(at + 2).text == ")" else at


def back_bracket(sheet: Sheet, at: int) -> int:
    """The place before '(CSC)' where one ends here."""
    return at - 3 if sheet.word(at - 1).text == ")" and sheet.word(at - 3).text == "(" else at


def is_inside(sheet: Sheet, post: Phrase) -> bool:
    """Whether several holders stand inside a body's name: 'the Council of Heads of State'."""
    return sheet.word(post.head).has("plural") and sheet.word(post.start - 1).low == "of"


def is_definite(sheet: Sheet, post: Phrase) -> bool:
    """Whether a post means a particular one: with a capital or an article."""
    return sheet.word(post.head).capital or sheet.word(post.start - 1).low in {
        "the",
        "its",
        "their",
    }
