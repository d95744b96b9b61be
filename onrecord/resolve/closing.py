"""Where what a document once told is now: with what it tells in its place."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.entry import Account
from onrecord.resolve.accounts import compare_accounts
from onrecord.resolve.compare import JOIN
from onrecord.resolve.holdings import office_key
from onrecord.resolve.moves import Moved
from onrecord.resolve.profile import Profile, make_profile

OFFICE = "office"


def follow_closed(closed: Sequence[Account], current: Sequence[Account]) -> list[Moved]:
    """The entries of what one document once told: of what it tells now, where it is the same."""
    present = {account.own: account.entry for account in current}
    profiles = [make_profile(account, {}) for account in sorted(current, key=lambda a: a.rank)]
    return [
        Moved(account, present.get(account.own) or _follow(account, profiles)) for account in closed
    ]


def _follow(account: Account, present: Sequence[Profile]) -> str:
    if account.layer == OFFICE:
        return next(
            (
                p.account.entry
                for p in present
                if p.account.layer == OFFICE and office_key(p.account) == office_key(account)
            ),
            account.own,
        )
    profile = make_profile(account, {})
    scored = [(compare_accounts(profile, other), other) for other in present]
    best = max(scored, key=lambda pair: pair[0].score if pair[0].joins else 0.0, default=None)
    if best is None or not best[0].joins or best[0].score < JOIN:
        return account.own
    return best[1].account.entry
