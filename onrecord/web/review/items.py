"""What waits for judgement, as a page shows it: the words marked in their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import NotFoundError
from onrecord.model.identity import layer_of
from onrecord.register.around import load_around
from onrecord.register.chosen import load_chosen_facts
from onrecord.register.doubts import Side as DoubtSide
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.views import EntryRow, FactView, Query, Quotation
from onrecord.web.addresses import entry_address
from onrecord.web.highlight import Mark, Piece, split_marks
from onrecord.web.kinds import BY_LAYER
from onrecord.web.lines import Line, load_lines
from onrecord.web.marking import find_heads
from onrecord.web.site import Site

EXAMPLES = 2  # facts of each layer that show what a name stands for
MOST_EXAMPLES = 5

Features = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation in its text, in `pieces` with marks; `cut` where the release goes on."""

    quotation: Quotation
    pieces: tuple[Piece, ...]
    cut: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class FactSide:
    """A fact with its words in their text."""

    fact: FactView
    title: str
    address: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class NameSide:
    """A name with what it is known by."""

    id: str
    title: str
    address: str
    row: EntryRow
    names: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The named features of a comparison: what speaks for it, and what against."""

    pro: tuple[tuple[str, float], ...]
    con: tuple[tuple[str, float], ...]


def weigh_features(features: Features) -> Weighed:
    """The features that speak for and against, the heaviest first."""
    ordered = sorted(features, key=lambda feature: -abs(feature[1]))
    return Weighed(
        tuple(feature for feature in ordered if feature[1] >= 0),
        tuple(feature for feature in ordered if feature[1] < 0),
    )


def find_fact(site: Site, identifier: str) -> FactView:
    """A present fact by its own id. Raises `NotFoundError` where there is none."""
    found = site.register.ask(load_chosen_facts, [identifier]).get(identifier)
    if found is None:
        raise NotFoundError(f"{identifier}: the register holds no fact of that id at present")
    return found


def show_fact(site: Site, fact: FactView) -> FactSide:
    """A fact with the words that name it and those of its values marked in their text."""
    marks = [
        Mark(head.start, head.end, "head", style=fact.layer)
        for head in find_heads(fact)
        if head.release == fact.evidence.release
    ]
    marks += [
        Mark(value.quotation.start, value.quotation.end, "value")
        for value in fact.values
        if value.quotation != fact.evidence
    ]
    return FactSide(
        fact, title_fact(fact), entry_address(fact.entry), show_words(site, fact.evidence, marks)
    )


def title_fact(fact: FactView) -> str:
    """What a fact is: 'Event: session'."""
    one = BY_LAYER[fact.layer].one.capitalize()
    return one if fact.kind in (fact.layer, "direct") else f"{one}: {fact.kind}"


def show_words(site: Site, quotation: Quotation, marks: Sequence[Mark] = ()) -> Passage:
    """A quotation in its text; itself marked where no marks are given."""
    around = site.register.ask(load_around, quotation)
    given = dict.fromkeys(marks or [Mark(quotation.start, quotation.end, "head")])
    pieces = split_marks(around.text, around.start, given)
    return Passage(quotation, pieces, (around.cut_before, around.cut_after))


def show_side(site: Site, side: DoubtSide) -> FactSide | NameSide:
    """One of two that may be one."""
    if layer_of(side.id) in NAME_LAYERS:
        return show_name(site, side.id, side.entry, side.label)
    return show_fact(site, find_fact(site, side.id))


def show_name(site: Site, own: str, entry: str, label: str) -> NameSide:
    """A name with other names of its entry and the last facts that name it."""
    view = site.register.entry(entry, facts=False)
    query = Query(name=entry, latest=True, limit=EXAMPLES)
    lines = [line for layer in FACT_LAYERS for line in load_lines(site, layer, query)]
    others = tuple(name for name in view.names if name != label)
    return NameSide(
        own, label, entry_address(entry), view.row, others, tuple(lines[:MOST_EXAMPLES])
    )
