"""What two accounts of a fact tell otherwise, each difference with its kind and both wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.model.identity import fold_text
from onrecord.model.time import earliest_day, latest_day
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.firmness import find_amounts, find_firmness
from onrecord.register.sameness import fold_passage
from onrecord.register.views import FactView, Value

DifferenceKind = Literal[
    "date", "deadline", "name", "softened", "firmed", "amount", "status", "quotation", "wording",
    "gone", "new",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(DifferenceKind)
SLOT_NAMES = {"start": "date", "end": "last day", "due": "deadline"}
TIMED = ("start", "end", "date", "due")
OPPOSITE = {"gone": "new", "new": "gone", "softened": "firmed", "firmed": "softened"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What an account tells otherwise than before; `old` or `new` empty where it tells nothing.

    `kind` is what became of it: a `date` or `deadline` moved, came or went, a `name` came or
    went, a promise was `softened` or `firmed`, an `amount`, `status`, `quotation` or other
    `wording` changed, or the whole fact is `gone` or `new`. `what` says it in a few words.
    """

    slot: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    what: str
    kind: str = "wording"


@dataclass(frozen=True, slots=True)
class Side:
    """A fact with the sentences it stands in, as its text has them."""

    fact: FactView
    text: str

    def holds(self, words: str) -> bool:
        """Whether these words stand in the fact's sentences, however they are set."""
        wanted = fold_text(words)
        return bool(wanted) and f" {wanted} " in f" {fold_text(self.text)} "


def compare_sides(old: Side, new: Side) -> Iterator[Difference]:
    """All that two accounts of one fact tell otherwise, as far as their sentences differ."""
    same = fold_passage(old.text) == fold_passage(new.text)
    found = [*_compare_times(old, new), *_compare_names(old, new)]
    if not same:
        found += [*_compare_firmness(old, new), *_compare_amounts(old, new)]
        found += _compare_plain(old, new, "status", "status")
    yield from found
    if not same and not found:
        yield from _compare_wording(old, new)


def _compare_times(old: Side, new: Side) -> Iterator[Difference]:
    for slot in TIMED:
        before, after = old.fact.of(slot), new.fact.of(slot)
        if slot == "end" and _is_one_day(old.fact) and _is_one_day(new.fact):
            continue
        if _values(before) != _values(after) and not _is_noise(before, after, old, new):
            kind = "deadline" if slot == "due" else "date"
            name = SLOT_NAMES.get(slot, slot)
            values = tuple(_values(before)), tuple(_values(after))
            yield Difference(slot, *values, tell_time(name, *values), kind)


def _is_one_day(fact: FactView) -> bool:
    ends = _values(fact.of("end"))
    return not ends or ends == _values(fact.of("start"))


def _is_noise(before: Sequence[Value], after: Sequence[Value], old: Side, new: Side) -> bool:
    """Whether what either side tells stands in the words of the other too: it was read otherwise.

    Words that are the same on both sides and mean another day ('today') are no such thing.
    """
    first = {fold_text(v.quotation.text) for v in before}
    second = {fold_text(v.quotation.text) for v in after}
    if first and first == second:
        return False
    lost = any(not new.holds(v.quotation.text) for v in before)
    came = any(not old.holds(v.quotation.text) for v in after)
    return not lost and not came


def _compare_names(old: Side, new: Side) -> Iterator[Difference]:
    before, after = _named(old.fact), _named(new.fact)
    gone = [v for entry, v in before.items() if entry not in after and _is_lost(v, new)]
    came = [v for entry, v in after.items() if entry not in before and _is_lost(v, old)]
    for value in gone:
        words = _plain(value.value)
        yield Difference(value.slot, (words,), (), f"{value.slot} “{words}” gone", "name")
    for value in came:
        words = _plain(value.value)
        yield Difference(value.slot, (), (words,), f"{value.slot} “{words}” added", "name")


def _named(fact: FactView) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for value in fact.values:
        if value.entry:
            found.setdefault(value.entry, value)
    return found


def _is_lost(value: Value, other: Side) -> bool:
    """Whether a name stands nowhere in the other side's sentences, by any of its words given."""
    return not other.holds(value.quotation.text) and not other.holds(value.value)


def _compare_firmness(old: Side, new: Side) -> Iterator[Difference]:
    if old.fact.layer != "commitment" and "scheduled" not in (old.fact.status, new.fact.status):
        return
    before, after = _firmness(old), _firmness(new)
    if before and after and before[0] != after[0]:
        yield tell_firmness(before, after)


