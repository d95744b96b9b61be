"""Parts of a page by a declared layout: which elements hold what, and what they say."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree

from onrecord.clean.dates import find_dates, make_day
from onrecord.clean.lines import flatten
from onrecord.clean.roles import FURNITURE_ROLES, FURNITURE_TAGS, Roles
from onrecord.config.layouts import Layout, Slot

VALUE_LENGTH = 2_000  # characters of an element in which its value stands
STAMP = "stamp"  # the name of a declared date, time or place among a page's lines
TEASER = "teaser "  # the name of a teaser, which its number follows
BESIDE = "furniture:beside"  # the role of what stands beside title and text, and is dropped
OTHER = "furniture:other"

_DAY_GROUPS = {"year", "month", "day"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a slot's element says: `text` in its words, the ISO 8601 `day` that a date is."""

    node: etree._Element
    text: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The roles of a page's elements by its layout, its values, and the labels of speakers."""

    roles: Roles
    title: Value | None
    date: Value | None
    place: Value | None
    labels: frozenset[etree._Element]


def find_parts(root: etree._Element, layout: Layout) -> Parts | str:
    """The parts of a page; where the title, text or declared date is not found, what is missing."""
    body = [node for select in layout.body for node in find_nodes(root, select)]
    if not any(map(_has_text, body)):
        return f"no text at {', '.join(map(repr, layout.body))}"
    title = find_value(root, layout.title) if layout.title else None
    if layout.title and title is None:
        return f"no title at {layout.title.select!r}"
    date = find_value(root, layout.date, _parse_day) if layout.date else None
    if layout.date and date is None:
        return f"no date at {layout.date.select!r}"
    time = find_value(root, layout.time) if layout.time else None
    place = find_value(root, layout.place) if layout.place else None
    stamps = [value.node for value in (date, time, place) if value]
    roles = _mark_nodes(root, layout, body, title, stamps)
    labels = frozenset(node for one in layout.speakers for node in find_nodes(root, one))
    return Parts(roles, title, date, place, labels)


def find_nodes(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a CSS selector finds, in the order of the page."""
    return cast("list[etree._Element]", _compile_selector(selector)(root))


@functools.lru_cache(maxsize=1024)
def _compile_selector(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


@functools.lru_cache(maxsize=256)
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


Reader = Callable[[str, "re.Match[str] | None"], "str | None"]


def find_value(root: etree._Element, slot: Slot, read_day: Reader | None = None) -> Value | None:
    """The value of the first element of a slot that has one; with `read_day`, one that is a day."""
    for node in find_nodes(root, slot.select):
        text = _read_node(node, slot)
        match = _compile_pattern(slot.pattern).search(text) if slot.pattern else None
        if slot.pattern and match is None:
            continue
        text = _cut_match(match) if match else text
        day = read_day(text, match) if read_day else None
        if text and (read_day is None or day):
            return Value(node, text, day)
    return None


def _read_node(node: etree._Element, slot: Slot) -> str:
    text = node.get(slot.attribute) or "" if slot.attribute else "".join(node.itertext())
    return flatten(text[:VALUE_LENGTH])


def _cut_match(match: re.Match[str]) -> str:
    named = match.groupdict().keys() >= _DAY_GROUPS
    return (match[0] if named or not match.groups() else match[1] or "").strip()


def _parse_day(text: str, match: re.Match[str] | None) -> str | None:
    """The day of a date: by the pattern's groups, an ISO 8601 moment, or in words."""
    told = match.groupdict() if match else {}
    if told.keys() >= _DAY_GROUPS:
        day = make_day(told["year"], told["month"], told["day"])
        return day.isoformat() if day else None
    date = next(find_dates(re.sub(r"(?<=^\d{4}-\d\d-\d\d)T", " ", text)), None)
    return date.day.isoformat() if date else None


def _has_text(node: etree._Element) -> bool:
    return any(text.strip() for text in node.itertext())


def _mark_nodes(
    root: etree._Element,
    layout: Layout,
    body: Sequence[etree._Element],
    title: Value | None,
    stamps: Sequence[etree._Element],
) -> Roles:
    """The roles of all elements: what is declared counts for what it holds, too."""
    own: dict[etree._Element, str | None] = dict.fromkeys(body)
    teasers = enumerate(_find_all(root, layout.teasers))
    own |= {node: f"part:{TEASER}{number}" for number, node in teasers}
    own |= dict.fromkeys(_find_all(root, layout.drop), BESIDE)
    own |= dict.fromkeys(stamps, f"part:{STAMP}")
    own |= {title.node: "headline"} if title else {}
    shared = _find_shared([*body, *([title.node] if title else [])])
    roles = Roles(title=title.node if title else None)
    for node in root.iter(etree.Element):
        parent = node.getparent()
        above = roles.get(parent) if parent is not None else OTHER
        roles.put(node, own[node] if node in own else _role_beside(node, above, shared))
    return roles


def _find_all(root: etree._Element, selectors: Iterable[str]) -> Iterator[etree._Element]:
    for selector in selectors:
        yield from find_nodes(root, selector)


def _find_shared(nodes: Sequence[etree._Element]) -> etree._Element | None:
    """The innermost element that holds all of these."""
    lines = [[*reversed([*node.iterancestors()]), node] for node in nodes]
    shared = None
    for level in zip(*lines, strict=False):
        if any(node is not level[0] for node in level):
            break
        shared = level[0]
    return shared


def _role_beside(
    node: etree._Element, above: str | None, shared: etree._Element | None
) -> str | None:
    """The role of an element of which nothing is declared."""
    if above not in (OTHER, BESIDE):
        return above
    name = FURNITURE_TAGS.get(str(node.tag)) or FURNITURE_ROLES.get(node.get("role") or "")
    if name:
        return f"furniture:{name}"
    return BESIDE if node is shared else above
