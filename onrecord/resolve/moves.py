"""What becomes of accounts when they are resolved."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.doubt import Doubt
from onrecord.model.entry import Account


@dataclass(frozen=True, slots=True)
class Moved:
    """An account whose entry was settled, with the entry before (`account.entry`) and after."""

    account: Account
    entry: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of accounts: where they are, and which pairs are in doubt.

    `looked` are the ids of the accounts of which all pairs were looked at.
    """

    moved: list[Moved]
    doubts: list[Doubt]
    looked: frozenset[str]
