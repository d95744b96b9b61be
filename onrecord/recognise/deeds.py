"""Deeds: the verbs and nouns that tell an act, with what it was about."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.fact import ActKind
from onrecord.model.text import Span
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    find_object,
    find_subject,
    find_tense,
    governing_verb,
    is_negated,
    is_passive,
    is_verb,
)
from onrecord.recognise.objects import (
    Range,
    item_ranges,
    list_lines,
    phrase_after,
    split_list,
    subject_phrase,
)
from onrecord.recognise.phrases import left_edge
from onrecord.recognise.scene import Scene, Sentence

MIN_TITLED = 4  # words of a line like 'Elected: A as Chair'


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


@dataclass(frozen=True, slots=True)
class Deed:
    """An act found in a sentence: its verb, the range of what it was about, and the rule."""

    sentence: Sentence
    verb: Token
    kind: ActKind
    range: Range
    rule: str

    @property
    def object(self) -> Span:
        """The words that tell what was adopted, signed, set up."""
        return self.sentence.part.span(self.sentence.doc[self.range[0] : self.range[1]])


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


def find_deeds(scene: Scene) -> Iterator[Deed]:
    """The deeds of a page in the order of the text, headlines left out."""
    for at, sentence in enumerate(scene.sentences):
        if sentence.headline:
            continue
        yield from _titled(sentence)
        for token in sentence.tokens():
            deeds = list(_deeds_of(sentence, token))
            yield from deeds
            opener = deeds[-1] if deeds else _bare_opener(sentence, token)
            if opener is not None and _opens_list(sentence):
                yield from _listed(scene, at, opener)


def _deeds_of(sentence: Sentence, token: Token) -> Iterator[Deed]:
    for rule in DEED_RULES:
        found = list(rule(sentence, token))
        if found:
            yield from found
            return


def _verb_deeds(sentence: Sentence, verb: Token) -> Iterator[Deed]:
    if not is_verb(verb) or verb.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return
    lemma = base_form(verb)
    for rule in load_rules():
        if lemma in rule.lemmas and is_done(sentence, verb):
            found = _object_range(sentence, verb, rule)
            if found is not None:
                how, whole = found
                for piece in split_list(sentence, whole):
                    yield Deed(sentence, verb, rule.kind, piece, how)
                return


def is_done(sentence: Sentence, verb: Token) -> bool:
    """Whether the verb tells that something was done, at some time that can be told."""
    if is_negated(verb) or _in_condition(verb):
        return False
    tense = find_tense(verb)
    if verb.dep_ in {"acl", "amod"}:
        return verb.tag_ == "VBN" and _is_dated(sentence, verb)
    if tense == "past":
        return True
    if tense == "present":
        return verb.tag_ == "VBN" and (not is_passive(verb) or _is_decreed(verb))
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and find_tense(verb.head) == "past"


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


def _object_range(sentence: Sentence, verb: Token, rule: ActRule) -> tuple[str, Range] | None:
    if rule.links:
        found = _linked_range(sentence, verb, rule.links)
        if found is not None:
            return "act.clause", found
        if rule.clause_only:
            return None
    if is_passive(verb):
        return _passive_range(sentence, verb, rule)
    head = find_object(verb)
    if head is not None and head.tag_ == "WDT" and verb.dep_ == "relcl":
        return "act.active", subject_phrase(sentence, verb.head, verb)
    if rule.objects and head is not None:
        head = next(
            (c for c in verb.children if c.dep_ in OBJECTS and _may_be_object(sentence, c, rule)),
            head,
        )
    if head is None or not _may_be_object(sentence, head, rule):
        return None
    first = min((c.i for c in verb.children if c.dep_ in OBJECTS), default=head.i)
    start = min(left_edge(sentence.doc, first, verb.i + 1), head.left_edge.i)
    begin, end = phrase_after(sentence, max(start, verb.i + 1), verb)
    return "act.active", (begin, _before_time(sentence, begin, end, verb))


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


def _passive_range(sentence: Sentence, verb: Token, rule: ActRule) -> tuple[str, Range] | None:
    head = verb.head if verb.dep_ in {"acl", "amod"} else find_subject(verb)
    if head is None or head.i > verb.i or head.tag_.startswith("PRP") or head.tag_ in {"WDT", "EX"}:
        return None
    if not _may_be_object(sentence, head, rule):
        return None
    start, end = subject_phrase(sentence, head, verb)
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
        atom = sentence.atom_at(head.i)
        return (
            (atom is not None and atom.type == "person")
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
        if token.lower_ in links and not _is_aside(token):
            if at + 1 < sentence.end and doc[at + 1].tag_ in {"PRP", "."}:
                return None
            if doc[at + 1].lower_ in {"this", "that", "these"} and doc[at + 1].dep_ == "pobj":
                return None
            whole = phrase_after(sentence, at, verb)
            return whole if whole[1] - whole[0] > 1 else None
        if is_verb(token) or token.text in {".", ";", ":"}:
            return None
    return None


def _is_aside(token: Token) -> bool:
    """Whether 'on' leads to a day."""
    return (
        token.lower_ == "on"
        and token.i + 1 < len(token.doc)
        and (token.nbor(1).ent_type_ == "DATE" or token.nbor(1).like_num)
    )


def _phrase_deeds(sentence: Sentence, verb: Token) -> Iterator[Deed]:
    """'reached an agreement on …', 'took the decision to …', 'entered into force'."""
    if not is_verb(verb):
        return
    for line in load_table("acts")["phrase"]:
        if base_form(verb) not in line["lemmas"] or not is_done(sentence, verb):
            continue
        if "force" in line["nouns"]:
            yield from _force_deeds(sentence, verb, line)
            continue
        noun = _phrase_noun(verb, frozenset(line["nouns"]))
        whole = _after_noun(sentence, verb, noun, frozenset(line["links"])) if noun else None
        if whole is not None:
            yield Deed(sentence, verb, line["kind"], whole, "act.phrase")


def _phrase_noun(verb: Token, nouns: frozenset[str]) -> Token | None:
    candidates = [find_subject(verb) if is_passive(verb) else find_object(verb)]
    return next((t for t in candidates if t is not None and base_form(t) in nouns), None)


def _after_noun(
    sentence: Sentence, verb: Token, noun: Token, links: frozenset[str]
) -> Range | None:
    after = max(noun.i, verb.i if is_passive(verb) else 0)
    for start in (noun.i, after):
        for at in range(start + 1, min(start + 6, sentence.end)):
            if sentence.doc[at].lower_ in links and not _is_aside(sentence.doc[at]):
                begin, end = phrase_after(sentence, at, verb)
                return (begin, end) if end - begin > 1 else None
            if is_verb(sentence.doc[at]) and at != verb.i:
                break
    return None


def _force_deeds(sentence: Sentence, verb: Token, line: dict[str, str]) -> Iterator[Deed]:
    after = sentence.doc[verb.i + 1 : min(verb.i + 3, sentence.end)]
    words = [t.lower_ for t in after]
    if words[:1] != ["into"] or words[1:2] == [] or words[1] not in line["nouns"]:
        return
    head = find_subject(verb)
    if head is not None and not head.tag_.startswith("PRP"):
        yield Deed(sentence, verb, "ratified", subject_phrase(sentence, head, verb), "act.force")


def _noun_deeds(sentence: Sentence, noun: Token) -> Iterator[Deed]:
    """'the signing of the agreement took place', 'resulted in the adoption of …'."""
    kinds = load_table("acts")["noun"]
    kind = kinds.get(base_form(noun))
    if kind is None or noun.pos_ != "NOUN" or noun.i + 2 >= sentence.end:
        return
    if sentence.doc[noun.i + 1].lower_ != "of":
        return
    verb = governing_verb(noun.head)
    if verb is None or base_form(verb) not in load_words("acts", "held.verbs"):
        return
    if is_done(sentence, verb):
        start, end = phrase_after(sentence, noun.i + 2, noun)
        if verb.i > noun.i:
            end = min(end, verb.i)
        yield from (
            Deed(sentence, noun, kind, p, "act.noun") for p in split_list(sentence, (start, end))
        )


DEED_RULES: tuple[Callable[[Sentence, Token], Iterator[Deed]], ...] = (
    _phrase_deeds,
    _verb_deeds,
    _noun_deeds,
)


def _bare_opener(sentence: Sentence, verb: Token) -> Deed | None:
    """'The Council adopted:', the objects standing in the lines below."""
    if verb.i != sentence.end - 2 or not is_verb(verb) or not is_done(sentence, verb):
        return None
    rule = next((r for r in load_rules() if base_form(verb) in r.lemmas), None)
    return Deed(sentence, verb, rule.kind, (verb.i, verb.i + 1), "act.list") if rule else None


def _titled(sentence: Sentence) -> Iterator[Deed]:
    """The act of a line like 'Elected: A as Chair'."""
    doc, at = sentence.doc, sentence.start
    if (
        sentence.end - at < MIN_TITLED
        or doc[at + 1].text != ":"
        or doc[at].tag_ not in {"VBN", "VBD"}
    ):
        return
    for rule in load_rules():
        if base_form(doc[at]) in rule.lemmas:
            whole = phrase_after(sentence, at + 2, doc[at])
            yield Deed(sentence, doc[at], rule.kind, whole, "act.list")
            return


def _opens_list(sentence: Sentence) -> bool:
    return bool(sentence.doc[sentence.end - 1].text == ":")


def _listed(scene: Scene, at: int, opener: Deed) -> Iterator[Deed]:
    for line in list_lines(scene.sentences, at):
        for found in item_ranges(line):
            yield Deed(line, opener.verb, opener.kind, found, "act.list")
