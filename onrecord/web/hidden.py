"""Characters of a text that nobody sees, made visible on a page: overrides, joiners, controls.

Each stands in an element of its own, which shows its number and keeps it from turning round
what is beside it. The text of the page, read or copied, stays the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Joiners are let be where they do what they are for: in pictures, and in scripts that join.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_TAG = re.compile(r"<(/?)([a-zA-Z]+)[^<>]*>")
RAW = frozenset({"textarea", "option", "script", "style"})  # their text is a value, or is code
BARE = frozenset({"title", "svg"})  # no element of a page may stand in them


def show_hidden(html: str) -> str:
    """A page, written so that each character that nobody sees is shown where it stands."""
    if HIDDEN.search(html) is None:
        return html
    return "".join(_show_each(html))


def _show_each(html: str) -> Iterator[str]:
    """The page piece by piece; in it `<` and `>` stand for tags only."""
    at, within = 0, ""
    for tag in _TAG.finditer(html):
        yield _show_text(html[at : tag.start()], within)
        yield tag[0]
        at = tag.end()
        closes, name = bool(tag[1]), tag[2].lower()
        if not within and not closes and name in RAW | BARE:
            within = name
        elif closes and name == within:
            within = ""
    yield _show_text(html[at:], within)


def _show_text(text: str, within: str) -> str:
    if within in RAW:
        return text
    return HIDDEN.sub(_spell if within else _mark, text)


def _spell(found: re.Match[str]) -> str:
    return f"‹{_number(found[0])}›"


def _mark(found: re.Match[str]) -> str:
    char = found[0]
    name = unicodedata.name(char, "control character").lower()
    held = "" if char == "\0" else char  # no page can hold this one
    code = _number(char)
    return f'<bdi class="odd" data-code="{code}" title="{code}, {name}">{held}</bdi>'


def _number(char: str) -> str:
    return f"U+{ord(char):04X}"
