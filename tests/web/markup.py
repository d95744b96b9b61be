"""What is wrong in the markup of a page: html5lib's errors, and what it does not look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import html5lib
from html5lib.constants import E

XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = (
    "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details",
    "aria-errormessage", "aria-activedescendant", "aria-flowto", "headers",
)  # fmt: skip
OBSOLETE = {
    "acronym", "applet", "basefont", "bgsound", "big", "blink", "center", "dir", "font", "frame",
    "frameset", "isindex", "keygen", "listing", "marquee", "menuitem", "multicol", "nextid",
    "nobr", "noembed", "noframes", "param", "plaintext", "rb", "rtc", "spacer", "strike", "tt",
    "xmp",
}  # fmt: skip
OBSOLETE_ATTRIBUTES = {
    "align", "alink", "background", "bgcolor", "border", "cellpadding", "cellspacing", "clear",
    "compact", "frameborder", "hspace", "link", "marginheight", "marginwidth", "noshade",
    "nowrap", "scrolling", "text", "valign", "vlink", "vspace", "charoff", "char", "axis", "abbr",
}  # fmt: skip
LABELLED = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button", "image", "reset")  # types of input that need no label
INTERACTIVE = ("a", "button", "select", "textarea", "input", "label", "summary", "iframe", "video")
NESTED = ("label",)  # what may hold one control
PHRASING_ONLY = ("p", *HEADINGS, "span", "a", "button", "label", "summary", "dt")


def find_faults(html: str) -> list[str]:
    """Everything that is wrong with a page, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(html)
    faults = [f"{place}: {E[code] % given}" for place, code, given in parser.errors]
    nodes = list(_each_node(tree))
    for check in CHECKS:
        faults += check(nodes)
    return faults


Node = tuple[Any, tuple[Any, ...]]  # an element with all that stand around it, the nearest last


def _each_node(element: Any, around: tuple[Any, ...] = ()) -> Iterator[Node]:
    if not isinstance(element.tag, str):
        return
    yield element, around
    for child in element:
        yield from _each_node(child, (*around, element))


def _name(element: Any) -> str:
    return str(element.tag).removeprefix(XHTML)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _ids(nodes: list[Node]) -> Counter[str]:
    return Counter(element.get("id") for element, _ in nodes if element.get("id") is not None)


def check_ids(nodes: list[Node]) -> Iterator[str]:
    for id_, number in _ids(nodes).items():
        if number > 1:
            yield f"id {id_!r} stands {number} times"
        if not id_ or re.search(r"\s", id_):
            yield f"id {id_!r} is none"


def check_references(nodes: list[Node]) -> Iterator[str]:
    ids = _ids(nodes)
    for element, _ in nodes:
        for attribute in REFERENCES:
            for id_ in (element.get(attribute) or "").split():
                if id_ not in ids:
                    yield f"{_name(element)} {attribute}={id_!r} is nowhere"
        target = element.get("href", "") if _name(element) == "a" else ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"link to {target!r} leads nowhere"


def check_labels(nodes: list[Node]) -> Iterator[str]:
    controls = {e.get("id"): e for e, _ in nodes if _name(e) in (*LABELLED, "button", "output")}
    named = {e.get("for") for e, _ in nodes if _name(e) == "label" and e.get("for")}
    yield from (f"label for {id_!r} has no control" for id_ in named if id_ not in controls)
    for element, around in nodes:
        if _name(element) not in LABELLED or element.get("type") in UNLABELLED:
            continue
        inside = any(_name(outer) == "label" for outer in around)
        told = element.get("aria-label") or element.get("aria-labelledby")
        if not (inside or told or element.get("id") in named):
            yield f"{_name(element)} {element.get('name')!r} has no label"
    for element, _ in nodes:
        if _name(element) in ("a", "button", "summary") and not _is_named(element):
            yield f"{_name(element)} {element.get('href') or ''} has no name"


def _is_named(element: Any) -> bool:
    pictures = [e for e in element.iter() if isinstance(e.tag, str) and e.get("alt")]
    return bool(_text(element) or element.get("aria-label") or pictures or element.get("id") == "_")


