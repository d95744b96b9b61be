"""What became of each fact of a text in another text of the same page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.model.identity import fold_text
from onrecord.register.alignment import Alignment
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.differing import OPPOSITE, Difference, Side, compare_sides, tell_firmness
from onrecord.register.firmness import find_firmness
from onrecord.register.pairing import Placed, pair_facts, place_facts
from onrecord.register.views import FactView, Quotation

DEED_WORDS = 0.5  # share of a promise's words that a sentence holds which tells of the same deed
DEED_LETTERS = 4  # letters of the shortest word that tells a deed from others


@dataclass(frozen=True, slots=True)
class Alteration:
    """A fact that a page tells otherwise: before, after, and what differs.

    Without `old` it is told anew, without `new` no longer; `was` and `now` are the sentences
    that tell it, also where one of them is no fact any more (a promise that became a hope).
    """

    old: FactView | None
    new: FactView | None
    differences: tuple[Difference, ...]
    was: Quotation | None = None
    now: Quotation | None = None

    @property
    def layer(self) -> str:
        """Of which kind of fact it is."""
        told = self.new or self.old
        return told.layer if told else ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its differences, each once."""
        return tuple(dict.fromkeys(difference.kind for difference in self.differences))

    @property
    def what(self) -> str:
        """In a few words."""
        layer = "promise" if self.layer == "commitment" else self.layer
        told = [d.what for d in self.differences if d.kind not in ("gone", "new")]
        if not told:
            return f"{layer} {'added' if self.old is None else 'gone'}"
        return f"{layer}: " + ", ".join(told)


def retell_facts(
    texts: tuple[str, str], old: Iterable[FactView], new: Iterable[FactView]
) -> list[Alteration]:
    """All that two texts of a page tell otherwise, in the order of the texts.

    Exchanging the texts exchanges the sides of each alteration and turns its kind round. Where
    the words are the same, nothing is told; nor is what only the reading of them made different.
    """
    alignment = Alignment(*texts)
    sides = place_facts(alignment, 0, old), place_facts(alignment, 1, new)
    pairs = list(pair_facts(alignment, *sides))
    found = [alteration for pair in pairs for alteration in _retell(alignment, *pair)]
    found.sort(key=_order)
    return list(_drop_repeated(found))


def _order(alteration: Alteration) -> tuple[int, int, str, str]:
    was, now = alteration.was, alteration.now
    return (
        min(q.start for q in (was, now) if q), max(q.start for q in (was, now) if q),
        alteration.layer, min(f.id for f in (alteration.old, alteration.new) if f),
    )  # fmt: skip


def _retell(alignment: Alignment, old: Placed | None, new: Placed | None) -> Iterator[Alteration]:
    if old is not None and new is not None:
        sides = _side(alignment, 0, old), _side(alignment, 1, new)
        differences = tuple(compare_sides(*sides))
        if differences:
            quotes = old.fact.evidence, new.fact.evidence
            yield Alteration(old.fact, new.fact, differences, *quotes)
    elif old is not None:
        yield from _retell_alone(alignment, 0, old)
    elif new is not None:
        yield from (_turn(alteration) for alteration in _retell_alone(alignment, 1, new))


def _side(alignment: Alignment, side: int, placed: Placed) -> Side:
    text = alignment.texts[side]
    sentences = (alignment.sides[side][number] for number in placed.place)
    return Side(placed.fact, " ".join(text[s.start : s.end].strip() for s in sentences))


def _retell_alone(alignment: Alignment, side: int, placed: Placed) -> Iterator[Alteration]:
    """A fact that the other text does not tell, as if that were the later one."""
    if all(alignment.is_kept(side, number) for number in placed.place):
        return
    fact = placed.fact
    weaker = _find_weaker(alignment, side, placed) if fact.layer == "commitment" else None
    if weaker is not None:
        yield weaker
    elif not _is_still_told(alignment, side, placed):
        gone = Difference("fact", (fact.kind,), (), "gone", "gone")
        yield Alteration(fact, None, (gone,), fact.evidence, None)


