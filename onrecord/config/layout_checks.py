"""Layouts as `onrecord.toml` declares them: what a table means, or what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from onrecord.config import checks
from onrecord.config.checks import Check, Told, check_each, check_table, key_of, kind_of
from onrecord.config.layouts import Layout, Slot
from onrecord.config.lines import Place

LONGEST_PATTERN = 500  # characters; longer ones are mostly whole pages pasted
SLOT_HELP = "a selector, or a table, like { select = 'time', attribute = 'datetime' }"


def check_layouts(value: Any, place: Place, told: Told) -> tuple[Layout, ...]:
    """The layouts of a source: one table, or several with their days."""
    items = value if isinstance(value, list) else [value]
    places = [(*place, n) if isinstance(value, list) else place for n in range(len(items))]
    found = [_check_layout(one, where, told) for one, where in zip(items, places, strict=True)]
    layouts = tuple(layout for layout in found if layout)
    for number, layout in enumerate(layouts):
        if any(layout.name == other.name for other in layouts[:number]):
            told.add(place, f"two layouts are named {layout.name!r}", "give each its own name")
    return layouts


def _check_layout(value: Any, place: Place, told: Told) -> Layout | None:
    given = check_table(value, place, told, _CHECKS, "[[source.layout]] and its keys below")
    if given is None:
        return None
    for key in ("body", "title"):
        if key not in value:
            told.add(place, f"the layout has no '{key}'", f"add {key} = 'a CSS selector'")
    given["since"] = given.pop("from", None)
    since, until = given["since"], given.get("until")
    if since and until and until < since:
        told.add((*place, "until"), f"{until} is before {since}", "exchange 'from' and 'until'")
    return Layout(**{"name": "layout", "body": (), **given})


def check_selector(value: Any, place: Place, told: Told) -> str | None:
    """A CSS selector."""
    selector = checks.check_text(value, place, told)
    if selector is None:
        return None
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        remedy = "write it like 'article h1' or 'div.date'"
        told.add(place, f"{selector!r} is no CSS selector: {error}", remedy)
        return None
    return selector


def _check_slot(value: Any, place: Place, told: Told) -> Slot | None:
    if isinstance(value, str):
        selector = check_selector(value, place, told)
        return Slot(selector) if selector else None
    given = check_table(value, place, told, _SLOT_CHECKS, SLOT_HELP)
    if given is not None and "select" not in value:
        told.add(place, f"'{key_of(place)}' has no selector", "add select = 'a CSS selector'")
    return Slot(**given) if given and "select" in given else None


def _check_regex(value: Any, place: Place, told: Told) -> str | None:
    pattern = checks.check_text(value, place, told)
    if pattern is None:
        return None
    try:
        re.compile(pattern)
    except re.error as error:
        told.add(place, f"{pattern!r} is no regular expression: {error}", "correct it")
        return None
    if len(pattern) > LONGEST_PATTERN:
        told.add(place, f"it has over {LONGEST_PATTERN} characters", "write a shorter one")
        return None
    return pattern


def _check_day(value: Any, place: Place, told: Told) -> date | None:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            told.add(place, f"there is no day {value}", "write it like 2024-05-31")
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    told.add(place, f"'{key_of(place)}' is {kind_of(value)}", "write a day, like 2024-05-31")
    return None


_SLOT_CHECKS: dict[str, Check] = {
    "select": check_selector,
    "attribute": checks.check_text,
    "pattern": _check_regex,
}

_CHECKS: dict[str, Check] = {
    "name": checks.check_name,
    "from": _check_day,
    "until": _check_day,
    "title": _check_slot,
    "date": _check_slot,
    "time": _check_slot,
    "place": _check_slot,
    "body": check_each(check_selector),
    "drop": check_each(check_selector),
    "teasers": check_each(check_selector),
    "speakers": check_each(check_selector),
}

LAYOUT_KEYS = (*_CHECKS, *_SLOT_CHECKS)
