"""Pages that sitemaps and sitemap indexes name."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from onrecord.acquire.answers import Answer, FetchError
from onrecord.acquire.feeds import ROOTS, find_feed_items
from onrecord.acquire.guarded import open_body, parse_xml, strip_markup
from onrecord.acquire.links import tidy_address
from onrecord.acquire.moments import parse_moment
from onrecord.acquire.pointed import Pointed, Portion

ENTRIES = {"urlset": "url", "sitemapindex": "sitemap"}
SAID = ("loc", "lastmod", "title", "publication_date")


def find_sitemap_items(answer: Answer) -> Portion:
    """The pages of a sitemap, or the sitemaps of an index, in its order; packed or not.

    A text with an address a line and a feed are sitemaps too. `updated` is when the page was
    changed last, title and day are there where it is a sitemap of news. Raises `FetchError`.
    """
    body = open_body(answer)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _read_lines(body, answer)
    root = parse_xml(body, answer.address, answer.charset)
    kind = _local(root)
    if kind in ROOTS:
        return find_feed_items(answer)
    if kind not in ENTRIES:
        raise FetchError(answer.address, "it is no sitemap", "put a page under 'lists'")
    entries = [child for child in root if _local(child) == ENTRIES[kind]]
    found = list(_read_entries(entries, answer.final))
    if kind == "urlset":
        return Portion(tuple(found))
    newest = sorted(found, key=lambda one: one.updated or "", reverse=True)
    return Portion((), tuple(one.address for one in newest))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _read_entries(entries: list[etree._Element], base: str) -> Iterator[Pointed]:
    for entry in entries:
        said: dict[str, str] = {}
        for element in entry.iter():
            if _local(element) in SAID and not _is_picture(element):
                said.setdefault(_local(element), strip_markup(element.text or ""))
        address = tidy_address(base, said["loc"]) if said.get("loc") else None
        if address:
            yield Pointed(
                address,
                title=said.get("title") or None,
                published=parse_moment(said.get("publication_date")),
                updated=parse_moment(said.get("lastmod")),
            )


def _is_picture(element: etree._Element) -> bool:
    """Whether a title or address is that of a picture or video on the page."""
    return any(kind in str(element.tag) for kind in ("sitemap-image", "sitemap-video"))


def _read_lines(body: bytes, answer: Answer) -> Portion:
    lines = body.decode("utf-8-sig", "replace").splitlines()
    addresses = [line.strip() for line in lines if line.strip()]
    if not all(line.startswith(("http://", "https://")) for line in addresses):
        raise FetchError(answer.address, "it is no sitemap", "check the address")
    found = (tidy_address(answer.final, line) for line in addresses)
    return Portion(tuple(Pointed(address) for address in found if address))
