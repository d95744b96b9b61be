"""Whether the words around a phrase speak of what was or of what is to come."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.lexicon.loader import load_words

LONGEST_CLIMB = 12  # heads above a word that are looked at
_PAST_TAGS = ("VBD", "VBN")


def find_direction(doc: Doc, at: int) -> int | None:
    """1 where the clause of the token speaks of the future, -1 of the past, None where untold.

    0 is for what was to come when it was told: 'would be opened'.
    """
    if not 0 <= at < len(doc):
        return None
    below = doc[at]
    for token in _climb(doc[at]):
        if _has_helper(token, "reported_aux"):
            return 0
        direction = 1 if _is_set_for(below, token) else _judge_token(token)
        if direction:
            return direction
        below = token
    return None


def _is_set_for(tie: Token, verb: Token) -> bool:
    """'was announced for 10 August': the day was to come when it was told."""
    return tie.lower_ == "for" and verb.lemma_ in load_words("times", "direction.verbs_for")


def is_infinitive(doc: Doc, at: int) -> bool:
    """Whether the verb nearest above a word is one of what is to be done ('told to build by')."""
    if not 0 <= at < len(doc):
        return False
    for token in _climb(doc[at]):
        if token.pos_ in ("VERB", "AUX"):
            return token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.lefts)
    return False


def _climb(token: Token) -> Iterator[Token]:
    for _ in range(LONGEST_CLIMB):
        yield token
        if token.head is token or token.dep_ == "ROOT":
            return
        token = token.head


def _judge_token(token: Token) -> int:
    if token.lemma_ in load_words("times", "direction.coming_nouns"):
        return 1
    if token.pos_ in ("NOUN", "PROPN"):
        return int(any(_announces(child) for child in token.lefts))
    if token.pos_ not in ("VERB", "AUX"):
        return int(token.pos_ == "ADJ" and _announces(token))
    if _is_future(token):
        return 1
    if token.tag_ in _PAST_TAGS:
        return -1
    return (
        -1
        if any(child.dep_.startswith("aux") and child.tag_ == "VBD" for child in token.lefts)
        else 0
    )


def _announces(token: Token) -> bool:
    return token.lower_ in load_words("times", "direction.future_adjectives")


def _is_future(verb: Token) -> bool:
    helpers = [child for child in verb.lefts if child.dep_ in ("aux", "auxpass")]
    if _has_helper(verb, "future_aux"):
        return True
    if any(child.lower_ == "to" and child.tag_ == "TO" for child in helpers):
        return _is_due(verb, helpers) or _is_agreed(verb)
    if verb.lemma_ in load_words("times", "direction.shifting_verbs"):
        return True
    planning = verb.lemma_ in load_words("times", "direction.future_verbs")
    return planning and (verb.tag_ == "VBN" or verb.tag_ in ("VBP", "VBZ"))


def _has_helper(verb: Token, key: str) -> bool:
    words = load_words("times", f"direction.{key}")
    return any(child.dep_ in ("aux", "auxpass") and child.lower_ in words for child in verb.lefts)


def _is_due(verb: Token, helpers: list[Token]) -> bool:
    head = verb.head
    return any(child.lower_ == "be" for child in helpers) or (
        head.lemma_ == "be" and head.tag_ in ("VBZ", "VBP")
    )


def _is_agreed(verb: Token) -> bool:
    """'agreed to meet', 'decided to hold': what was agreed on is to come."""
    head = verb.head
    return verb.dep_ == "xcomp" and head.lemma_ in load_words("times", "direction.agreeing_verbs")
