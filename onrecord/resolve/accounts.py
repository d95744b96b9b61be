"""Comparing two accounts: what they share of time, place, people, numbers and wording."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from onrecord.lexicon.loader import load_table
from onrecord.model.entry import share_words
from onrecord.resolve.compare import Comparison, Feature
from onrecord.resolve.profile import Profile
from onrecord.resolve.within import is_part_named, may_lie_within

ALIKE, ALMOST = 90, 75  # similarity of wordings in percent: the same, the same told otherwise
TOLD_LETTERS = 80  # around a trigger that tell something
COPIED = 95  # similarity in percent of what is one text but for a word
SHORTEST = 3  # words of a wording that can be recognised inside a longer one
NAMED_APART = (  # though else alike
    "different numbers in a series",
    "different titles",
    "different ceremonies",
)
FEW_A_DAY = ("session", "ceremony", "training", "exercise", "operation")  # of one institution
NEAR_DAYS = 1  # days between two accounts of one act: an evening, a time zone

REMEMBERED = 4_096  # wordings of which words and numbers are kept

_NUMBER = re.compile(r"\d+")


def compare_accounts(one: Profile, other: Profile) -> Comparison:
    """How far two accounts of one layer tell the same."""
    if one.account.release == other.account.release:
        return Comparison((), "told apart in one release")
    compare = {"event": _event, "act": _act, "commitment": _commitment, "quote": _quote}
    if one.account.layer != other.account.layer or one.account.layer not in compare:
        return Comparison((), "different things")
    return compare[one.account.layer](one, other)


def may_share(one: Profile, other: Profile) -> bool:
    """Whether nothing bars two accounts from being one, be they alike or not."""
    if one.account.release == other.account.release:
        return False
    if one.account.layer != "event":
        return True
    return not _bar_event(one, other)


def _event(one: Profile, other: Profile) -> Comparison:
    barred = _bar_event(one, other)
    if barred and barred not in NAMED_APART:
        return Comparison((), barred)
    return Comparison(
        (
            *_kinds(one, other),
            *_days(one, other),
            *_numbers(one, other),
            *_places(one, other),
            *_bodies(one, other),
            *_tellings(one, other),
            *_people(one, other),
            *_states(one, other),
            *_themes(one, other),
        ),
        barred,
    )


def _bar_event(one: Profile, other: Profile) -> str | None:
    if not same_family("event", one.account.kind, other.account.kind):
        return "different kinds"
    if not _overlap(one, other):
        return "different days"
    if one.ordinals and other.ordinals and not one.ordinals & other.ordinals:
        return NAMED_APART[0]
    if one.titles and other.titles and not _titles_meet(one, other):
        return NAMED_APART[1]
    if one.done and other.done and not one.done & other.done:
        return NAMED_APART[2]
    return None


def _overlap(one: Profile, other: Profile) -> bool:
    a, b = one.account, other.account
    if not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    return a.earliest <= b.latest and b.earliest <= a.latest


@functools.cache
def same_family(layer: str, one: str, other: str) -> bool:
    """Whether two releases may tell the same under these two kinds."""
    families = load_table("identity")["families"].get(layer, ())
    return one == other or any(one in family and other in family for family in families)


def _titles_meet(one: Profile, other: Profile) -> bool:
    pairs = ((set(a.split()), set(b.split())) for a in one.titles for b in other.titles)
    return any(a <= b or b <= a for a, b in pairs)


def _kinds(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.account.kind == other.account.kind:
        yield ("same kind", 1.0)


def _days(one: Profile, other: Profile) -> Iterator[Feature]:
    a, b = one.account, other.account
    if one.coarse or other.coarse:
        if a.start == b.start:
            yield ("same period", 1.5)
        elif a.kind != b.kind:
            yield ("within the period, but of another kind", -2.0)
        else:
            yield (
                ("within the month", 1.0)
                if one.month or other.month
                else ("within the period", 0.5)
            )
    elif (a.earliest, a.latest) == (b.earliest, b.latest):
        yield ("same day", 2.0) if a.earliest == a.latest else ("same days", 3.0)
    elif a.earliest == b.earliest or a.latest == b.latest:
        yield ("days that begin or end together", 1.5)
    else:
        yield ("days that overlap", 1.0)


def _numbers(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.ordinals & other.ordinals:
        yield ("same number in a series", 1.5)
    if one.titles and other.titles and _titles_meet(one, other):
        yield ("same title", 3.5)
    if one.words & other.words:
        yield ("same word for it", 0.5)


def _places(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.places & other.places:
        yield ("same place", 1.5)
    elif one.grounds & other.grounds:
        yield ("same country", 0.5)
    elif one.places and other.places and not may_lie_within(one.place_names, other.place_names):
        yield ("different places", -1.5)


def _bodies(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.bodies & other.bodies:
        yield ("same body", 3.0)
    elif any(is_part_named(a, b) for a in one.body_names for b in other.body_names):
        yield ("same body, in one with what it is part of", 1.5)
    elif one.bodies and other.bodies:
        yield ("different bodies", -2.0)
    elif (one.bodies & other.circle) or (other.bodies & one.circle):
        yield ("a body takes part", 1.5)


def _tellings(one: Profile, other: Profile) -> Iterator[Feature]:
    """A page that stands in two places; an institution that tells of its own twice."""
    source = one.account.source
    kinds = {one.account.kind, other.account.kind}
    if source and source == other.account.source and kinds.issubset(FEW_A_DAY):
        yield ("told by one institution", 0.5)
    alike = one.circle == other.circle and one.account.start == other.account.start
    if (
        alike
        and min(len(one.told), len(other.told)) >= TOLD_LETTERS
        and fuzz.ratio(one.told, other.told) >= COPIED
    ):
        yield ("told in the same words", 2.0)


def _people(one: Profile, other: Profile) -> Iterator[Feature]:
    shared = len(one.persons & other.persons)
    if shared:
        yield ("shared people", min(4.0, 0.5 + 1.5 * shared))
    groups = len(one.groups & other.groups)
    if groups:
        yield ("shared organisations", min(2.0, 0.5 + groups))
    sided = one.account.kind in ("meeting", "call") and other.account.kind in ("meeting", "call")
    if not shared and one.persons and other.persons and not groups:
        yield ("different people", -2.0 if sided else -0.5)
    elif sided and one.persons - other.persons and other.persons - one.persons:
        yield ("each names somebody else", -2.5 if shared < 2 else -1.0)
    elif sided and len(one.circle & other.circle) == 1:
        yield ("one side of two", -2.0)


def _states(one: Profile, other: Profile) -> Iterator[Feature]:
    shared = len(one.states & other.states)
    if shared:
        yield ("shared states", 0.5 if shared == 1 else 2.0)


def _themes(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.theme and other.theme and fuzz.token_set_ratio(one.theme, other.theme) >= ALIKE:
        yield ("same theme", 1.5)


def _act(one: Profile, other: Profile) -> Comparison:
    gap = abs((one.day - other.day).days) if one.day and other.day else None
    if gap is None or gap > NEAR_DAYS:
        return Comparison((), "different days")
    if not same_family("act", one.account.kind, other.account.kind):
        return Comparison((), "different kinds")
    when = ("same day", 2.0) if gap == 0 else ("a day apart", 1.0)
    features = [*_kinds(one, other), when, *_wordings(one, other), *_actors(one, other)]
    return Comparison(tuple(features))


def _commitment(one: Profile, other: Profile) -> Comparison:
    shared, named = one.circle & other.circle, one.circle and other.circle
    if named and not shared:
        return Comparison((), "different actors")
    a, b = one.account, other.account
    if a.start and b.start and not _overlap(one, other):
        return Comparison((), "due at different times")
    together = shared and a.start is not None and a.start == b.start
    if not together and not share_words(one.wording, other.wording):
        return Comparison((), "told in other words")
    actor = ("same actor", 2.0) if shared else ("no other actor is named", 0.5)
    features: list[Feature] = [actor, *_wordings(one, other)]
    if a.start and b.start:
        features.append(("due at the same time", 1.5) if a.start == b.start else ("due alike", 0.5))
    return Comparison(tuple(features))


def _quote(one: Profile, other: Profile) -> Comparison:
    features: list[Feature] = []
    if one.wording == other.wording:
        features.append(("same words", 4.0))
    if one.circle == other.circle:
        features.append(("same speaker", 1.0))
    return Comparison(tuple(features))


def _actors(one: Profile, other: Profile) -> Iterator[Feature]:
    if one.circle & other.circle:
        yield ("same actor", 1.5)
    elif any(a and b for a, b in zip(one.parties, other.parties, strict=True)):
        yield ("different actors", -1.0)


def _wordings(one: Profile, other: Profile) -> Iterator[Feature]:
    """How alike two objects or deeds are told: as a whole, or one inside the other."""
    whole = fuzz.token_sort_ratio(one.wording, other.wording)
    shorter = min(len(one.wording.split()), len(other.wording.split()))
    part = fuzz.token_set_ratio(one.wording, other.wording) if shorter >= SHORTEST else 0.0
    if whole >= ALIKE:
        yield ("same wording", 3.0)
    elif whole >= ALMOST or part >= ALIKE:
        yield ("alike in wording", 2.0)
    else:
        yield ("another wording", -3.0)
    if not _numbers_fit(one.wording, other.wording):
        yield ("different numbers", -3.0)


def _numbers_fit(one: str, other: str) -> bool:
    first, second = _find_numbers(one), _find_numbers(other)
    return first <= second or second <= first


@functools.lru_cache(REMEMBERED)
def _find_numbers(wording: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(wording))
