"""Roles: which elements of a page are furniture, headline or teaser by their markup."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from onrecord.clean.furniture import is_trail
from onrecord.clean.mastheads import is_institution
from onrecord.lexicon.loader import load_table

MAIN_SHARE = 0.5  # an element with more of the page's running text is never furniture by its class
MAX_HEADINGS = 30  # headings of one level that are looked at
MAIN_LENGTH = 120  # characters of running text that make an article or main element count

FURNITURE_TAGS = {
    "nav": "menu",
    "footer": "legal",
    "form": "form",
    "button": "form",
    "select": "form",
    "figcaption": "photo",
    "dialog": "form",
}
FURNITURE_ROLES = {
    "navigation": "menu",
    "banner": "menu",
    "search": "form",
    "contentinfo": "legal",
    "menu": "menu",
    "menubar": "menu",
    "dialog": "form",
}

_NAME = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])|\d+")


class Roles:
    """What each element is, looked up by element; an element takes its parent's role."""

    def __init__(self, main: etree._Element | None = None) -> None:
        self._main = main
        self._by_node: dict[etree._Element, str | None] = {}

    def get(self, node: etree._Element | None) -> str | None:
        """'furniture:<name>', 'headline', 'teaser', or None for plain text."""
        return self._by_node.get(node) if node is not None else None

    @property
    def has_main(self) -> bool:
        """Whether the page says which element holds its article."""
        return self._main is not None

    def is_inside(self, node: etree._Element | None) -> bool:
        """Whether an element stands in the page's article."""
        if node is None or self._main is None:
            return False
        return node is self._main or self._main in node.iterancestors()

    def put(self, node: etree._Element, role: str | None) -> None:
        """Settle what an element is."""
        self._by_node[node] = role


def find_roles(root: etree._Element) -> Roles:
    """The roles of a page's elements."""
    weights = measure_nodes(root)
    total = weights.get(root, 0)
    main = find_main_node(root, weights)
    title = find_title_node(root, main)
    keep = set(title.iterancestors()) if title is not None else set()
    inside = set(main.iterancestors()) | {main} if main is not None else set()
    roles = Roles(main)
    between = False
    for _, node in etree.iterwalk(root, events=("start",)):
        parent = node.getparent()
        above = roles.get(parent)
        if above and above != "teaser":
            roles.put(node, above)
            continue
        own = None
        if node is main:
            between = False
        if node is title:
            own, between = "headline", main is not None and main not in keep
        elif node not in inside and node not in keep:
            heavy = weights.get(node, 0) > MAIN_SHARE * total
            own = _role_by_tag(node, main) or (None if heavy else _role_by_class(node))
            beside = main is not None and parent in inside and parent is not main
            if own is None and beside and not between:
                own = "teaser"
        roles.put(node, own or above)
    return roles


def measure_nodes(root: etree._Element) -> Mapping[etree._Element, int]:
    """The number of characters of text outside links in each element."""
    weights: dict[etree._Element, int] = {}
    for _, node in etree.iterwalk(root, events=("end",)):
        own = (
            0
            if node.tag in ("script", "style", "template", "noscript")
            else len((node.text or "").strip())
        )
        below = sum(weights[child] + len((child.tail or "").strip()) for child in node)
        weights[node] = 0 if node.tag in ("a", "nav", "footer", "head", "script") else own + below
    return weights


def find_main_node(
    root: etree._Element, weights: Mapping[etree._Element, int]
) -> etree._Element | None:
    """The element that the page says holds its article, None where it says nothing."""
    articles = [node for node in root.iter("article") if weights[node] >= MAIN_LENGTH]
    known = set(articles)
    outer = [node for node in articles if not known.intersection(node.iterancestors("article"))]
    if len(outer) == 1:
        return outer[0]
    bodies = root.xpath("//*[@itemprop='articleBody']")
    for nodes in ([*root.iter("main")], root.xpath("//*[@role='main']"), bodies):
        found = [node for node in nodes if weights[node] >= MAIN_LENGTH]
        if len(found) == 1:
            return found[0]
    return None


def find_title_node(root: etree._Element, main: etree._Element | None) -> etree._Element | None:
    """The heading that names the page's article, None where there is no telling."""
    headings = [node for node in islice(root.iter("h1"), MAX_HEADINGS) if _may_title(node)]
    if not headings:
        headings = [
            node for node in islice(root.iter("h2"), MAX_HEADINGS) if _matches_title(node, root)
        ]
    for choice in (
        [node for node in headings if _matches_title(node, root)],
        [node for node in headings if main is not None and main in node.iterancestors()],
        headings if len(headings) == 1 else [],
    ):
        if choice:
            return choice[-1]
    return None


def _may_title(node: etree._Element) -> bool:
    """Whether a heading could name an article: it names no section and no institution."""
    text = _content(node)
    return bool(text) and not is_trail(text.casefold()) and not is_institution(text)


def _content(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _matches_title(node: etree._Element, root: etree._Element) -> bool:
    own = _content(node).casefold()
    return len(own) > 3 and any(own in title or title in own for title in find_titles(root))


def find_titles(root: etree._Element) -> list[str]:
    """What the page's head calls it, lower case."""
    titles = root.xpath(
        "//meta[@property='og:title' or @name='twitter:title' or @name='DC.title']/@content"
    )
    titles += [_content(node) for node in root.iter("title")][:1]
    flat = [" ".join(str(title).split()).casefold() for title in titles]
    return [title for title in flat if len(title) > 8]


def _role_by_tag(node: etree._Element, main: etree._Element | None) -> str | None:
    name = FURNITURE_TAGS.get(str(node.tag)) or FURNITURE_ROLES.get(node.get("role") or "")
    if (
        not name
        and node.tag == "header"
        and not (main is not None and main in node.iterancestors())
    ):
        name = "menu"
    if not name and node.tag == "aside":
        return _role_by_class(node) or "furniture:related"
    return f"furniture:{name}" if name else None


def _role_by_class(node: etree._Element) -> str | None:
    if node.tag in ("html", "body", "main", "article"):
        return None
    words = set(split_names(node))
    for name, known in _class_words():
        if words & known:
            return "teaser" if name == "teaser" else f"furniture:{name}"
    return None


@functools.cache
def _class_words() -> tuple[tuple[str, frozenset[str]], ...]:
    table = load_table("layout")["markup"]
    return tuple((name, frozenset(words)) for name, words in table.items())


def split_names(node: etree._Element) -> Iterator[str]:
    """The words of an element's classes and id, lower case, whole names too."""
    for name in f"{node.get('class') or ''} {node.get('id') or ''}".split():
        yield name.casefold()
        yield from (word.casefold() for word in _NAME.findall(name))
