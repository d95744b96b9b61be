"""Words that may name an event, with the verb whose clause they stand in."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.fact import EventKind
from onrecord.model.text import Span
from onrecord.recognise.grammar import (
    OBJECTS,
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    find_object,
    find_subject,
    governing_verb,
    is_passive,
    is_verb,
)
from onrecord.recognise.phrases import group_of
from onrecord.recognise.scene import Atom, Sentence

MODIFIER_REACH = 4  # words before a head among which its kind is looked for
Role = Literal["verb", "subject", "object", "complement", "adverbial", "inner", "alone"]

PEOPLE = frozenset({"person", "organisation", "state"})
GROUNDS = frozenset({"place", "state", "organisation"})


@dataclass(frozen=True, slots=True)
class NounRule:
    """A line of the lexicon: heads that name a kind of event, some only beside other words."""

    kind: EventKind
    heads: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that may name an event.

    `token` is its head; `start` and `end` are its tokens; `verb` governs its clause (the
    word itself for a verb); `noun` is false for a verb.
    """

    sentence: Sentence
    token: Token
    start: int
    end: int
    kind: EventKind
    noun: bool
    verb: Token | None
    rule: str
    generic: bool = False

    @property
    def span(self) -> Span:
        """The words in the page."""
        return self.sentence.part.span(self.sentence.doc[self.start : self.end])


@functools.cache
def load_nouns() -> tuple[NounRule, ...]:
    """The noun rules of the lexicon in their order."""
    return tuple(
        NounRule(line["kind"], frozenset(line["heads"]), frozenset(line.get("with", ())))
        for line in load_table("events")["noun"]
    )


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """The triggers of a sentence in their order, at most one for a word."""
    found: list[Trigger] = []
    for token in sentence.tokens():
        if found and token.i < found[-1].end:
            continue
        trigger = _noun_trigger(sentence, token) or _verb_trigger(sentence, token)
        if trigger is not None:
            found.append(trigger)
    return found


# ---------------------------------------------------------------- nouns


def _noun_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    if token.pos_ not in {"NOUN", "PROPN"} and token.tag_ not in {"VBG", "NN"}:
        return None
    atom = sentence.atom_at(token.i)
    if atom is not None and atom.type in {"series", "operation"}:
        return _named_trigger(sentence, token, atom)
    if atom is not None and _is_title(atom, token):
        return None
    if _is_modifier(token):
        return None
    rule = _match_noun(token)
    if rule is None:
        return _generic_trigger(sentence, token)
    start = _trigger_start(sentence, token)
    end = _round_end(token) if base_form(token) == "round" else token.i + 1
    return Trigger(
        sentence,
        token,
        start,
        end,
        rule.kind,
        True,
        governing_verb(token.head),
        f"noun.{rule.kind}",
    )


def _named_trigger(sentence: Sentence, token: Token, atom: Atom) -> Trigger | None:
    head = sentence.doc[atom.start : atom.end].root
    rule = next((r for t in sentence.doc[atom.start : atom.end] if (r := _match_noun(t))), None)
    if rule is None and atom.type == "series":
        return None
    kind: EventKind = rule.kind if rule else _operation_kind(sentence, atom)
    verb = governing_verb(head.head if not is_verb(head) else head)
    return Trigger(sentence, head, atom.start, atom.end, kind, True, verb, "noun.named")


def _operation_kind(sentence: Sentence, atom: Atom) -> EventKind:
    before = sentence.doc[max(sentence.start, atom.start - MODIFIER_REACH) : atom.start]
    exercise = any(base_form(token) in {"exercise", "drill"} for token in before)
    return "exercise" if exercise else "operation"


def _is_title(atom: Atom, token: Token) -> bool:
    """Whether the word is part of the name of a body, a text or a place."""
    if atom.mention.form in {"group", "description"} and token.tag_ in {"NN", "NNS"}:
        return False
    return atom.type != "person" or token.tag_ in {"NNP", "NNPS"}


def _is_modifier(token: Token) -> bool:
    """Whether the noun only qualifies the next one ('meeting room')."""
    if token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1)
    return (
        token.dep_ in {"compound", "nmod"}
        and token.head.i > token.i
        and following.pos_ in {"NOUN", "PROPN"}
        and following.i <= token.head.i
        and _match_noun(token.head) is None
    )


