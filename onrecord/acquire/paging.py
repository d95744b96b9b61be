"""The next page of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from onrecord.acquire.anchors import words_of
from onrecord.acquire.links import is_same_site, tidy_address
from onrecord.lexicon.loader import load_words

MOST_LINKS = 5000  # of a page that are looked at
FIRST_PAGE = 1

_NEXT = load_words("links", "next")
_SIGNS = load_words("links", "next_signs")
_CLASSES = load_words("links", "next_classes")
_TRIMMED = " .…\u00a0" + "".join(sorted({sign[0] for sign in _SIGNS}))
_NUMBER = re.compile(r"\d{1,5}")
_COUNTED = re.compile(r"(?<=[/=_-])\d{1,5}(?=$|[/&.])")


def find_next(root: etree._Element, base: str, own: str) -> str | None:
    """The address of the page that follows in a list; None where it is the last.

    It is what the page calls its next one (rel, words, a sign, a class), else the next number
    of a row of page numbers. It has the site of the page `own`, and is another page.
    """
    links = list(_iter_links(root, base, own))
    for tells in (_by_relation, _by_words, _by_class):
        for element, address in links:
            if tells(element) and not _is_backward(element):
                return address
    return _by_number(links, own)


def _iter_links(root: etree._Element, base: str, own: str) -> Iterator[tuple[etree._Element, str]]:
    plain = tidy_address(own, "")
    for number, element in enumerate(root.iter("a", "link")):
        if number >= MOST_LINKS:
            return
        address = tidy_address(base, element.get("href") or "#")
        if address and address not in (plain, base) and is_same_site(address, own):
            yield element, address


def _by_relation(element: etree._Element) -> bool:
    return "next" in (element.get("rel") or "").lower().split()


def _by_words(element: etree._Element) -> bool:
    words = (words_of(element) or element.get("aria-label") or "").lower().strip()
    label = (element.get("aria-label") or element.get("title") or "").lower().strip(_TRIMMED)
    return words in _SIGNS or words.strip(_TRIMMED) in _NEXT or label in _NEXT


def _by_class(element: etree._Element) -> bool:
    parent = element.getparent()
    named = (
        (element.get("class") or "")
        + " "
        + (parent.get("class") or "" if parent is not None and parent.tag == "li" else "")
    )
    return element.tag == "a" and not _CLASSES.isdisjoint(named.lower().split())


def _is_backward(element: etree._Element) -> bool:
    relation = (element.get("rel") or "").lower().split()
    return "prev" in relation or "last" in relation or "stylesheet" in relation


def _by_number(links: list[tuple[etree._Element, str]], own: str) -> str | None:
    """The page after the present one in a row of numbers, by what counts up in the addresses."""
    numbered: dict[int, str] = {}
    for element, address in links:
        words = words_of(element)
        if element.tag == "a" and _NUMBER.fullmatch(words) and is_counted(address, own):
            numbered.setdefault(int(words), address)
    if not numbered:
        return None
    return numbered.get(_find_present(numbered, own) + 1)


def _find_present(numbered: dict[int, str], own: str) -> int:
    """The number of the present page: the one that is not linked beside those that are."""
    counted = {number: _count_of(address) for number, address in numbered.items()}
    count = _count_of(own)
    steps = {number - value for number, value in counted.items() if value is not None}
    if count is not None and len(steps) == 1:
        return count + steps.pop()
    present = FIRST_PAGE
    while present in numbered:
        present += 1
    return present


def _count_of(address: str) -> int | None:
    parts = urlsplit(address)
    found = _COUNTED.findall(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return int(found[-1]) if found else None


def is_counted(address: str, own: str) -> bool:
    """Whether two addresses differ in a number only, or in that one has it and the other not."""
    return _without_count(address) == _without_count(own)


def _without_count(address: str) -> tuple[str, tuple[str, ...]]:
    parts = urlsplit(address)
    path = re.sub(r"/(?:page|p|seite)?[-_/]?\d{1,5}/?$", "", parts.path.rstrip("/"))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = tuple(sorted(key for key, value in pairs if not _NUMBER.fullmatch(value)))
    return path.rstrip("/"), kept
