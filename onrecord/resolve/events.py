"""Accounts that tell the same event, act, commitment, quotation or office.

Accounts are joined in the order of their likeness, best pair first, as long as nothing in the
two sets bars it; ties are broken by what the accounts say, never by when they came. What is
joined shares an entry: the `own` id of the account that ranks first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from onrecord.model.entry import Account, find_words, share_words
from onrecord.model.identity import fold_text
from onrecord.resolve.accounts import NEAR_DAYS, compare_accounts, may_share, same_family
from onrecord.resolve.compare import JOIN, Comparison
from onrecord.resolve.growing import GROWING, grow_sets
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import NOTHING, Decided
from onrecord.resolve.profile import Profile, make_profile

PAIRED = ("event", "act", "commitment", "quote")
SHARED = "office"
QUOTE_DAYS = 3  # days between two releases that quote the same


@dataclass(frozen=True, slots=True)
class Moved:
    """An account whose entry was settled, with the entry before (`account.entry`) and after."""

    account: Account
    entry: str


@dataclass(frozen=True, slots=True)
class Holding:
    """An office as the register holds it: its accounts' entry, the first of them, their key."""

    entry: str
    own: str
    person: str
    office: str


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
) -> list[Moved]:
    """The entries of all accounts whose ties the dirty ones may have changed.

    `decided` is what people said of pairs of accounts. `blur` maps entries of names that were
    joined or parted just now to one of them, so that accounts that were tied through them
    before are found too. Offices are left out.
    """
    moved = []
    for layer in PAIRED:
        accounts = [account for account in dirty if account.layer == layer]
        if accounts and layer in GROWING and decided == NOTHING:
            moved += _grow_layer(source, layer, accounts, blur)
        elif accounts:
            moved += _resolve_layer(source, layer, accounts, blur, decided)
    return moved


def _grow_layer(
    source: FactSource, layer: str, dirty: Sequence[Account], blur: Mapping[str, str]
) -> list[Moved]:
    """The same with less work where sets only grow; what is joined anew has the last word."""
    grown, rest = grow_sets(
        source, layer, dirty, lambda wave, pool: _pair_up(layer, wave, pool, {})
    )
    anew = _resolve_layer(source, layer, rest, blur, NOTHING) if rest else []
    known = {move.account.id for move in anew}
    return [*(Moved(a, entry) for a, entry in grown.items() if a.id not in known), *anew]


def _resolve_layer(
    source: FactSource,
    layer: str,
    dirty: Sequence[Account],
    blur: Mapping[str, str],
    decided: Decided,
) -> list[Moved]:
    reached = {account.id: account for account in dirty}
    pairs: set[tuple[int, int]] = set()
    wave = [*dirty, *source.accounts(set(source.mates(dirty)) - reached.keys())]
    profiles: dict[int, Profile] = {}
    while wave:
        wave += source.accounts(decided.partners(a.id for a in wave) - {a.id for a in wave})
        reached |= {account.id: account for account in wave}
        profiles |= {account.id: make_profile(account, blur) for account in wave}
        likely = list(_pair_up(layer, wave, source.near(layer, wave), blur))
        unknown = {b for _, b in likely} - profiles.keys()
        found = {account.id: account for account in source.accounts(unknown)}
        profiles |= {id_: make_profile(account, blur) for id_, account in found.items()}
        tied = {(a, b) for a, b in likely if compare_accounts(profiles[a], profiles[b]).joins}
        pairs |= {(min(pair), max(pair)) for pair in tied}
        wave = [profiles[b].account for b in {b for _, b in tied} if b not in reached]
    current = [account for account in reached.values() if account.current]
    return join_accounts(current, pairs, profiles if not blur else None, decided)


def join_accounts(
    accounts: Sequence[Account],
    pairs: Iterable[tuple[int, int]],
    known: Mapping[int, Profile] | None = None,
    decided: Decided = NOTHING,
) -> list[Moved]:
    """The entries of accounts, of which these pairs are worth comparing."""
    profiles = {a.id: known[a.id] if known else make_profile(a, {}) for a in accounts}
    ties = [
        (compare_accounts(profiles[a], profiles[b]), profiles[a], profiles[b])
        for a, b in pairs
        if a in profiles and b in profiles
    ]
    ties = _drop_unclear([tie for tie in ties if tie[0].joins])
    groups: Groups[int] = Groups(profiles)
    decided.join(groups)
    for _, one, other in sorted(ties, key=_strength):
        groups.merge_where(
            one.account.id,
            other.account.id,
            lambda a, b: (
                decided.allows(a, b)
                and (decided.knows(a) or decided.knows(b) or may_share(profiles[a], profiles[b]))
            ),
        )
    return [
        Moved(account, min((profiles[m].account for m in members), key=lambda a: a.rank).own)
        for members in groups.sets()
        for account in (profiles[m].account for m in members)
    ]


Tie = tuple[Comparison, Profile, Profile]


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
        if any(not _meet(a.account, b.account) for n, a in enumerate(found) for b in found[:n])
    }
    return [
        (comparison, one, other)
        for comparison, one, other in ties
        if one.coarse == other.coarse
        or (one.account.id not in unclear and other.account.id not in unclear)
    ]


def _meet(one: Account, other: Account) -> bool:
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return one.earliest <= other.latest and other.earliest <= one.latest