def tell_firmness(before: tuple[int, str], after: tuple[int, str]) -> Difference:
    """A promise that is made less or more firmly than before."""
    kind = "softened" if after[0] < before[0] else "firmed"
    what = f"{kind} from “{before[1]}” to “{after[1]}”"
    return Difference("modality", (before[1],), (after[1],), what, kind)


def _firmness(side: Side) -> tuple[int, str] | None:
    slot = ANCHOR_SLOTS[side.fact.layer]
    anchors = side.fact.of(slot)
    if side.fact.layer == "event" or not anchors:
        return find_firmness(side.text, len(side.text))
    return find_firmness(side.text, _find_deed(side.text, anchors[0].quotation.text))


def _find_deed(sentence: str, words: str) -> int:
    """Where a deed begins in a sentence, or the sentence ends where it does not stand there."""
    at = sentence.find(words)
    return at if at >= 0 else len(sentence)


def _compare_amounts(old: Side, new: Side) -> Iterator[Difference]:
    if old.fact.layer not in ("event", "act", "commitment"):
        return
    before, after = _amounts(old), _amounts(new)
    gone, came = tuple(sorted(before - after)), tuple(sorted(after - before))
    if gone or came:
        yield Difference("amount", gone, came, tell_words("amount", gone, came), "amount")


def _amounts(side: Side) -> Counter[str]:
    dates = [v.quotation.text for v in side.fact.of(*TIMED)]
    anchors = side.fact.of(ANCHOR_SLOTS[side.fact.layer])
    event = side.fact.layer == "event"
    text = side.text if event or not anchors else " ".join(v.quotation.text for v in anchors)
    return find_amounts(text, dates)


def _compare_plain(old: Side, new: Side, slot: str, kind: str) -> Iterator[Difference]:
    before, after = _values(old.fact.of(slot)), _values(new.fact.of(slot))
    if before != after and before and after:
        yield Difference(slot, tuple(before), tuple(after), tell_words(slot, before, after), kind)


def _compare_wording(old: Side, new: Side) -> Iterator[Difference]:
    """Other words for the same: told only where nothing else says what became of it."""
    if old.fact.layer == "event":
        yield from _compare_slot(old, new, "kind", "wording")
        yield from _compare_slot(old, new, "theme", "wording")
        return
    slot = ANCHOR_SLOTS[old.fact.layer]
    yield from _compare_slot(old, new, slot, "quotation" if slot == "quote" else "wording")


def _compare_slot(old: Side, new: Side, slot: str, kind: str) -> Iterator[Difference]:
    before, after = old.fact.of(slot), new.fact.of(slot)
    first, second = ({fold_text(v.quotation.text) for v in some} for some in (before, after))
    if first == second or _is_noise(before, after, old, new):
        return
    if slot == "kind" and _values(before) == _values(after):
        return
    values = tuple(_values(before)), tuple(_values(after))
    yield Difference(slot, *values, tell_words(slot, *values), kind)


def _values(values: Iterable[Value]) -> list[str]:
    return list(dict.fromkeys(_plain(value.value) for value in values))


def _plain(words: str) -> str:
    return " ".join(words.split())


def tell_words(slot: str, old: Sequence[str], new: Sequence[str]) -> str:
    """What became of a slot's words, in words."""
    name = SLOT_NAMES.get(slot, slot)
    gone, more = [v for v in old if v not in new], [v for v in new if v not in old]
    if gone and more:
        return f"{name} changed from “{'; '.join(gone)}” to “{'; '.join(more)}”"
    return f"{name} “{'; '.join(gone)}” gone" if gone else f"{name} “{'; '.join(more)}” added"


def tell_time(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    """What became of a date, in words."""
    if not new:
        return f"{name} {old[0]} gone"
    if not old:
        return f"{name} {new[0]} added"
    before, after = old[0], new[0]
    if earliest_day(after) <= earliest_day(before) and latest_day(before) < latest_day(after):
        return f"{name} made vaguer from {before} to {after}"
    if earliest_day(before) <= earliest_day(after) and latest_day(after) <= latest_day(before):
        return f"{name} made closer from {before} to {after}"
    moved = "put off" if latest_day(after) > latest_day(before) else "brought forward"
    return f"{name} {moved} from {before} to {after}"
