"""What a declared source points to."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from urllib.parse import urlsplit

from onrecord.acquire.answers import Answer, FetchError, Fetching
from onrecord.acquire.apis import find_api_items
from onrecord.acquire.discover import find_captures
from onrecord.acquire.feeds import find_feed_items
from onrecord.acquire.links import is_wanted, tidy_address
from onrecord.acquire.lists import find_list_items
from onrecord.acquire.pointed import Pointed, Portion
from onrecord.acquire.sitemaps import find_sitemap_items
from onrecord.config.sources import DEFAULT_LANG, Declared
from onrecord.model.text import Capture, Unreadable

MOST_SITEMAPS = 500  # of one index: fifty thousand addresses in each
FOUND, UNCHANGED = 200, 304

Read = Callable[[Answer], Portion]
Known = Callable[[str], bool]


def discover(
    fetching: Fetching, source: Declared, known: Known = lambda _: False
) -> Iterator[Pointed | FetchError]:
    """The releases that a source's feeds, sitemaps, lists and API point to, each address once.

    They come as the pages are fetched: feeds, sitemaps, lists, API. A start that cannot be used
    comes as a `FetchError` and the others are read on; so does one that points to nothing. An
    answer 304 is taken for a start that has nothing new. A list or feed is followed up to
    `source.pages` pages, but no further than a page that has no release which is neither
    `known` nor found there before.
    """
    seen: set[str] = set()
    for start, read, most in _list_starts(source):
        yield from _Walk(fetching, source, known, seen).run(start, read, most)


def find_saved(source: Declared) -> Iterator[Capture | Unreadable]:
    """The documents of a source's archives and folders, which need no fetching.

    Of archives those are given whose addresses the source wants. A page of the source's own
    site is called as it is when it is fetched.
    """
    hosts = {_find_host(start) for start in source.starts}
    for found in chain(_find_archived(source), find_captures(source.folders)):
        if isinstance(found, Unreadable):
            yield found
            continue
        host, slash, rest = found.name.partition("/")
        own = slash and found.at and host.removeprefix("www.") in hosts
        yield replace(
            found,
            name=rest if own else found.name,
            institution=found.institution or source.institution,
            lang=found.lang or (None if source.lang == DEFAULT_LANG else source.lang),
        )


def _find_archived(source: Declared) -> Iterator[Capture | Unreadable]:
    for found in find_captures(source.archives):
        failed = isinstance(found, Unreadable)
        if failed or is_wanted(found.address, source.include, source.exclude):
            yield found


def _find_host(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")


def _list_starts(source: Declared) -> Iterator[tuple[str, Read, int]]:
    for address in source.feeds:
        yield address, find_feed_items, source.pages
    for address in source.sitemaps:
        yield address, find_sitemap_items, MOST_SITEMAPS
    read_list = partial(find_list_items, include=source.include, exclude=source.exclude)
    for address in source.lists:
        yield address, read_list, source.pages
    if source.api:
        yield source.api.address, partial(find_api_items, api=source.api), source.pages


class _Walk:
    """A walk from one start through what follows it."""

    def __init__(self, fetching: Fetching, source: Declared, known: Known, seen: set[str]) -> None:
        self._fetching = fetching
        self._source = source
        self._known = known
        self._seen = seen  # of all walks
        self._own: set[str] = set()
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._told = False

    def run(self, start: str, read: Read, most: int) -> Iterator[Pointed | FetchError]:
        self._waiting = [start]
        while self._waiting and len(self._asked) < most:
            yield from self._read_page(self._waiting.pop(0), read)
        if self._waiting and read is find_sitemap_items:
            yield FetchError(start, f"it has over {most} sitemaps", "name those wanted")
        if not (self._own or self._told):
            yield FetchError(start, "it points to no release", "check the address and 'include'")

    def _read_page(self, address: str, read: Read) -> Iterator[Pointed | FetchError]:
        self._asked.add(tidy_address(address, "") or address)
        try:
            answer = self._fetching.fetch(address)
            if answer.status == UNCHANGED:
                self._told = True
                return
            if answer.status != FOUND:
                raise FetchError(address, f"the site answers {answer.status}", "check the address")
            portion = read(answer)
        except FetchError as error:
            self._told = True
            yield error
            return
        fresh = yield from self._take(portion, tidy_address(address, ""))
        if fresh or (read is find_sitemap_items and not portion.items):
            self._waiting += [one for one in portion.following if self._is_new(one)]

    def _is_new(self, address: str) -> bool:
        return address not in self._asked and address not in self._waiting

    def _take(self, portion: Portion, page: str | None) -> Generator[Pointed, None, bool]:
        """The releases of a page that no walk has found; whether any is new to this one."""
        fresh = False
        for item in portion.items:
            wanted = is_wanted(item.address, self._source.include, self._source.exclude)
            if not wanted or item.address == page or item.address in self._own:
                continue
            self._own.add(item.address)
            fresh = fresh or not self._known(item.address)
            if item.address not in self._seen:
                self._seen.add(item.address)
                yield item
        return fresh