def _match_noun(token: Token) -> NounRule | None:
    head = base_form(token)
    for rule in load_nouns():
        if head in rule.heads and (not rule.beside or _stands_beside(token, rule.beside)):
            return rule
    return None


def _stands_beside(token: Token, words: frozenset[str]) -> bool:
    near = [t for t in token.lefts if t.i >= token.i - MODIFIER_REACH]
    if base_form(token) == "round":
        near += list(token.doc[token.i + 1 : token.i + 1 + MODIFIER_REACH])
    if token.i > 0:
        near.append(token.nbor(-1))
    return any(base_form(t) in words or t.lower_ in words for t in near)


def _round_end(token: Token) -> int:
    """Past the noun in 'round of political consultations'."""
    for ahead in token.doc[token.i + 1 : token.i + 1 + MODIFIER_REACH]:
        if ahead.pos_ == "NOUN" and _match_noun(ahead) is not None:
            return int(ahead.i) + 1
    return int(token.i) + 1


def _trigger_start(sentence: Sentence, token: Token) -> int:
    start = token.i
    while start > sentence.start and _qualifies(sentence, token, sentence.doc[start - 1]):
        start -= 1
    return int(start)


def _qualifies(sentence: Sentence, head: Token, token: Token) -> bool:
    if sentence.atom_at(token.i) is not None or sentence.moment_at(token.i) is not None:
        return False
    return token.dep_ in {"compound", "amod", "nummod", "nmod"} and token.head.i in {
        head.i,
        token.i + 1,
    }


def _generic_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    if base_form(token) not in load_words("events", "generic.alone"):
        return None
    start = _trigger_start(sentence, token)
    verb = governing_verb(token.head)
    return Trigger(
        sentence, token, start, token.i + 1, "conference", True, verb, "noun.generic", generic=True
    )


# ---------------------------------------------------------------- verbs


def _verb_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    if not is_verb(token) or token.dep_ in {"aux", "auxpass", "amod"}:
        return None
    for test, kind, rule in VERB_RULES:
        if test(sentence, token):
            return Trigger(sentence, token, token.i, token.i + 1, kind, False, token, rule)
    return None


def _lemma_in(token: Token, key: str) -> bool:
    return base_form(token) in load_words("events", f"verb.{key}")


def counterpart_of(sentence: Sentence, verb: Token) -> Atom | None:
    """Whom a verb of meeting has beside it: its object, or the one after 'with'."""
    found = find_object(verb)
    if found is not None:
        return sentence.atom_at(found.i)
    for child in verb.children:
        if child.lower_ in {"with", "by", "to"} and child.dep_ in {"prep", "agent", "dative"}:
            inner = child_of(child, frozenset({"pobj"}))
            atom = sentence.atom_at(inner.i) if inner is not None else None
            if atom is not None and atom.type in PEOPLE:
                return atom
    return next((a for a in sentence.atoms if 0 < a.start - verb.i <= 4 and a.type in PEOPLE), None)


def subject_atom(sentence: Sentence, verb: Token) -> Atom | None:
    """The atom that is the verb's subject."""
    subject = find_subject(verb)
    return sentence.atom_at(subject.i) if subject is not None else None


def _is_meeting(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "meet"):
        return False
    other = find_object(verb)
    if other is not None and sentence.atom_at(other.i) is None:
        return False
    if counterpart_of(sentence, verb) is not None:
        return True
    subject = subject_atom(sentence, verb)
    return subject is not None and (
        subject.mention.form == "group" or len(group_of(sentence, subject)) > 1
    )


def _is_session(sentence: Sentence, verb: Token) -> bool:
    if not (_lemma_in(verb, "meet") or _lemma_in(verb, "convene")) or find_object(verb) is not None:
        return False
    subject = subject_atom(sentence, verb)
    return subject is not None and subject.type == "organisation" and not is_passive(verb)


def _is_reception(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "receive"):
        return False
    if is_passive(verb):
        agent = child_of(verb, frozenset({"agent"}))
        subject = subject_atom(sentence, verb)
        return agent is not None and (subject is None or subject.type == "person")
    found = find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    return atom is not None and (
        atom.type == "person" or (atom.mention.form == "group" and base_form(verb) == "receive")
    )


