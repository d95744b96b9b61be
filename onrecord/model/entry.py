"""What the register holds, as resolving compares it: names, and accounts of facts."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_MARK = "\x1f"  # in the key of a name that is known on its own page only


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
    """A name in a slot of a fact: its entry and type, and whether it is a name of its own."""

    slot: str
    entry: str
    type: str
    named: bool


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
    false for what the register once held. An outline has no fillers, texts and contexts.
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

    @property
    def rank(self) -> tuple[str, str]:
        """Its place among accounts, which only its content decides: the earliest told first."""
        return (self.published or "9999", self.own)
