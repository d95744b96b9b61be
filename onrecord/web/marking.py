"""Which words of a release are marked, and for which of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.register.views import FactView, MentionView, Quotation, ReleaseView
from onrecord.web.addresses import entry_address
from onrecord.web.highlight import Mark, Ref, settle_marks

HEAD_SLOTS = {
    "event": "trigger",
    "act": "kind",
    "commitment": "action",
    "office": "office",
    "quote": "quote",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fact with its number on the page and the words that name it."""

    number: int
    fact: FactView
    heads: tuple[Quotation, ...]


def number_facts(facts: Iterable[FactView]) -> tuple[Numbered, ...]:
    """The facts of a release in the order of its text, counted from 1."""
    ordered = sorted(((find_heads(fact), fact) for fact in facts), key=_place)
    return tuple(
        Numbered(number, fact, heads) for number, (heads, fact) in enumerate(ordered, start=1)
    )


def _place(item: tuple[tuple[Quotation, ...], FactView]) -> tuple[int, int, str]:
    heads, fact = item
    first = min(heads, key=lambda head: head.start)
    return first.start, first.end, fact.id


def find_heads(fact: FactView) -> tuple[Quotation, ...]:
    """The words that name a fact, the best first; its sentence where it has no others."""
    values = fact.of(HEAD_SLOTS.get(fact.layer, ""))
    return tuple(value.quotation for value in values) or (fact.evidence,)


@dataclass(slots=True)
class _Gathered:
    """What stands on one stretch of text: facts named there, and facts with a value there."""

    heads: dict[str, Ref] = field(default_factory=dict)
    refs: dict[str, Ref] = field(default_factory=dict)
    style: str = ""


def mark_release(
    release: ReleaseView, numbered: Sequence[Numbered], span: tuple[int, int] | None = None
) -> list[Mark]:
    """All marks on a release's text; links never lie inside one another.

    The words of `span` are marked whether a fact stands on them or not.
    """
    stretches: dict[tuple[int, int], _Gathered] = {}
    if span:
        stretches[span] = _Gathered()
    for item in numbered:
        _gather_fact(stretches, item)
    marks = [_make_mark(*place, found) for place, found in stretches.items()]
    return settle_marks([*marks, *_mark_names(release.mentions)])


def _gather_fact(stretches: dict[tuple[int, int], _Gathered], item: Numbered) -> None:
    ref = Ref(item.fact.id, item.number)
    for head in item.heads:
        found = stretches.setdefault((head.start, head.end), _Gathered())
        found.heads[ref.fact] = found.refs[ref.fact] = ref
        found.style = found.style or item.fact.layer
    for quotation in (item.fact.evidence, *(value.quotation for value in item.fact.values)):
        found = stretches.setdefault((quotation.start, quotation.end), _Gathered())
        found.refs[ref.fact] = ref


def _make_mark(start: int, end: int, found: _Gathered) -> Mark:
    refs = tuple(found.refs.values())
    if not found.heads:
        return Mark(start, end, "value", refs)
    return Mark(start, end, "head", refs, found.style, shown=tuple(found.heads.values()))


def _mark_names(mentions: Iterable[MentionView]) -> Iterator[Mark]:
    for mention in mentions:
        yield Mark(
            mention.start,
            mention.end,
            "name",
            address=entry_address(mention.entry),
            label=f"{mention.label} ({mention.type})",
        )
