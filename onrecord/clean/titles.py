"""Which element of a page names its article: by its tag, its markup, or the head's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml import etree

from onrecord.clean.furniture import is_trail
from onrecord.clean.mastheads import is_institution, is_masthead

MAX_HEADINGS = 30  # headings of one level that are looked at
LEAST_TITLE = 4  # characters of the shortest heading that the head's title may hold
LONG_TITLE = 9  # characters of the shortest title of a head that counts
SECTION_RATIO = 2  # so many times as long is a title as the section that a page begins with
WHOLE_WORDS = 3  # words of the shortest line, no heading, that is the title by its words alone

_PARTED = re.compile(r"\s+[|–—•·-]+\s+|\s*::\s*|:\s")
_HEADINGS = ("h2", "h3", "h4")

IsBeside = Callable[[etree._Element], bool]


def find_title_node(
    root: etree._Element, main: etree._Element | None, is_beside: IsBeside
) -> etree._Element | None:
    """The element that names the page's article, None where there is no telling.

    `is_beside` tells what stands in menus and other furniture.
    """
    titles = find_titles(root)
    first = list(filter(_may_title, islice(root.iter("h1"), MAX_HEADINGS)))
    second = list(filter(_may_title, islice(root.iter(*_HEADINGS), MAX_HEADINGS)))
    named = [node for node in root.xpath("//*[@itemprop='headline']") if _content(node)]
    for choice in (
        _choose_whole(first, second, titles),
        named if len(named) == 1 and named[0].tag != "meta" else [],
        [] if first else [node for node in second if _matches_title(node, titles)],
        [node for node in first if main is not None and main in node.iterancestors()],
        list(islice(_find_same(root, titles, is_beside), 1)),
        [node for node in second if _matches_title(node, titles)],
        first if len(first) == 1 else [],
    ):
        if choice:
            return choice[-1]
    return None


def _choose_whole(
    first: Sequence[etree._Element], second: Sequence[etree._Element], titles: Sequence[str]
) -> list[etree._Element]:
    """The first headings that the head's title holds, unless another one is much more of it."""
    named = [node for node in first if _matches_title(node, titles)]
    if named:
        length = SECTION_RATIO * len(_content(named[-1]))
        longer = [node for node in second if len(_content(node)) >= length]
        other = [node for node in longer if _matches_title(node, titles)]
        return other or named
    return []


def _may_title(node: etree._Element) -> bool:
    """Whether a heading could name an article: it names no section and no institution."""
    text = _content(node)
    named = is_institution(text) or is_masthead(text)
    return bool(text) and not named and not is_trail(text.casefold())


def _content(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _matches_title(node: etree._Element, titles: Sequence[str]) -> bool:
    own = _content(node).casefold()
    return len(own) >= LEAST_TITLE and any(own in title or title in own for title in titles)


def find_titles(root: etree._Element) -> list[str]:
    """What the page's head calls it, lower case."""
    titles = root.xpath(
        "//meta[@property='og:title' or @name='twitter:title' or @name='DC.title']/@content"
    )
    titles += [_content(node) for node in root.iter("title")][:1]
    flat = [" ".join(str(title).split()).casefold() for title in titles]
    return [title for title in flat if len(title) >= LONG_TITLE]


def _find_same(
    root: etree._Element, titles: Sequence[str], is_beside: IsBeside
) -> Iterator[etree._Element]:
    """Elements that are no headings and say just what the head calls the page."""
    parts = {part.strip() for title in titles for part in (title, *_PARTED.split(title))}
    wanted = {part for part in parts if len(part.split()) >= WHOLE_WORDS}
    for node in root.iter("div", "p", "span", "td", "b", "strong", "font", "big", "center"):
        begin = " ".join((node.text or "").split()).casefold()
        if begin and any(title.startswith(begin) for title in wanted):
            whole = _content(node).casefold() in wanted
            if whole and _may_title(node) and not is_beside(node):
                yield node
