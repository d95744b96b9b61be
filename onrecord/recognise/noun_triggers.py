"""Nouns and names that may name an event."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.fact import EventKind
from onrecord.recognise.atoms import Atom
from onrecord.recognise.grammar import SUBJECTS, base_form, find_object, governing_verb, is_verb
from onrecord.recognise.noun_senses import names_event
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger, find_role, following_verb

MODIFIER_REACH = 4  # words before a head among which its kind is looked for
NAME_REACH = 2  # quotation marks between a noun and the name that follows it
PART_REACH = 12  # words between 'phase' and the event it is a phase of
NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})  # what only a noun can be
CEREMONIAL = frozenset(
    {
        "signing",
        "opening",
        "launch",
        "unveiling",
        "presentation",
        "handover",
        "graduation",
        "awarding",
    }
)
QUOTES = frozenset({'"', "'", "``", "''", "`"})


@dataclass(frozen=True, slots=True)
class NounRule:
    """A line of the lexicon: heads that name a kind of event, some only beside other words."""

    kind: EventKind
    heads: frozenset[str]
    beside: frozenset[str]


@functools.cache
def load_nouns() -> tuple[NounRule, ...]:
    """The noun rules of the lexicon in their order."""
    return tuple(
        NounRule(line["kind"], frozenset(line["heads"]), frozenset(line.get("with", ())))
        for line in load_table("events")["noun"]
    )


def noun_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """The trigger that a noun heads, its name with it; None where it names no event."""
    if token.lower_ == "one" or token.lower_ in _counting():
        another = _elliptic_trigger(sentence, token)
        if another is not None:
            return another
    noun = token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"VBG", "NN"}
    if not noun and not (token.tag_ == "JJ" and token.dep_ in NOMINAL):
        return _pronoun_trigger(sentence, token)
    atom = next((a for a in sentence.atoms if a.start <= token.i < a.end), None)
    if atom is not None and atom.type in {"series", "operation"}:
        return _named_trigger(sentence, atom)
    if atom is not None and _is_title(atom, token):
        return _held_trigger(sentence, token, atom)
    if _is_modifier(token):
        return None
    return _plain_trigger(sentence, token) or _part_trigger(sentence, token)


def _plain_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    rule = match_noun(token)
    if rule is None or _is_traveller(token) or _heads_names(sentence, token):
        return None
    start = _trigger_start(sentence, token)
    end = _round_end(token) if base_form(token) == "round" else token.i + 1
    end = _name_end(sentence, end)
    verb = following_verb(sentence, start, end) or governing_verb(token.head)
    if not names_event(token, rule.kind, bool(rule.beside), verb):
        return None
    found = Trigger(sentence, token, start, end, rule.kind, True, verb, f"noun.{rule.kind}")
    if base_form(token) in CEREMONIAL and _opens_event(sentence, token):
        return None
    return found if not rule.beside or rule.kind != "ceremony" or _is_attended(found) else None


def _opens_event(sentence: Sentence, token: Token) -> bool:
    """'the opening of the Forum': its first hour, not a ceremony of its own."""
    ahead = sentence.doc[token.i + 1 : min(token.i + PART_REACH, sentence.end)]
    if len(ahead) == 0 or ahead[0].lower_ != "of":
        return False
    for word in ahead[1:]:
        if word.tag_ == "IN" or is_verb(word) or word.text == ",":
            return False
        if match_noun(word) is not None:
            return True
    return False


def _is_attended(trigger: Trigger) -> bool:
    """Whether a signing or an opening took place, was attended, is a title."""
    role, verb = find_role(trigger), trigger.verb
    if role == "alone" or verb is None:
        return role == "alone"
    lemma = base_form(verb)
    if role == "object":
        return lemma in {"attend", "hold", "join", "witness", "chair", "host", "postpone", "cancel"}
    if role == "subject":
        return lemma in {
            "take",
            "hold",
            "attend",
            "postpone",
            "cancel",
            "follow",
            "set",
            "schedule",
            "plan",
        }
    return role == "complement"


def match_noun(token: Token) -> NounRule | None:
    """The first rule of the lexicon that a noun fits."""
    head = base_form(token)
    for rule in load_nouns():
        if head in rule.heads and (not rule.beside or _stands_beside(token, rule.beside)):
            return rule
    return None


def _stands_beside(token: Token, words: frozenset[str]) -> bool:
    near = [t for t in token.lefts if t.i >= token.i - MODIFIER_REACH]
    if base_form(token) in {"round", "call"} | CEREMONIAL:
        near += list(token.doc[token.i + 1 : token.i + 1 + MODIFIER_REACH])
    if token.i > 0:
        near.append(token.nbor(-1))
    return any(base_form(t) in words or t.lower_ in words for t in near)


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
    )


def _is_traveller(token: Token) -> bool:
    """Whether 'mission' means people who go somewhere."""
    if base_form(token) != "mission" or token.dep_ not in SUBJECTS:
        return False
    travel = load_words("events", "verb.travel") | load_words("events", "verb.visit")
    return base_form(token.head) in travel


def _heads_names(sentence: Sentence, token: Token) -> bool:
    """Whether a plural leads to names of its own ('the operations "A" and "B"')."""
    return token.tag_ in {"NNS", "NNPS"} and _name_end(sentence, token.i + 1) > token.i + 1


# ---------------------------------------------------------------- how far the words reach


def _round_end(token: Token) -> int:
    """Past the noun in 'round of political consultations'."""
    for ahead in token.doc[token.i + 1 : token.i + 1 + MODIFIER_REACH]:
        if ahead.pos_ == "NOUN" and match_noun(ahead) is not None:
            return int(ahead.i) + 1
    return int(token.i) + 1


def _trigger_start(sentence: Sentence, token: Token) -> int:
    start = token.i
    while start > sentence.start and _qualifies(sentence, token, sentence.doc[start - 1]):
        start -= 1
    return int(start)


def _qualifies(sentence: Sentence, head: Token, token: Token) -> bool:
    if any(a.start <= token.i < a.end for a in sentence.atoms):
        return False
    if sentence.moment_at(token.i) is not None:
        return False
    return token.dep_ in {"compound", "amod", "nummod", "nmod"} and token.head.i in {
        head.i,
        token.i + 1,
    }


def _name_end(sentence: Sentence, end: int) -> int:
    """Past the name in 'the exercise "Iron Spruce"'."""
    at = end
    while at < sentence.end and at - end < NAME_REACH and sentence.doc[at].text in QUOTES:
        at += 1
    atom = next((a for a in sentence.atoms if a.start == at), None)
    if atom is None or atom.type not in {"series", "operation"}:
        return end
    stop = atom.end
    if stop < sentence.end and at > end and sentence.doc[stop].text in QUOTES:
        stop += 1
    return stop


# ---------------------------------------------------------------- names


def _named_trigger(sentence: Sentence, atom: Atom) -> Trigger | None:
    words = sentence.doc[atom.start : atom.end]
    end = _whole_name(sentence, atom.end)
    words = sentence.doc[atom.end : end] if end > atom.end else words
    rule = next((r for t in words if (r := match_noun(t))), None)
    if rule is None and atom.type == "series":
        return None
    head = sentence.doc[atom.start : end].root
    kind: EventKind = rule.kind if rule else _operation_kind(sentence, atom)
    verb = following_verb(sentence, atom.start, end)
    verb = verb or governing_verb(head.head if not is_verb(head) else head)
    return Trigger(sentence, head, atom.start, end, kind, True, verb, "noun.named")


def _whole_name(sentence: Sentence, end: int) -> int:
    """Past capitalised words that go on with a name and end in a gathering ('… Cyber Dialogue')."""
    for at in range(end, min(end + MODIFIER_REACH, sentence.end)):
        token = sentence.doc[at]
        if not token.text.istitle() or sentence.atom_at(at) is not None:
            break
        if match_noun(token) is not None:
            return at + 1
    return end


def _operation_kind(sentence: Sentence, atom: Atom) -> EventKind:
    before = sentence.doc[max(sentence.start, atom.start - MODIFIER_REACH) : atom.start]
    exercise = any(base_form(token) in {"exercise", "drill"} for token in before)
    return "exercise" if exercise else "operation"


def _is_title(atom: Atom, token: Token) -> bool:
    """Whether the word is part of the name of a body, a text or a place."""
    if atom.mention.form in {"group", "description"} and token.tag_ in {"NN", "NNS"}:
        return False
    return atom.type != "person" or token.tag_ in {"NNP", "NNPS"}


def _held_trigger(sentence: Sentence, token: Token, atom: Atom) -> Trigger | None:
    """A name that reads like a body's but is held, opened, attended: 'the Water Forum'."""
    rule = match_noun(token)
    head = sentence.doc[atom.start : atom.end].root
    if (
        rule is None
        or head.i != token.i
        or atom.type not in {"organisation", "place", "instrument"}
    ):
        return None
    verb = governing_verb(head.head if not is_verb(head) else head)
    trigger = Trigger(sentence, head, atom.start, atom.end, rule.kind, True, verb, "noun.named")
    return trigger if rule.kind == "briefing" or is_staged(trigger) else None


