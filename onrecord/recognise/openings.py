"""What the opening words of a sentence tie its event to: 'In the evening, …', 'After that, …'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated
from onrecord.recognise.cluster import WEAK_ROLES
from onrecord.recognise.draft import Draft
from onrecord.recognise.phrases import load_cues
from onrecord.recognise.scene import Scene

if TYPE_CHECKING:
    from onrecord.recognise.events import Told

DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTED = ("first", "second", "third", "fourth", "fifth")
HOUR_REACH = 5  # words of a sentence among which a part of the day stands


def same_day(scene: Scene, one: Told, told: Sequence[Told]) -> Told:
    """'In the evening, …': the day of the event told of before, or of the day report."""
    event = one.event
    if event.start is not None or event.status not in {"held", "scheduled"}:
        return one
    hours = load_words("events", "inherit.hours" if event.status == "held" else "inherit.dayparts")
    if not any(tells_hour(d, hours) for d in one.drafts if d.role not in WEAK_ROLES):
        return one
    at = one.drafts[0].sentence.number
    before = [
        t.event
        for t in told
        if t.event.release == event.release
        and t.event.start is not None
        and t.event.status == event.status
        and t.drafts[0].sentence.number <= at
    ]
    if before:
        start = before[-1].end or before[-1].start
        return replace(one, event=replace(event, start=start, end=start))
    release = scene.reading.page.releases[event.release]
    stamped = release.day_report and event.status == "held"
    if stamped and release.published and release.stamp:
        stamp = Dated(release.published, release.stamp)
        return replace(one, event=replace(event, start=stamp, end=stamp))
    return one


def counted_day(one: Told, told: Sequence[Told]) -> Told:
    """'On the second day, …': that day of the event told of before which lasts several."""
    event = one.event
    number = next((n for d in one.drafts if (n := day_number(d)) is not None), None)
    if event.start is not None or number is None:
        return one
    whole = next((t.event for t in told if t is not one and _runs_around(t, one)), None)
    if whole is None or whole.start is None or whole.end is None:
        return one
    day = date.fromisoformat(whole.start.value) + timedelta(days=number)
    if not day.isoformat() <= whole.end.value:
        return one
    given = replace(whole.start, value=day.isoformat())
    return replace(one, event=replace(event, start=given, end=given))


def day_number(draft: Draft) -> int | None:
    """How many days after the first its clause names ('on the second day'); None where none."""
    if draft.role in WEAK_ROLES:
        return None
    found = [(at, n) for at, n in _counted(draft) if at < draft.trigger.start]
    after = [(at, n) for at, n in _counted(draft) if at >= draft.trigger.end]
    if found:
        return found[-1][1]
    return after[0][1] if after else None


def _counted(draft: Draft) -> Iterator[tuple[int, int]]:
    """The places of 'on the first day', 'on the second, …' with the number of the day."""
    words = [t.lower_ for t in draft.sentence.tokens()]
    for at in range(2, len(words) - 1):
        day = words[at + 1] in {"day", ","} and words[at - 2 : at] == ["on", "the"]
        if day and words[at] in COUNTED:
            yield draft.sentence.start + at, COUNTED.index(words[at])


def _runs_around(other: Told, one: Told) -> bool:
    """Whether an event of several days in the same release was told of before."""
    event = other.event
    if event.release != one.event.release or event.start is None or event.end is None:
        return False
    several = DAY.fullmatch(event.start.value) and DAY.fullmatch(event.end.value)
    first = other.drafts[0].sentence.number <= one.drafts[0].sentence.number
    return bool(several) and event.start.value < event.end.value and first


def told_before(one: Told, told: Sequence[Told]) -> Told | None:
    """The event that 'On the sidelines, …', 'After that, …' points back to."""
    opening = next((d.sentence for d in one.drafts if _points_back(d)), None)
    if opening is None:
        return None
    before = [
        t
        for t in told
        if t is not one
        and t.event.release == one.event.release
        and t.event.status == one.event.status
        and t.event.start is not None
        and any(d.sentence.number < opening.number for d in t.drafts)
    ]
    return before[-1] if before else None


def _points_back(draft: Draft) -> bool:
    """Whether the sentence opens with words that tie it to what was told before it."""
    if draft.role in WEAK_ROLES:
        return False
    tokens = list(draft.sentence.tokens())[: HOUR_REACH + 1]
    words = [t.lower_ for t in tokens]
    for phrase in load_cues("inherit.back").values():
        for cue in phrase:
            if tuple(words[: len(cue)]) == cue and words[len(cue) : len(cue) + 1] != ["of"]:
                return True
    return False


def tells_hour(draft: Draft, hours: frozenset[str]) -> bool:
    """Whether the sentence opens with a part of the day or a 'then'."""
    first = [t.lower_ for t in draft.sentence.tokens()][:HOUR_REACH]
    return bool(set(first) & hours)
