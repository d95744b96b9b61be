"""Accounts that tell the same event, act, commitment or quotation.

Accounts are joined in the order of their likeness, best pair first, as long as nothing in the
two sets bars it; ties are broken by what the accounts say, never by when they came. What is
joined shares an entry: the `own` id of the account that ranks first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from onrecord.model.entry import Account
from onrecord.resolve.accounts import compare_accounts, may_share
from onrecord.resolve.blocks import days_meet, pair_up
from onrecord.resolve.compare import Comparison
from onrecord.resolve.doubts import choose_doubts
from onrecord.resolve.growing import GROWING, grow_sets
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import NOTHING, Decided
from onrecord.resolve.moves import Moved, Settled
from onrecord.resolve.profile import Profile, make_profile

PAIRED = ("event", "act", "commitment", "quote")


class FactSource(Protocol):
    """What the register tells of accounts; every answer is for all that is asked at once."""

    def accounts(self, ids: Iterable[int]) -> list[Account]:
        """The accounts of these ids in full."""

    def near(self, layer: str, wave: Sequence[Account], *, each: bool = True) -> list[Account]:
        """Outlines of the current accounts of a layer that may tell the same as some of these.

        Without `each`, of several in a set that are equal one may stand for all.
        """

    def members(self, entries: Iterable[str]) -> list[Account]:
        """Outlines of the current accounts of these entries."""

    def mates(self, accounts: Sequence[Account]) -> list[int]:
        """The current accounts that share an entry with these."""


def resolve_facts(
    source: FactSource,
    dirty: Sequence[Account],
    blur: Mapping[str, str],
    decided: Decided = NOTHING,
) -> Settled:
    """The entries of all accounts whose ties the dirty ones may have changed.

    `decided` is what people said of pairs of accounts. `blur` maps entries of names that were
    joined or parted just now to one of them, so that accounts that were tied through them
    before are found too. Offices are left out.
    """
    found = []
    for layer in PAIRED:
        accounts = [account for account in dirty if account.layer == layer]
        if accounts and layer in GROWING and decided == NOTHING:
            grown, accounts = grow_sets(source, layer, accounts)
            found.append(grown)
        if accounts:
            found.append(_resolve_layer(source, layer, accounts, blur, decided))
    return _put_together(found)


def _put_together(found: Sequence[Settled]) -> Settled:
    """All that was settled; what was joined anew has the last word."""
    moved = {move.account.id: move for settled in found for move in settled.moved}
    doubts = [doubt for settled in found for doubt in settled.doubts]
    looked = frozenset[str]().union(*(settled.looked for settled in found))
    return Settled(list(moved.values()), doubts, looked)


def _resolve_layer(
    source: FactSource,
    layer: str,
    dirty: Sequence[Account],
    blur: Mapping[str, str],
    decided: Decided,
) -> Settled:
    reach = _Reach(source, layer, blur, decided)
    reach.spread([*dirty, *source.accounts(set(source.mates(dirty)) - {a.id for a in dirty})])
    current = [account for account in reach.reached.values() if account.current]
    compared = list(reach.compared())
    moved = join_accounts(current, compared, decided)
    entries = {move.account.id: move.entry for move in moved}
    pairs = ((one.account, other.account, found) for found, one, other in compared)
    doubts = choose_doubts(pairs, entries, decided.allows)
    return Settled(moved, doubts, frozenset(a.own for a in reach.reached.values()))


Tie = tuple[Comparison, Profile, Profile]


class _Reach:
    """The accounts that some lead to by likeness, and what was compared on the way."""

    def __init__(
        self, source: FactSource, layer: str, blur: Mapping[str, str], decided: Decided
    ) -> None:
        self._source = source
        self._layer = layer
        self._blur = blur
        self._decided = decided
        self._profiles: dict[int, Profile] = {}
        self._blurred: dict[int, Profile] = {}
        self._found: dict[tuple[int, int], Comparison] = {}
        self.reached: dict[int, Account] = {}

    def spread(self, wave: Sequence[Account]) -> None:
        """Follow all ties of these accounts, and of those that they lead to, to the end."""
        while wave:
            ids = {account.id for account in wave}
            wave = [*wave, *self._source.accounts(self._decided.partners(ids) - ids)]
            self.reached |= {account.id: account for account in wave}
            self._learn(wave)
            near = self._source.near(self._layer, wave)
            likely = list(pair_up(self._layer, wave, near, self._blur))
            self._learn(self._source.accounts({b for _, b in likely} - self._profiles.keys()))
            tied = {b for a, b in likely if self._compare(a, b)}
            wave = [self._profiles[b].account for b in sorted(tied) if b not in self.reached]

    def compared(self) -> Iterator[Tie]:
        """The pairs of current accounts that are alike, one of them or both reached."""
        for (a, b), comparison in self._found.items():
            one, other = self._profiles[a], self._profiles[b]
            if one.account.current and other.account.current:
                yield comparison, one, other

    def _learn(self, accounts: Iterable[Account]) -> None:
        self._profiles |= {account.id: make_profile(account, {}) for account in accounts}

    def _compare(self, a: int, b: int) -> bool:
        """Whether two are tied, or were before names were joined or parted just now."""
        one, other = self._profiles[a], self._profiles[b]
        pair = (min(a, b), max(a, b))
        comparison = self._found.get(pair) or compare_accounts(one, other)
        if comparison.tells:
            self._found[pair] = comparison
        return comparison.joins or self._were_tied(one.account, other.account)

    def _were_tied(self, one: Account, other: Account) -> bool:
        if not any(f.entry in self._blur for account in (one, other) for f in account.fillers):
            return False
        for account in (one, other):
            if account.id not in self._blurred:
                self._blurred[account.id] = make_profile(account, self._blur)
        return compare_accounts(self._blurred[one.id], self._blurred[other.id]).joins


def join_accounts(
    accounts: Sequence[Account], compared: Iterable[Tie], decided: Decided = NOTHING
) -> list[Moved]:
    """The entries of accounts, of which these pairs are alike."""
    profiles = {account.id: account for account in accounts}
    ties = [
        tie
        for tie in compared
        if tie[0].joins and tie[1].account.id in profiles and tie[2].account.id in profiles
    ]
    return _join_ties(accounts, _drop_unclear(ties), decided)


def _join_ties(accounts: Sequence[Account], ties: Sequence[Tie], decided: Decided) -> list[Moved]:
    held = {account.id: account for account in accounts}
    profiles = {profile.account.id: profile for tie in ties for profile in tie[1:]}
    groups: Groups[int] = Groups(held)
    decided.join(groups)

    def allowed(a: int, b: int) -> bool:
        if not decided.allows(a, b):
            return False
        return decided.knows(a) or decided.knows(b) or may_share(profiles[a], profiles[b])

    for _, one, other in sorted(ties, key=_strength):
        groups.merge_where(one.account.id, other.account.id, allowed)
    return [
        Moved(held[member], min((held[m] for m in members), key=lambda a: a.rank).own)
        for members in groups.sets()
        for member in members
    ]


def _strength(tie: Tie) -> tuple[float, list[tuple[str, str]]]:
    comparison, one, other = tie
    return (-comparison.score, sorted((one.account.rank, other.account.rank)))


def _drop_unclear(ties: Sequence[Tie]) -> list[Tie]:
    """Without the ties of a month or quarter to events of which it cannot mean both."""
    days: dict[int, list[Profile]] = {}
    for _, one, other in ties:
        for broad, exact in ((one, other), (other, one)):
            if broad.coarse and not exact.coarse:
                days.setdefault(broad.account.id, []).append(exact)
    unclear = {
        id_
        for id_, found in days.items()
        if any(not days_meet(a.account, b.account) for n, a in enumerate(found) for b in found[:n])
    }
    return [
        (comparison, one, other)
        for comparison, one, other in ties
        if one.coarse == other.coarse
        or (one.account.id not in unclear and other.account.id not in unclear)
    ]
