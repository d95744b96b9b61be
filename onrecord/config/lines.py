"""On which line of a TOML text each of its values stands."""

from __future__ import annotations

import re

Place = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_CLOSING = re.compile(r"[ \t\]]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)


def find_lines(text: str) -> dict[Place, int]:
    """The line of each table, key and array item of a valid TOML text, by its path.

    A path is made of keys and, for items of an array, their numbers from 0.
    """
    return _Walk(text).run()


class _Walk:
    """A walk through the text that notes where values begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._table: Place = ()
        self._arrays: dict[Place, int] = {}
        self._found: dict[Place, int] = {}

    def run(self) -> dict[Place, int]:
        self._skip(_SPACE)
        while self._at < len(self._text):
            if self._peek() == "[":
                self._read_header()
            else:
                self._read_pair(self._table)
            self._skip(_SPACE)
        return self._found

    def _peek(self, width: int = 1) -> str:
        return self._text[self._at : self._at + width]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Pass over what a pattern matches here, and give it."""
        match = pattern.match(self._text, self._at)
        passed = match.group() if match else ""
        self._at += len(passed)
        return passed

    def _note_all(self, place: Place, depth: int, at: int) -> None:
        """Note that a place begins at an offset, and those that lead to it from a depth on."""
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        for end in range(depth, len(place) + 1):
            self._found.setdefault(place[:end], self._line)

    def _read_header(self) -> None:
        many = self._peek(2) == "[["
        start = self._at
        self._at += 2 if many else 1
        names = self._read_keys()
        place = self._resolve(names[:-1])
        if many:
            array = (*place, *names[-1:])
            self._arrays[array] = number = self._arrays.get(array, -1) + 1
            self._table = (*array, number)
        else:
            self._table = self._resolve(names)
        self._note_all(self._table, 1, start)
        self._skip(_CLOSING)

    def _resolve(self, names: Place) -> Place:
        """A header's path, with the number of the last item where it leads through an array."""
        place: Place = ()
        for name in names:
            place = (*place, name)
            if place in self._arrays:
                place = (*place, self._arrays[place])
        return place

    def _read_keys(self) -> Place:
        keys: list[str | int] = []
        while True:
            self._skip(_BLANK)
            quoted = self._peek() in ("'", '"')
            key = self._skip(_STRING)[1:-1] if quoted else self._skip(_BARE)
            keys.append(key)
            self._skip(_BLANK)
            if self._peek() != ".":
                return tuple(keys)
            self._at += 1

    def _read_pair(self, table: Place) -> None:
        start = self._at
        place = (*table, *self._read_keys())
        self._note_all(place, len(table) + 1, start)
        if self._peek() == "=":
            self._at += 1
            self._skip(_BLANK)
            self._read_value(place)

    def _read_value(self, place: Place) -> None:
        opening = self._peek()
        if opening == "[":
            self._read_items(place)
        elif opening == "{":
            self._read_inline(place)
        elif not (opening in ("'", '"') and self._skip(_STRING)):
            self._skip(_SCALAR)

    def _read_items(self, place: Place) -> None:
        self._at += 1
        number = 0
        while self._more("]"):
            self._note_all((*place, number), len(place) + 1, self._at)
            self._read_value((*place, number))
            number += 1

    def _read_inline(self, place: Place) -> None:
        self._at += 1
        while self._more("}"):
            self._read_pair(place)

    def _more(self, closing: str) -> bool:
        """Whether another item follows, with what stands between passed over."""
        before = -1
        while self._at != before:
            before = self._at
            self._skip(_SPACE)
            if self._peek() == ",":
                self._at += 1
        if self._peek() == closing:
            self._at += 1
            return False
        return self._at < len(self._text) and self._peek() not in "]}"
