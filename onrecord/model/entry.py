"""What the register holds, as resolving compares it: names, and accounts of facts."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.model.time import find_grain

PAGE_MARK = "\x1f"  # in the key of a name that is known on its own page only
WORD_LETTERS = 4  # letters of a word that tells a wording from others
ABOUT_AS_LONG = 0.8  # of the longer of two wordings: nine in ten letters cannot be the same below
REACH_DAYS = 31  # days of a long event in which other accounts of it are looked for


@functools.lru_cache(4_096)
def find_words(wording: str) -> frozenset[str]:
    """The words of a folded wording that tell it from others."""
    words = wording.split()
    return frozenset(word for word in words if len(word) >= WORD_LETTERS) or frozenset(words)


def share_words(one: str, other: str) -> bool:
    """Whether two folded wordings are about as long and have half of their words in common."""
    if min(len(one), len(other)) < ABOUT_AS_LONG * max(len(one), len(other)):
        return False
    first, second = find_words(one), find_words(other)
    return 2 * len(first & second) >= max(len(first), len(second))


@dataclass(frozen=True, slots=True)
class Name:
    """A way of calling somebody or something, with the entry that it shares at present."""

    id: int
    type: str
    key: str
    own: str
    entry: str

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the name."""
        return tuple(self.key.split())


@dataclass(frozen=True, slots=True)
class Filled:
    """A name in a slot of a fact: its entry and type, and whether it is a name of its own.

    `key` are its folded words.
    """

    slot: str
    entry: str
    type: str
    named: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a trigger, a line's worth on either side."""

    before: str
    trigger: str
    after: str


@dataclass(frozen=True, slots=True)
class Account:
    """One version's telling of an event, act, commitment, office or quote.

    `earliest` and `latest` are ISO days, None where the account is undated; `current` is
    false for what the register once held; `source` is who publishes its document. An outline
    has no fillers, texts, contexts and source.
    """

    id: int
    own: str
    entry: str
    layer: str
    kind: str
    start: str | None
    end: str | None
    earliest: str | None
    latest: str | None
    published: str | None
    version: int
    release: int
    current: bool
    fillers: tuple[Filled, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    contexts: tuple[Context, ...] = ()
    source: str | None = None

    @property
    def coarse(self) -> bool:
        """Whether it dates what it tells by a month or a longer period only."""
        return self.start is not None and find_grain(self.start) != "day"

    @property
    def reach(self) -> tuple[date, date] | None:
        """The days on which other accounts of the same may be dated.

        A year is too wide to tell anything, and of a long event only its beginning counts.
        """
        if self.start is None or self.earliest is None or self.latest is None:
            return None
        first, last = date.fromisoformat(self.earliest), date.fromisoformat(self.latest)
        if find_grain(self.start) == "year":
            return None
        return first, last if self.coarse else min(last, first + timedelta(days=REACH_DAYS))

    @property
    def months(self) -> list[str]:
        """The months that its reach touches, like '2022-06'."""
        if self.reach is None:
            return []
        first, last = self.reach
        count = (last.year - first.year) * 12 + last.month - first.month
        months = (first.year * 12 + first.month - 1 + n for n in range(count + 1))
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]

    @property
    def rank(self) -> tuple[str, str]:
        """Its place among accounts, which only its content decides: the earliest told first."""
        return (self.published or "9999", self.own)
