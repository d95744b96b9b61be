"""What a phrase of time does in its sentence: a moment, a deadline, a beginning, a citation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.lexicon.loader import load_table, load_words
from onrecord.reading.timeguards import word_at
from onrecord.reading.timehits import Hit, is_range
from onrecord.reading.timewords import Word

Role = Literal["at", "by", "since", "duration"]

LONGEST_OPENER = 24  # characters before a phrase in which its preposition stands
MOVED_DISTANCE = 12  # words between 'postponed' and the dates of the move
CITING_DISTANCE = 4  # words between a document's noun and its date


def find_role(text: str, words: Sequence[Word], hit: Hit) -> Role:
    """The role that the words before a phrase give it."""
    if is_cited(words, hit.start, hit.end):
        return "duration"
    first = words[hit.start]
    if first.kind in ("FROM", "BETWEEN"):
        return "since" if first.kind == "FROM" and not is_range(words, hit) else "at"
    before = _text_before(text, first.start)
    for role, openers in _role_openers():
        if any(before.endswith(" " + opener) for opener in openers):
            return role
    return "at"


def is_moved(words: Sequence[Word], hit: Hit) -> bool:
    """Whether 'from A to B' tells a move to B rather than a time from A to B."""
    if words[hit.start].kind != "FROM":
        return False
    before = words[max(0, hit.start - MOVED_DISTANCE) : hit.start]
    return any(_is(word, "moving") for word in before[_after_stop(before) :])


def _text_before(text: str, at: int) -> str:
    before = " " + text[max(0, at - LONGEST_OPENER) : at].lower().rpartition("\n")[2].rstrip()
    for article in (" the", " end of"):
        before = before.removesuffix(article)
    return before


def _role_openers() -> tuple[tuple[Role, tuple[str, ...]], ...]:
    roles = load_table("times")["roles"]
    return (("by", tuple(roles["by"])), ("since", tuple(roles["since"])))


def is_cited(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words are part of a document's name or tell the period that it is for."""
    before = word_at(words, start - 1)
    coarse = all(word.kind not in ("MONTH", "FULL") for word in words[start:end])
    if coarse and _is_titled(words, start, end):
        return True
    if before.kind == "OF" or before.text.lower() in ("dated", "from"):
        return _cites_document(words, start - 1)
    if coarse and before.text.lower() == "for":
        return not _is(word_at(words, start - 2), "appointing")
    if (coarse and before.kind in ("TILL", "TO")) or (before.text.lower() == "by" and coarse):
        return _is(word_at(words, start - 2), "documents")
    return False


def _is_titled(words: Sequence[Word], start: int, end: int) -> bool:
    before, earlier = word_at(words, start - 1), word_at(words, start - 2)
    after = word_at(words, end)
    if words[start].kind not in ("YEAR", "SPLIT"):
        return False
    if before.kind == "LEFT" and after.kind == "RIGHT":
        return earlier.kind in ("NUMBER", "YEAR", "DAY")
    if before.kind == "DASH" and before.end == words[start].start:
        return True
    if before.kind == "OTHER" and before.text[:1].isupper() and not _is(before, "openers"):
        return True
    return _is(after, "documents")


def _cites_document(words: Sequence[Word], preposition: int) -> bool:
    nearby = words[max(0, preposition - CITING_DISTANCE) : preposition]
    nearby = nearby[_after_stop(nearby) :]
    return any(_is(word, "documents") or word.text in ("№", "No", "Nr", "no") for word in nearby)


def _after_stop(words: Sequence[Word]) -> int:
    stops = [
        i
        for i, word in enumerate(words)
        if word.kind in ("LINE", "COMMA", "DOT") or _is(word, "copulas")
    ]
    return stops[-1] + 1 if stops else 0


def _is(word: Word, key: str) -> bool:
    return word.text.lower() in load_words("times", f"context.{key}")
