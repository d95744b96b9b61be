"""Several accounts of one event, act or promise, side by side: who says what, and who differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, starmap

from onrecord.model.time import earliest_day, is_edtf, latest_day
from onrecord.register.views import FactView, Quotation, Value
from onrecord.web.addresses import entry_address
from onrecord.web.kinds import SLOT_WORDS
from onrecord.web.words import spell_period

SHOWN_SLOTS = (
    "kind",
    "status",
    "when",
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
SINGLE_SLOTS = ("kind", "mode")  # of these an entry can have one value only
PERIOD_SLOTS = {"when": ("start", "end"), "date": ("date",), "due": ("due",)}


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
    """A value with everybody who says so; `text` is as the register calls it.

    A time has `start` and `end`, which are the same for a single EDTF value.
    """

    text: str
    address: str | None
    said: tuple[Said, ...]
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot with its values in all accounts; `disputed` where they cannot all be right."""

    name: str
    word: str
    values: tuple[Merged, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What a release said of the status; `changed` names what differs from the one before."""

    published: str | None
    status: str
    start: str | None
    end: str | None
    account: Account
    changed: str


def number_accounts(facts: Sequence[FactView]) -> tuple[Account, ...]:
    """Accounts in the order of their releases, counted from 1."""
    return tuple(Account(number, fact) for number, fact in enumerate(facts, start=1))


def merge_slots(accounts: Sequence[Account]) -> tuple[Slot, ...]:
    """Every slot that some account fills, in the order of `SHOWN_SLOTS`."""
    slots = (_merge_slot(name, accounts) for name in SHOWN_SLOTS)
    return tuple(slot for slot in slots if slot.values)


def _merge_slot(name: str, accounts: Sequence[Account]) -> Slot:
    if name in PERIOD_SLOTS:
        periods = _merge_periods(accounts, PERIOD_SLOTS[name])
        return Slot(name, SLOT_WORDS[name], periods, any(starmap(_contradict, _pairs(periods))))
    values: dict[str, list[tuple[int, Value]]] = {}
    for account in accounts:
        for value in account.fact.of(name):
            values.setdefault(_same(value), []).append((account.number, value))
    merged = tuple(_merge(found) for found in values.values())
    return Slot(name, SLOT_WORDS[name], merged, name in SINGLE_SLOTS and len(merged) > 1)


def _same(value: Value) -> str:
    """Two values are one where they name the same entry or say the same words."""
    return value.entry or " ".join(value.value.split()).casefold()


def _merge(found: Sequence[tuple[int, Value]]) -> Merged:
    value = found[0][1]
    address = entry_address(value.entry) if value.entry else None
    return Merged(" ".join(value.value.split()), address, _say(found))


def _say(found: Sequence[tuple[int, Value]]) -> tuple[Said, ...]:
    said = {(number, value.quotation): None for number, value in found}
    return tuple(Said(number, quotation) for number, quotation in said)


def _merge_periods(accounts: Sequence[Account], slots: tuple[str, ...]) -> tuple[Merged, ...]:
    periods: dict[tuple[str, str], list[tuple[int, Value]]] = {}
    for account in accounts:
        values = account.fact.of(*slots)
        if values:
            period = values[0].value, values[-1].value
            periods.setdefault(period, []).extend((account.number, value) for value in values)
    return tuple(
        Merged(spell_period(start, end), None, _say(found), start, end)
        for (start, end), found in periods.items()
    )


def _pairs(periods: Sequence[Merged]) -> Iterator[tuple[Merged, Merged]]:
    return combinations(periods, 2)


def _contradict(one: Merged, other: Merged) -> bool:
    """Whether no day can belong to both: 'June 2024' and '3 June 2024' agree."""
    return not periods_meet(one.start, one.end, other.start, other.end)


def periods_meet(
    start: str | None, end: str | None, other_start: str | None, other_end: str | None
) -> bool:
    """Whether some day can belong to both periods; one that is not known may be any."""
    if not (start and end and other_start and other_end):
        return True
    if not all(map(is_edtf, (start, end, other_start, other_end))):
        return (start, end) == (other_start, other_end)
    return earliest_day(start) <= latest_day(other_end) and earliest_day(other_start) <= latest_day(
        end
    )


def tell_history(accounts: Sequence[Account]) -> tuple[Step, ...]:
    """What was said of the status and the date, release by release."""
    return tuple(_each_step(accounts))


def _each_step(accounts: Sequence[Account]) -> Iterator[Step]:
    before: FactView | None = None
    for account in accounts:
        fact = account.fact
        if fact.status:
            changed = _find_change(before, fact) if before else ""
            day = fact.evidence.published
            yield Step(day, fact.status, fact.start, fact.end, account, changed)
            before = fact


def _find_change(before: FactView, fact: FactView) -> str:
    if before.status != fact.status:
        return "status"
    same = periods_meet(before.start, before.end, fact.start, fact.end)
    return "" if same else "date"