def _pair_up(
    layer: str, wave: Sequence[Account], pool: Sequence[Account], blur: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Pairs of one in the wave and one in the pool that are worth a closer look."""
    file, look = BLOCKS[layer]
    blocks: dict[str, list[Account]] = {}
    for account in pool:
        for key in file(account, blur):
            blocks.setdefault(key, []).append(account)
    for account in wave:
        candidates = {b.id: b for key in look(account, blur) for b in blocks.get(key, ())}
        for other in candidates.values():
            if other.id != account.id and _is_likely(account, other):
                yield account.id, other.id


def _is_likely(one: Account, other: Account) -> bool:
    if one.release == other.release or not same_family(one.layer, one.kind, other.kind):
        return False
    if one.layer == "commitment":
        return _may_be_one(one, other)
    if one.layer != "event":
        return True
    if one.start != other.start and (one.coarse or other.coarse) and one.kind != other.kind:
        return False
    return _meet(one, other)


def _may_be_one(one: Account, other: Account) -> bool:
    """Whether two promises are due at times that meet, and alike in words or due together."""
    if one.start and other.start and not _meet(one, other):
        return False
    texts = (dict(account.texts).get("action", "") for account in (one, other))
    return (one.start is not None and one.start == other.start) or share_words(
        *map(fold_text, texts)
    )


Blur = Mapping[str, str]


def _file_event(account: Account, _: Blur) -> list[str]:
    """By its start; by its month too, apart for those that last or are dated by a period."""
    mark = "" if account.earliest == account.latest else "long "
    return [account.start or "", *(mark + "in " + month for month in account.months)]


def _look_event(account: Account, _: Blur) -> list[str]:
    months = account.months
    keys = [account.start or "", *("long in " + month for month in months)]
    single = account.earliest == account.latest
    return keys if single else [*keys, *("in " + month for month in months)]


def _file_act(account: Account, _: Blur) -> list[str]:
    return near_days(account, 0)


def _look_act(account: Account, _: Blur) -> list[str]:
    return near_days(account, NEAR_DAYS)


def _file_commitment(account: Account, blur: Blur) -> list[str]:
    """By its words; by who is to do it when, too."""
    words = find_words(fold_text(dict(account.texts).get("action", "")))
    actors = {blur.get(f.entry, f.entry) for f in account.fillers if f.named}
    return [*words, *(f"{account.start} {actor}" for actor in actors if account.start)]


def _file_quote(account: Account, _: Blur) -> list[str]:
    return near_days(account, 0)


def _look_quote(account: Account, _: Blur) -> list[str]:
    return near_days(account, QUOTE_DAYS)


Block = Callable[[Account, Blur], list[str]]
BLOCKS: dict[str, tuple[Block, Block]] = {
    "event": (_file_event, _look_event),
    "act": (_file_act, _look_act),
    "commitment": (_file_commitment, _file_commitment),
    "quote": (_file_quote, _look_quote),
}


def near_days(account: Account, days: int) -> list[str]:
    """The day of an account and those around it; nothing where it has no day."""
    if account.earliest is None or account.earliest != account.latest:
        return []
    day = date.fromisoformat(account.earliest)
    return [str(day + timedelta(days=n)) for n in range(-days, days + 1)]


def join_offices(
    dirty: Sequence[Account], held: Sequence[Holding]
) -> tuple[list[Moved], dict[str, str]]:
    """The entries of office accounts: the same person in the same office is one.

    `held` are the offices that accounts other than the dirty ones hold. Gives what moves of
    the dirty ones, and the entries of `held` that get another id.
    """
    leads: dict[tuple[str, str], str] = {}
    for key, own in [
        *((_office_key(a), a.own) for a in dirty),
        *(((h.person, h.office), h.own) for h in held),
    ]:
        leads[key] = min(own, leads.get(key, own))
    moved = [Moved(account, leads[_office_key(account)]) for account in dirty]
    renamed = {h.entry: leads[h.person, h.office] for h in held}
    return moved, {old: new for old, new in renamed.items() if old != new}


def _office_key(account: Account) -> tuple[str, str]:
    person = next((f.entry for f in account.fillers if f.slot == "person"), account.own)
    return (person, fold_text(dict(account.texts).get("office", account.own)))


def follow_closed(closed: Sequence[Account], current: Sequence[Account]) -> list[Moved]:
    """The entries of what one document once told: of what it tells now, where it is the same."""
    present = {account.own: account.entry for account in current}
    profiles = [make_profile(account, {}) for account in sorted(current, key=lambda a: a.rank)]
    return [
        Moved(account, present.get(account.own) or _follow(account, profiles)) for account in closed
    ]


def _follow(account: Account, present: Sequence[Profile]) -> str:
    if account.layer == SHARED:
        return next(
            (
                p.account.entry
                for p in present
                if p.account.layer == SHARED and _office_key(p.account) == _office_key(account)
            ),
            account.own,
        )
    profile = make_profile(account, {})
    scored = [(compare_accounts(profile, other), other) for other in present]
    best = max(scored, key=lambda pair: pair[0].score if pair[0].joins else 0.0, default=None)
    if best is None or not best[0].joins or best[0].score < JOIN:
        return account.own
    return best[1].account.entry
