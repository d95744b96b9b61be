"""Verbs that speak of a deed to come, and who is to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.deadlines import lasts_until
from onrecord.recognise.grammar import (
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    find_modal,
    find_object,
    find_subject,
    find_tense,
    has_be,
    is_negated,
    is_passive,
    is_verb,
)
from onrecord.recognise.scene import Sentence


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A deed to come: its verb, who is to do it, and the words that say so."""

    deed: Token
    actor: Token | None
    cue: Token
    rule: str


UndertakingRule = Callable[[Sentence, Token], Iterator[Undertaking]]


def find_undertakings(sentence: Sentence) -> Iterator[Undertaking]:
    """The deeds to come that a sentence tells of, each verb once."""
    seen: set[int] = set()
    for token in sentence.tokens():
        for rule in UNDERTAKING_RULES:
            for found in rule(sentence, token):
                for each in (found, *_further_deeds(sentence, found)):
                    if each.deed.i not in seen and not is_negated(each.deed):
                        seen.add(each.deed.i)
                        yield each


def _further_deeds(sentence: Sentence, found: Undertaking) -> Iterator[Undertaking]:
    """'will drill wells by June | and hand them over by May': deeds with times of their own."""
    further = next_deed(sentence, found.deed)
    if further is not None:
        yield replace(found, deed=further, cue=further)


def next_deed(sentence: Sentence, deed: Token) -> Token | None:
    """The verb coordinated with a deed, where each of the two has a time of its own."""
    for verb in deed.children:
        if verb.dep_ != "conj" or verb.tag_ not in {"VB", "VBN"} or child_of(verb, SUBJECTS):
            continue
        times = [m for m in sentence.moments if not lasts_until(sentence, m)]
        own = any(verb.i < m.start <= verb.right_edge.i for m in times)
        done = find_object(verb)
        same = done is not None and done.lower_ in {"it", "them"}  # 'write it and submit it'
        if own and not same and any(deed.i < m.start < verb.i for m in times):
            return verb
    return None


