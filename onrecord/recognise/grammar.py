"""Questions to the dependency parse, answered the same way everywhere.

The parse of a long official sentence is often wrong far from the verb, so what these
functions give is checked by word order where it matters.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words

Tense = Literal["past", "present", "future", "unreal", "infinitive", "bare"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "xcomp", "acl", "parataxis", "pcomp"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
VERBS = frozenset({"VERB", "AUX"})
CO = ("co", "-")  # what the parse makes of the prefix of 'co-chair'
CHAIN_LIMIT = 12  # steps up a tree: deeper than any sentence that can be read
PREPOSITIONAL = frozenset({"following", "including", "regarding", "concerning", "according"})
BE = frozenset({"be", "'s"})


@functools.cache
def _fold_lemma(lemma: str, text: str, tag: str) -> str:
    word = str(load_table("modality")["lemmas"].get(text.lower(), lemma.lower()))
    if tag in {"NNPS", "NNP"}:
        return _drop_plural(text.lower())
    return word


def _drop_plural(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def base_form(token: Token) -> str:
    """The lemma in small letters, the plural of a capitalised noun undone too."""
    return _fold_lemma(token.lemma_, token.text, token.tag_)


def is_verb(token: Token) -> bool:
    """Whether the tagger takes the word for a form of a verb that is used as one."""
    if token.dep_ in {"prep", "amod", "compound"}:
        return token.pos_ in VERBS and token.dep_ == "amod"
    if token.lower_ in PREPOSITIONAL and token.dep_ in {"advcl", "acl"}:
        return False
    return token.pos_ in VERBS or token.tag_.startswith("VB") or _is_split(token)


def _is_split(token: Token) -> bool:
    """'will co-chair': a verb whose 'co-' stands apart and which is taken for a noun."""
    if token.i < len(CO) or tuple(token.nbor(n).lower_ for n in (-2, -1)) != CO:
        return False
    return any(c.tag_ in {"MD", "TO"} for c in token.lefts)


def is_finite(token: Token) -> bool:
    """Whether the word is a verb with a tense; the month of May is none."""
    return token.tag_ in FINITE and not (token.tag_ == "MD" and token.text == "May")


def climb_tree(token: Token) -> Iterator[Token]:
    """The token and what governs it, up to the sentence's root."""
    for _ in range(CHAIN_LIMIT):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def governing_verb(token: Token) -> Token | None:
    """The verb whose clause the word stands in; the word itself where it is one."""
    for above in climb_tree(token):
        if is_verb(above) and above.dep_ not in {"aux", "auxpass", "amod", "compound"}:
            return above
    return None


def child_of(token: Token, deps: frozenset[str]) -> Token | None:
    """The first dependant that stands in one of these relations."""
    return next((child for child in token.children if child.dep_ in deps), None)


def find_subject(verb: Token) -> Token | None:
    """The word that heads the subject, inherited by coordinated and open clauses."""
    for above in climb_tree(verb):
        found = _own_subject(above)
        if found is not None:
            return above.head if _is_relative(found) and above.dep_ == "relcl" else found
        if above.dep_ == "acl" and above.tag_ in {"VBG", "VBN"}:
            return above.head
        if above.dep_ not in {"conj", "xcomp", "advcl", "dep", "pcomp"} and not _leads_to(above):
            return None
    return None


def _leads_to(token: Token) -> bool:
    """A preposition before a verb: 'concluded | after adopting'."""
    return token.dep_ == "prep" and any(c.dep_ == "pcomp" for c in token.children)


def _own_subject(verb: Token) -> Token | None:
    """The verb's own subject, the nearest before it where a title line was parsed as another."""
    found = [c for c in verb.children if c.dep_ in SUBJECTS and not _is_dummy(c)]
    before = [c for c in found if c.i < verb.i]
    return before[-1] if before else next(iter(found), None)


def _is_dummy(token: Token) -> bool:
    return token.dep_ == "expl" or (token.lower_ == "there" and token.tag_ == "EX")


def _is_relative(token: Token) -> bool:
    return token.tag_ in {"WDT", "WP"} or token.lower_ == "that"


def find_object(verb: Token) -> Token | None:
    """The word that heads the verb's direct object."""
    return child_of(verb, OBJECTS)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: with an auxiliary, or a participle after its noun."""
    if child_of(verb, frozenset({"nsubjpass", "auxpass"})) is not None:
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj" and is_verb(verb.head):
        return child_of(verb, SUBJECTS) is None and not _has_have(verb) and is_passive(verb.head)
    return verb.dep_ in {"acl", "amod"} and not _has_have(verb)


def _has_have(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def is_negated(verb: Token) -> bool:
    """Whether a negation stands with the verb, its subject or its object."""
    return any(
        child.dep_ == "neg"
        or (child.lower_ in load_words("modality", "negation.words") and not _is_number(child))
        or (
            child.dep_ in SUBJECTS | OBJECTS
            and any(c.lower_ == "no" and not _is_number(c) for c in child.children)
        )
        for child in verb.children
    )


def _is_number(token: Token) -> bool:
    """'No.' before a number ('resolution No. 12')."""
    doc, at = token.doc, token.i + 1
    if token.text not in {"No", "no"} or at >= len(doc):
        return False
    at += doc[at].text == "."
    return at < len(doc) and doc[at].like_num


def find_modal(verb: Token) -> Token | None:
    """The modal verb of the verb's group, shared by coordinated verbs without one of their own."""
    for above in climb_tree(verb):
        found = next((c for c in above.children if c.tag_ == "MD" and is_finite(c)), None)
        if found is not None:
            return found
        if above.dep_ != "conj" or above.tag_ not in {"VB", "VBN"} or not is_verb(above.head):
            return None
        if child_of(above, SUBJECTS) is not None:
            return None
    return None


def find_tense(verb: Token) -> Tense:
    """The time the verb's group speaks of."""
    modal = find_modal(verb)
    if modal is not None:
        return "future" if modal.lower_ in load_words("modality", "future.modals") else "unreal"
    if has_particle(verb):
        return "infinitive"
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    tags = {c.tag_ for c in auxiliaries} or {verb.tag_}
    if "VBD" in tags or any(c.lemma_ == "have" for c in auxiliaries):
        return "past"
    if tags & {"VBZ", "VBP"}:
        return "present"
    return "past" if verb.tag_ == "VBN" else "bare"


def has_particle(verb: Token) -> bool:
    """Whether 'to' makes the verb an infinitive."""
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def has_be(verb: Token) -> bool:
    """Whether a form of 'to be' governs the infinitive: 'is to open', 'was to open'."""
    head = verb.head
    return verb.dep_ in {"xcomp", "ccomp"} and head.lemma_ in BE and head.i != verb.i
