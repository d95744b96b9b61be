"""Which accounts are worth comparing: those filed under a day, word or actor that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from onrecord.model.entry import Account, find_words, share_words
from onrecord.model.identity import fold_text
from onrecord.resolve.accounts import NEAR_DAYS, same_family

QUOTE_DAYS = 3  # days between two releases that quote the same

Blur = Mapping[str, str]


def pair_up(
    layer: str, wave: Sequence[Account], pool: Sequence[Account], blur: Blur
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
    return days_meet(one, other)


def _may_be_one(one: Account, other: Account) -> bool:
    """Whether two promises are due at times that meet, and alike in words or due together."""
    if one.start and other.start and not days_meet(one, other):
        return False
    texts = (dict(account.texts).get("action", "") for account in (one, other))
    return (one.start is not None and one.start == other.start) or share_words(
        *map(fold_text, texts)
    )


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


def days_meet(one: Account, other: Account) -> bool:
    """Whether two accounts may tell of one day."""
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return one.earliest <= other.latest and other.earliest <= one.latest
