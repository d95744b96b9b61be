"""The last few pasts of a register that were asked for, each drawn once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
KEPT = 4  # pasts at once


class Pasts(Generic[T]):
    """What was opened lately, by name, for one state of a register; safe among threads.

    Whoever holds one may go on using it after it has been left out here.
    """

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._found: OrderedDict[str, T] = OrderedDict()
        self._stamp = ""
        self._reading = threading.Lock()
        self._opening = threading.Lock()

    def find(self, name: str, stamp: str, open_past: Callable[[], T]) -> T:
        """The past of a name; opened where it is new, or the register's stamp has changed."""
        found = self._look(name, stamp)
        if found is not None:
            return found
        with self._opening:  # one at a time: drawing takes all of a processor
            found = self._look(name, stamp)
            if found is None:
                found = open_past()
                self._keep(name, stamp, found)
            return found

    def clear(self) -> None:
        """Leave all of them out."""
        with self._reading:
            self._found.clear()

    def _look(self, name: str, stamp: str) -> T | None:
        with self._reading:
            if stamp != self._stamp:
                self._found.clear()
                self._stamp = stamp
            found = self._found.get(name)
            if found is not None:
                self._found.move_to_end(name)
            return found

    def _keep(self, name: str, stamp: str, past: T) -> None:
        with self._reading:
            if stamp == self._stamp:
                self._found[name] = past
            while len(self._found) > self._size:
                self._found.popitem(last=False)
