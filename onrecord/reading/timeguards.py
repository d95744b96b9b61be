"""Where words that look like a time are none: names, amounts, verbs, numbers of documents."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.lexicon.loader import load_words
from onrecord.reading.timewords import Word

_NOWHERE = Word("LINE", "\n", 0, 0)
_NAME_MONTHS = frozenset({"may", "march", "april", "august", "june"})  # also names or verbs
_VERB_MONTHS = frozenset({"may", "march"})
_FIRM_OPENERS = frozenset({"in", "since", "until", "till", "during", "from", "early", "late"})
_CLOSE_YEARS = range(1900, 2100)
_FULL_WEEKDAY = 6  # letters of the shortest weekday in full


def word_at(words: Sequence[Word], index: int) -> Word:
    """The word of that index; beyond the ends of the text a line end."""
    return words[index] if 0 <= index < len(words) else _NOWHERE


def _is(word: Word, key: str) -> bool:
    return word.text.lower() in load_words("times", f"context.{key}")


def _is_amount(before: Word) -> bool:
    """Whether a word makes the number after it no date."""
    return _is(before, "numbered") or _is(before, "measured")


def _is_capital(word: Word) -> bool:
    return word.kind == "OTHER" and word.text[:1].isupper()


def _is_small(word: Word) -> bool:
    return word.kind == "OTHER" and word.text[:1].islower()


def is_date(words: Sequence[Word], start: int, end: int) -> bool:
    """Not an article's number before a name, nor an amount after a month."""
    inside = words[start:end]
    if any(word.kind in ("YEAR", "YEARWORD") for word in inside):
        return True
    before, after = word_at(words, start - 1), word_at(words, end)
    if inside[0].kind == "MONTH":
        return not (before.kind == "IN" and _is_small(after)) and not _is(after, "counted")
    return not (_is(before, "numbered") and inside[0].kind == "DAY")


def is_numeric(words: Sequence[Word], start: int, _end: int) -> bool:
    """A date in figures that is one: its numbers fit, and it is no version or document."""
    year, month, day = words[start].more
    fits = min(month, day) >= 1 and max(month, day) <= 31 and min(month, day) <= 12
    return fits and 1900 <= year < 2100 and not _is_amount(word_at(words, start - 1))


def is_month(words: Sequence[Word], start: int, end: int) -> bool:
    """Not the name of a person before a number."""
    month = next(word for word in words[start:end] if word.kind == "MONTH")
    before = word_at(words, start - 1)
    return not (month.text == "May" and _is_capital(before) and before.text.lower() != "in")


def is_bare_month(words: Sequence[Word], start: int, _end: int) -> bool:
    """A month after a preposition, or standing before what took place in it."""
    name, before, after = (
        words[start].text.lower(),
        word_at(words, start - 1),
        word_at(words, start + 1),
    )
    if len(name) <= 4 and name not in ("may", "june", "july"):
        return False
    if _is(before, "openers"):
        return before.text.lower() in _FIRM_OPENERS or not _is_capital(after)
    if not _is(before, "owners") or after.kind != "OTHER":
        return False
    return (
        _is(after, "sessions")
        or (_is_small(after) and name not in _VERB_MONTHS)
        or (_is_capital(after) and name not in _NAME_MONTHS)
    )


def is_session(words: Sequence[Word], start: int, _end: int) -> bool:
    """A month or season before a session with its year: 'the December session 2023'."""
    return _is(words[start + 1], "sessions")


def is_bare_quarter(words: Sequence[Word], start: int, end: int) -> bool:
    """A quarter of a year, not of a match or of a membership."""
    return word_at(words, end).kind not in ("OF", "DASH") and not _is_amount(
        word_at(words, start - 1)
    )


