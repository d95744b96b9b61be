"""One mention of an event with what its sentence tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated, EventStatus, Filler, Mode
from onrecord.model.reading import TimeMention
from onrecord.model.text import Span
from onrecord.recognise.atoms import Atom
from onrecord.recognise.attach import Placed, place_triggers
from onrecord.recognise.frame import Frame
from onrecord.recognise.grammar import base_form, is_passive
from onrecord.recognise.moments import find_days
from onrecord.recognise.places import find_places
from onrecord.recognise.scene import Sentence
from onrecord.recognise.slots import fill_slots
from onrecord.recognise.status import judge_status
from onrecord.recognise.theme import find_mode, find_theme
from onrecord.recognise.trigger import ANAPHORIC, Role, Trigger
from onrecord.recognise.triggers import find_triggers
from onrecord.recognise.whither import find_whither

DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our"})
CLOSING = frozenset({"of", "with", "between"})
WEAK = frozenset({"adverbial", "inner"})
FIRM = frozenset({"verb", "subject", "object", "complement", "alone"})
SLOTS = ("places", "bodies", "chairs", "hosts", "participants")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention of an event; the slots hold what stands in its own sentence."""

    trigger: Trigger
    role: Role
    status: EventStatus | None
    start: Dated | None
    end: Dated | None
    slots: dict[str, tuple[Filler, ...]]
    definite: bool
    ordinal: str | None
    turn: str | None
    shape: str | None
    closed: bool = False
    theme: Span | None = None
    mode: Mode | None = None
    features: tuple[str, ...] = field(default=())
    named: dict[tuple[str, ...], frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def sentence(self) -> Sentence:
        """The sentence it stands in."""
        return self.trigger.sentence

    def entities(self, *slots: str) -> frozenset[str]:
        """The ids in these slots, in all of them where none is named."""
        if slots not in self.named:
            named = (f.entity for s in (slots or SLOTS) for f in self.slots.get(s, ()))
            self.named[slots] = frozenset(named)
        return self.named[slots]


def find_drafts(sentence: Sentence) -> list[Draft]:
    """Every mention of an event in a sentence, real or only thought of."""
    placed = place_triggers(find_triggers(sentence))
    return [_build_draft(one, placed) for one in placed]


def _build_draft(own: Placed, rivals: Sequence[Placed]) -> Draft:
    frame = Frame(own, rivals)
    slots = fill_slots(frame)
    places = _without(find_places(frame), slots)
    start, end = find_days(frame)
    trigger = own.trigger
    if own.role in FIRM and (start is None or not places):
        ground, first, last = find_whither(frame)
        places = places or _without(ground, slots)
        start, end = (start, end) if start is not None or end is not None else (first, last)
    if start is None and own.role in FIRM and trigger.sentence.heading is not None:
        start, end = _from_heading(trigger.sentence.heading.time)
        places = places or list(trigger.sentence.heading.places)
    filled = {name: _fillers(atoms) for name, atoms in slots.items() if name != "places"}
    filled["places"] = _fillers([*slots.get("places", []), *places])
    filled.setdefault("participants", ())
    return Draft(
        trigger=trigger,
        role=own.role,
        status=judge_status(trigger),
        start=start,
        end=end,
        slots=filled,
        definite=is_definite(trigger),
        ordinal=find_ordinal(trigger),
        turn=find_turn(trigger),
        shape=find_shape(trigger),
        closed=own.role in WEAK and is_closed(trigger),
        theme=find_theme(frame),
        mode=find_mode(trigger),
    )


def _from_heading(time: TimeMention) -> tuple[Dated | None, Dated | None]:
    """The days of a diary's heading."""
    first = Dated(time.start, time.span) if time.start else None
    return first, Dated(time.end, time.span) if time.end else first


def _without(places: Iterable[Atom], slots: dict[str, list[Atom]]) -> list[Atom]:
    """The places, a venue's host counted as both, a participant state only as a participant."""
    taken = {a.entity for s in ("participants", "bodies", "chairs") for a in slots.get(s, [])}
    return [atom for atom in places if atom.entity not in taken]


def _fillers(atoms: Iterable[Atom]) -> tuple[Filler, ...]:
    found: dict[str, Filler] = {}
    for atom in atoms:
        found.setdefault(atom.entity, Filler(atom.entity, atom.mention.span))
    return tuple(found.values())


def is_definite(trigger: Trigger) -> bool:
    """Whether the noun points back: with an article or pronoun and no name of its own."""
    if trigger.rule in ANAPHORIC:
        return True
    if trigger.rule == "verb.deed" and is_passive(trigger.token):
        return any(t.lower_ == "the" for c in trigger.token.children for t in c.lefts)
    if not trigger.noun:
        return False
    before = _determiners(trigger)
    return any(t.lower_ in DEFINITE or t.tag_ == "POS" for t in before)


def _determiners(trigger: Trigger) -> Iterable[Token]:
    edge = max(trigger.sentence.start, trigger.start - 2)
    return [
        t for t in trigger.sentence.doc[edge : trigger.start] if t.dep_ in {"det", "poss", "case"}
    ]


def is_closed(trigger: Trigger) -> bool:
    """Whether the noun has beside it whose event it is ('the meeting of', 'talks with')."""
    if not trigger.noun or trigger.end >= trigger.sentence.end:
        return False
    if trigger.sentence.doc[trigger.end].lower_ in CLOSING:
        return True
    before = next((a for a in trigger.sentence.atoms if a.end == trigger.start), None)
    return before is not None and before.type == "organisation"


def find_ordinal(trigger: Trigger) -> str | None:
    """The number the event bears: '41st', 'IX', 'second'."""
    if not trigger.noun:
        return None
    for token in trigger.sentence.doc[max(trigger.sentence.start, trigger.start - 4) : trigger.end]:
        word = token.lower_
        if word in load_words("events", "ordinal.words") or is_numeral(token):
            word = _with_tens(token)
            return word.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    return None


def _with_tens(token: Token) -> str:
    """'forty-first' for the last word of it."""
    if token.i > 1 and token.nbor(-1).text == "-":
        return f"{token.nbor(-2).lower_}-{token.lower_}"
    return str(token.lower_)


def find_turn(trigger: Trigger) -> str | None:
    """'previous' or 'next', where the event is told apart from this one so."""
    if not trigger.noun:
        return None
    near = [t for t in trigger.token.lefts if t.dep_ in {"amod", "nmod", "compound", "det"}]
    for name in ("previous", "next"):
        if any(t.lower_ in load_words("events", f"turn.{name}") for t in near):
            return name
    return None


def is_numeral(token: Token) -> bool:
    """Whether the word is a number that counts events: '41st', 'XII'."""
    text = token.text
    if len(text) > 1 and set(text) <= set("IVXLC"):
        return True
    return text[:1].isdigit() and text[-2:].lower() in {"st", "nd", "rd", "th"}


def find_shape(trigger: Trigger) -> str | None:
    """'narrow' or 'wide', where the talks are said to be so."""
    near = trigger.sentence.doc[max(trigger.sentence.start, trigger.start - 3) : trigger.end + 8]
    for name in ("narrow", "wide"):
        words = load_words("events", f"format.{name}")
        for token in near:
            formatted = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
            if token.lower_ in words and (
                formatted in {"format", "composition", "setting"} or token.head.i == trigger.token.i
            ):
                return name
    return None


def same_noun(a: Draft, b: Draft) -> bool:
    """Whether two mentions use the same word."""
    return base_form(a.trigger.token) == base_form(b.trigger.token)


def is_plural(draft: Draft) -> bool:
    """Whether the noun is a plural that does not mean one event ('meetings')."""
    token = draft.trigger.token
    return (
        draft.trigger.noun
        and token.tag_ in {"NNS", "NNPS"}
        and not token.text[-1].isdigit()
        and base_form(token) not in load_words("events", "plural.single")
    )