def is_staged(trigger: Trigger) -> bool:
    """Whether the clause says of the noun that it was held, opened, attended."""
    for child in trigger.token.children:
        if child.dep_ in {"acl", "relcl"} and base_form(child) in load_words(
            "events", "frame.staged"
        ):
            return True
    role, verb = find_role(trigger), trigger.verb
    if verb is None or role not in {"subject", "object", "complement"}:
        return False
    lemma = base_form(verb)
    if role == "complement":
        return lemma in {"take", "participate", "speak"}
    if role == "object":
        return lemma in load_words("events", "frame.visited")
    if lemma == "take":
        return any(c.lower_ == "place" for c in verb.children)
    return lemma in load_words("events", "frame.staged") and find_object(verb) is None


# ---------------------------------------------------------------- parts and pronouns


def _part_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """'the second phase of Operation X', 'the third edition'."""
    if base_form(token) not in load_words("events", "generic.alone"):
        return None
    verb = governing_verb(token.head)
    start = _trigger_start(sentence, token)
    alone = Trigger(
        sentence, token, start, token.i + 1, "conference", True, verb, "noun.generic", generic=True
    )
    whole = _whole_of(sentence, token)
    if whole is None:
        vague = base_form(token) in load_words("events", "generic.parts")
        return None if vague and not is_staged(alone) and not _is_counted(token) else alone
    return replace(alone, end=whole.end, kind=whole.kind, rule="noun.part", generic=False)


