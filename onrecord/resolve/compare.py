"""Comparing a pair: named features whose weights add up to a score that can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.entry import PAGE_MARK, Name
from onrecord.resolve.spelling import (
    find_bag,
    find_meeting,
    fold_sounds,
    is_close,
    plain_state,
    same_spelled_out,
)
from onrecord.resolve.within import find_whole

JOIN = 5.0  # two are one: on the sample collection no pair above it is wrong
ASK = 3.5  # between the two a person should look: a shared day, place and one side of two

Feature = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The features of a pair; `barred` names what makes it impossible that the two are one."""

    features: tuple[Feature, ...]
    barred: str | None = None

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(weight for _, weight in self.features)

    @property
    def joins(self) -> bool:
        """Whether the two are one without a person's judgement."""
        return self.barred is None and self.score >= JOIN

    @property
    def tells(self) -> bool:
        """Whether it joins two, or a person should judge: only its bar may keep it from that."""
        return self.score >= (ASK if self.barred is None else JOIN)

    @property
    def asks(self) -> bool:
        """Whether it lies between what is one and what is not alike."""
        return self.barred is None and ASK <= self.score < JOIN


NOT_ALIKE = Comparison(())


def compare_names(one: Name, other: Name) -> Comparison:
    """How far two names of one type are the same name, whatever the register shows of them."""
    if one.type != other.type or PAGE_MARK in one.key or PAGE_MARK in other.key:
        return Comparison((), "names of different kinds, or known on one page only")
    if one.key == other.key:
        return Comparison((("equal", 6.0),))
    if one.type == "person":
        return _compare_persons(one.words, other.words)
    if one.type == "state":
        same = plain_state(one.key) == plain_state(other.key)
        return Comparison((("short and long form", 6.0),) if same else ())
    return _compare_titles(one, other)


def find_likely(name: Name, others: Sequence[Name]) -> list[Name]:
    """Those that are worth comparing with a name, so far as a quick look can tell."""
    if name.type in ("person", "state"):
        return [other for other in others if other.id != name.id]
    meeting = find_meeting(name.key, {other.key for other in others})
    return [other for other in others if other.id != name.id and other.key in meeting]


def _compare_titles(one: Name, other: Name) -> Comparison:
    first, second = find_bag(one.key), find_bag(other.key)
    if one.type == "place" or min(len(first), len(second)) < 2:
        return NOT_ALIKE
    if first == second:
        return Comparison((("same words in another order or form", 5.5),))
    if same_spelled_out(one.key, other.key):
        return Comparison((("same words, an acronym spelled out", 5.0),))
    if one.type == "organisation" and find_whole(one.key, other.key):
        return Comparison((("one with what it is part of, one without", 4.0),))
    return NOT_ALIKE


def _compare_persons(one: tuple[str, ...], other: tuple[str, ...]) -> Comparison:
    plain = _compare_ordered(one, other)
    turned = (_compare_ordered(_turn(one), other), _compare_ordered(one, _turn(other)))
    best = max(turned, key=lambda comparison: comparison.score)
    if best.score - 0.5 > plain.score:
        return Comparison((*best.features, ("surname first", -0.5)))
    return plain


def _turn(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[1:], *words[:1])


def _compare_ordered(one: tuple[str, ...], other: tuple[str, ...]) -> Comparison:
    """Given name first; a bare surname and an initial tell too little to compare alone."""
    if min(len(one), len(other)) < 2 or min(len(one[0]), len(other[0])) < 2:
        return Comparison((), "no given name")
    if fold_sounds(one[0]) != fold_sounds(other[0]):
        return Comparison((), "another given name")
    if not is_close(one[-1], other[-1]):
        return Comparison((), "another surname")
    features = [("same given name", 3.0)]
    exact = fold_sounds(one[-1]) == fold_sounds(other[-1])
    features.append(("same surname", 3.0) if exact else ("surname one letter apart", 2.0))
    middle = _compare_middles(one[1:-1], other[1:-1])
    if middle is not None:
        features.append(middle)
    return Comparison(tuple(features))


def _compare_middles(one: tuple[str, ...], other: tuple[str, ...]) -> Feature | None:
    if not one and not other:
        return None
    if not one or not other:
        return ("a middle name or patronymic in one only", -0.5)
    fits = all(
        a[:1] == b[:1] and (len(a) < 2 or len(b) < 2 or is_close(a, b))
        for a, b in zip(one, other, strict=False)
    )
    return ("same middle name", 0.5) if fits else ("another middle name or patronymic", -4.0)


def initial_fits(short: Name, full: Name) -> bool:
    """Whether initials and a surname may stand for a full name of a person."""
    brief, words = short.words, full.words
    if not is_initial(short) or is_initial(full) or len(words) < 2:
        return False
    initials = brief[:-1] if len(brief[0]) == 1 else brief[1:]
    surname = brief[-1] if len(brief[0]) == 1 else brief[0]
    given = words[:-1]
    fits = all(a == b[:1] for a, b in zip(initials, given, strict=False))
    return fits and is_close(surname, words[-1])


def is_initial(name: Name) -> bool:
    """Whether a person is named by initials and a surname only."""
    words = name.words
    brief = [word for word in words if len(word) == 1]
    return name.type == "person" and len(words) - len(brief) == 1 and bool(brief)
