"""What was found lately in a register, until something is written to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 64  # findings at once


class Recalled:
    """The last findings for one state of a register, by question; safe among threads.

    What is found is shared by all who ask: none of them may change it.
    """

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._stamp = ""
        self._lock = threading.Lock()

    def find(self, question: Hashable, stamp: str, find: Callable[[], T]) -> T:
        """What `find` gives, found again where the register's stamp has changed meanwhile."""
        with self._lock:
            if stamp != self._stamp:
                self._found.clear()
                self._stamp = stamp
            if question in self._found:
                self._found.move_to_end(question)
                known: T = self._found[question]
                return known
        value = find()
        with self._lock:
            if stamp == self._stamp:
                self._found[question] = value
            while len(self._found) > self._size:
                self._found.popitem(last=False)
        return value
