"""Several accounts of one event, act or promise, side by side: who says what, and who differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.model.time import is_edtf, periods_overlap
from onrecord.register.views import FactView, Quotation, Value
from onrecord.web.addresses import entry_address
from onrecord.web.kinds import SLOT_WORDS, TIME_SLOTS

SHOWN_SLOTS = (
    "kind",
    "status",
    "start",
    "end",
    "date",
    "due",
    "object",
    "action",
    "actor",
    "body",
    "chair",
    "host",
    "participant",
    "place",
    "theme",
    "mode",
    "person",
    "office",
    "speaker",
    "quote",
    "trigger",
)
SINGLE_SLOTS = ("kind", "mode", *TIME_SLOTS)  # of these an entry can have one value only


@dataclass(frozen=True, slots=True)
class Account:
    """One document's account, numbered on the page."""

    number: int
    fact: FactView


@dataclass(frozen=True, slots=True)
class Said:
    """A value's quotation, with the number of the account that it stands in."""

    number: int
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Merged:
    """A value with everybody who says so; `text` is as the register calls it."""

    text: str
    address: str | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot with its values in all accounts; `disputed` where they cannot all be right."""

    name: str
    word: str
    values: tuple[Merged, ...]
    disputed: bool

    @property
    def is_time(self) -> bool:
        """Whether the values are dates in EDTF."""
        return self.name in TIME_SLOTS


@dataclass(frozen=True, slots=True)
class Step:
    """What a release said of the status, on the day it was published."""

    published: str | None
    status: str
    start: str | None
    end: str | None
    account: Account
    changed: bool


def number_accounts(facts: Sequence[FactView]) -> tuple[Account, ...]:
    """Accounts in the order of their releases, counted from 1."""
    return tuple(Account(number, fact) for number, fact in enumerate(facts, start=1))


def merge_slots(accounts: Sequence[Account]) -> tuple[Slot, ...]:
    """Every slot that some account fills, in the order of `SHOWN_SLOTS`."""
    slots = (_merge_slot(name, accounts) for name in SHOWN_SLOTS)
    return tuple(slot for slot in slots if slot.values)


def _merge_slot(name: str, accounts: Sequence[Account]) -> Slot:
    values: dict[str, list[tuple[int, Value]]] = {}
    for account in accounts:
        for value in account.fact.of(name):
            values.setdefault(_same(value), []).append((account.number, value))
    merged = tuple(_merge(found) for found in values.values())
    return Slot(name, SLOT_WORDS[name], merged, is_disputed(name, [value.text for value in merged]))


def _same(value: Value) -> str:
    """Two values are one where they name the same entry or say the same words."""
    return value.entry or " ".join(value.value.split()).casefold()


def _merge(found: Sequence[tuple[int, Value]]) -> Merged:
    value = found[0][1]
    address = entry_address(value.entry) if value.entry else None
    said = {(number, v.quotation): Said(number, v.quotation) for number, v in found}
    return Merged(" ".join(value.value.split()), address, tuple(said.values()))


def is_disputed(slot: str, values: Sequence[str]) -> bool:
    """Whether values of one slot contradict each other.

    Dates do where no day can belong to both: 'June 2024' and '3 June 2024' agree. Kinds and
    modes do where they differ; of other slots an entry can have several.
    """
    if slot not in SINGLE_SLOTS:
        return False
    return any(_contradict(slot, *pair) for pair in combinations(values, 2))


def _contradict(slot: str, one: str, other: str) -> bool:
    if slot in TIME_SLOTS and is_edtf(one) and is_edtf(other):
        return not periods_overlap(one, other)
    return one != other


def tell_history(accounts: Sequence[Account]) -> tuple[Step, ...]:
    """What was said of the status and the date, release by release."""
    return tuple(_each_step(accounts))


def _each_step(accounts: Sequence[Account]) -> Iterator[Step]:
    before: tuple[object, ...] | None = None
    for account in accounts:
        fact = account.fact
        told = (fact.status, fact.start, fact.end)
        if fact.status:
            yield Step(
                published=fact.evidence.published,
                status=fact.status,
                start=fact.start,
                end=fact.end,
                account=account,
                changed=before is not None and before != told,
            )
        before = told