def _is_still_told(alignment: Alignment, side: int, placed: Placed) -> bool:
    """Whether the other text has all the words that the fact stands on, near its sentence."""
    numbers = sorted({n for own in placed.place for n in alignment.near(side, own)})
    if not numbers:
        return False
    text = alignment.texts[1 - side]
    sentences = (alignment.sides[1 - side][number] for number in numbers)
    other = Side(placed.fact, " ".join(text[s.start : s.end] for s in sentences))
    return all(other.holds(value.quotation.text) for value in placed.fact.values)


def _find_weaker(alignment: Alignment, side: int, placed: Placed) -> Alteration | None:
    """The promise told as less than one: its deed in an alike sentence, with other words before."""
    [action] = placed.fact.of(ANCHOR_SLOTS["commitment"])[:1] or (None,)
    if action is None:
        return None
    own = _side(alignment, side, placed).text
    before = find_firmness(own, _find(own, action.quotation.text))
    wanted = _deed_words(action.quotation.text)
    for number in sorted({n for place in placed.place for n in alignment.near(side, place)}):
        sentence = alignment.sides[1 - side][number]
        text = alignment.texts[1 - side][sentence.start : sentence.end]
        held = wanted & _deed_words(text)
        if not wanted or len(held) < DEED_WORDS * len(wanted):
            continue
        after = find_firmness(text, _find_first(text, held))
        if before and after and before[0] > after[0]:
            now = _quote(placed.fact.evidence, alignment, 1 - side, sentence.start, sentence.end)
            softened = tell_firmness(before, after)
            return Alteration(placed.fact, None, (softened,), placed.fact.evidence, now)
    return None


def _deed_words(text: str) -> set[str]:
    return {word for word in fold_text(text).split() if len(word) >= DEED_LETTERS}


def _find(text: str, words: str) -> int:
    at = text.find(words)
    return at if at >= 0 else len(text)


def _find_first(text: str, words: set[str]) -> int:
    folded = text.casefold()
    return min((at for at in map(folded.find, sorted(words)) if at >= 0), default=len(text))


def _quote(like: Quotation, alignment: Alignment, side: int, start: int, end: int) -> Quotation:
    """A sentence of a text as a quotation; its release is found by who knows the releases."""
    words = alignment.texts[side][start:end]
    end = start + len(words.rstrip())
    return replace(like, start=start, end=end, text=words.rstrip(), release="", version="")


def _turn(alteration: Alteration) -> Alteration:
    """An alteration as it is when the sides are exchanged."""
    return Alteration(
        alteration.new,
        alteration.old,
        tuple(turn_difference(difference) for difference in alteration.differences),
        alteration.now,
        alteration.was,
    )


def turn_difference(difference: Difference) -> Difference:
    """A difference as it is when the sides are exchanged."""
    kind = OPPOSITE.get(difference.kind, difference.kind)
    what = difference.what
    if difference.kind in ("softened", "firmed"):
        what = f"{kind} from “{difference.new[0]}” to “{difference.old[0]}”"
    elif difference.kind in OPPOSITE:
        what = kind
    return Difference(difference.slot, difference.new, difference.old, what, kind)


def _drop_repeated(found: Sequence[Alteration]) -> Iterator[Alteration]:
    """Leave out an amount that a sentence tells once and several facts have."""
    rank = {"act": 0, "commitment": 0, "event": 1}
    told: dict[tuple[object, ...], Alteration] = {}
    for alteration in sorted(found, key=lambda a: rank.get(a.layer, 2)):
        for difference in alteration.differences:
            if difference.kind == "amount":
                told.setdefault((difference.old, difference.new), alteration)
    for alteration in found:
        kept = tuple(
            d
            for d in alteration.differences
            if d.kind != "amount" or told[d.old, d.new] is alteration
        )
        if kept:
            yield replace(alteration, differences=kept)