def is_bare_season(words: Sequence[Word], start: int, end: int) -> bool:
    """A season after a preposition, or standing before a session."""
    before, earlier, after = (word_at(words, at) for at in (start - 1, start - 2, end))
    if _is(after, "sessions"):
        return before.text.lower() not in ("every", "each")
    if after.kind == "OF" or _is_capital(after) or not words[end - 1].text.islower():
        return False
    if words[start].kind != "SEASON":
        return True
    if before.kind == "THE":
        return _is(earlier, "season_openers") and earlier.kind != "THE"
    return _is(before, "season_openers") and words[start].text.lower() != "fall"


def is_year_range(words: Sequence[Word], start: int, end: int) -> bool:
    """Years that grow, and no telephone numbers or amounts."""
    before, after = word_at(words, start - 1), word_at(words, end)
    if _is(after, "counted") or _is_amount(before) or before.kind in ("YEAR", "NUMBER", "DAY"):
        return False
    years = [word.value for word in words[start:end] if word.kind == "YEAR"]
    return years == sorted(years) and (not years or years[0] in _CLOSE_YEARS)


def is_bare_year(words: Sequence[Word], start: int, end: int) -> bool:
    """Four digits that are a year by what stands around them."""
    before, after = word_at(words, start - 1), word_at(words, end)
    year = words[start].value
    if _is(after, "counted") or _is_amount(before):
        return False
    if year not in _CLOSE_YEARS:
        return before.text.lower() in ("in", "since")
    if before.kind in ("YEAR", "NUMBER", "DAY", "CLOCK") or after.kind in ("NUMBER", "YEAR"):
        return False
    if year % 100 == 0 and _is_small(after) and after.text.endswith("s"):
        return False
    return _opens_year(words, start, before, after)


def _opens_year(words: Sequence[Word], start: int, before: Word, after: Word) -> bool:
    if _is(before, "openers") or before.kind in ("LEFT", "THIS", "LAST"):
        return True
    if before.kind == "DASH":
        return before.end == words[start].start and word_at(words, start - 2).kind == "OTHER"
    if _is(before, "owners") or before.kind == "POSS":
        return (after.kind == "OTHER" and after.text.isalpha()) or after.kind == "SEASON"
    if before.kind in ("LINE", "DOT"):
        return after.kind in ("LINE", "OTHER")
    if before.kind == "COMMA":
        return after.kind in ("COMMA", "DOT", "RIGHT", "LINE", "AND")
    return _is_capital(before)


def is_fiscal(words: Sequence[Word], start: int, end: int) -> bool:
    """A fiscal year with its number."""
    return end - start > 1 or bool(words[start].value)


def is_ahead(words: Sequence[Word], start: int, end: int) -> bool:
    """'over the next two years', not 'for the next two years'."""
    return word_at(words, start - 1).text.lower() != "for" and is_closed(words, start, end)


def is_year_end(words: Sequence[Word], _start: int, end: int) -> bool:
    """'before the year is out'."""
    return _is(words[end - 1], "year_ends")


def is_weekday(words: Sequence[Word], start: int, end: int) -> bool:
    """A particular day, not a habit or a holiday."""
    before = word_at(words, start - 1)
    day = next(word for word in words[start:end] if word.kind == "WEEKDAY")
    return len(day.text) >= _FULL_WEEKDAY and not _is(before, "not_weekday_after")


def is_closed(words: Sequence[Word], _start: int, end: int) -> bool:
    """Not counted from something named next: 'within ten days of signing'."""
    after = word_at(words, end)
    if words[end - 1].kind in ("BEFORE", "AFTER"):
        return after.kind not in ("THE", "OTHER", "THIS", "MONTH", "WEEKDAY", "DAY")
    return after.kind not in ("OF", "FROM", "AFTER")


def is_day_of_month(words: Sequence[Word], start: int, end: int) -> bool:
    """'on the 14th', not 'the 14th session'."""
    before, after = word_at(words, start - 1), word_at(words, end)
    if before.text.lower() not in ("on", "of", "until", "till", "by", "to", "from"):
        return False
    return not after.text[:1].isalpha() or _is(after, "after_ordinal")
