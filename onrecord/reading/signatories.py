"""The several who make one statement together: 'a joint statement by Tarvia and the Union'."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.lexicon.loader import load_words
from onrecord.reading.chains import Phrase
from onrecord.reading.material import end_run
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.states import end_state

BEFORE = 9  # words before 'by' in which the text is named that is made together
BRACKET = 9  # words in brackets that are passed
LEAST = 2  # names in a list


def find_signatories(sheet: Sheet) -> Iterator[Phrase]:
    """The list of states and bodies behind 'statement by' or 'statement of', as one group."""
    for at, word in enumerate(sheet.words):
        if word.low not in {"by", "of", "from", "between"} or not _names_text(sheet, at):
            continue
        start = at + 2 if sheet.word(at + 1).low == "the" else at + 1
        end, count = _end_list(sheet, start)
        if count >= LEAST:
            yield Phrase(start, end, start)


def _names_text(sheet: Sheet, at: int) -> bool:
    for step in range(at - 1, at - BEFORE, -1):
        word = sheet.word(step)
        if word.has("break") or word.text in {".", ";"}:
            return False
        if word.low in load_words("speech", "statements.nouns"):
            return True
    return False


def _end_list(sheet: Sheet, start: int) -> tuple[int, int]:
    """The end of the list of names that starts here, and how many there are."""
    end, count, at = start, 0, start
    while True:
        after = _end_name(sheet, at)
        if after <= at:
            return end, count
        end, count = after, count + 1
        at = _next_name(sheet, after)
        if at == after:
            return end, count


def _next_name(sheet: Sheet, at: int) -> int:
    """Where the next name begins behind a comma or 'and'; the same place where none does."""
    follow = at
    if sheet.word(follow).text == ",":
        follow += 1
    if sheet.word(follow).low == "and":
        follow += 1
    return follow + 1 if follow > at and sheet.word(follow).low == "the" else follow


def _end_name(sheet: Sheet, at: int) -> int:
    """The end of a name of a state, a body or their heads with what 'of' brings."""
    first = sheet.word(at + 1) if sheet.word(at).low == "the" else sheet.word(at)
    at = at + 1 if sheet.word(at).low == "the" else at
    if not first.capital:
        return at
    end = max(end_run(sheet, at), end_state(sheet, at))
    while sheet.word(end).low in {"of", "for"}:
        start = end + 2 if sheet.word(end + 1).low == "the" else end + 1
        longer = max(end_run(sheet, start), end_state(sheet, start))
        if longer <= start:
            break
        end = longer
    if not any(_tells_party(sheet.word(step)) for step in range(at, end)):
        return at
    return _pass_brackets(sheet, end)


def _tells_party(word: Word) -> bool:
    return word.has("state", "body", "acronym")


def _pass_brackets(sheet: Sheet, at: int) -> int:
    if sheet.word(at).text != "(":
        return at
    for step in range(at + 1, at + BRACKET):
        if sheet.word(step).text == ")":
            return step + 1
    return at
