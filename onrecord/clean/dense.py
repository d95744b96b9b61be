"""The element that holds most of a page's running text, where the markup does not say which."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from lxml import etree

from onrecord.clean.tags import BLOCKS

PARAGRAPH_LENGTH = 40  # characters of the shortest paragraph that counts
WRAPPERS = 3  # boxes between a paragraph's parent and the element that holds them all
DENSE_SHARE = 0.5  # share of the text of all paragraphs that the element has at least


def find_dense_node(
    root: etree._Element, weights: Mapping[etree._Element, int]
) -> etree._Element | None:
    """The parent of most of the paragraphs, by their length; None where the text is spread out."""
    held: dict[etree._Element, int] = {}
    total = 0
    for node in root.iter(*BLOCKS):
        length = _measure_own(node, weights)
        holder = _find_holder(node)
        if holder is None or length < PARAGRAPH_LENGTH:
            continue
        total += length
        for above in (holder, *islice(holder.iterancestors(), WRAPPERS)):
            held[above] = held.get(above, 0) + length
    holding = [node for node, length in held.items() if length >= DENSE_SHARE * total]
    return max(holding, key=_measure_depth, default=None)


def _measure_depth(node: etree._Element) -> int:
    return sum(1 for _ in node.iterancestors())


def _find_holder(node: etree._Element) -> etree._Element | None:
    """Where a paragraph stands: its parent, or itself where its text has breaks for paragraphs."""
    if any(child.tag in BLOCKS for child in node):
        return node
    parent = node.getparent()
    return node if node.find("br") is not None and parent is not None else parent


def _measure_own(node: etree._Element, weights: Mapping[etree._Element, int]) -> int:
    """The text of an element without that of the blocks in it."""
    return weights[node] - sum(weights[child] for child in node if child.tag in BLOCKS)
