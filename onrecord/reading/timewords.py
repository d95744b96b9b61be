"""A text as words of time: each word with the part it can play in a phrase that names a time."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table, load_words

YEARS = range(1800, 2100)  # four digits in this range can be a year
CLOSE_YEARS = 79  # two digits up to this one belong to this century

# One letter for each kind, so that a text is a string of letters and a rule a pattern over it.
CODES = {
    "DAY": "D", "DAYTH": "O", "NUMBER": "N", "YEAR": "Y", "MONTH": "M", "WEEKDAY": "W",
    "SEASON": "S", "ORDINAL": "o", "CARDINAL": "c", "QCODE": "Q", "HCODE": "H", "FULL": "F",
    "ISOMONTH": "I", "SPLIT": "P", "FY": "G", "DASH": "-", "SLASH": "/", "COMMA": ",", "DOT": ".",
    "LEFT": "(", "RIGHT": ")", "POSS": "s", "LINE": "|", "OTHER": "_", "CLOCK": "K",
    "THE": "t", "OF": "f", "AND": "a", "TO": "u", "TILL": "l", "FROM": "r", "BETWEEN": "b",
    "IN": "i", "WITHIN": "v", "THIS": "1", "PAST": "0", "LAST": "2", "NEXT": "3", "FOLLOWING": "4",
    "SAME": "5", "EDGE": "e", "DAYWORD": "d", "WEEK": "w", "MONTHWORD": "m", "QUARTER": "q",
    "HALF": "h", "YEARWORD": "y", "DECADE": "k", "FISCAL": "x", "AGO": "g", "TODAY": "6",
    "YESTERDAY": "7", "TOMORROW": "8", "DAYPART": "9", "BEFORE": "B", "AFTER": "A",
    "MIDDLE": "j", "EARLIER": "R", "LATER": "L",
}  # fmt: skip
_MARKS = {
    "-": "DASH", "–": "DASH", "—": "DASH", "−": "DASH", "/": "SLASH", ",": "COMMA", ".": "DOT",
    "(": "LEFT", ")": "RIGHT", "\n": "LINE", "'s": "POSS", "&": "AND",
}  # fmt: skip
_RENAMED = {"DAY": "DAYWORD", "MONTH_WORD": "MONTHWORD", "YEAR_WORD": "YEARWORD"}

_WORD = re.compile(
    r"""(?P<iso>\d{4}([-/.])\d{1,2}\2\d{1,2}(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\d]))
      | (?P<dayfirst>\d{1,2}([./-])\d{1,2}\4(?:\d{4}|\d\d)(?!\d))
      | (?P<split>(?:19|20)\d\d[/–-]\d\d(?![\d/–-]|\.\d))
      | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))
      | (?P<amount>\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+)
      | (?P<short>[A-Za-z]{2,5}\.(?=,?\ ?\d)) | '[sS](?!\w) | \w+ | \n | [^\w\s]""",
    re.VERBOSE,
)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CODED: dict[str, re.Pattern[str]] = {
    "QCODE": re.compile(r"Q([1-4])|([1-4])Q"),
    "HCODE": re.compile(r"H([12])|([12])H"),
    "FY": re.compile(r"FY((?:19|20)?\d\d)"),
}
_MONTH_CASE = 3  # shorter forms of months and weekdays count with a capital only


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place, with its kind and the number it stands for."""

    kind: str
    text: str
    start: int
    end: int
    value: int = 0
    more: tuple[int, ...] = ()


@functools.cache
def _word_kinds() -> dict[str, tuple[str, int]]:
    table = load_table("times")
    kinds = {
        word: (_RENAMED.get(kind.upper(), kind.upper()), 0)
        for kind, words in table["kinds"].items()
        for word in words
    }
    values = {
        word: (kind.upper(), value)
        for kind, words in table["values"].items()
        for word, value in words.items()
    }
    return kinds | values


def scan_words(text: str) -> tuple[Word, ...]:
    """The text's words in their order; white space is left out, but line ends are words."""
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        group = match.lastgroup
        if group == "short":
            yield from _split_short(match[0], match.start())
            continue
        kind, value, more = _name_number(match[0], group) if group else _name_word(match[0])
        yield Word(kind, match[0], match.start(), match.end(), value, more)


def _split_short(text: str, start: int) -> Iterator[Word]:
    word, end = text[:-1], start + len(text)
    kind, value, more = _name_word(word)
    if word.lower() in load_words("times", "context.shortened"):
        yield Word(kind, word, start, end, value, more)
        return
    yield Word(kind, word, start, end - 1, value, more)
    yield Word("DOT", ".", end - 1, end)


def _name_number(text: str, group: str) -> tuple[str, int, tuple[int, ...]]:
    if group == "split":
        return _name_split(text)
    if group not in ("iso", "dayfirst"):
        return ("CLOCK" if group == "clock" else "OTHER"), 0, ()
    numbers = tuple(int(part) for part in re.split(r"[-/.]", text.partition("T")[0]))
    if group == "iso":
        return "FULL", 0, numbers
    first, second, year = numbers
    american = int("/" in text)
    return "FULL", american, (full_year(year), second, first)


def _name_split(text: str) -> tuple[str, int, tuple[int, ...]]:
    year, second = int(text[:4]), int(text[5:])
    end = year // 100 * 100 + second
    if end == year + 1 or (second > 12 and end > year):
        return "SPLIT", year, (year, end)
    if text[4] == "-" and 1 <= second <= 12:
        return "ISOMONTH", year, (year, second)
    return "OTHER", 0, ()


def full_year(year: int) -> int:
    """A year of two digits in full."""
    if year >= 100:
        return year
    return year + (2000 if year <= CLOSE_YEARS else 1900)


def _name_word(text: str) -> tuple[str, int, tuple[int, ...]]:
    if text in _MARKS:
        return _MARKS[text], 0, ()
    if text[0].isdigit() and text.isascii():
        return (*_name_digits(text), ())
    for kind, pattern in _CODED.items():
        match = pattern.fullmatch(text)
        if match:
            return kind, int(match[1] or match[2]), ()
    return (*_name_letters(text), ())


def _name_digits(text: str) -> tuple[str, int]:
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal:
        return "DAYTH", int(ordinal[1])
    for kind in ("QCODE", "HCODE"):
        code = _CODED[kind].fullmatch(text)
        if code:
            return kind, int(code[2])
    if not text.isdigit() or len(text) > 4:
        return "OTHER", 0
    number = int(text)
    if len(text) == 4:
        return ("YEAR", number) if number in YEARS else ("NUMBER", number)
    return ("DAY" if 1 <= number <= 31 and len(text) < 3 else "NUMBER"), number


def _name_letters(text: str) -> tuple[str, int]:
    kind, value = _word_kinds().get(text.lower(), ("OTHER", 0))
    if kind in ("MONTH", "WEEKDAY") and not text[0].isupper():
        return "OTHER", 0
    if kind == "ORDINAL" and len(text) < _MONTH_CASE and not text.isupper():
        return "OTHER", 0
    return kind, value
