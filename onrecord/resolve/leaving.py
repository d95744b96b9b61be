"""What the words around a name say of leaving an office, and the day on which one is taken up."""

from __future__ import annotations

import calendar
import functools
import re

from onrecord.lexicon.loader import load_words

_SENTENCE = re.compile(r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)[.!?](?=\s)|\n")
_WORD = re.compile(r"\w+")
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_ANY_MONTH = "|".join(_MONTHS)
_DAY_FIRST = rf"(?P<d1>\d{{1,2}}) (?P<m1>{_ANY_MONTH})(?: (?P<y1>\d{{4}}))?"
_MONTH_FIRST = rf"(?P<m2>{_ANY_MONTH}) (?P<d2>\d{{1,2}})(?:, (?P<y2>\d{{4}}))?"
_DATE = re.compile(rf"\b(?:{_DAY_FIRST}|{_MONTH_FIRST})\b", re.IGNORECASE)


def find_leaving(before: str, after: str) -> str | None:
    """The words that say that the one named between these leaves; None where none do."""
    ahead = _SENTENCE.split(before)[-1].casefold()
    behind = _SENTENCE.split(after)[0].casefold()
    denied = load_words("tenures", "leaving.denied")
    match = _leaving("after").search(behind)
    if match and not denied & set(_WORD.findall(behind[: match.start()])):
        return match[0]
    match = _leaving("before").search(ahead)
    if match is None or denied & set(_WORD.findall(ahead[: match.start()])):
        return None
    between = set(_WORD.findall(ahead[match.end(1) :]))
    if match[1] in load_words("tenures", "leaving.close") and between:
        return match[1] if between & load_words("tenures", "words.ranks") else None
    return match[1]


def may_tell(before: str, after: str) -> bool:
    """Whether the words of leaving stand anywhere around a name: a quick look, before the slow."""
    return bool(
        _cues("after").search(after.casefold()) or _cues("before").search(before.casefold())
    )


@functools.cache
def _cues(side: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_words("tenures", f"leaving.{side}"))))


@functools.cache
def _leaving(side: str) -> re.Pattern[str]:
    cues = "|".join(sorted(map(re.escape, load_words("tenures", f"leaving.{side}")), key=len)[::-1])
    return re.compile(
        rf"\b(?:{cues})\b" if side == "after" else rf"\b({cues})\W*(?:\w+\W+){{0,6}}$"
    )


def find_start(sentence: str, year: str) -> str | None:
    """The day 'with effect from' which, where a sentence tells one; `year` where it has none."""
    for match in _starting().finditer(sentence):
        date = _DATE.match(sentence, match.end())
        if date:
            return _day(date, year)
    return None


def find_day(sentence: str, year: str) -> str | None:
    """The first day that a sentence names."""
    date = _DATE.search(sentence)
    return _day(date, year) if date else None


def _day(date: re.Match[str], year: str) -> str | None:
    month = _MONTHS[(date["m1"] or date["m2"]).casefold()]
    day, told = int(date["d1"] or date["d2"]), date["y1"] or date["y2"] or year
    if not told or not 1 <= day <= calendar.monthrange(int(told), month)[1]:
        return None
    return f"{int(told):04}-{month:02}-{day:02}"


@functools.cache
def _starting() -> re.Pattern[str]:
    cues = "|".join(sorted(map(re.escape, load_words("tenures", "starting.cues")), key=len)[::-1])
    return re.compile(rf"\b(?:{cues}) ", re.IGNORECASE)
