"""Looking at a site to propose how it is followed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urljoin, urlsplit

from lxml import etree

from onrecord.acquire.answers import Answer, FetchError, Fetching
from onrecord.acquire.guarded import open_body, parse_html
from onrecord.acquire.links import is_wanted
from onrecord.acquire.lists import find_list_items
from onrecord.acquire.offers import (
    Offer,
    each_title,
    find_feeds,
    find_newsrooms,
    find_patterns,
    find_sitemaps,
    is_front,
    merge_items,
    read_offer,
)
from onrecord.acquire.pointed import Pointed
from onrecord.config.checks import LONGEST_NAME
from onrecord.config.sources import DEFAULT_LANG, Declared

FOUND = 200
KINDS = ("feeds", "sitemaps", "lists")
MOST_FEEDS = 4  # that are looked at
MOST_LISTS = 3
MOST_SITEMAPS = 4
LONGEST_INSTITUTION = 120  # characters: what is longer is a sentence
COMMON_LABELS = ("gov", "gob", "gouv", "go", "com", "co", "org", "or", "net", "int", "edu", "ac")

_LANG = re.compile(r"[a-z]{2,3}")
_OUTSIDE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source as it might be declared, what it would read (newest first), what failed."""

    source: Declared
    items: tuple[Pointed, ...]
    failures: tuple[FetchError, ...]


def propose_source(
    fetching: Fetching, address: str, taken: Collection[str] = (), wanted: Declared | None = None
) -> Proposal:
    """What a site offers to be followed by, looked at from one of its addresses.

    A feed or sitemap is taken as it is. Of a page the list on it, or the longest that it calls
    its news, and the feed that names the same releases; where there is neither, the sitemap
    that robots.txt names. What `wanted` says of name, institution and so on stands; a name is
    none of those `taken`. Raises `FetchError` where nothing is found.
    """
    looker = _Looker(fetching)
    offers = looker.look(address)
    source = _describe(looker, address, taken, wanted or Declared("", lang=""))
    starts = {kind: tuple(one.address for one in offers if one.kind == kind) for kind in KINDS}
    source = replace(
        source, feeds=starts["feeds"], sitemaps=starts["sitemaps"], lists=starts["lists"]
    )
    items = merge_items(offers)
    if source.sitemaps and not source.include:
        source = replace(source, include=find_patterns(items))
    wanted_items = [one for one in items if is_wanted(one.address, source.include, source.exclude)]
    if not wanted_items:
        raise FetchError(
            address,
            "no feed, list or sitemap of releases is found",
            "give the address of the page that lists them",
        )
    return Proposal(source, tuple(wanted_items), tuple(looker.failures))


