"""Finding the phrases of time in a text: every rule, the longest match first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.timerules import RULES, Rule
from onrecord.reading.timewords import CODES, Word

FULL_DATE, MONTH_AND_YEAR = 3, 2  # parts that such a date names
YEAR_KINDS = ("YEAR", "FULL")


@dataclass(frozen=True, slots=True)
class Hit:
    """The words of one phrase and the rule that found them."""

    rule: Rule
    start: int
    end: int


def _match_rules(words: Sequence[Word]) -> Iterator[Hit]:
    letters = "".join(CODES[word.kind] for word in words)
    for rule in RULES:
        for match in rule.pattern.finditer(letters):
            hit = Hit(rule, match.start(), match.end())
            if rule.guard is None or rule.guard(words, hit.start, hit.end):
                yield hit


def find_hits(words: Sequence[Word]) -> tuple[Hit, ...]:
    """The phrases of a text's words, each with its rule, in their order."""
    return select_hits(tuple(_match_rules(words)), len(words))


def select_hits(hits: Sequence[Hit], length: int) -> tuple[Hit, ...]:
    """The longest hits first, then those of earlier rules, none touching another."""
    taken = bytearray(length)
    chosen = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, RULES.index(hit.rule))):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            chosen.append(hit)
    return tuple(sorted(chosen, key=lambda hit: hit.start))


def is_range(words: Sequence[Word], hit: Hit) -> bool:
    """Whether the phrase tells a time from one day or period to another."""
    return any(word.kind in ("DASH", "TO", "TILL", "SLASH") for word in words[hit.start : hit.end])


def is_full(words: Sequence[Word], hit: Hit) -> bool:
    """Whether the phrase names a year with its month."""
    kinds = {word.kind for word in words[hit.start : hit.end]}
    return "FULL" in kinds or kinds >= {"MONTH", "YEAR"}


def count_parts(words: Sequence[Word], hit: Hit) -> int:
    """How many of day, month and year the phrase names."""
    kinds = {word.kind for word in words[hit.start : hit.end]}
    if "FULL" in kinds:
        return FULL_DATE
    return len(kinds & {"YEAR", "MONTH"}) + bool(kinds & {"DAY", "DAYTH"})


def year_of(words: Sequence[Word], hit: Hit) -> int | None:
    """The year that the phrase names in figures."""
    inside = words[hit.start : hit.end]
    return next((w.more[0] if w.more else w.value for w in inside if w.kind in YEAR_KINDS), None)
