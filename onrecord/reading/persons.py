"""Names that a page is sure of: what stands around them vouches for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.lexicon.loader import load_words
from onrecord.reading.namewords import (
    NAME_LENGTH,
    STRUCTURAL,
    Names,
    find_name_words,
    fold_words,
    is_honour,
    is_name_word,
    is_rare,
)
from onrecord.reading.sheet import Sheet, Word

APPOSED = 14  # words in an office behind a name of one word at most


def learn_names(sheets: Iterable[Sheet]) -> Names:
    """The names that titles, posts, verbs of saying and the recogniser of names vouch for."""
    return add_names(Names(), {fold_words(s, *name) for s in sheets for name in _sure_names(s)})


def add_names(names: Names, more: Iterable[tuple[str, ...]]) -> Names:
    """The names with more whole names and their words, particles and initials aside."""
    full = names.full | frozenset(more)
    words = {word for name in full for word in name if len(word) > 2}
    return Names(full, frozenset(words - load_words("names", "particles")))


def _sure_names(sheet: Sheet) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(sheet.words):
        start, end = find_name_words(sheet, at)
        start = _skip_place(sheet, start, end)
        if end > start and _is_sure(sheet, start, end):
            yield start, end
        at = max(end, at + 1)


def _skip_place(sheet: Sheet, start: int, end: int) -> int:
    """Without the state that an office's 'of' brings: 'Minister of Ruritania Ivan Petrov'."""
    before, first = sheet.word(start - 1), sheet.word(start)
    if before.low == "the":
        before = sheet.word(start - 2)
    tied = before.low in {"of", "to"}
    several = end - start > 2
    shouted = any(sheet.word(i).has("acronym") for i in range(start + 1, end))
    return start + 1 if several and (tied or (first.has("acronym") and not shouted)) else start


def _is_sure(sheet: Sheet, start: int, end: int) -> bool:
    words = [sheet.word(i) for i in range(start, end)]
    if not 1 <= len(words) <= NAME_LENGTH or all(word.has("initial") for word in words):
        return False
    rare = sum(is_rare(word) for word in words)
    before = sheet.word(start - 1)
    if len(words) == 1:
        if any(check(sheet, start) for check in SINGLE_CHECKS):
            return True
        return bool(rare) and (_titled(sheet, start) or _is_apposed(sheet, start))
    if words[0].has("initial") or _titled(sheet, start) or _follows_plural(sheet, start):
        return bool(rare)
    if len(words) > 1 and before.capital and before.has("rank", "post", "courtesy"):
        return True
    if not rare or any(word.has("acronym") and len(word.text) < 4 for word in words):
        return False
    if before.has("post", "after_post", "rank"):
        return True
    return _vouched(sheet, words, start, end)


def is_addressed(sheet: Sheet, at: int) -> bool:
    """An ordinary word as a surname right behind an office of address: 'President Stone met'."""
    post, word, after = sheet.word(at - 1), sheet.word(at), sheet.word(at + 1)
    if not (post.capital and post.low in load_words("offices", "addressed")):
        return False
    if after.capital or sheet.word(at - 2).has("title", "rank") or not word.capital:
        return False
    return not word.has(
        *STRUCTURAL, "stop", "state", "acronym", "city", "plural", "after_post", "people"
    )


def _is_courteous(sheet: Sheet, at: int) -> bool:
    """Any word that is no structure behind 'Mr' or 'Ms': 'Ms Price'."""
    before = sheet.word(at - 2) if sheet.word(at - 1).text == "." else sheet.word(at - 1)
    word = sheet.word(at)
    if not before.has("courtesy") or sheet.word(at + 1).capital or len(word.text) < 3:
        return False
    return word.capital and not word.has(*STRUCTURAL, "stop", "state", "people", "after_post")


def _is_shouted(sheet: Sheet, at: int) -> bool:
    """'Senator ORLO -': a surname in capitals that labels a turn."""
    word, before, after = sheet.word(at), sheet.word(at - 1), sheet.word(at + 1)
    if not (word.text.isupper() and len(word.text) > 3 and before.capital):
        return False
    told = before.low in load_words("offices", "addressed") or before.has("title")
    return told and after.text in {"-", "–", "—", ":", "("} and not word.has("post", "body")


def _is_listed(sheet: Sheet, at: int) -> bool:
    """A surname in a list behind an office in the plural: 'Ministers Orlo and Pellin'."""
    if not is_rare(sheet.word(at)) or sheet.word(at).has("city", *STRUCTURAL):
        return False
    if sheet.word(at + 1).capital:
        return False
    return _follows_plural(sheet, at)


def _follows_plural(sheet: Sheet, at: int) -> bool:
    """Whether a list of names leads back from here to an office in the plural."""
    while sheet.word(at - 1).low in {",", "and"}:
        step = at - 2
        while is_name_word(sheet.word(step)) and step > at - 2 - NAME_LENGTH:
            step -= 1
        if step == at - 2:
            return False
        at = step + 1
    before = sheet.word(at - 1)
    return before.capital and before.has("post") and before.has("plural")


SINGLE_CHECKS = (is_addressed, _is_courteous, _is_shouted, _is_listed)


def _is_apposed(sheet: Sheet, at: int) -> bool:
    """A name of one word that an office explains: 'Oyun, Prime Minister of Tarvia, met'."""
    before, word = sheet.word(at - 1), sheet.word(at)
    if before.text not in {"\n", ".", ","} and not before.has("break"):
        return False
    if word.has("city", "acronym") or sheet.word(at + 1).text != ",":
        return False
    if not sheet.word(at + 2).capital or not _post_follows(sheet, at + 2):
        return False
    return any(_closes(sheet, step) for step in range(at + 3, at + APPOSED))


def _closes(sheet: Sheet, at: int) -> bool:
    return sheet.word(at).text == "," and sheet.word(at + 1).tag in {"VERB", "AUX"}


def _titled(sheet: Sheet, start: int) -> bool:
    before = sheet.word(start - 1)
    if before.low == ".":
        before = sheet.word(start - 2)
    return before.has("title")


def _vouched(sheet: Sheet, words: Sequence[Word], start: int, end: int) -> bool:
    while is_honour(sheet.word(end)):
        end += 1
    after, before = sheet.word(end), sheet.word(start - 1)
    person = sum(word.entity == "PERSON" for word in words)
    if before.low in {"in", "at", "near", "from"}:
        return False
    if after.low in load_words("phrases", "saying") or before.low in {
        "said",
        "says",
        "added",
        "told",
        "chaired",
    }:
        return True
    if after.low in {",", "(", "–", "—", "as"} and _post_follows(sheet, end + 1):
        return True
    return person == len(words)


def _post_follows(sheet: Sheet, at: int) -> bool:
    for step in range(at, at + 5):
        word = sheet.word(step)
        if word.has("post"):
            return word.tag in {"NOUN", "PROPN", "ADJ"}
        if word.has("mark", "break") or word.tag in {"VERB", "AUX"}:
            return False
    return False