def _by_will(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """A deed after 'will' ('the Ministry will publish the report')."""
    if not is_verb(verb) or verb.dep_ in {"aux", "auxpass"} or verb.tag_ not in {"VB", "VBN"}:
        return
    modal = find_modal(verb)
    if modal is None:
        return
    if modal.lower_ not in load_words("modality", "future.modals") and not _is_told(verb, modal):
        return
    if verb.dep_ == "conj" and modal.head.i != verb.i and not _is_talk(modal.head):
        return  # one deed with the verb before it
    if _is_conditional(verb):
        return
    yield Undertaking(verb, find_subject(verb), modal, "will")


def _is_talk(verb: Token) -> bool:
    """'will meet the Minister and | sign an agreement': the second alone is a deed."""
    return base_form(verb) in load_words("commitments", "deed.talk")


def _is_told(verb: Token, modal: Token) -> bool:
    """'announced that it would open': a plan, seen from the past."""
    if modal.lower_ not in {"would", "'d"} or verb.dep_ != "ccomp" or not is_verb(verb.head):
        return False
    said = base_form(verb.head) in load_words("modality", "told.verbs")
    return said and find_tense(verb.head) == "past"


def _is_conditional(verb: Token) -> bool:
    """Whether the verb stands in a clause of condition or time ('if Parliament will pass')."""
    marks = load_words("modality", "unreal.marks")
    return verb.dep_ in {"advcl", "ccomp"} and any(
        c.dep_ in {"mark", "advmod"} and c.lower_ in marks and c.i < verb.i for c in verb.children
    )


def _by_be_to(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """A deed after 'is to' ('the Council is to draw up a list')."""
    if verb.tag_ not in {"VB", "VBN"} or not has_be(verb) or not _has_to(verb):
        return
    be = verb.head
    if find_tense(be) != "present" or any(c.dep_ in {"attr", "acomp"} for c in be.children):
        return
    subject = find_subject(be)
    if (
        subject is not None
        and subject.pos_ != "PRON"
        and base_form(subject) in load_words("commitments", "deed.aims")
    ):
        return  # 'the aim is to …'
    yield Undertaking(verb, subject, be, "is to")


def _by_have_to(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """'The company has to refund its customers by the end of June'."""
    have = verb.head
    if verb.dep_ != "xcomp" or have.lower_ not in {"has", "have"} or not _has_to(verb):
        return
    if verb.tag_ == "VB" and not is_negated(have):
        yield Undertaking(verb, find_subject(have), have, "has to")


def _has_to(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _by_plan(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """'The Secretariat plans to present', 'undertook to pay', 'has committed to build'."""
    head = _planning(verb)
    if head is None:
        return
    lemma = base_form(head)
    if lemma not in load_words("commitments", "undertake.verbs") | {"agree"} or _is_unreal(head):
        return
    rule = "agreed to" if lemma == "agree" else "plans to"
    yield Undertaking(verb, find_subject(head), head, rule)


def _planning(verb: Token) -> Token | None:
    """The verb whose infinitive ('plans to open') or 'to' with a gerund the deed is."""
    head = verb.head
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and head.lower_ == "to":
        return head.head if is_verb(head.head) else None
    if verb.tag_ != "VB" or not is_verb(head) or head.i == verb.i or not _has_to(verb):
        return None
    return head if verb.dep_ in {"xcomp", "advcl", "ccomp"} else None


def _is_unreal(verb: Token) -> bool:
    return is_negated(verb) or find_tense(verb) == "unreal"


def _by_task(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """'instructed the Ministry to submit', 'the Office has been instructed to submit'."""
    if verb.tag_ != "VB" or not _has_to(verb):
        return
    for above in climb_tree(verb.head):
        if is_verb(above):
            if base_form(above) in load_words("commitments", "undertake.task") and not _is_unreal(
                above
            ):
                yield Undertaking(verb, _charged(above, verb), above, "tasked to")
            return


def _by_charge(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """'The Secretariat has been tasked with preparing a roadmap'."""
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp" or verb.head.lower_ != "with":
        return
    above = verb.head.head
    if not is_verb(above) or _is_unreal(above):
        return
    if base_form(above) in load_words("commitments", "undertake.task"):
        charged = find_subject(above) if is_passive(above) else find_object(above)
        yield Undertaking(verb, charged, above, "tasked to")


def _by_intention(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """'The Ministry announced its intention to open', 'Carvonia's commitment to pay'."""
    if verb.tag_ != "VB" or verb.dep_ not in {"acl", "relcl"} or not _has_to(verb):
        return
    noun = verb.head
    if noun.pos_ != "NOUN" or base_form(noun) not in load_words("commitments", "undertake.nouns"):
        return
    owner = child_of(noun, frozenset({"poss"}))
    if owner is not None and owner.pos_ != "PRON":
        yield Undertaking(verb, owner, noun, "plans to")
        return
    above = noun.head
    if noun.dep_ != "dobj" or not is_verb(above) or _is_unreal(above):
        return
    if base_form(above) in load_words("commitments", "undertake.stating"):
        yield Undertaking(verb, find_subject(above), noun, "plans to")


def _charged(head: Token, verb: Token) -> Token | None:
    own = child_of(verb, frozenset({"nsubj"}))
    if own is not None:
        return own
    return find_subject(head) if is_passive(head) else find_object(head)


def _by_pledge(_: Sentence, verb: Token) -> Iterator[Undertaking]:
    """A sum that was pledged ('Ruritania pledged 12 million')."""
    if not is_verb(verb) or base_form(verb) not in load_words("commitments", "undertake.pledge"):
        return
    found = find_object(verb)
    if found is None or _is_unreal(verb) or not is_sum(found):
        return
    yield Undertaking(verb, find_subject(verb), verb, "pledged")


def is_sum(token: Token) -> bool:
    """Whether it is an amount: digits, a currency, 'million'."""
    words = load_words("commitments", "pledge.words")
    return any(
        t.text[:1].isdigit() or t.is_currency or base_form(t) in words for t in token.subtree
    )


def _by_imperative(sentence: Sentence, verb: Token) -> Iterator[Undertaking]:
    """A deed asked for ('please report by 1 May')."""
    before = sentence.doc[max(sentence.start, verb.i - 2) : verb.i]
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and any(t.lower_ == "please" for t in before):
        yield Undertaking(verb, None, verb, "please")


UNDERTAKING_RULES: tuple[UndertakingRule, ...] = (
    _by_will,
    _by_be_to,
    _by_have_to,
    _by_plan,
    _by_task,
    _by_charge,
    _by_intention,
    _by_pledge,
    _by_imperative,
)
