"""Releases that RSS, Atom and JSON feeds announce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from onrecord.acquire.answers import Answer, FetchError
from onrecord.acquire.guarded import open_body, parse_json, parse_xml, strip_markup
from onrecord.acquire.links import tidy_address
from onrecord.acquire.moments import parse_moment
from onrecord.acquire.pointed import Pointed, Portion

ROOTS = ("rss", "feed", "rdf", "channel")
ENTRIES = ("item", "entry")
TEASER_LENGTH = 1000  # characters of a teaser that are kept
MEDIA = "{http://search.yahoo.com/mrss/}"  # titles and texts of pictures, not of releases
FOLLOWED = ("next", "prev-archive")

_PUBLISHED = ("published", "pubdate", "issued", "date", "created")
_UPDATED = ("updated", "modified")
_TEASERS = ("summary", "description", "subtitle")


def find_feed_items(answer: Answer) -> Portion:
    """The releases of an RSS, Atom or JSON feed, in its order, and the feed's next page.

    Raises `FetchError` for what is no feed.
    """
    body = open_body(answer)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(parse_json(body, answer.address), answer)
    root = parse_xml(body, answer.address, answer.charset)
    if _local(root) not in ROOTS:
        raise FetchError(answer.address, "it is no feed", "put a page under 'lists'")
    return Portion(tuple(_read_entries(root, answer.final)), tuple(_find_next(root, answer.final)))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _read_entries(root: etree._Element, base: str) -> Iterator[Pointed]:
    for entry in root.iter():
        if _local(entry) not in ENTRIES:
            continue
        link = _find_link(entry)
        address = tidy_address(urljoin(base, entry.base or ""), link) if link else None
        if address:
            yield Pointed(
                address,
                title=_find_text(entry, ("title",)),
                published=parse_moment(_find_text(entry, _PUBLISHED)),
                teaser=_cut(_find_text(entry, _TEASERS)),
                updated=parse_moment(_find_text(entry, _UPDATED)),
            )


def _cut(teaser: str | None) -> str | None:
    return teaser[:TEASER_LENGTH] if teaser else None


def _find_link(entry: etree._Element) -> str:
    """The address of an entry's page; a feed without it gives a permanent id."""
    for link in entry:
        if _local(link) == "link":
            target = link.get("href") or (link.text or "").strip()
            if target and link.get("rel", "alternate") == "alternate":
                return target
    for guid in entry:
        value = (guid.text or "").strip()
        permanent = guid.get("isPermaLink", "true") == "true"
        if _local(guid) in ("guid", "id") and permanent and value.startswith("http"):
            return value
    return ""


def _find_text(entry: etree._Element, names: tuple[str, ...]) -> str | None:
    for name in names:
        for child in entry:
            if _local(child) == name and not str(child.tag).startswith(MEDIA):
                text = strip_markup("".join(str(part) for part in child.itertext()))
                if text:
                    return text
    return None


def _find_next(root: etree._Element, base: str) -> Iterator[str]:
    places = (root, *(child for child in root if _local(child) == "channel"))
    for link in (child for place in places for child in place if _local(child) == "link"):
        address = tidy_address(base, link.get("href", ""))
        if link.get("rel") in FOLLOWED and address and address != base:
            yield address


def _read_json(data: Any, answer: Answer) -> Portion:
    items = data.get("items") if isinstance(data, Mapping) else None
    if not isinstance(items, list) or "jsonfeed" not in str(data.get("version", "")):
        raise FetchError(answer.address, "it is no JSON Feed", "declare an API under 'api'")
    found = [_read_item(item, answer.final) for item in items if isinstance(item, Mapping)]
    following = data.get("next_url")
    address = tidy_address(answer.final, following) if isinstance(following, str) else None
    return Portion(tuple(one for one in found if one), (address,) if address else ())


def _read_item(item: Mapping[str, Any], base: str) -> Pointed | None:
    said = {key: value for key, value in item.items() if isinstance(value, str)}
    link = said.get("url") or said.get("external_url") or said.get("id")
    address = tidy_address(base, link) if link else None
    if address is None:
        return None
    teaser = strip_markup(said.get("summary") or said.get("content_text", ""))
    return Pointed(
        address,
        title=strip_markup(said.get("title", "")) or None,
        published=parse_moment(said.get("date_published")),
        teaser=_cut(teaser),
        updated=parse_moment(said.get("date_modified")),
    )
