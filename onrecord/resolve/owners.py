"""Which fuller name a short one belongs to: an acronym, initials, a body without its parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.doubt import BY_USE
from onrecord.model.entry import PAGE_MARK, Name
from onrecord.resolve.compare import ASK, JOIN, Comparison, compare_names, is_initial
from onrecord.resolve.joining import Groups
from onrecord.resolve.spelling import is_generic, spells_out

PREVAILS = 0.75  # share of pages that must show a short name for one and the same
UNSURE = 0.5  # share from which a person should look where none prevails
SPELLED = 4  # a fuller name whose initials make the acronym counts so many times


@dataclass(frozen=True, slots=True)
class Owner:
    """A name that pages show under a short form, with the number of these pages."""

    name: Name
    pages: int


def choose_owners(name: Name, owners: Sequence[Owner]) -> set[int]:
    """The ids of the owners that a short name belongs to: one of them, or several that are equal.

    A person's initials or surname must have no second owner.
    """
    groups, shares = _share_out(name, owners)
    if not shares:
        return set()
    best = max(shares, key=lambda lead: (shares[lead], -lead))
    return set(groups.members(best)) if shares[best] >= _wanted(name) else set()


def find_unsure(name: Name, owners: Sequence[Owner]) -> Iterator[tuple[Name, Comparison]]:
    """The owners of a short name that many pages show it for, though too few to be sure.

    Of owners that are equal the one that sorts first; a bare surname tells nothing.
    """
    groups, shares = _share_out(name, owners)
    if name.type == "person" and not is_initial(name):
        return
    if not shares or max(shares.values()) >= _wanted(name):
        return
    known = {owner.name.id: owner.name for owner in owners}
    for lead, share in shares.items():
        if share >= UNSURE:
            first = min((known[id_] for id_ in groups.members(lead)), key=lambda owner: owner.own)
            weight = round(share * (JOIN - ASK), 2)
            yield first, Comparison(((BY_USE, ASK), ("their share of all such pages", weight)))


def _wanted(name: Name) -> float:
    return 1.0 if name.type == "person" else PREVAILS


def _share_out(name: Name, owners: Sequence[Owner]) -> tuple[Groups[int], dict[int, float]]:
    """Owners that are equal as one, and the share of the pages of each, by its lead."""
    groups: Groups[int] = Groups(owner.name.id for owner in owners)
    if not owners or is_generic(name.key):
        return groups, {}
    for place, owner in enumerate(owners):
        for other in owners[:place]:
            if compare_names(owner.name, other.name).joins:
                groups.merge(owner.name.id, other.name.id)
    pages: dict[int, int] = {}
    for owner in owners:
        lead = groups.find(owner.name.id)
        spelled = " " not in name.key and spells_out(name.key, owner.name.key)
        pages[lead] = pages.get(lead, 0) + owner.pages * (SPELLED if spelled else 1)
    total = sum(pages.values())
    return groups, {lead: count / total for lead, count in pages.items()}


def is_fuller(owner: Name, name: Name) -> bool:
    """Whether one name may own another: of its type, known beyond a page, and longer."""
    if owner.id == name.id or owner.type != name.type or PAGE_MARK in owner.key:
        return False
    return (len(owner.key), owner.key) > (len(name.key), name.key)


def is_short(name: Name) -> bool:
    """Whether a name is one that should not lead others."""
    return " " not in name.key or is_initial(name)
