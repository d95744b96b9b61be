"""Acts told by a verb with its noun, or by a noun alone: 'reached agreement', 'the signing of'."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_table, load_words
from onrecord.recognise.deed import Deed
from onrecord.recognise.done import is_done
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    find_subject,
    governing_verb,
    is_passive,
    is_verb,
)
from onrecord.recognise.objects import Range, phrase_after, split_list, subject_phrase
from onrecord.recognise.phrases import left_edge
from onrecord.recognise.scene import Sentence
from onrecord.recognise.verb_deeds import is_aside, without_link


def phrase_deeds(sentence: Sentence, verb: Token) -> Iterator[Deed]:
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
    objects = [c for c in verb.children if c.dep_ in OBJECTS]
    candidates = [find_subject(verb)] if is_passive(verb) else objects
    return next((t for t in candidates if t is not None and base_form(t) in nouns), None)


def _after_noun(
    sentence: Sentence, verb: Token, noun: Token, links: frozenset[str]
) -> Range | None:
    after = max(noun.i, verb.i if is_passive(verb) else 0)
    for start in (noun.i, after):
        for at in range(start + 1, min(start + 6, sentence.end)):
            if sentence.doc[at].lower_ in links and not is_aside(sentence.doc[at]):
                begin, end = without_link(sentence, phrase_after(sentence, at, verb))
                if sentence.doc[at].lower_ == "with":
                    begin = left_edge(sentence.doc, noun.i, sentence.start)
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


def noun_deeds(sentence: Sentence, noun: Token) -> Iterator[Deed]:
    """'the signing of the agreement took place', 'resulted in the adoption of …'."""
    kinds = load_table("acts")["noun"]
    kind = kinds.get(base_form(noun))
    if kind is None or noun.pos_ != "NOUN" or noun.i + 2 >= sentence.end:
        return
    if sentence.doc[noun.i + 1].lower_ != "of":
        return
    verb = governing_verb(noun.head)
    if verb is None or not is_done(sentence, verb):
        return
    start, end = phrase_after(sentence, noun.i + 2, noun)
    if kind == "appointed" and not _names_person(sentence, start, end):
        return
    if _is_told_by(verb) or _holds_day(sentence, verb, noun, end):
        if verb.i > noun.i:
            end = min(end, verb.i)
        yield from (
            Deed(sentence, noun, kind, p, "act.noun") for p in split_list(sentence, (start, end))
        )


def _is_told_by(verb: Token) -> bool:
    return base_form(verb) in load_words("acts", "held.verbs")


def _names_person(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= a.start < end and a.type == "person" for a in sentence.atoms)


def _holds_day(sentence: Sentence, verb: Token, noun: Token, end: int) -> bool:
    """Whether the noun phrase tells the day of the deed ('the signing of … on 3 March')."""
    if base_form(verb) in load_words("acts", "held.undone"):
        return False
    return any(
        noun.i < m.start <= end
        and m.time.role == "at"
        and m.time.grain == "day"
        and not any(t.text == "," for t in sentence.doc[noun.i : m.start])
        for m in sentence.moments
    )
