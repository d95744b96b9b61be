"""The links of a page, each with where in the page's structure it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from onrecord.acquire.links import is_same_site, tidy_address
from onrecord.lexicon.loader import load_words

MOST_LINKS = 5000  # of a page that are looked at
AROUND_TAGS = ("nav", "header", "footer", "aside")
CONTENT_TAGS = ("main", "article")
OWNING_TAGS = (*CONTENT_TAGS, "section", "li")  # a header inside them is the content's own
MOST_TOKENS = 8  # of a class that says what an element is
MOST_WORDS = 60  # of a link's text
DIGIT = re.compile(r"\d")

_TOKEN = re.compile(r"[A-Za-z]+")
_AROUND = load_words("links", "around")
_CONTENT = load_words("links", "content")
_FILES = load_words("links", "files")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: its element, address and words.

    `place` is the same for links that stand at the same place of repeated blocks; `around`
    says that it belongs to what surrounds a page's content.
    """

    element: etree._Element
    address: str
    words: str
    place: str
    around: bool


def iter_anchors(root: etree._Element, base: str) -> Iterator[Anchor]:
    """The links of a page to pages of the same site, in order, without those to itself."""
    places: dict[etree._Element, tuple[str, bool]] = {}
    own = tidy_address(base, "")
    for number, element in enumerate(root.iter("a")):
        if number >= MOST_LINKS:
            return
        address = tidy_address(base, element.get("href") or "#")
        if address is None or address == own or not is_same_site(address, base):
            continue
        if not is_file(address):
            place, around = find_place(element, places)
            yield Anchor(element, address, words_of(element), place, around)


def is_file(address: str) -> bool:
    """Whether an address ends like a picture, an office document or data."""
    name = urlsplit(address).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() in _FILES and "." in name


def words_of(element: etree._Element) -> str:
    """The words of an element, else its title or the words that stand for its picture."""
    words = " ".join(" ".join(str(part) for part in element.itertext()).split()[:MOST_WORDS])
    if words:
        return words
    pictures = [picture.get("alt", "") for picture in element.iter("img")]
    return " ".join((element.get("title") or " ".join(pictures)).split())


def find_place(
    element: etree._Element, places: dict[etree._Element, tuple[str, bool]]
) -> tuple[str, bool]:
    """Where an element stands: the names of the elements around it, and if beside the content."""
    chain: list[etree._Element] = []
    node: etree._Element | None = element
    while node is not None and node not in places:
        chain.append(node)
        node = node.getparent()
    place, around = places[node] if node is not None else ("", False)
    for inner in reversed(chain):
        place = f"{place}/{name_step(inner, close=inner is element)}"
        around = (around and inner.tag not in CONTENT_TAGS) or is_around(inner)
        places[inner] = (place, around)
    return place, around


def name_step(element: etree._Element, *, close: bool) -> str:
    """An element's name, with its id; of the link itself the class too, where they say a kind."""
    own = element.get("id") or ""
    kind = next((one for one in (element.get("class") or "").split() if close), "")
    names = [name for name in (own, kind) if name and not DIGIT.search(name)]
    return ".".join((str(element.tag), *names))


def is_around(element: etree._Element) -> bool:
    """Whether an element is named as one that surrounds a page's content."""
    if element.tag in ("body", "html"):
        return False
    if element.tag in AROUND_TAGS:
        inside = any(parent.tag in OWNING_TAGS for parent in element.iterancestors())
        return element.tag == "nav" or not inside
    named = " ".join(element.get(key) or "" for key in ("class", "id", "role")).lower()
    tokens = _TOKEN.findall(named)
    if len(tokens) > MOST_TOKENS or _AROUND.isdisjoint(tokens) or _CONTENT.intersection(tokens):
        return False
    return next(element.iter("h1", *CONTENT_TAGS), None) is None
