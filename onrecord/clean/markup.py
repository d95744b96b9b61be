"""HTML as lines of text: what a reader sees, block by block, with what the markup says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from onrecord.clean.lines import Line, flatten
from onrecord.clean.roles import Roles, find_roles
from onrecord.errors import InputError

DROPPED = frozenset(
    "script style template noscript head title meta link svg math iframe object embed audio video canvas"
    " map datalist frameset noframes applet".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu"
    " nav ol option p pre search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
TIGHT = frozenset("li td th dt dd option".split())
GROUPS = frozenset("ul ol menu dir dl table select".split())

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class _Writer:
    """Collects inline text and writes it out as a line at each block's edge."""

    roles: Roles
    text: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    hint: str | None = None
    tight: etree._Element | None = None
    last_tight: etree._Element | None = None
    broken: bool = False

    def add(self, string: str | None, hint: str | None, tight: etree._Element | None) -> None:
        """Take up inline text; the first that is not blank settles the line's role."""
        if not string:
            return
        if string.strip() and not any(part.strip() for part in self.inline):
            self.hint, self.tight = hint, tight
        self.inline.append(string)

    def end_line(self, by_break: bool = False) -> None:
        """Write the inline text out as a line, if there is any."""
        flat = flatten("".join(self.inline))
        self.inline.clear()
        if flat:
            self._put_line(flat)
        elif not by_break:
            self.broken = False
        if flat:
            self.broken = by_break

    def _put_line(self, flat: str) -> None:
        joined = self.broken or (self.tight is not None and self.tight is self.last_tight)
        separator = ("\n" if joined else "\n\n") if self.lines else ""
        start = self.length + len(separator)
        self.text += [separator, flat]
        self.length = start + len(flat)
        self.lines.append(Line(start, self.length, flat, not joined, self.hint))
        self.last_tight = self.tight


def parse_markup(source: str, where: str) -> etree._Element:
    """The tree of an HTML page; raises `InputError` where there is none."""
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    cleaned = _DECLARATION.sub("", source).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(where, f"it is no HTML page: {error}", "leave it out") from error
    return root


def write_lines(root: etree._Element) -> tuple[str, list[Line]]:
    """The text of a page and its lines.

    Every block element's text is one line with single spaces; blocks are a blank line
    apart, items of a list, cells of a table and lines that a `br` ends only a line end.
    """
    writer = _Writer(find_roles(root))
    hidden = 0
    blocks: list[etree._Element] = []
    groups: list[etree._Element] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            hidden += _is_hidden(node)
            if not hidden:
                _open_node(writer, node, blocks, groups)
        else:
            if not hidden:
                _close_node(writer, node, blocks, groups)
            hidden -= _is_hidden(node)
            if not hidden:
                writer.add(node.tail, *_context(writer, node.getparent(), blocks, groups))
    writer.end_line()
    return "".join(writer.text), writer.lines


def _open_node(
    writer: _Writer,
    node: etree._Element,
    blocks: list[etree._Element],
    groups: list[etree._Element],
) -> None:
    if node.tag in BLOCKS:
        writer.end_line()
        blocks.append(node)
        if node.tag in GROUPS:
            groups.append(node)
    elif node.tag == "br":
        writer.end_line(by_break=True)
    text = node.text
    if text and node.tag in ("pre", "textarea"):
        for piece in text.splitlines(keepends=True):
            writer.add(piece, *_context(writer, node, blocks, groups))
            writer.end_line(by_break=True)
    else:
        writer.add(text, *_context(writer, node, blocks, groups))


def _close_node(
    writer: _Writer,
    node: etree._Element,
    blocks: list[etree._Element],
    groups: list[etree._Element],
) -> None:
    if node.tag in BLOCKS:
        writer.end_line()
        blocks.pop()
        if node.tag in GROUPS:
            groups.pop()


def _context(
    writer: _Writer,
    node: etree._Element | None,
    blocks: list[etree._Element],
    groups: list[etree._Element],
) -> tuple[str | None, etree._Element | None]:
    tight = groups[-1] if groups and blocks and blocks[-1].tag in TIGHT else None
    return writer.roles.get(node), tight


def _is_hidden(node: etree._Element) -> bool:
    return (
        node.tag in DROPPED
        or node.get("hidden") is not None
        or (node.tag == "input")
        or bool(_INVISIBLE.search(node.get("style") or ""))
    )


def iter_links(root: etree._Element) -> Iterator[str]:
    """The addresses that the page links to, in order and as they are written."""
    for node in root.iter("a"):
        address = (node.get("href") or "").strip()
        if address and not address.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            yield address
