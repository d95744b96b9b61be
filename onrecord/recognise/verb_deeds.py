"""Acts told by a single verb: 'adopted the budget', 'decided to …', 'the plan was approved'."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.fact import ActKind
from onrecord.recognise.deed import Deed
from onrecord.recognise.done import is_done
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    child_of,
    find_object,
    find_subject,
    governing_verb,
    is_passive,
    is_verb,
)
from onrecord.recognise.objects import (
    Range,
    is_document,
    phrase_after,
    split_list,
    subject_phrase,
)
from onrecord.recognise.phrases import left_edge, names_event
from onrecord.recognise.scene import Sentence

VOTES = frozenset({"vote", "consensus", "acclamation", "majority", "show"})
LINK_REACH = 9  # words after a verb among which what introduces its clause stands


@dataclass(frozen=True, slots=True)
class ActRule:
    """A line of the lexicon: verbs of one kind of act, and what may stand as their object."""

    kind: ActKind
    lemmas: frozenset[str]
    objects: frozenset[str]
    never: frozenset[str]
    links: frozenset[str]
    persons: bool
    clause_only: bool


@functools.cache
def load_rules() -> tuple[ActRule, ...]:
    """The rules of single verbs, in their order."""
    return tuple(
        ActRule(
            line["kind"],
            frozenset(line["lemmas"]),
            frozenset(line.get("objects", ())),
            frozenset(line.get("never", ())),
            frozenset(line.get("links", ())),
            bool(line.get("persons")),
            bool(line.get("clause_only")),
        )
        for line in load_table("acts")["verb"]
    )


def verb_deeds(sentence: Sentence, verb: Token) -> Iterator[Deed]:
    """The acts of a verb, one for each text or body that its object lists."""
    if not is_verb(verb) or verb.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return
    lemma = base_form(verb)
    for rule in load_rules():
        if lemma in rule.lemmas and is_done(sentence, verb):
            found = _object_range(sentence, verb, rule)
            if found is not None:
                how, whole = found
                for piece in [*split_list(sentence, whole), *_details(sentence, verb, whole)]:
                    yield Deed(sentence, verb, rule.kind, piece, how)
                return


def _details(sentence: Sentence, verb: Token, whole: Range) -> list[Range]:
    """The texts that 'including' names one by one after a sum of them ('ten documents')."""
    sums = load_words("acts", "listing.sums")
    if not any(base_form(t) in sums for t in sentence.doc[whole[0] : whole[1]]):
        return []
    for at in range(max(whole[1], verb.i + 1), sentence.end - 1):
        if sentence.doc[at].lower_ in load_words("acts", "listing.detailing"):
            pieces = split_list(sentence, phrase_after(sentence, at + 1, sentence.doc[at]))
            return [p for p in pieces if is_document(sentence, *p)]
    return []


def _object_range(sentence: Sentence, verb: Token, rule: ActRule) -> tuple[str, Range] | None:
    if rule.links:
        found = _linked_range(sentence, verb, rule.links)
        if found is not None:
            return "act.clause", found
        if rule.clause_only:
            return None
    if is_passive(verb):
        return _passive_range(sentence, verb, rule)
    head = find_object(verb) or _object_after_reading(verb)
    bill = _passing_bill(verb)
    if bill is not None:
        return "act.active", subject_phrase(sentence, bill, verb)
    if head is not None and head.tag_ == "WDT" and verb.dep_ == "relcl":
        return "act.active", subject_phrase(sentence, verb.head, verb)
    if rule.objects and head is not None:
        head = next(
            (c for c in verb.children if c.dep_ in OBJECTS and _may_be_object(sentence, c, rule)),
            head,
        )
    if head is None or not _may_be_object(sentence, head, rule):
        return None
    first = min((c.i for c in head.head.children if c.dep_ in OBJECTS), default=head.i)
    start = min(left_edge(sentence.doc, first, verb.i + 1), head.left_edge.i)
    begin, end = phrase_after(sentence, max(start, verb.i + 1), verb)
    end = _before_manner(sentence, begin, end)
    return "act.active", (begin, _before_time(sentence, begin, end, verb))


def _object_after_reading(verb: Token) -> Token | None:
    """'adopted in third reading | the law', where the reading was parsed as a verb."""
    reading = child_of(verb, frozenset({"advcl", "xcomp"}))
    return find_object(reading) if reading is not None and reading.lower_ == "reading" else None


def _passing_bill(verb: Token) -> Token | None:
    """'The bill passed the Senate': what was adopted is the subject."""
    subject = find_subject(verb) if base_form(verb) in {"pass", "clear"} else None
    known = load_words("acts", "passing.heads")
    return subject if subject is not None and base_form(subject) in known else None


def _before_time(sentence: Sentence, begin: int, end: int, verb: Token) -> int:
    """The end without the day on which it was done ('the loan | on 24 February')."""
    for moment in sentence.moments:
        at = moment.start
        if at - 1 > begin and sentence.doc[at - 1].lower_ == "on":
            at -= 1
        told = moment.time.grain == "day" and moment.time.role == "at"
        root = sentence.doc[moment.start : moment.end].root
        if told and begin < at and moment.end == end and governing_verb(root) == verb:
            return at
    return end


def _before_manner(sentence: Sentence, begin: int, end: int) -> int:
    """The end without where and how it was carried ('the fund | at their summit')."""
    for at in range(begin + 1, end):
        token = sentence.doc[at]
        if token.lower_ in {"at", "during"} and any(names_event(c) for c in token.children):
            return at
        if token.lower_ == "by" and any(base_form(c) in VOTES for c in token.children):
            return at
    return end


def _passive_range(sentence: Sentence, verb: Token, rule: ActRule) -> tuple[str, Range] | None:
    head = verb.head if verb.dep_ in {"acl", "amod"} else find_subject(verb)
    if head is None or head.i > verb.i or head.tag_.startswith("PRP") or head.tag_ in {"WDT", "EX"}:
        return None
    start, end = subject_phrase(sentence, head, verb)
    given = child_of(verb, frozenset({"dobj"}))
    if rule.objects and given is not None and _may_be_object(sentence, given, rule):
        return "act.passive", (start, phrase_after(sentence, verb.i + 1, verb)[1])
    if not _may_be_object(sentence, head, rule):
        return None
    if rule.persons and any(c.dep_ in {"oprd", "attr"} or c.lower_ == "as" for c in verb.children):
        return "act.passive", (start, phrase_after(sentence, verb.i + 1, verb)[1])
    return "act.passive", (start, end)


def _may_be_object(sentence: Sentence, head: Token, rule: ActRule) -> bool:
    lemma = base_form(head)
    if lemma in rule.never or head.tag_ in {"WDT", "WP", "PRP"}:
        return False
    if lemma in load_words("acts", "unreal.heads") and rule.kind != "agreed":
        return False
    if rule.persons:
        beside = [head, *(c for c in head.children if c.dep_ == "appos")]
        atoms = [sentence.atom_at(token.i) for token in beside]
        return (
            any(atom is not None and atom.type == "person" for atom in atoms)
            or head.pos_ == "PROPN"
            or lemma in load_words("acts", "posts.heads")
        )
    if rule.objects:
        phrase = [base_form(t) for t in head.subtree if t.i <= head.i + 6]
        return lemma in rule.objects or (head.pos_ == "PROPN" and bool(rule.objects & set(phrase)))
    return True


def _linked_range(sentence: Sentence, verb: Token, links: frozenset[str]) -> Range | None:
    """'decided to …', 'agreed that …', 'agreed with B on …'."""
    doc = sentence.doc
    for at in range(verb.i + 1, min(verb.i + 1 + LINK_REACH, sentence.end)):
        token = doc[at]
        if token.lower_ in links and not is_aside(token):
            if at + 1 >= sentence.end or doc[at + 1].tag_ in {"PRP", "."}:
                return None
            if doc[at + 1].lower_ in {"this", "that", "these"} and doc[at + 1].dep_ == "pobj":
                return None
            begin, end = without_link(sentence, phrase_after(sentence, at, verb))
            return (begin, _before_time(sentence, begin, end, verb)) if end - begin > 1 else None
        if is_verb(token) or token.text in {".", ";", ":"}:
            return None
    return None


def without_link(sentence: Sentence, whole: Range) -> Range:
    """The thing itself where 'to' leads to a noun ('acceded to | the Convention')."""
    begin, end = whole
    link = sentence.doc[begin]
    return (begin + 1, end) if link.lower_ in {"to", "for"} and link.tag_ == "IN" else whole


def is_aside(token: Token) -> bool:
    """Whether 'on' leads to a day."""
    return (
        token.lower_ == "on"
        and token.i + 1 < len(token.doc)
        and (token.nbor(1).ent_type_ == "DATE" or token.nbor(1).like_num)
    )
