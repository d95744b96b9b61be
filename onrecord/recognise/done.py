"""Whether a verb tells that something was done, not wished, planned or denied."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.grammar import (
    base_form,
    find_subject,
    find_tense,
    governing_verb,
    is_negated,
    is_passive,
)
from onrecord.recognise.scene import Sentence


def is_done(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb tells that something was done, at some time that can be told."""
    if is_negated(verb) or _in_condition(verb) or any(c.lower_ == "being" for c in verb.children):
        return False
    if sentence.doc[sentence.end - 1].text == "?":
        return False
    tense = find_tense(verb)
    if verb.dep_ in {"acl", "amod"}:
        return (verb.tag_ == "VBN" and _is_dated(sentence, verb)) or _is_ordered(sentence, verb)
    if tense == "past":
        return True
    if tense == "present":
        return verb.tag_ == "VBN" and (not is_passive(verb) or _is_decreed(verb))
    return verb.tag_ == "VBG" and _is_told_beside(verb)


def _is_told_beside(verb: Token) -> bool:
    """Beside what was done: 'ended, adopting the plan', 'closed after adopting the plan'."""
    if verb.dep_ == "advcl":
        return find_tense(verb.head) == "past"
    if verb.dep_ != "pcomp" or verb.head.lower_ not in load_words("acts", "held.beside"):
        return False
    main = governing_verb(verb.head.head)
    return main is not None and find_tense(main) == "past"


def _is_ordered(sentence: Sentence, verb: Token) -> bool:
    """'issued a decree appointing A': what the order does is done."""
    order = verb.head
    if verb.tag_ != "VBG" or base_form(order) not in load_words("acts", "orders.heads"):
        return False
    issued = governing_verb(order.head)
    return issued is not None and is_done(sentence, issued)


def _is_decreed(verb: Token) -> bool:
    """'The budget for 2025 is adopted': the language of a bulletin of decisions."""
    if verb.dep_ != "ROOT" or any(c.dep_ in {"agent", "advmod", "mark"} for c in verb.children):
        return False
    subject = find_subject(verb)
    return subject is not None and subject.pos_ in {"NOUN", "PROPN"}


def _in_condition(verb: Token) -> bool:
    marks = load_words("modality", "unreal.marks")
    return any(c.dep_ in {"mark", "advmod"} and c.lower_ in marks for c in verb.children)


def _is_dated(sentence: Sentence, verb: Token) -> bool:
    return any(
        moment.time.role == "at" and governing_verb(sentence.doc[moment.start]) == verb
        for moment in sentence.moments
    )
