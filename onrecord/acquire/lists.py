"""Releases that a page lists, told from its other links by structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from onrecord.acquire.anchors import Anchor, iter_anchors
from onrecord.acquire.answers import Answer
from onrecord.acquire.blocks import (
    Block,
    choose_anchor,
    date_blocks,
    fill_block,
    find_blocks,
    is_form,
)
from onrecord.acquire.guarded import open_body, parse_html
from onrecord.acquire.links import is_wanted
from onrecord.acquire.paging import find_next
from onrecord.acquire.pointed import Pointed, Portion

LEAST_SCORE = 2.0  # of a group of links that are releases: see `rate_blocks`
SURE_MERIT = 3.5  # of links that are releases though few, at the place of others
LONG_TITLE = 8  # words from which a title counts in full
LEAST_WORDINESS = 0.35  # of a group beside the best: titles of hardly three words are topics
FEW = 3  # links in a group from which their number counts in full
ITEMS = ("li", "article", "tr", "dt")  # what holds a release of a list that has hardly any
FEW_ITEMS = 2  # up to which a list has hardly any: with more they are told by their likeness
LONE_WORDS = 4  # that the title of such a release has at least
COMMON_SHAPE = 0.2  # share of a group's links from which their form is the group's

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Group:
    """Links that stand at the same place of repeated blocks and lead to one part of the site.

    `merit` is how much they look like releases whatever their number, `score` with it.
    """

    place: str
    blocks: tuple[Block, ...]
    merit: float

    @property
    def score(self) -> float:
        """The merit, less where they are few."""
        return self.merit * min(len(self.blocks), FEW) / FEW if self.merit > 0 else self.merit


def find_list_items(
    answer: Answer, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Portion:
    """The releases that a page lists, in its order, and the list's next page.

    Releases are links of repeated blocks with titles and dates; links that look the same
    elsewhere on the page are taken too, and so are one or two dated ones that repeat nothing.
    Links to the same for print and the like are none. Where `include` says which paths are
    releases, every link of such a path is one. Raises `FetchError` for what is no page.
    """
    root = parse_html(open_body(answer), answer.address, answer.charset)
    base = _find_base(root, answer.final)
    anchors = [one for one in iter_anchors(root, base) if not is_form(one.words)]
    following = find_next(root, base, answer.final)
    paged = {following} if following else set()
    wanted = [
        one
        for one in anchors
        if one.address not in paged and is_wanted(one.address, include, exclude)
    ]
    blocks = find_blocks(wanted, anchors) if include else _take_releases(wanted)
    blocks = date_blocks(root, blocks)
    return Portion(tuple(_make_items(blocks)), (following,) if following else ())


def _find_base(root: etree._Element, final: str) -> str:
    found = root.find(".//base[@href]")
    return urljoin(final, found.get("href", "")) if found is not None else final


def _make_items(blocks: Sequence[Block]) -> Iterator[Pointed]:
    seen: set[str] = set()
    for block in blocks:
        if block.address not in seen:
            seen.add(block.address)
            yield Pointed(block.address, block.title, block.published, block.teaser)


def _take_releases(anchors: Sequence[Anchor]) -> list[Block]:
    groups = find_groups(anchors)
    if not groups or groups[0].score < LEAST_SCORE:
        return _take_lone(anchors)
    shapes = _common_shapes(groups[0])
    taken = {block.address for block in groups[0].blocks}
    for group in groups[1:]:
        alike = [one for one in group.blocks if find_shape(one.address) in shapes]
        fit = group.blocks if _is_fit(group, groups[0]) else alike
        taken.update(block.address for block in fit if not block.around)
    return find_blocks([anchor for anchor in anchors if anchor.address in taken], anchors)


def _take_lone(anchors: Sequence[Anchor]) -> list[Block]:
    """The releases of a list that has one or two: the longest link of each dated item."""
    items: dict[etree._Element, list[Anchor]] = {}
    for anchor in anchors:
        item = next(anchor.element.iterancestors(*ITEMS), None)
        if item is not None and not anchor.around:
            items.setdefault(item, []).append(anchor)
    if len(items) > FEW_ITEMS:
        return []
    found = [_make_lone(members, item) for item, members in items.items()]
    return [one for one in found if one.dated and len((one.title or "").split()) >= LONE_WORDS]


def _make_lone(members: Sequence[Anchor], item: etree._Element) -> Block:
    address = choose_anchor(members).address
    return fill_block([one for one in members if one.address == address], item)


def find_groups(anchors: Sequence[Anchor]) -> list[Group]:
    """The links of a page by place and part of the site, the likeliest releases first."""
    by_place: dict[tuple[str, str], list[Anchor]] = {}
    for anchor in anchors:
        part = find_shape(anchor.address).partition("/")[0]
        by_place.setdefault((anchor.place, part), []).append(anchor)
    groups = []
    for (place, _), members in by_place.items():
        blocks = tuple(find_blocks(members, anchors))
        groups.append(Group(place, blocks, rate_blocks(blocks)))
    return sorted(groups, key=lambda group: -group.score)


def rate_blocks(blocks: Sequence[Block]) -> float:
    """How much links look like releases: dated blocks, long titles, alike addresses.

    Dated, titled releases have about 5, those without dates 3, a menu under 1.
    """
    number = len(blocks)
    dated = sum(block.dated for block in blocks) / number
    shapes = Counter(find_shape(block.address) for block in blocks)
    alike = shapes.most_common(1)[0][1] / number
    around = sum(block.around for block in blocks) / number
    return 2 * dated + 2 * find_wordiness(blocks) + alike - 3 * around


def _is_fit(group: Group, best: Group) -> bool:
    """Whether a group beside the best one holds releases of other parts of the site."""
    dated = sum(block.dated for block in group.blocks) * 2 >= len(group.blocks)
    if not dated or find_wordiness(group.blocks) < LEAST_WORDINESS:
        return False
    same = group.place == best.place and group.merit >= SURE_MERIT
    return same or group.score >= LEAST_SCORE


def find_wordiness(blocks: Sequence[Block]) -> float:
    """How long the titles are, from 0 (none) to 1 (all of eight words and more)."""
    words = sum(min(len(block.title.split()), LONG_TITLE) for block in blocks if block.title)
    return words / len(blocks) / LONG_TITLE


def _common_shapes(group: Group) -> set[str]:
    shapes = Counter(find_shape(block.address) for block in group.blocks)
    return {shape for shape, count in shapes.items() if count >= COMMON_SHAPE * len(group.blocks)}


def find_shape(address: str) -> str:
    """The form of an address: its folders with numbers as '#', its last step as '*'."""
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    folders = [_NUMBER.sub("#", step) for step in steps[:-1]]
    keys = sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True))
    own = steps[-1] if keys and steps else "*"
    return "/".join((*folders, own)) + ("?" + "&".join(keys) if keys else "")
