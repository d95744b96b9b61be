"""What the head of an HTML page says of it: title, day of publication, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from onrecord.clean.dates import find_dates, make_day

PUBLISHED_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "citation_publication_date",
)
DATED_NAMES = (  # of which some sites write the day of the last change
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "date",
    "parsely-pub-date",
    "sailthru.date",
)
FIRST_PUBLISHED = "first-published"  # ends the names of some governments' fields
ASIDES = ("aside", "nav", "footer", "li")  # elements whose times are of other pages
ADDRESS_LENGTH = 2_000  # characters of an address that are looked through
LINKED_DEPTH = 6  # levels of JSON-LD that are looked through
LINKED_LENGTH = 200_000  # characters of one JSON-LD block that are read

_ADDRESSED = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<mark>[/_-]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)"
)
_DAY = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})(?!\d)")


def find_published(root: etree._Element) -> str | None:
    """The day of publication that the markup gives, as ISO 8601."""
    for value in _iter_published(root):
        day = read_day(value)
        if day:
            return day
    return None


def read_day(value: str) -> str | None:
    """The ISO 8601 day that a field of a page or a line names, None where it names none."""
    match = _DAY.match(value)
    if match:
        return match[1] if next(find_dates(match[1]), None) else None
    date = next(find_dates(value[:80]), None)
    return date.day.isoformat() if date else None


def find_addressed(address: str) -> str | None:
    """The day that the path of a web address holds, as ISO 8601: '/2023/05/17/', '20230517'."""
    if not address.startswith(("http://", "https://")):
        return None
    for match in _ADDRESSED.finditer(address[:ADDRESS_LENGTH]):
        day = make_day(match["year"], match["month"], match["day"])
        if day:
            return day.isoformat()
    return None


def _iter_published(root: etree._Element) -> Iterator[str]:
    metas = {
        (node.get("property") or node.get("name") or node.get("itemprop") or "").casefold(): node
        for node in root.iter("meta")
    }
    yield from (metas[name].get("content") or "" for name in PUBLISHED_NAMES if name in metas)
    for name, node in metas.items():
        if FIRST_PUBLISHED in name:
            yield node.get("content") or ""
    yield from _iter_linked(root)
    for node in root.iter("time"):
        if node.get("pubdate") is not None or node.get("itemprop") == "datePublished":
            yield node.get("datetime") or ""
    for node in root.xpath("//*[@itemprop='datePublished']"):
        yield node.get("content") or node.get("datetime") or ""
    yield from (metas[name].get("content") or "" for name in DATED_NAMES if name in metas)
    yield from _iter_article_times(root)


def _iter_article_times(root: etree._Element) -> Iterator[str]:
    """The one time that the page's only article is marked with, its day if there are several."""
    articles = [*root.iter("article")]
    scope = articles[0] if len(articles) == 1 else root
    nodes = [node for node in scope.iter("time") if node.get("datetime") and not _is_change(node)]
    outer = [node for node in nodes if not any(True for _ in node.iterancestors(*ASIDES))]
    days = {(node.get("datetime") or "")[:10] for node in outer}
    if len(days) == 1:
        yield days.pop()


def _is_change(node: etree._Element) -> bool:
    """Whether a time is that of the page's last change."""
    return "dateModified" in (node.get("itemprop"), node.get("property"))


def _iter_linked(root: etree._Element) -> Iterator[str]:
    for node in root.iter("script"):
        if (node.get("type") or "").casefold() != "application/ld+json":
            continue
        try:
            data = json.loads((node.text or "")[:LINKED_LENGTH])
        except (ValueError, RecursionError):
            continue
        yield from _find_key(data, "datePublished")


def _find_key(data: Any, key: str) -> Iterator[str]:
    level = [data]
    for _ in range(LINKED_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                if isinstance(item.get(key), str):
                    yield item[key]
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below


def find_lang(root: etree._Element) -> str | None:
    """The language that the page declares, as its first subtag."""
    tag = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    code = re.split(r"[-_]", tag.strip())[0].casefold()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None