@functools.cache
def _counting() -> frozenset[str]:
    """The words that count events or tell one apart from another."""
    turns = load_words("events", "turn.previous") | load_words("events", "turn.next")
    return load_words("events", "ordinal.words") | turns


def _elliptic_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """'The next one is planned for May', 'the first took place in B': another one of its kind."""
    start = token.i if token.lower_ in _counting() else token.i - 1
    before = sentence.doc[start - 1] if start > sentence.start else None
    if before is None or before.lower_ != "the" or sentence.doc[start].lower_ not in _counting():
        return None
    if token.dep_ not in SUBJECTS or not is_verb(token.head) or token.head.i < token.i:
        return None
    trigger = Trigger(
        sentence, token, start, token.i + 1, "session", True, token.head, "noun.another", True
    )
    return trigger if is_staged(trigger) else None


def _is_counted(token: Token) -> bool:
    return any(t.lower_ in load_words("events", "ordinal.words") for t in token.lefts)


def _whole_of(sentence: Sentence, token: Token) -> Trigger | None:
    """The event whose part it is: after 'of', or 'II' and 'of'."""
    ahead = list(sentence.doc[token.i + 1 : min(token.i + PART_REACH, sentence.end)])
    if not any(t.lower_ == "of" for t in ahead[:2]):
        return None
    for word in ahead:
        other = word.tag_ == "IN" and word.lower_ != "of"
        if other or is_verb(word) or word.text == ",":
            return None
        atom = next((a for a in sentence.atoms if a.start <= word.i < a.end), None)
        if atom is not None and atom.type in {"series", "operation"}:
            return _named_trigger(sentence, atom)
        if atom is None and not _is_modifier(word):
            found = _plain_trigger(sentence, word)
            if found is not None:
                return found
    return None


def _pronoun_trigger(sentence: Sentence, token: Token) -> Trigger | None:
    """'It was organised by …': the event named before."""
    if token.lower_ != "it" or token.dep_ not in SUBJECTS:
        return None
    verb = token.head
    lemma = base_form(verb)
    if lemma not in load_words("events", "frame.of_it") or any(
        c.dep_ == "ccomp" or c.lower_ == "that" for c in verb.children
    ):
        return None
    if lemma == "take" and not any(c.lower_ == "place" for c in verb.children):
        return None
    return Trigger(
        sentence, token, token.i, token.i + 1, "conference", True, verb, "noun.it", generic=True
    )