def _is_visit(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "visit"):
        return False
    found = find_object(verb)
    atom = sentence.atom_at(found.i) if found is not None else None
    if atom is None:
        atom = next((a for a in sentence.atoms if 0 < a.start - verb.i <= 3), None)
    return atom is not None and atom.type in GROUNDS


def _is_call(sentence: Sentence, verb: Token) -> bool:
    if _lemma_in(verb, "phone"):
        return True
    if not _lemma_in(verb, "speak"):
        return False
    near = sentence.doc[verb.i + 1 : min(sentence.end, verb.i + 8)]
    return any(token.lower_ in {"phone", "telephone"} for token in near)


def _is_address(sentence: Sentence, verb: Token) -> bool:
    if not _lemma_in(verb, "address"):
        return False
    found = child_of(verb, OBJECTS)
    atom = sentence.atom_at(found.i) if found is not None else None
    return atom is not None and atom.type == "organisation" and _is_parliament(atom)


def _is_parliament(atom: Atom) -> bool:
    words = {word.lower() for word in atom.mention.span.text.split()}
    return bool(words & load_words("events", "body.parliaments"))


VerbTest = Callable[[Sentence, Token], bool]

VERB_RULES: tuple[tuple[VerbTest, EventKind, str], ...] = (
    (_is_session, "session", "verb.convened"),
    (_is_meeting, "meeting", "verb.met"),
    (_is_reception, "meeting", "verb.received"),
    (_is_visit, "visit", "verb.visited"),
    (_is_call, "call", "verb.called"),
    (_is_address, "session", "verb.addressed"),
)


def trigger_verbs(trigger: Trigger) -> Iterator[Token]:
    """The verbs whose complements may tell of the trigger, the governing one first."""
    if trigger.verb is not None:
        yield trigger.verb
        if trigger.verb.dep_ in {"xcomp", "acl"} and is_verb(trigger.verb.head):
            yield trigger.verb.head
        yield from (c for c in trigger.verb.children if c.dep_ == "xcomp")
        yield from (c for c in trigger.verb.children if c.dep_ == "conj" and not _own_subject(c))
        yield from (
            c for c in trigger.verb.children if c.dep_ == "advcl" and c.tag_ in {"VBG", "VBN"}
        )
    if trigger.noun:
        yield from (c for c in trigger.token.children if c.dep_ in {"relcl", "acl"})


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def find_role(trigger: Trigger) -> Role:
    """What the trigger is to its governing verb.

    'complement' is what one takes part in; 'inner' stands inside another phrase ('the
    results of the talks'); 'alone' has no verb (a title).
    """
    if not trigger.noun:
        return "verb"
    verb = trigger.verb
    if verb is None:
        return "alone"
    if _is_plain_subject(trigger, verb):
        return "subject"
    through: list[Token] = []
    for above in climb_tree(trigger.token):
        if above.head.i == verb.i:
            return _role_of(above, verb, through)
        through.append(above)
    return "inner"


def _role_of(top: Token, verb: Token, through: list[Token]) -> Role:
    prepositions = [t for t in through if t.dep_ in {"prep", "agent"}]
    if any(base_form(t) in load_words("events", "frame.light") for t in [top, *through]):
        prepositions = []
        if base_form(verb) in load_words("events", "frame.part"):
            return "complement"
    if top.dep_ in SUBJECTS:
        return "inner" if prepositions else "subject"
    if top.dep_ in OBJECTS:
        return "inner" if prepositions else "object"
    if top.dep_ in {"prep", "agent"} and not prepositions:
        part = base_form(verb) in load_words("events", "frame.part")
        return (
            "complement" if part and top.lower_ in {"in", "at", "for", "on", "to"} else "adverbial"
        )
    return "inner" if prepositions else "adverbial"


def _is_plain_subject(trigger: Trigger, verb: Token) -> bool:
    """Whether word order makes the noun the subject of a verb that the parse left without."""
    if child_of(verb, SUBJECTS) is not None or verb.i < trigger.token.i:
        return False
    if base_form(verb) not in load_words("events", "frame.passive") | load_words(
        "events", "frame.subject"
    ):
        return False
    doc = trigger.sentence.doc
    return not any(is_verb(t) and t.head.i != verb.i for t in doc[trigger.end : verb.i])
