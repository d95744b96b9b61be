"""Whether the text anchors an event, and how sure one may be of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Event
from onrecord.recognise.attach import is_simultaneous
from onrecord.recognise.cluster import WEAK_ROLES
from onrecord.recognise.draft import SLOTS, Draft, is_plural
from onrecord.recognise.phrases import has_words

ANCHOR = 0.8  # sum of anchors from which an event is told and not only spoken of

BASE: dict[str, float] = {
    "verb.met": 0.75,
    "verb.received": 0.8,
    "verb.visited": 0.75,
    "verb.convened": 0.75,
    "verb.called": 0.75,
    "verb.addressed": 0.6,
    "noun.named": 0.6,
    "noun.generic": 0.4,
}
BASE_NOUN = 0.65


def is_anchored(event: Event, drafts: Sequence[Draft]) -> bool:
    """Whether date, place, people or a name make it a particular event."""
    if all(map(_is_habit, drafts)):
        return False
    return sum(weigh_anchors(event, drafts).values()) >= ANCHOR


def weigh_anchors(event: Event, drafts: Sequence[Draft]) -> dict[str, float]:
    """What makes the event particular, each thing by its name."""
    people = sum(len(getattr(event, s)) for s in ("chairs", "hosts", "participants"))
    background = all(d.role in WEAK_ROLES and not is_simultaneous(d.trigger) for d in drafts)
    vague = all(is_plural(d) for d in drafts)
    bare = all(d.trigger.generic for d in drafts)
    found = {
        "date": 1.0 * (event.start is not None or event.end is not None),
        "place": 0.6 * bool(event.places),
        "body": 0.6 * bool(event.bodies),
        "people": min(1.0, 0.6 * people) * (event.kind not in {"operation", "exercise"}),
        "ordinal": 0.6 * any(d.ordinal for d in drafts),
        "name": 0.5 * any(d.trigger.rule == "noun.named" for d in drafts),
        "told": 0.4 * (not background),
        "background": -0.2 * background,
        "vague plural": -0.8 * vague,
        "generic word": -1.0 * bare,
        "headline": 0.2 * any(d.sentence.headline for d in drafts),
    }
    return {name: value for name, value in found.items() if value}


def weigh_event(event: Event, drafts: Sequence[Draft]) -> float:
    """The confidence in an event, between nought and one."""
    base = BASE.get(event.rule, BASE_NOUN)
    filled = sum(bool(getattr(event, s)) for s in SLOTS) + (event.start is not None)
    return round(min(0.99, base + 0.05 * filled + 0.03 * (len(drafts) - 1)), 2)


def _is_habit(draft: Draft) -> bool:
    """'meets every year': a habit, told in the present."""
    words = load_words("events", "habit.words")
    verb = draft.trigger.verb
    if verb is not None and verb.tag_ in {"VBZ", "VBP"} and is_plural(draft):
        return draft.role == "subject"  # 'meetings take place on Mondays'
    return (
        verb is not None
        and verb.tag_ in {"VBZ", "VBP", "VBN"}
        and (draft.start is None or verb.tag_ != "VBN")
        and has_words(draft.sentence.tokens(), words)
    )
