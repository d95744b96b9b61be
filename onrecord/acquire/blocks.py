"""The blocks of a list: each is what belongs to one release, with its title, day and teaser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from onrecord.acquire.anchors import Anchor
from onrecord.acquire.moments import find_day, has_date, is_only_date, parse_moment
from onrecord.lexicon.loader import load_words

MOST_BLOCK = 4000  # characters of a block that are looked at
LEAST_TEASER = 8  # words
TEASER_LENGTH = 1000  # characters of a teaser that are kept
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PIECES = ("p", "div", "span", "td", "dd", "section")

_MORE = load_words("links", "more")
_FORMS = load_words("links", "forms")
_TRIMMED = " .…»›→>:[]()"


@dataclass(frozen=True, slots=True)
class Block:
    """What belongs to one release on a page: `dated` where any date stands in it."""

    element: etree._Element
    address: str
    title: str | None
    published: str | None
    teaser: str | None
    dated: bool
    around: bool


def is_more(words: str) -> bool:
    """Whether a link's words only say that there is more to read."""
    return words.lower().strip(_TRIMMED) in _MORE


def is_form(words: str) -> bool:
    """Whether a link's words say that it leads to another form of a page, like that for print."""
    return words.lower().strip(_TRIMMED) in _FORMS


def find_blocks(anchors: Sequence[Anchor], others: Sequence[Anchor]) -> list[Block]:
    """The block of each address that the links lead to, in the order of the page.

    A block reaches as far around a link as no link to another of the addresses stands in it;
    where there is one address only, no link of the `others`.
    """
    by_address: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        by_address.setdefault(anchor.address, []).append(anchor)
    owners = _find_owners(anchors if len(by_address) > 1 else others)
    return [_make_block(members, owners) for members in by_address.values()]


def _find_owners(anchors: Sequence[Anchor]) -> dict[etree._Element, str | None]:
    """The one address that the links in an element lead to; None where they lead to several."""
    owners: dict[etree._Element, str | None] = {}
    for anchor in anchors:
        node: etree._Element | None = anchor.element
        while node is not None and node not in owners:
            owners[node] = anchor.address
            node = node.getparent()
        if node is not None and owners[node] != anchor.address:
            _disown(node, owners)
    return owners


def _disown(node: etree._Element | None, owners: dict[etree._Element, str | None]) -> None:
    while node is not None and owners.get(node, "") is not None:
        owners[node] = None
        node = node.getparent()


def _make_block(members: Sequence[Anchor], owners: dict[etree._Element, str | None]) -> Block:
    return fill_block(members, _widen(choose_anchor(members), owners))


def choose_anchor(anchors: Sequence[Anchor]) -> Anchor:
    """The link that says most of where it leads to."""
    return max(anchors, key=lambda one: (not one.around, not is_more(one.words), len(one.words)))


def fill_block(members: Sequence[Anchor], element: etree._Element) -> Block:
    """The block of links to one address, which reaches as far as an element."""
    best = choose_anchor(members)
    text = _text_of(element)
    stamp = next((time.get("datetime") for time in element.iter("time")), None)
    title = _find_title(element, best)
    dates = text.replace(title or "", " ")
    return Block(
        element,
        best.address,
        title,
        parse_moment(stamp) or find_day(dates) or find_day(text),
        _find_teaser(element, title),
        bool(stamp) or has_date(dates) or has_date(text),
        all(one.around for one in members),
    )


def _widen(anchor: Anchor, owners: dict[etree._Element, str | None]) -> etree._Element:
    element = anchor.element
    for parent in element.iterancestors():
        if owners.get(parent) != anchor.address or parent.tag in ("body", "html", "main"):
            break
        element = parent
    return element


def _text_of(element: etree._Element) -> str:
    parts, size = [], 0
    for part in element.itertext():
        parts.append(str(part))
        size += len(parts[-1])
        if size > MOST_BLOCK:
            break
    return " ".join(" ".join(parts).split())


def _find_title(element: etree._Element, best: Anchor) -> str | None:
    """The heading of a block, else the words of its longest link."""
    for heading in element.iter(*HEADINGS):
        words = _text_of(heading)
        if words and not is_only_date(words):
            return words
    if best.words and not is_more(best.words):
        return best.words
    return None


def _find_teaser(element: etree._Element, title: str | None) -> str | None:
    pieces = (_text_of(piece) for piece in element.iter(*PIECES) if not _holds_pieces(piece))
    for words in pieces:
        told = words != title and not is_more(words) and not is_only_date(words)
        rest = words.replace(title, " ", 1) if title else words
        if told and len(rest.split()) >= LEAST_TEASER and words not in (title or ""):
            return words[:TEASER_LENGTH]
    return None


def _holds_pieces(piece: etree._Element) -> bool:
    return any(child.tag in ("p", "div", "section", *HEADINGS) for child in piece)


def date_blocks(root: etree._Element, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those without a date dated by the day that stands above them."""
    if all(block.dated for block in blocks):
        return list(blocks)
    at = {block.element: number for number, block in enumerate(blocks)}
    found = list(blocks)
    day: str | None = None
    for element, number in _walk_outside(root, at):
        if number is None:
            day = _day_above(element) or day
        elif not found[number].dated and day:
            found[number] = replace(found[number], published=day, dated=True)
    return found


def _walk_outside(
    root: etree._Element, at: dict[etree._Element, int]
) -> Iterator[tuple[etree._Element, int | None]]:
    """The elements of a page in order: blocks with their numbers, and what is outside of them."""
    inside: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if inside is None and event == "start":
            number = at.get(element)
            inside = element if number is not None else None
            yield element, number
        elif event == "end" and element is inside:
            inside = None


def _day_above(element: etree._Element) -> str | None:
    text = " ".join((element.text or "").split())
    if element.tag == "time" and element.get("datetime"):
        return parse_moment(element.get("datetime"))
    return find_day(text) if text and is_only_date(text) else None
