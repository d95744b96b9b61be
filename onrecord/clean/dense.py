"""The element that holds most of a page's running text, where the markup does not say which."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from onrecord.clean.tags import BLOCKS

PARAGRAPH_LENGTH = 40  # characters of the shortest paragraph that counts
DENSE_SHARE = 0.5  # share of the text of all paragraphs that the element has at least


def find_dense_node(
    root: etree._Element, weights: Mapping[etree._Element, int]
) -> etree._Element | None:
    """The parent of most of the paragraphs, by their length; None where the text is spread out."""
    held: dict[etree._Element, int] = {}
    for node in root.iter(*BLOCKS):
        length = _measure_own(node, weights)
        holder = _find_holder(node)
        if holder is not None and length >= PARAGRAPH_LENGTH:
            held[holder] = held.get(holder, 0) + length
    most = max(held, key=held.__getitem__, default=None)
    if most is None or held[most] < DENSE_SHARE * sum(held.values()):
        return None
    return most


def _find_holder(node: etree._Element) -> etree._Element | None:
    """Where a paragraph stands: its parent, or itself where its text has breaks for paragraphs."""
    if any(child.tag in BLOCKS for child in node):
        return node
    parent = node.getparent()
    return node if node.find("br") is not None and parent is not None else parent


def _measure_own(node: etree._Element, weights: Mapping[etree._Element, int]) -> int:
    """The text of an element without that of the blocks in it."""
    return weights[node] - sum(weights[child] for child in node if child.tag in BLOCKS)
