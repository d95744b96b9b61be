"""What a page has besides its text: files to take away, and pictures with their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from onrecord.clean.roles import Roles, split_names
from onrecord.clean.tags import DROPPED
from onrecord.model.text import Attachment

FILE_ENDINGS = frozenset(
    """
    csv doc docx epub ics mp3 mp4 ods odt odp pdf ppt pptx rtf tif tiff xls xlsx xml zip
    """.split()  # noqa: SIM905 a list of quoted names is harder to read
)
PICTURE_ENDINGS = frozenset("avif gif jpeg jpg png webp".split())  # noqa: SIM905
SOURCES = ("src", "data-src", "data-lazy-src", "data-original")  # where a picture's address stands
SMALL_SIDE = 64  # pixels of the longest side of an icon
MAX_NODES = 20_000  # links and pictures of a page that are looked at
MAX_ATTACHMENTS = 500  # files and pictures that are kept of a page
LABEL_LENGTH = 300  # characters of a label or caption
ADDRESS_LENGTH = 2_000  # characters of the longest address
ABOVE = 12  # elements above a picture among which its figure stands

_NUMBER = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")
_ORNAMENTS = frozenset({"icon", "icons", "logo", "logos", "emblem", "sprite", "avatar", "spacer"})
_PAGE_PARTS = frozenset({"photo", "beside"})  # furniture in which a page's own stand


def find_attachments(root: etree._Element, roles: Roles, address: str) -> tuple[Attachment, ...]:
    """The files that a page's own part links to and the pictures in it, in order, each once.

    Addresses are whole where the page's is. Menus, footers and what is of other pages are left
    out, so are icons and pictures that stand in the markup itself.
    """
    base = _find_base(root, address)
    found: dict[tuple[str, str], Attachment] = {}
    for node in islice(root.iter("a", "img"), MAX_NODES):
        if not _is_own(node, roles):
            continue
        one = _read_link(node, base) if node.tag == "a" else _read_picture(node, base)
        if one is None:
            continue
        held = found.get((one.kind, one.address))
        if held is None or (not held.label and one.label):
            found[one.kind, one.address] = one
        if len(found) >= MAX_ATTACHMENTS:
            break
    return tuple(found.values())


def _find_base(root: etree._Element, address: str) -> str:
    stated = next((node.get("href") or "" for node in root.iter("base")), "").strip()
    if address.startswith(("http://", "https://")):
        return _join(address, stated)
    return stated if stated.startswith(("http://", "https://")) else ""


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def _is_own(node: etree._Element, roles: Roles) -> bool:
    """Whether an element stands in the page's own part."""
    role = roles.get(node) or ""
    kept = not role or role == "headline" or role.partition(":")[2] in _PAGE_PARTS
    if role == "teaser" or not kept:
        return False
    return not roles.has_main or roles.is_inside(node)


def _read_link(node: etree._Element, base: str) -> Attachment | None:
    address = (node.get("href") or "").strip()
    ending = _find_ending(address)
    if ending is None or ending in PICTURE_ENDINGS:
        return None
    if ending not in FILE_ENDINGS and node.get("download") is None:
        return None
    return _make("file", _join(base, address), _flatten(node) or node.get("title") or "")


def _read_picture(node: etree._Element, base: str) -> Attachment | None:
    address = next((node.get(name) or "" for name in SOURCES if _is_address(node.get(name))), "")
    if not address or _is_small(node) or not _ORNAMENTS.isdisjoint(split_names(node)):
        return None
    return _make("picture", _join(base, address.strip()), _find_caption(node))


def _is_address(value: str | None) -> bool:
    return bool(value and value.strip()) and not value.strip().startswith("data:")  # type: ignore[union-attr]


def _make(kind: str, address: str, label: str) -> Attachment | None:
    if len(address) > ADDRESS_LENGTH or urlsplit_scheme(address) not in ("", "http", "https"):
        return None
    return Attachment(kind, address, " ".join(label.split())[:LABEL_LENGTH])


def urlsplit_scheme(address: str) -> str:
    """The scheme of an address, '?' where it is none that can be read."""
    try:
        return urlsplit(address).scheme.casefold()
    except ValueError:
        return "?"


def _find_ending(address: str) -> str | None:
    """The ending of an address's path, empty where it has none; None of what is no address."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    if not path:
        return None
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].casefold() if "." in name else ""


def _is_small(node: etree._Element) -> bool:
    sides = [_NUMBER.match(node.get(name) or "") for name in ("width", "height")]
    known = [int(side[1]) for side in sides if side]
    return bool(known) and max(known) <= SMALL_SIDE


def _find_caption(node: etree._Element) -> str:
    """The caption of the figure that a picture stands in, else its own words."""
    for above in islice(node.iterancestors(), ABOVE):
        if above.tag == "figure":
            caption = next(above.iter("figcaption"), None)
            if caption is not None and _flatten(caption):
                return _flatten(caption)
    return node.get("alt") or node.get("title") or ""


def _flatten(node: etree._Element) -> str:
    return " ".join("".join(_each_text(node)).split())


def _each_text(node: etree._Element) -> Iterator[str]:
    for below in node.iter(etree.Element):
        if below.tag not in DROPPED and below.text:
            yield below.text
        if below is not node and below.tail:
            yield below.tail
