"""New accounts that only add to what is there: joined without looking at all that told it before.

Where an account is new and nothing in the sets that it ties together bars two of their members
from being one, the sets and the account are one set: that is what joining all of them anew,
best pair first, comes to. Sets of which this cannot be said are left to be joined anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from onrecord.model.doubt import Doubt
from onrecord.model.entry import Account
from onrecord.resolve.accounts import compare_accounts
from onrecord.resolve.blocks import pair_up
from onrecord.resolve.compare import Comparison
from onrecord.resolve.doubts import choose_doubts
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import NOTHING
from onrecord.resolve.moves import Moved, Settled
from onrecord.resolve.profile import Profile, make_profile

GROWING = ("act", "commitment", "quote")  # layers in which only one release bars two from being one


class Source(Protocol):
    """What the register tells of accounts."""

    def accounts(self, ids: Iterable[int]) -> list[Account]:
        """The accounts of these ids in full."""

    def near(self, layer: str, wave: Sequence[Account], *, each: bool = True) -> list[Account]:
        """Those that may tell the same as some of these; of equal ones in a set one may do."""

    def members(self, entries: Iterable[str]) -> list[Account]:
        """Outlines of the current accounts of these entries."""


def grow_sets(
    source: Source, layer: str, dirty: Sequence[Account]
) -> tuple[Settled, list[Account]]:
    """What becomes of accounts whose sets only grow, and the dirty accounts that are left over.

    A month or quarter that is tied to a day is left over too: it may fit more days than it means.
    """
    held = Counter(a.entry for a in source.members({account.entry for account in dirty}))
    new = [a for a in dirty if a.current and a.entry == a.own and held[a.entry] == 1]
    profiles, compared = _compare_new(source, layer, new)
    ties = [pair for pair, comparison in compared.items() if comparison.joins]
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
    entries = {account.id: entry for account, entry in grown.items()}
    fresh = {account.id: entries[account.id] for account in new if account.id in entries}
    rest = [account for account in dirty if account.id not in entries]
    return Settled(
        [Moved(account, entry) for account, entry in grown.items()],
        _find_doubts(profiles, compared, entries, fresh),
        frozenset(profiles[id_].account.own for id_ in fresh),
    ), rest


def _find_doubts(
    profiles: Mapping[int, Profile],
    compared: Mapping[tuple[int, int], Comparison],
    entries: Mapping[int, str],
    fresh: Mapping[int, str],
) -> list[Doubt]:
    """What is in doubt of the new accounts; of the others the entries may be new."""
    now = {
        id_: replace(profile.account, entry=entries.get(id_, profile.account.entry))
        for id_, profile in profiles.items()
    }
    pairs = ((now[a], now[b], comparison) for (a, b), comparison in compared.items())
    return choose_doubts(pairs, fresh, NOTHING.allows)


def _compare_new(
    source: Source, layer: str, new: Sequence[Account]
) -> tuple[Mapping[int, Profile], dict[tuple[int, int], Comparison]]:
    """The profiles of new accounts and of those near, and the pairs of them that are alike."""
    near = source.near(layer, new, each=False)
    likely = list(pair_up(layer, new, near, {}))
    wanted = {other for _, other in likely} | {account.id for account in new}
    full = {account.id: account for account in [*near, *new] if account.texts}
    full |= {account.id: account for account in source.accounts(wanted - full.keys())}
    profiles = {id_: make_profile(full[id_], {}) for id_ in sorted(wanted)}
    compared = {(a, b): compare_accounts(profiles[a], profiles[b]) for a, b in likely}
    return profiles, {pair: found for pair, found in compared.items() if found.tells}


def _are_apart(accounts: Sequence[Account]) -> bool:
    """Whether every account is of another release."""
    return len({account.release for account in accounts}) == len(accounts)
