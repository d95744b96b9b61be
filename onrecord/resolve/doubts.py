"""Pairs of accounts of which a person should say whether they tell the same.

In doubt are two whose likeness is neither enough to join them nor too little to ask, and two
that are alike but told apart: by a number or title of their own, or by what else stands in
their sets. Between two entries one pair says it all, the likeliest: for each account only its
best pair in another entry is kept, so that large sets cost no more than small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from onrecord.model.doubt import Doubt
from onrecord.model.entry import Account
from onrecord.resolve.compare import Comparison

APART = "what else is told of them does not fit together"

Compared = tuple[Account, Account, Comparison]


def choose_doubts(
    compared: Iterable[Compared],
    entries: Mapping[int, str],
    allows: Callable[[int, int], bool],
) -> list[Doubt]:
    """For each account the likeliest pair in each other entry that is in doubt.

    `entries` are those of the accounts that were looked at, which others keep as they are;
    `allows` says whether nobody called two different.
    """
    best: dict[tuple[int, str], Compared] = {}
    for pair in compared:
        one, other, comparison = pair
        first, second = (entries.get(a.id, a.entry) for a in (one, other))
        if first == second or not allows(one.id, other.id):
            continue
        if not comparison.tells:
            continue
        for account, entry in ((one, second), (other, first)):
            held = best.get((account.id, entry))
            if account.id in entries and (held is None or _rank(pair) < _rank(held)):
                best[account.id, entry] = pair
    return list(dict.fromkeys(map(_make_doubt, best.values())))


def _rank(pair: Compared) -> tuple[float, list[str]]:
    one, other, comparison = pair
    return (-comparison.score, sorted((one.own, other.own)))


def _make_doubt(pair: Compared) -> Doubt:
    one, other, comparison = pair
    first, second = sorted((one.own, other.own))
    barred = APART if comparison.joins else comparison.barred
    return Doubt(one.layer, first, second, comparison.features, barred)