def check_headings(nodes: list[Node]) -> Iterator[str]:
    levels = [int(_name(e)[1]) for e, _ in nodes if _name(e) in HEADINGS]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} h1"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"h{after} follows h{before}"
    yield from (f"empty {_name(e)}" for e, _ in nodes if _name(e) in HEADINGS and not _text(e))


def check_landmarks(nodes: list[Node]) -> Iterator[str]:
    found = Counter(_name(element) for element, _ in nodes)
    if found["main"] != 1:
        yield f"there are {found['main']} main"
    navigations = [e for e, _ in nodes if _name(e) == "nav"]
    labels = Counter(e.get("aria-label") or e.get("aria-labelledby") for e in navigations)
    for label, number in labels.items():
        if len(navigations) > 1 and (label is None or number > 1):
            yield f"{number} nav are called {label!r}"
    for element, around in nodes:
        inside = {_name(outer) for outer in around}
        if _name(element) == "main" and inside & {"article", "aside", "footer", "header", "nav"}:
            yield "main stands in another landmark"
        if _name(element) == "section" and not (
            element.get("aria-labelledby") or element.get("aria-label")
        ):
            yield "a section has no name"


def check_pictures(nodes: list[Node]) -> Iterator[str]:
    for element, _ in nodes:
        if _name(element) in ("img", "area") and element.get("alt") is None:
            yield f"{_name(element)} has no alt"
        if _name(element).endswith("}svg") and not (
            element.get("aria-label")
            or element.get("aria-labelledby")
            or element.get("aria-hidden") == "true"
        ):
            yield "a drawing has no name"


def check_obsolete(nodes: list[Node]) -> Iterator[str]:
    for element, _ in nodes:
        if not str(element.tag).startswith(XHTML):
            continue
        if _name(element) in OBSOLETE:
            yield f"{_name(element)} is obsolete"
        for attribute in element.attrib:
            if attribute in OBSOLETE_ATTRIBUTES or str(attribute).startswith("on"):
                yield f"{_name(element)} has {attribute}"
            if attribute == "style":
                yield f"{_name(element)} has a style of its own"


def check_nesting(nodes: list[Node]) -> Iterator[str]:
    for element, around in nodes:
        outer = [_name(e) for e in around]
        name = _name(element)
        if name in INTERACTIVE and element.get("type") != "hidden":
            holding = [
                o for o in outer if o in INTERACTIVE and (o, name in LABELLED) != ("label", True)
            ]
            if holding:
                yield f"{name} stands in {holding[-1]}: {_text(element)[:40]}"
        if name == "form" and "form" in outer:
            yield "a form stands in a form"
        if name in ("header", "footer") and {"header", "footer"} & set(outer):
            yield f"{name} stands in {outer[-1]}"
        block = name in (
            "div",
            "p",
            "ul",
            "ol",
            "dl",
            "table",
            "section",
            "form",
            "figure",
            "blockquote",
        )
        if block and outer and outer[-1] in PHRASING_ONLY and outer[-1] not in ("a",):
            yield f"{name} stands in {outer[-1]}"
        if name == "li" and outer[-1] not in ("ul", "ol", "menu"):
            yield f"li stands in {outer[-1]}"
        if outer and outer[-1] in ("ul", "ol") and name not in ("li", "script", "template"):
            yield f"{name} stands in {outer[-1]}"
        if outer and outer[-1] == "dl" and name not in ("dt", "dd", "div"):
            yield f"{name} stands in dl"


def check_head(nodes: list[Node]) -> Iterator[str]:
    root = nodes[0][0]
    if not root.get("lang"):
        yield "the page has no lang"
    titles = [e for e, around in nodes if _name(e) == "title" and _name(around[-1]) == "head"]
    if len(titles) != 1 or not _text(titles[0]):
        yield f"there are {len(titles)} titles"
    if not any(_name(e) == "meta" and e.get("charset") for e, _ in nodes):
        yield "no charset is told"


CHECKS: tuple[Callable[[list[Node]], Iterator[str]], ...] = (
    check_ids,
    check_references,
    check_labels,
    check_headings,
    check_landmarks,
    check_pictures,
    check_obsolete,
    check_nesting,
    check_head,
)
