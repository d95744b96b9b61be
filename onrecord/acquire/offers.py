"""What a page offers to be followed by: feeds it names, lists it leads to, sitemaps of its site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from onrecord.acquire.anchors import words_of
from onrecord.acquire.answers import Answer, FetchError
from onrecord.acquire.feeds import find_feed_items
from onrecord.acquire.links import is_same_site, tidy_address
from onrecord.acquire.pointed import Pointed, Portion
from onrecord.acquire.sitemaps import find_sitemap_items
from onrecord.lexicon.loader import load_words

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MOST_LINKS = 5000  # of a page that are looked at
MOST_PATTERNS = 3

_NEWSROOMS = load_words("links", "newsrooms")
_STEPS = load_words("links", "newsroom_steps")
_OTHERS = load_words("links", "other_feeds")
_WORD = re.compile(r"[a-z]+")
_FRONT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|(?:index|default|home)(?:\.\w+)?", re.IGNORECASE)
_SITEMAP = re.compile(r"sitemap\s*:\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """An address by which a source may be followed, and the releases that it points to.

    `kind` is the key of `onrecord.toml` under which it belongs.
    """

    kind: str
    address: str
    items: tuple[Pointed, ...]


def read_offer(answer: Answer) -> tuple[Offer, Portion] | None:
    """An answer that is a feed or a sitemap by itself; None for a page."""
    for kind, read in (("feeds", find_feed_items), ("sitemaps", find_sitemap_items)):
        try:
            portion = read(answer)
        except FetchError:
            continue
        return Offer(kind, answer.final, portion.items), portion
    return None


def find_feeds(root: etree._Element, base: str) -> list[str]:
    """The feeds of releases that a page names, in its order, each once."""
    found = []
    for link in root.iter("link"):
        kind, relation = (link.get(key, "").lower().strip() for key in ("type", "rel"))
        address = tidy_address(base, link.get("href", ""))
        if kind in FEED_TYPES and "alternate" in relation.split() and address:
            named = f"{link.get('title', '')} {urlsplit(address).path}".lower()
            if _OTHERS.isdisjoint(_WORD.findall(named)):
                found.append(address)
    return list(dict.fromkeys(found))


def find_newsrooms(root: etree._Element, base: str) -> list[str]:
    """The pages that a page calls its news, press releases and the like, in its order."""
    found = []
    for number, link in enumerate(root.iter("a")):
        if number >= MOST_LINKS:
            break
        address = tidy_address(base, link.get("href") or "#")
        other = address and address != tidy_address(base, "") and is_same_site(address, base)
        if address and other and words_of(link).lower().strip(" .…»›→>") in _NEWSROOMS:
            found.append(address)
    return list(dict.fromkeys(found))


def find_sitemaps(rules: str, base: str) -> list[str]:
    """The sitemaps that a robots.txt names, in its order."""
    lines = (_SITEMAP.match(line.strip()) for line in rules.splitlines())
    found = (tidy_address(base, line[1]) for line in lines if line)
    return list(dict.fromkeys(address for address in found if address))


def is_front(address: str) -> bool:
    """Whether an address is that of a site's first page, in one of its languages too."""
    steps = [step for step in urlsplit(address).path.split("/") if step]
    return all(_FRONT.fullmatch(step) for step in steps)


def find_patterns(items: Sequence[Pointed]) -> tuple[str, ...]:
    """The patterns of paths under which pages look like releases, most of them first."""
    found = Counter(pattern for item in items if (pattern := _find_pattern(item.address)))
    return tuple(pattern for pattern, _ in found.most_common(MOST_PATTERNS))


def _find_pattern(address: str) -> str | None:
    steps = [step for step in urlsplit(address).path.split("/") if step]
    for number, step in enumerate(steps[:-1], 1):
        if unquote(step).lower() in _STEPS:
            return "/" + "/".join((*steps[:number], "*"))
    return None


def merge_items(offers: Sequence[Offer]) -> tuple[Pointed, ...]:
    """What several offers point to, each release once with all that is said of it, newest first."""
    found: dict[str, Pointed] = {}
    for item in (item for offer in offers for item in offer.items):
        found[item.address] = _join(found.get(item.address, item), item)
    return tuple(sorted(found.values(), key=tell_day, reverse=True))


def _join(one: Pointed, other: Pointed) -> Pointed:
    return Pointed(
        one.address,
        one.title or other.title,
        one.published or other.published,
        updated=one.updated or other.updated,
    )


def tell_day(item: Pointed) -> str:
    """The day of a release, or of its last change; empty where neither is known."""
    return (item.published or item.updated or "")[:10]


def each_title(root: etree._Element) -> Iterator[str]:
    """What a page calls its site, the likeliest name first."""
    for wanted in ("og:site_name", "application-name"):
        for meta in root.iter("meta"):
            if wanted in (meta.get("property"), meta.get("name")):
                yield " ".join((meta.get("content") or "").split())
    heading = next((words_of(one) for one in root.iter("h1")), "")
    title = next((words_of(one) for one in root.iter("title")), "")
    parts = [part.strip() for part in re.split(r"\s+[|–—·:»-]\s+", title) if part.strip()]
    yield from reversed([part for part in parts if part != heading] or parts)