class _Looker:
    """Looks at a few addresses of one site, each once."""

    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching
        self._feeds: list[str] = []  # which the pages name
        self.page: etree._Element | None = None
        self.failures: list[FetchError] = []

    def look(self, address: str) -> list[Offer]:
        """What is offered at an address. Raises `FetchError` where it cannot be had."""
        answer = self._ask(address)
        plain = read_offer(answer)
        if plain is not None:
            front = self._try(urljoin(address, "/"))
            self.page = self._parse(front) if front else None
            offer, portion = plain
            return [replace(offer, items=self._fill(offer, portion.following))]
        self.page = self._parse(answer)
        lists = self._find_list(answer)
        feed = self._find_feed(lists)
        return [*feed, *lists] or self._find_sitemap(answer.final)

    def _ask(self, address: str) -> Answer:
        answer = self._fetching.fetch(address)
        if answer.status != FOUND:
            raise FetchError(address, f"the site answers {answer.status}", "check the address")
        return answer

    def _try(self, address: str) -> Answer | None:
        """An answer that is not needed."""
        try:
            return self._ask(address)
        except FetchError as error:
            self.failures.append(error)
            return None

    def _parse(self, answer: Answer) -> etree._Element:
        root = parse_html(open_body(answer), answer.address, answer.charset)
        self._feeds += find_feeds(root, answer.final)
        return root

    def _find_list(self, answer: Answer) -> list[Offer]:
        """The list on a page; where that is the first of its site, the longest it leads to."""
        own = self._read_list(answer)
        offers = [(own, answer)] if own.items else []
        if self.page is not None and (not own.items or is_front(answer.final)):
            for address in find_newsrooms(self.page, answer.final)[:MOST_LISTS]:
                other = self._try(address)
                if other is not None and read_offer(other) is None:
                    offers.append((self._read_list(other), other))
        best, page = max(offers, key=lambda one: len(one[0].items), default=(own, answer))
        if page is not answer:
            self._parse(page)
        return [best] if best.items else []

    def _read_list(self, answer: Answer) -> Offer:
        return Offer("lists", answer.final, find_list_items(answer).items)

    def _find_feed(self, lists: Sequence[Offer]) -> list[Offer]:
        """The feed that names most of what the list does; without a list the first."""
        offers = []
        for address in list(dict.fromkeys(self._feeds))[:MOST_FEEDS]:
            answer = self._try(address)
            plain = read_offer(answer) if answer else None
            if plain and plain[0].kind == "feeds" and plain[0].items:
                offers.append(plain[0])
        if not lists:
            return offers[:1]
        listed = {item.address for item in lists[0].items}
        shared = [(sum(item.address in listed for item in one.items), one) for one in offers]
        most, best = max(shared, key=lambda pair: pair[0], default=(0, None))
        return [best] if best and most else []

    def _find_sitemap(self, address: str) -> list[Offer]:
        rules = self._try(urljoin(address, "/robots.txt"))
        named = find_sitemaps(rules.body.decode("utf-8", "replace"), address) if rules else []
        for one in named[:MOST_SITEMAPS]:
            answer = self._try(one)
            plain = read_offer(answer) if answer else None
            if plain:
                items = self._fill(plain[0], plain[1].following)
                if find_patterns(items):
                    return [Offer("sitemaps", plain[0].address, items)]
        return []

    def _fill(self, offer: Offer, following: Sequence[str]) -> tuple[Pointed, ...]:
        """What an offer points to; of an index of sitemaps what its newest ones do."""
        items = list(offer.items)
        for address in following[:MOST_SITEMAPS] if offer.kind == "sitemaps" else ():
            answer = self._try(address)
            plain = read_offer(answer) if answer else None
            items += plain[0].items if plain else ()
        return tuple(items)


def _describe(looker: _Looker, address: str, taken: Collection[str], wanted: Declared) -> Declared:
    """Name, institution and language: those wanted, else as the page tells them."""
    root = looker.page if looker.page is not None else etree.Element("html")
    titles = [title for title in each_title(root) if 0 < len(title) <= LONGEST_INSTITUTION]
    institution = wanted.institution or next(iter(titles), None)
    lang = wanted.lang
    if not lang:
        told = _LANG.match((root.get("lang") or "").lower())
        lang = told[0] if told else DEFAULT_LANG
    name = wanted.name or _free_name(make_name(address, institution), taken)
    return replace(wanted, name=name, institution=institution, lang=lang)


def make_name(address: str, institution: str | None) -> str:
    """A name for a source: the host's, where it has one, else the institution's."""
    labels = (urlsplit(address).hostname or "").removeprefix("www.").split(".")
    if labels[-1].isdigit() or len(labels) == 1:
        plain = unicodedata.normalize("NFKD", institution or "").encode("ascii", "ignore").decode()
        return _OUTSIDE.sub("-", plain.lower()).strip("-")[:LONGEST_NAME].strip("-") or "source"
    kept = [label for label in labels[:-1] if label not in COMMON_LABELS] or labels[:1]
    return _OUTSIDE.sub("-", "-".join(kept)).strip("-")[:LONGEST_NAME].strip("-") or "source"


def _free_name(name: str, taken: Collection[str]) -> str:
    known = {one.casefold() for one in taken}
    names = (name if number == 1 else f"{name[: LONGEST_NAME - 6]}-{number}" for number in count(1))
    return next(one for one in names if one.casefold() not in known)
