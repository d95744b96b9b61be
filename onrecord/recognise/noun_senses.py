"""Whether a noun that may name an event means one where it stands, and is not part of an idiom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from onrecord.model.fact import EventKind
from onrecord.recognise.grammar import base_form

MEALS = frozenset({"lunch", "breakfast"})
MEAL_VERBS = frozenset({"have", "host", "give", "attend", "offer", "hold", "follow"})


def names_event(token: Token, kind: EventKind, narrow: bool, verb: Token | None) -> bool:
    """Whether the noun means an event here; `narrow` says that a word beside it gave the kind."""
    word = base_form(token)
    if word in MEALS:
        return verb is not None and base_form(verb) in MEAL_VERBS
    if word == "dialogue":
        return token.text.istitle() or (narrow and _is_determined(token))
    if word == "consultation" and not narrow:
        return token.tag_ not in {"NN", "NNP"}  # 'opened a consultation': the public is asked
    return not any(refuses(token) for refuses in REFUSALS.get(word, REFUSALS.get(kind, ())))


def _is_determined(token: Token) -> bool:
    return any(t.dep_ in {"det", "poss"} for t in token.lefts)


def _is_participle(token: Token) -> bool:
    """'the visiting minister'."""
    return bool(token.tag_ == "VBG")


def _is_singular_idiom(token: Token) -> bool:
    """'the negotiation of a protocol'."""
    return token.tag_ == "NN" and _is_idiom(token)


def _is_means(token: Token) -> bool:
    """'by videoconference'."""
    return token.head.dep_ == "prep" and token.head.lower_ not in {"at", "during", "after"}


def _is_video(token: Token) -> bool:
    """'by video conference'."""
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    return before == "video" and _is_means(token)


def _is_use(token: Token) -> bool:
    """'in exercise of its powers'."""
    return _is_phrase(token) and _is_idiom(token)


def _is_one_sided(token: Token) -> bool:
    return not _is_between_sides(token)


def _is_aimless(token: Token) -> bool:
    return not _leads_somewhere(token)


def _is_between_sides(token: Token) -> bool:
    """'for discussions with B'."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ in {"with", "between"}


def _leads_somewhere(token: Token) -> bool:
    """'his travel to B'."""
    if not token.tag_.startswith("NN"):
        return False
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ in {"to", "through", "across"}


def _is_named(token: Token) -> bool:
    return token.text.istitle()


def _is_phrase(token: Token) -> bool:
    """'goes into operation', 'put into operation', 'co-operation'."""
    return token.i > 0 and token.nbor(-1).lower_ in {"into", "in", "-"}


def _is_idiom(token: Token) -> bool:
    """'in the course of', 'the course of preparations'."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of"


Refusal = Callable[[Token], bool]

# What forbids taking a word, or else any word of a kind, for an event.
REFUSALS: Mapping[str, tuple[Refusal, ...]] = {
    "discussion": (_is_one_sided,),
    "interaction": (_is_one_sided,),
    "travel": (_is_aimless,),
    "negotiation": (_is_singular_idiom,),
    "videoconference": (_is_means,),
    "teleconference": (_is_means,),
    "conference": (_is_video,),
    "panel": (_is_idiom,),
    "course": (_is_idiom,),
    "exercise": (_is_use,),
    "hall": (_is_named,),
    "visit": (_is_participle,),
    "operation": (_is_phrase,),
}
