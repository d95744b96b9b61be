"""Declared layouts: by which selectors a site's pages are read, and on which days they hold."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: the first element that a CSS selector finds and that has one.

    The value is the element's text, or its `attribute`; of that, what `pattern` finds (its
    first group, or the groups `year`, `month` and `day` of a date in figures).
    """

    select: str
    attribute: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a site sets its pages.

    `body` are selectors of what holds the running text, `drop` of what in it does not belong
    to it, `teasers` of beginnings of other releases, `speakers` of labels that say who speaks
    in the paragraph that follows. `since` and `until` are the first and last day on which the
    site's pages looked so.
    """

    name: str
    body: tuple[str, ...]
    title: Slot | None = None
    date: Slot | None = None
    time: Slot | None = None
    place: Slot | None = None
    drop: tuple[str, ...] = ()
    teasers: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the site's pages looked so on a day."""
        return (self.since or day) <= day <= (self.until or day)


def spell_layouts(layouts: Sequence[Layout], day: datetime.date | None = None) -> str | None:
    """Layouts as one text, the newest first; of a known day only those that hold on it."""
    fit = [one for one in layouts if day is None or one.holds_on(day)]
    fit.sort(key=lambda one: one.until or datetime.date.max, reverse=True)
    return json.dumps([_spell_layout(one) for one in fit], ensure_ascii=False) if fit else None


def _spell_layout(layout: Layout) -> dict[str, object]:
    told = asdict(layout) | {"since": None, "until": None}
    return {key: value for key, value in told.items() if value}


@functools.lru_cache(maxsize=256)
def parse_layouts(text: str) -> tuple[Layout, ...]:
    """The layouts that `spell_layouts` wrote, without their days."""
    return tuple(_parse_layout(told) for told in json.loads(text))


def _parse_layout(told: dict[str, object]) -> Layout:
    values = {key: _parse_value(value) for key, value in told.items()}
    return Layout(**values)  # type: ignore[arg-type]


def _parse_value(value: object) -> object:
    if isinstance(value, dict):
        return Slot(**value)
    return tuple(value) if isinstance(value, list) else value
