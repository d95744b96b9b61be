"""A word that may name an event, and what it is to the verb of its clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import EventKind
from onrecord.model.text import Span
from onrecord.recognise.grammar import (
    OBJECTS,
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    is_finite,
    is_verb,
)
from onrecord.recognise.phrases import preposition_before
from onrecord.recognise.scene import Sentence

Role = Literal["verb", "subject", "object", "complement", "adverbial", "inner", "alone"]

ANAPHORIC = frozenset({"verb.attended", "noun.it"})  # rules whose words name no event themselves
SUBJECT_REACH = 30  # words of a noun's complements before its verb
CLAUSE_REACH = 10  # words after 'which' among which its verb stands
OWNER_REACH = 2  # words from 'of' to the name of whose event it is
GROUNDS = frozenset({"place", "state"})
AT = frozenset({"at", "during", "in", "within"})


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
    yield from clause_verbs(trigger)


def clause_verbs(trigger: Trigger) -> Iterator[Token]:
    """The verbs of clauses that are about the trigger alone ('the drill, held in May')."""
    if not trigger.noun:
        return
    after = clause_after(trigger)
    clauses = [after] if after is not None else []
    clauses += [c for c in trigger.token.children if c.dep_ in {"relcl", "acl"}]
    for clause in clauses:
        yield clause
        yield from (c for c in clause.children if c.dep_ == "xcomp" and is_verb(c))


def clause_after(trigger: Trigger) -> Token | None:
    """The verb of the clause that follows the name ('"A", which was held …', '"B", held …')."""
    doc, at, end = trigger.sentence.doc, _past_whole(trigger), trigger.sentence.end
    while at < end and (doc[at].is_quote or doc[at].text in {",", ")"}):
        at += 1
    if at >= end:
        return None
    if doc[at].tag_ in {"WDT", "WP"}:
        ahead = doc[at + 1 : min(at + 1 + CLAUSE_REACH, end)]
        main = [t for t in ahead if is_verb(t) and t.dep_ not in {"aux", "auxpass"}]
        return meant_verb(main[0]) if main else None
    at = _past_places(trigger.sentence, at)
    held = doc[at].tag_ == "VBN" and doc[at].dep_ in {"acl", "relcl", "advcl"}
    return doc[at] if held else None


def _past_whole(trigger: Trigger) -> int:
    """Past the name of whose event it is ('the talks of B, held in May')."""
    doc, end = trigger.sentence.doc, trigger.end
    if end >= trigger.sentence.end or doc[end].lower_ != "of":
        return end
    for atom in trigger.sentence.atoms:
        if 0 < atom.start - end <= OWNER_REACH:
            comma = atom.end < trigger.sentence.end and doc[atom.end].text == ","
            return atom.end if comma else end
    return end


def _past_places(sentence: Sentence, at: int) -> int:
    """Past the place between an event and its participle ('the forum in B, held on 5 May')."""
    if at + 1 >= sentence.end or sentence.doc[at].lower_ not in {"in", "at"}:
        return at
    end = at + 1
    while end < sentence.end - 1:
        atom = sentence.atom_at(end)
        if sentence.doc[end].text != "," and (atom is None or atom.type not in GROUNDS):
            break
        end += 1
    participle = base_form(sentence.doc[end]) in load_words("events", "frame.told")
    return end if participle and sentence.doc[end].tag_ == "VBN" else at


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def meant_verb(verb: Token) -> Token:
    """'is to take place': the second verb."""
    if base_form(verb) != "be":
        return verb
    return child_of(verb, frozenset({"xcomp"})) or verb


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
    if top.lower_ == "present" and top.dep_ == "acomp":
        return "complement"
    if any(base_form(t) in load_words("events", "frame.light") for t in [top, *through]):
        prepositions = []
        if base_form(verb) in load_words("events", "frame.part"):
            return "complement"
    if top.dep_ in SUBJECTS:
        return "inner" if prepositions else "subject"
    if top.dep_ in OBJECTS:
        return "inner" if prepositions else "object"
    if top.dep_ in {"prep", "agent"} and not prepositions:
        return "complement" if _completes(top, verb) else "adverbial"
    return "inner" if prepositions else "adverbial"


def _completes(preposition: Token, verb: Token) -> bool:
    """'took part in', 'spoke at', 'ended with'."""
    lemma, word = base_form(verb), preposition.lower_
    if lemma == "preside":
        return word in {"over", "at"}
    if lemma == "take" and not any(c.lower_ == "part" for c in verb.children):
        return False
    if lemma in {"follow", "precede"}:
        return word == "by"
    if lemma in load_words("events", "frame.with"):
        return word == "with"
    if word == "for" and lemma in load_words("events", "frame.gathering"):
        return True
    return lemma in load_words("events", "frame.part") and word in {
        "in",
        "at",
        "for",
        "on",
        "to",
        "from",
    }


def following_verb(sentence: Sentence, start: int, end: int) -> Token | None:
    """The verb whose subject the noun phrase before it is, whatever the parse says.

    'under the chairmanship of A, a meeting of the Council of B was held': from the noun on,
    nothing but its own complements stands before the verb. None where there is none.
    """
    if preposition_before(sentence, start) is not None:
        return None
    depth = 0
    for token in sentence.doc[end : min(end + SUBJECT_REACH, sentence.end)]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and (token.text in {",", ";", ":"} or token.tag_ in {"WDT", "WP", "VBG"}):
            return None
        if is_finite(token):
            main = token.head if token.dep_ in {"aux", "auxpass"} else token
            return main if base_form(main) in load_words("events", "frame.told") else None
    return None


def _is_plain_subject(trigger: Trigger, verb: Token) -> bool:
    """Whether word order makes the noun the subject of its verb."""
    if following_verb(trigger.sentence, trigger.start, trigger.end) == verb:
        return True
    if child_of(verb, SUBJECTS) is not None or verb.i < trigger.token.i:
        return False
    if base_form(verb) not in load_words("events", "frame.passive") | load_words(
        "events", "frame.subject"
    ):
        return False
    doc = trigger.sentence.doc
    return not any(is_verb(t) and t.head.i != verb.i for t in doc[trigger.end : verb.i])
