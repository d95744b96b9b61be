"""Who did it: the subject, the agent of a passive, the parties of an agreement."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Filler
from onrecord.recognise.atoms import Atom
from onrecord.recognise.frame import list_at, subject_list
from onrecord.recognise.grammar import (
    base_form,
    child_of,
    find_object,
    governing_verb,
    is_passive,
    is_verb,
)
from onrecord.recognise.objects import Range
from onrecord.recognise.phrases import group_of
from onrecord.recognise.scene import Sentence

ACTING = frozenset({"person", "organisation", "state", "place", "instrument", "operation"})
AGREEING = frozenset({"signed", "agreed"})


def find_actors(
    sentence: Sentence, verb: Token, kind: str, about: Range | None
) -> tuple[Filler, ...]:
    """Who acted, each once; empty where the text does not say."""
    if not is_verb(verb):
        return fill_atoms(agents_of(sentence, verb) or _announcers(sentence, verb))
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return fill_atoms(_announcers(sentence, verb.head))  # 'issued a decree appointing A'
    atoms = agents_of(sentence, verb) if is_passive(verb) else subject_list(sentence, verb)
    if about is not None and about[1] <= verb.i and not is_passive(verb):
        atoms = list_at(sentence, find_object(verb))  # 'the bill passed the Senate'
    if kind in AGREEING:
        atoms = [*atoms, *_parties(sentence, verb, about)]
    return fill_atoms(atoms)


def agents_of(sentence: Sentence, verb: Token) -> list[Atom]:
    """The list after 'by'."""
    for child in verb.children:
        by = child.lower_ == "by" and child.dep_ == "prep" and child.i > verb.i
        if child.dep_ == "agent" or by:
            return list_at(sentence, child_of(child, frozenset({"pobj"})))
    return []


def _announcers(sentence: Sentence, noun: Token) -> list[Atom]:
    """Who issued the order or announced the deed that the noun names."""
    verb = governing_verb(noun.head)
    if verb is None or base_form(verb) not in load_words("acts", "orders.verbs"):
        return []
    return agents_of(sentence, verb) if is_passive(verb) else subject_list(sentence, verb)


def _parties(sentence: Sentence, verb: Token, about: Range | None) -> list[Atom]:
    """'with B' beside the verb or inside the object, 'between A and B' inside it."""
    found: list[Atom] = []
    end = about[1] if about else verb.i + 1
    for atom in sentence.atoms:
        if verb.i < atom.start <= end and _is_party(sentence, atom, verb):
            found.extend(group_of(sentence, atom))
    return found


def parties_in(sentence: Sentence, about: Range) -> list[Atom]:
    """'Agreement between A and B': those whom the name of a listed text tells."""
    for atom in sentence.atoms:
        if about[0] < atom.start < about[1]:
            before = sentence.doc[atom.start - 2 : atom.start]
            if any(t.lower_ == "between" for t in before):
                return group_of(sentence, atom)
    return []


def _is_party(sentence: Sentence, atom: Atom, verb: Token) -> bool:
    """Whether 'with' or 'between' leads from the verb or from the text signed to the name."""
    at = atom.start - 1
    if at > sentence.start and sentence.doc[at].tag_ in {"DT", "PRP$"}:
        at -= 1
    if at <= sentence.start or sentence.doc[at].lower_ not in {"with", "between"}:
        return False
    head = sentence.doc[at].head
    return head.i == verb.i or base_form(head) in load_words("acts", "documents.heads")


def fill_atoms(atoms: Iterable[Atom]) -> tuple[Filler, ...]:
    """The atoms as fillers, each entity once; a town acts as its council does."""
    found: dict[str, Filler] = {}
    for atom in atoms:
        if atom.type in ACTING:
            found.setdefault(atom.entity, Filler(atom.entity, atom.mention.span))
    return tuple(found.values())
