"""Roles: which elements of a page are furniture, headline or teaser by their markup."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from onrecord.clean.dates import find_dates
from onrecord.clean.dense import find_dense_node
from onrecord.clean.tags import BLOCKS, HEADINGS
from onrecord.clean.titles import find_title_node
from onrecord.lexicon.loader import load_table, load_words

MAIN_SHARE = 0.5  # an element with more of the page's running text is never furniture by its class
ABOVE = 12  # elements above one by which it is told to be furniture
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

PLAIN_ROLES = frozenset({"teaser", "meta"})  # roles by class that are no furniture
META_PROPERTIES = frozenset({"author", "publisher", "datePublished", "dateModified"})
CAPTION_LENGTH = 200  # characters of the longest caption
META_LENGTH = 300  # characters of the longest element with a day and an author

# Names that page builders give to every box: the rest says what is in it.
_BUILT = re.compile(
    r"views-(?=row|field|view|element|exposed)|elementor-(?:widget(?:-(?:wrap|container))?$|widget-)?|wp-block-"
)
_NAME = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])|\d+")


class Roles:
    """What each element is, looked up by element; an element takes its parent's role."""

    def __init__(
        self,
        main: etree._Element | None = None,
        dense: etree._Element | None = None,
        title: etree._Element | None = None,
    ) -> None:
        self.title = title
        self._main = main
        self._inner = main if main is not None else dense
        self._by_node: dict[etree._Element, str | None] = {}

    def get(self, node: etree._Element | None) -> str | None:
        """'furniture:<name>', 'headline', 'teaser', 'meta' (day, author), None for plain text."""
        return self._by_node.get(node) if node is not None else None

    @property
    def has_main(self) -> bool:
        """Whether the page says which element holds its article."""
        return self._main is not None

    def is_inside(self, node: etree._Element | None) -> bool:
        """Whether an element stands in the page's article, or where most of its text does."""
        if node is None or self._inner is None:
            return False
        return node is self._inner or self._inner in node.iterancestors()

    def put(self, node: etree._Element, role: str | None) -> None:
        """Settle what an element is."""
        self._by_node[node] = role


def find_roles(root: etree._Element) -> Roles:
    """The roles of a page's elements."""
    weights = measure_nodes(root)
    main = find_main_node(root, weights)
    title = find_title_node(root, main, _is_beside)
    dense = find_dense_node(root, weights) if main is None else None
    marker = _Marker(weights, weights.get(root, 0), main, title, _read_lang(root) or "en")
    roles = Roles(main, dense, title)
    for _, node in etree.iterwalk(root, events=("start",)):
        above = roles.get(node.getparent())
        own = marker.choose_role(node, above)
        roles.put(node, own or above)
    return roles


class _Marker:
    """Tells an element's own role on the way down a page."""

    def __init__(
        self,
        weights: Mapping[etree._Element, int],
        total: int,
        main: etree._Element | None,
        title: etree._Element | None,
        lang: str,
    ) -> None:
        self._weights = weights
        self._heavy = MAIN_SHARE * total
        self._main = main
        self._title = title
        self._lang = lang
        self._keep = set(title.iterancestors()) if title is not None else set()
        self._inside = set(main.iterancestors()) | {main} if main is not None else set()
        self._between = False

    def choose_role(self, node: etree._Element, above: str | None) -> str | None:
        """The role that an element has by itself, None where it has that of what is above."""
        if above and above != "teaser":
            return None
        if node is self._main:
            self._between = False
        if node is self._title:
            self._between = self._main is not None and self._main not in self._keep
            return "headline"
        if node in self._inside or node in self._keep:
            return None
        own = self._find_furniture(node)
        if own == "teaser" and self._between and node.find(".//a") is None:
            return None  # the lead of the article
        if own == "meta" and (above or self._weights[node] > META_LENGTH):
            return None
        parent = node.getparent()
        beside = parent in self._inside and parent is not self._main
        return "teaser" if own is None and beside and not self._between else own

    def _find_furniture(self, node: etree._Element) -> str | None:
        heavy = self._weights.get(node, 0) > self._heavy
        if _is_foreign(node, self._lang):
            return "furniture:translation"
        if node.get("itemprop") in META_PROPERTIES and not _has_date(node):
            return "furniture:meta"
        if self._is_captioned(node):
            return "furniture:photo"
        if node.tag == "dl" and self._weights[node] <= META_LENGTH and _is_labelled(node):
            return "meta"
        tagged = None if heavy and node.tag == "form" else _role_by_tag(node, self._main)
        return tagged or (None if heavy else _role_by_class(node))

    def _is_captioned(self, node: etree._Element) -> bool:
        """Whether a box holds a picture and, in one element of its own, a few words."""
        if node.tag != "div" or not 0 < self._weights[node] <= CAPTION_LENGTH:
            return False
        if (node.text or "").strip() or any((child.tail or "").strip() for child in node):
            return False
        told = [one for one in node.iter() if one.tag != "img" and (one.text or "").strip()]
        return len(told) == 1 and next(node.iter("img"), None) is not None


def _is_labelled(node: etree._Element) -> bool:
    """Whether the terms of a list are those of a release's day, author or number of readers."""
    known = load_words("layout", "stamps.label") | load_words("layout", "stamps.other")
    terms = ("".join(islice(term.itertext(), 9)) for term in islice(node.iter("dt"), 12))
    return any(term.strip(" :\n\t").casefold() in known for term in terms)


def _read_lang(node: etree._Element) -> str:
    return (node.get("lang") or "").strip().casefold().replace("_", "-").partition("-")[0]


def _is_foreign(node: etree._Element, lang: str) -> bool:
    """Whether a block of an English page says that it is in another language."""
    own = _read_lang(node) if lang == "en" and node.tag in BLOCKS else ""
    return own not in ("", lang)


def _has_date(node: etree._Element) -> bool:
    text = " ".join("".join(islice(node.itertext(), 20)).split())
    return next(find_dates(text[:META_LENGTH]), None) is not None


def _is_beside(node: etree._Element) -> bool:
    """Whether an element stands in furniture by its markup."""
    above = islice(node.iterancestors(), ABOVE)
    roles = (
        _role_by_tag(one, None) or _role_by_class(one)
        for one in (node, *above)
        if one.tag != "form"
    )
    return any(role not in (None, "meta") for role in roles)


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


def _opens_section(node: etree._Element) -> bool:
    """Whether a button is the heading of text that opens at a click."""
    parent = node.getparent()
    headed = parent is not None and parent.tag in HEADINGS
    return node.tag == "button" and (headed or "accordion" in split_names(node))


def _role_by_tag(node: etree._Element, main: etree._Element | None) -> str | None:
    if _opens_section(node):
        return None
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
            return name if name in PLAIN_ROLES else f"furniture:{name}"
    return None


@functools.cache
def _class_words() -> tuple[tuple[str, frozenset[str]], ...]:
    table = load_table("layout")["markup"]
    return tuple((name, frozenset(words)) for name, words in table.items())


def split_names(node: etree._Element) -> Iterator[str]:
    """The words of an element's classes and id, lower case, whole names too."""
    for given in f"{node.get('class') or ''} {node.get('id') or ''}".split():
        name = _BUILT.sub("", given)
        if name:
            yield name.casefold()
            yield from (word.casefold() for word in _NAME.findall(name))
