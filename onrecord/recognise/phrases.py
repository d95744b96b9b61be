"""Word order around names: what leads up to one, and which ones stand in one list.

A long list of names with offices is where a parse breaks first; the words between the
names say more.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.recognise.atoms import Atom
from onrecord.recognise.grammar import SUBJECTS, base_form, find_subject, is_finite
from onrecord.recognise.scene import Sentence

NOUNISH = frozenset(
    {"DT", "PRP$", "POS", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "PDT"}
)
LINKS = frozenset(
    {",", ";", "and", "&", "as", "well", "also", "along", "together", "or", "both", "including"}
)
COUNTS = frozenset(
    {
        "more",
        "than",
        "over",
        "about",
        "around",
        "nearly",
        "almost",
        "least",
        "up",
        "some",
        "at",
        "to",
    }
)
INNER = frozenset({"of", "for", "the", "(", ")", "-", "–"})
LOWER = ("appos", "compound", "flat", "nmod")  # what a name is to the one it belongs to
OPENING = 5  # words among which 'at the invitation of' opens a sentence
LEADING = frozenset({"invitation", "initiative", "request"})
ACTING = frozenset({"person", "organisation", "state"})
PAIR = 2  # who invites and who comes
BRACKET = 2  # tokens of an opening bracket
PAIR_REACH = 4  # words after 'we,' among which those begin who are meant
COUNTERPART_REACH = 8  # words from 'counterpart' to the name
EDGE_REACH = 12  # words a description may stand before the name it leads to

Cues = Mapping[str, frozenset[tuple[str, ...]]]


@functools.cache
def load_cues(key: str, table: str = "events") -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases of a list by their last word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load_words(table, key):
        words = tuple(phrase.split())
        found.setdefault(words[-1], []).append(words)
    return {last: tuple(sorted(p, key=len, reverse=True)) for last, p in found.items()}


def left_edge(doc: Doc, at: int, floor: int) -> int:
    """Where the noun phrase that ends in the word at `at` begins, articles and all."""
    edge = at
    while edge > max(floor, at - EDGE_REACH) and (
        _belongs(doc[edge - 1]) or _joins_title(doc, edge - 1, floor)
    ):
        edge -= 1
    return edge


def _joins_title(doc: Doc, at: int, floor: int) -> bool:
    """'the Permanent and Plenipotentiary Representative': an 'and' inside one title."""
    if doc[at].lower_ != "and" or at - 2 < floor or at + 1 >= len(doc):
        return False
    return (
        doc[at - 1].text[:1].isupper()
        and doc[at + 1].text[:1].isupper()
        and doc[at - 2].tag_ == "DT"
    )


def _belongs(token: Token) -> bool:
    if token.tag_ in NOUNISH and token.lower_ not in LINKS:
        return True
    return token.dep_ == "amod" and token.tag_ in {"VBN", "VBG"}


def find_cue(sentence: Sentence, at: int, key: str) -> tuple[int, tuple[str, ...]] | None:
    """The phrase of the lexicon list `key` that leads to the noun phrase at `at`.

    Gives the token where the phrase begins and its words; None where none stands there.
    """
    asked = (find_cue, at, key)
    if asked not in sentence.found:
        sentence.found[asked] = _find_cue(sentence, at, key)
    found: tuple[int, tuple[str, ...]] | None = sentence.found[asked]
    return found


def _find_cue(sentence: Sentence, at: int, key: str) -> tuple[int, tuple[str, ...]] | None:
    doc = sentence.doc
    cues = load_cues(key)
    for edge in _edges(sentence, at):
        if edge == sentence.start:
            continue
        for words in cues.get(doc[edge - 1].lower_, ()):
            begin = edge - len(words)
            if begin >= sentence.start and all(
                doc[begin + n].lower_ == word for n, word in enumerate(words)
            ):
                return begin, words
    return None


def _edges(sentence: Sentence, at: int) -> Iterator[int]:
    """Where what leads to a name may end: before it, before its phrase, before 'his aide, '."""
    doc, floor = sentence.doc, sentence.start
    edge = left_edge(doc, at, floor)
    yield at
    if edge != at:
        yield edge
    counted = _before_count(doc, edge, floor)
    if counted != edge:
        yield counted
    aside = edge - 2 > floor and doc[edge - 1].text == ","
    if aside and doc[edge - 2].pos_ in {"NOUN", "PROPN"} and sentence.atom_at(edge - 2) is None:
        yield left_edge(doc, edge - 2, floor)


def _before_count(doc: Doc, edge: int, floor: int) -> int:
    """Where what only says how many begins: 'more than', 'over', 'at least', 'some'."""
    while edge > floor and doc[edge - 1].lower_ in COUNTS:
        edge -= 1
    return edge


def preposition_before(sentence: Sentence, at: int) -> Token | None:
    """The preposition whose noun phrase begins or holds the word at `at`."""
    edge = left_edge(sentence.doc, at, sentence.start)
    if edge <= sentence.start or any(edge < a.end <= at for a in sentence.atoms):
        return None  # a name stands between: 'in Lomar | Minister X met'
    before = sentence.doc[edge - 1]
    return before if before.tag_ in {"IN", "TO"} or before.dep_ == "prep" else None


def group_of(sentence: Sentence, first: Atom) -> list[Atom]:
    """The atom and those listed after it; for a pronoun, all that it means."""
    first = named_counterpart(sentence, first)
    group = [a for a in sentence.pronouns if a.start == first.start] or [first]
    last = first
    for atom in (a for a in sentence.atoms if a.start >= first.end):
        if _is_short_form(sentence, last, atom):
            last = atom
            continue
        if not _is_listed(sentence, last, atom):
            break
        if not _is_apposition(sentence, last, atom):
            group.append(atom)
        last = atom
    return group


def _is_short_form(sentence: Sentence, last: Atom, atom: Atom) -> bool:
    """'the Development Bank (ODB)': the same one again, in brackets."""
    gap = sentence.doc[last.end : atom.start]
    return atom.mention.form == "acronym" and len(gap) <= BRACKET and gap.text.strip() == "("


def _is_listed(sentence: Sentence, last: Atom, atom: Atom) -> bool:
    gap = sentence.doc[last.end : atom.start]
    if not any(token.lower_ in LINKS for token in gap) or not all(map(_is_link, gap)):
        return False
    if any(is_event_word(token) for token in gap):
        return False
    return not _starts_clause(sentence, atom, last)


@functools.cache
def _event_heads() -> frozenset[str]:
    return frozenset(head for line in load_table("events")["noun"] for head in line["heads"])


def is_event_word(token: Token) -> bool:
    """Whether the word may head the name of an event."""
    return token.pos_ == "NOUN" and names_event(token)


def names_event(token: Token) -> bool:
    """Whether the word, capitalised or not, is one that heads names of events."""
    return base_form(token) in _event_heads()


def _is_apposition(sentence: Sentence, last: Atom, atom: Atom) -> bool:
    """Whether a description only says what the one named before it is."""
    if atom.mention.form != "description" or atom.type != "person":
        return False
    if last.mention.form == "description":
        return False
    words = [t.lower_ for t in sentence.doc[last.end : atom.start]]
    if words[:1] == [","]:
        return "and" not in words
    return words[:1] == ["and"] and not {"the", "a", "his", "her", "their"} & set(words)


def _is_link(token: Token) -> bool:
    word = token.lower_
    if word in LINKS or word in INNER or token.is_space:
        return True
    if word in {"with", "by"}:
        return token.i > 0 and token.nbor(-1).lower_ in {"along", "together", ",", "and"}
    return token.tag_ in NOUNISH


def _starts_clause(sentence: Sentence, atom: Atom, last: Atom) -> bool:
    """Whether the name is the subject of a verb of its own and not one more of the list."""
    if _is_own_subject(sentence, atom, last):
        return True
    inviting = led_subject(sentence)
    if inviting is not None and inviting.entity == atom.entity != last.entity:
        return True
    at = atom.end
    while at < sentence.end and sentence.doc[at].tag_ == "RB":
        at += 1
    if at >= sentence.end or not is_finite(sentence.doc[at]):
        return False
    heads = [t for t in sentence.doc[last.start : last.end] if t.dep_ in SUBJECTS]
    return not any(verb.i >= atom.end for verb in (h.head for h in heads)) and _has_verb(
        sentence, last.start
    )


def led_subject(sentence: Sentence) -> Atom | None:
    """'At the invitation of A, the Mayor of B, C, visited D': C, right before the verb."""
    first = sentence.doc[sentence.start : min(sentence.start + OPENING, sentence.end)]
    if not first or first[0].tag_ != "IN" or not has_words(first, LEADING):
        return None
    verb = next((t for t in sentence.tokens() if is_finite(t) and t.i > first[-1].i), None)
    before = [a for a in sentence.atoms if verb is not None and a.end <= verb.i]
    if verb is None or len({a.entity for a in before if a.type in ACTING}) < PAIR:
        return None
    last = before[-1]
    between = sentence.doc[last.end : verb.i]
    free = all(t.text == "," or t.tag_ in {"RB", "MD", "VB", "VBP"} for t in between)
    return last if free and last.type in ACTING else None


def _is_own_subject(sentence: Sentence, atom: Atom, last: Atom) -> bool:
    """'By the invitation of A, the Mayor, B, visited': B is the subject, and A is no part of it."""
    token = sentence.doc[atom.start : atom.end].root
    while token.dep_ in LOWER and token.head is not token:
        token = token.head
    if token.dep_ not in SUBJECTS or not is_finite(token.head):
        return False
    return not token.left_edge.i <= last.start <= token.right_edge.i


def _has_verb(sentence: Sentence, end: int) -> bool:
    return any(is_finite(t) for t in sentence.doc[sentence.start : end])


def lists_led_by(sentence: Sentence, key: str) -> list[tuple[int, list[Atom]]]:
    """Each list of atoms that a phrase of the lexicon list `key` leads to, with its place."""
    asked = (lists_led_by, key)
    if asked not in sentence.found:
        sentence.found[asked] = tuple(_lists_led_by(sentence, key))
    return [(at, list(group)) for at, group in sentence.found[asked]]


def _lists_led_by(sentence: Sentence, key: str) -> Iterator[tuple[int, list[Atom]]]:
    taken = -1
    for atom in sentence.atoms:
        if atom.start < taken:
            continue
        cue = find_cue(sentence, atom.start, key)
        if cue is not None:
            group = group_of(sentence, atom)
            yield cue[0], group
            taken = group[-1].end


def has_words(tokens: Iterable[Token], words: frozenset[str]) -> bool:
    """Whether one of the words stands among the tokens, in any form of its capital letters."""
    return any(token.lower_ in words for token in tokens)


def subject_atom(sentence: Sentence, verb: Token) -> Atom | None:
    """The atom that is the verb's subject."""
    subject = find_subject(verb)
    if subject is None:
        return None
    return sentence.atom_at(subject.i) or meant_by_we(sentence, subject)


def meant_by_we(sentence: Sentence, subject: Token) -> Atom | None:
    """'We, the Foreign Ministers of A and B, met': who stand right after the pronoun."""
    at = subject.i + 1
    if subject.lower_ != "we" or at >= sentence.end or sentence.doc[at].text != ",":
        return None
    return next((a for a in sentence.atoms if 0 < a.start - at <= PAIR_REACH), None)


def named_counterpart(sentence: Sentence, atom: Atom) -> Atom:
    """'his counterpart from B, A': the one who is named, where the description leads to a name."""
    if atom.type != "person" or atom.mention.form != "description":
        return atom
    if not atom.name.lower().endswith(("counterpart", "colleague")):
        return atom
    name = next((a for a in sentence.atoms if a.start >= atom.end and a.type == "person"), None)
    if name is None or name.mention.form != "name" or name.start - atom.end > COUNTERPART_REACH:
        return atom
    gap = sentence.doc[atom.end : name.start]
    inside = {i for a in sentence.atoms for i in range(a.start, a.end)}
    return name if all(_is_between(t, inside) for t in gap) else atom


def _is_between(token: Token, inside: set[int]) -> bool:
    return token.i in inside or token.lower_ in {"from", "of", "in", "the", ","}
