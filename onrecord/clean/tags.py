"""Which elements of HTML do what."""

from __future__ import annotations

from itertools import islice

from lxml import etree

DATA_ROWS = 3  # a table without headings is one of data from so many rows on
DATA_CELLS = 2  # and so many cells in each

DROPPED = frozenset(
    """
    applet audio canvas datalist embed frame frameset head iframe input link map math meta
    noframes noscript object script style svg template title video
    """.split()  # noqa: SIM905 a list of a hundred quoted names cannot be read
)
BLOCKS = frozenset(
    """
    address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li
    main menu nav ol option p pre search section select summary table tbody td textarea tfoot
    th thead tr ul
    """.split()  # noqa: SIM905
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ITEMS = frozenset({"li", "dt", "dd", "option"})
CELLS = frozenset({"td", "th"})
GROUPS = frozenset({"ul", "ol", "menu", "dir", "dl", "table", "select"})


def is_data_table(node: etree._Element) -> bool:
    """Whether a table holds data and not the page's columns."""
    if node.tag != "table":
        return False
    if node.find(".//table") is not None:
        return False
    rows = list(node.iter("tr"))
    cells = [list(islice(row, 50)) for row in rows[:50]]
    if any(cell.tag == "th" for row in cells for cell in row):
        return True
    plain = all(len(row) >= DATA_CELLS for row in cells)
    return len(rows) >= DATA_ROWS and plain and not any(map(_holds_blocks, cells))


def _holds_blocks(row: list[etree._Element]) -> bool:
    return any(child.tag in BLOCKS for cell in row for child in cell)
