"""HTML as lines of text: what a reader sees, block by block, with what the markup says of it."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from onrecord.clean.lines import Line, flatten, read_lines
from onrecord.clean.roles import Roles, find_roles
from onrecord.clean.tags import BLOCKS, CELLS, DROPPED, GROUPS, HEADINGS, ITEMS, is_data_table
from onrecord.errors import InputError

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_RUN_IN = re.compile(r".*[^\W\d_A-Z][A-Z]|\d{3}[A-Z]|.*[.!?:][^\W_]")
_FOREIGN = ("#", "javascript:", "mailto:", "tel:", "data:")


def parse_markup(source: str, where: str) -> etree._Element:
    """The tree of an HTML page; raises `InputError` where there is none."""
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    cleaned = _DECLARATION.sub("", source).replace("\x00", "")
    try:
        root: etree._Element = lxml_html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(where, f"it is no HTML page: {error}", "leave it out") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise InputError(where, "its elements are nested too deeply", "save its text instead")
    return root


def write_lines(
    root: etree._Element,
    roles: Roles | None = None,
    labels: Set[etree._Element] = frozenset(),
) -> tuple[str, list[Line]]:
    """The text of a page and its lines, by the roles of its elements.

    `labels` are elements that say who speaks in the paragraph after them: they begin its line.

    Every block element's text is one line with single spaces; blocks are a blank line
    apart, items of a list, cells of a table and lines that a `br` ends only a line end.
    """
    writer = _Writer(roles or find_roles(root), labels)
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.open_node(node)
        else:
            writer.close_node(node)
    writer.labelled = False
    writer.end_line()
    return "".join(writer.text), writer.lines


def find_links(root: etree._Element) -> tuple[str, ...]:
    """The addresses that the page links to, in order, each once, as they are written."""
    addresses = ((node.get("href") or "").strip() for node in root.iter("a"))
    kept = (address for address in addresses if address and not address.startswith(_FOREIGN))
    return tuple(dict.fromkeys(kept))


@dataclass(slots=True)
class _Writer:
    """Collects inline text and writes it out as a line at each block's edge."""

    roles: Roles
    labels: Set[etree._Element] = frozenset()
    labelled: bool = False
    text: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    length: int = 0
    hidden: int = 0
    blocks: list[etree._Element] = field(default_factory=list)
    groups: list[tuple[etree._Element, bool]] = field(default_factory=list)
    links: int = 0
    inline: list[str] = field(default_factory=list)
    filled: bool = False
    linked: bool = True
    role: str | None = None
    block: etree._Element | None = None
    group: tuple[etree._Element, bool] | None = None
    last_group: etree._Element | None = None
    broken: bool = False

    def open_node(self, node: etree._Element) -> None:
        """Take up an element and the text at its beginning."""
        if self.hidden or is_hidden(node):
            self.hidden += 1
            return
        if node.tag in GROUPS:
            self.groups.append((node, is_data_table(node)))
        if node.tag in BLOCKS:
            self.end_line()
            self.blocks.append(node)
        elif node is self.roles.title or _is_boxed(node):
            self.end_line()
        self.links += node.tag == "a"
        if node.tag == "br":
            self._break_line(node)
        self._add_text(node.text, node)

    def close_node(self, node: etree._Element) -> None:
        """Leave an element and take up the text behind it."""
        if self.hidden:
            self.hidden -= 1
        else:
            if node in self.labels:
                self._end_label()
            self.links -= node.tag == "a"
            if node.tag in BLOCKS:
                self.end_line()
                self.blocks.pop()
            elif node is self.roles.title:
                self.end_line()
            if node.tag in GROUPS:
                self.groups.pop()
        if not self.hidden:
            self._add_text(node.tail, node.getparent())

    def _add_text(self, string: str | None, node: etree._Element | None) -> None:
        if not string:
            return
        if node is not None and node.tag in ("pre", "textarea"):
            self._add_wrapped(string, node)
        else:
            self._add_piece(string, node)

    def _break_line(self, node: etree._Element) -> None:
        """End a line, but go on with a headline that is set in two."""
        if self.roles.get(node) == "headline":
            self.inline.append(" ")
        else:
            self.end_line(broken=True)

    def _add_wrapped(self, string: str, node: etree._Element) -> None:
        """Take up text whose line ends count, but for those that only wrap a paragraph."""
        last = None
        for line in read_lines(string):
            if last is not None:
                self.end_line(broken=not line.gap)
            self._add_piece(line.flat, node)
            last = line
        if last is not None and string[last.end :].count("\n"):
            self.end_line(broken=string[last.end :].count("\n") == 1)

    def _end_label(self) -> None:
        """Keep a speaker's label, which ends with a colon, for the line of what is said."""
        flat = flatten("".join(self.inline))
        if flat:
            self.inline[:] = [flat if flat.endswith(":") else f"{flat}:", " "]
            self.labelled = True

    def _add_piece(self, string: str, node: etree._Element | None) -> None:
        if string.strip():
            self.labelled = False
            if not self.filled:
                self.role = self.roles.get(node)
                self.block = self.blocks[-1] if self.blocks else None
                self.group = self.groups[-1] if self.groups else None
            self.filled = True
            self.linked = self.linked and self.links > 0
        self.inline.append(string)

    def end_line(self, broken: bool = False) -> None:
        """Write the inline text out as a line, if there is any but a label."""
        if self.labelled:
            return
        flat = flatten("".join(self.inline))
        if flat:
            self._put_line(flat)
        self.broken = broken and (bool(flat) or self.broken)
        self.inline.clear()
        self.filled, self.linked = False, True

    def _put_line(self, flat: str) -> None:
        tag = self.block.tag if self.block is not None else ""
        group = self.group[0] if self.group and tag in ITEMS | CELLS else None
        joined = self.broken or (group is not None and group is self.last_group)
        separator = ("\n" if joined else "\n\n") if self.lines else ""
        start = self.length + len(separator)
        self.text += [separator, flat]
        self.length = start + len(flat)
        role = self.role or ""
        furniture = role.partition(":")[2] or None
        hints = frozenset(self._find_hints(str(tag), role))
        self.lines.append(Line(start, self.length, flat, not joined, hints, furniture))
        self.last_group = group

    def _find_hints(self, tag: str, role: str) -> set[str]:
        found = {role} & {"headline", "teaser", "meta"}
        if tag in HEADINGS:
            found.add("heading")
        if tag in ITEMS:
            found.add("item")
        if tag in CELLS and self.group and self.group[1]:
            found.add("cell")
        if self.linked:
            found.add("linked")
        if self.roles.is_inside(self.block):
            found.add("main")
        return found


def _is_boxed(node: etree._Element) -> bool:
    """Whether an inline element stands in a box of its own: a name runs into it without a space.

    Of '<span class="day">3 May</span><span class="text">The' a reader sees two lines.
    """
    before = node.getprevious()
    if before is None or before.tail or not (node.get("class") and before.get("class")):
        return False
    return bool(_RUN_IN.fullmatch((before.text or "")[-3:] + (node.text or "")[:1]))


def is_hidden(node: etree._Element) -> bool:
    """Whether a reader of the page does not see the element."""
    return (
        node.tag in DROPPED
        or node.get("hidden") is not None
        or bool(_INVISIBLE.search(node.get("style") or ""))
    )
