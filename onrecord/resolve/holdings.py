"""Accounts of offices: the same person in the same office is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.entry import Account
from onrecord.model.identity import fold_text
from onrecord.resolve.moves import Moved


@dataclass(frozen=True, slots=True)
class Holding:
    """An office as the register holds it: its accounts' entry, the first of them, their key."""

    entry: str
    own: str
    person: str
    office: str


def join_offices(
    dirty: Sequence[Account], held: Sequence[Holding]
) -> tuple[list[Moved], dict[str, str]]:
    """The entries of office accounts: the same person in the same office is one.

    `held` are the offices that accounts other than the dirty ones hold. Gives what moves of
    the dirty ones, and the entries of `held` that get another id.
    """
    leads: dict[tuple[str, str], str] = {}
    for key, own in [
        *((office_key(a), a.own) for a in dirty),
        *(((h.person, h.office), h.own) for h in held),
    ]:
        leads[key] = min(own, leads.get(key, own))
    moved = [Moved(account, leads[office_key(account)]) for account in dirty]
    renamed = {h.entry: leads[h.person, h.office] for h in held}
    return moved, {old: new for old, new in renamed.items() if old != new}


def office_key(account: Account) -> tuple[str, str]:
    """The person and the folded words of an office."""
    person = next((f.entry for f in account.fillers if f.slot == "person"), account.own)
    return (person, fold_text(dict(account.texts).get("office", account.own)))
