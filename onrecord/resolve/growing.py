"""New accounts that only add to what is there: joined without looking at all that told it before.

Where an account is new and nothing in the sets that it ties together bars two of their members
from being one, the sets and the account are one set: that is what joining all of them anew,
best pair first, comes to. Sets of which this cannot be said are left to be joined anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from onrecord.model.entry import Account
from onrecord.resolve.accounts import compare_accounts
from onrecord.resolve.joining import Groups
from onrecord.resolve.profile import Profile, make_profile

GROWING = ("act", "commitment", "quote")  # layers in which only one release bars two from being one

Pairing = Callable[[Sequence[Account], Sequence[Account]], Iterable[tuple[int, int]]]


class Source(Protocol):
    """What the register tells of accounts."""

    def accounts(self, ids: Iterable[int]) -> list[Account]:
        """The accounts of these ids in full."""

    def near(self, layer: str, wave: Sequence[Account], *, each: bool = True) -> list[Account]:
        """Those that may tell the same as some of these; of equal ones in a set one may do."""

    def members(self, entries: Iterable[str]) -> list[Account]:
        """Outlines of the current accounts of these entries."""


def grow_sets(
    source: Source, layer: str, dirty: Sequence[Account], pair_up: Pairing
) -> tuple[dict[Account, str], list[Account]]:
    """The entries of accounts whose sets only grow, and the dirty accounts that are left over.

    A month or quarter that is tied to a day is left over too: it may fit more days than it means.
    """
    held = Counter(a.entry for a in source.members({account.entry for account in dirty}))
    new = [a for a in dirty if a.current and a.entry == a.own and held[a.entry] == 1]
    profiles, ties = _find_ties(source, layer, new, pair_up)
    groups = Groups(account.entry for account in new)
    for one, other in ties:
        groups.merge(profiles[one].account.entry, profiles[other].account.entry)
    unsure = {a.entry for a in dirty} - {a.entry for a in new}
    unsure |= {
        profiles[a].account.entry for a, b in ties if profiles[a].coarse != profiles[b].coarse
    }
    members: dict[str, list[Account]] = {}
    for account in source.members(e for group in groups.sets() for e in group):
        members.setdefault(groups.find(account.entry), []).append(account)
    sure = {
        lead: found
        for lead, found in members.items()
        if not unsure.intersection(groups.members(lead)) and _are_apart(found)
    }
    grown = {
        account: min(found, key=lambda a: a.rank).own
        for found in sure.values()
        for account in found
    }
    done = {account.id for account in grown}
    return grown, [account for account in dirty if account.id not in done]


def _find_ties(
    source: Source, layer: str, new: Sequence[Account], pair_up: Pairing
) -> tuple[Mapping[int, Profile], list[tuple[int, int]]]:
    likely = list(pair_up(new, source.near(layer, new, each=False)))
    known = {account.id: account for account in new}
    others = source.accounts({other for _, other in likely} - known.keys())
    profiles = {account.id: make_profile(account, {}) for account in [*new, *others]}
    ties = [
        (one, other)
        for one, other in likely
        if compare_accounts(profiles[one], profiles[other]).joins
    ]
    return profiles, ties


def _are_apart(accounts: Sequence[Account]) -> bool:
    """Whether every account is of another release."""
    return len({account.release for account in accounts}) == len(accounts)
