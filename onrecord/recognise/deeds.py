"""Deeds: what a page tells of acts, from verbs, phrases, nouns and lists in lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from onrecord.recognise.deed import Deed
from onrecord.recognise.done import is_done
from onrecord.recognise.grammar import base_form, is_verb
from onrecord.recognise.objects import item_ranges, list_lines, phrase_after
from onrecord.recognise.phrase_deeds import noun_deeds, phrase_deeds
from onrecord.recognise.scene import Scene, Sentence
from onrecord.recognise.verb_deeds import load_rules, verb_deeds

MIN_TITLED = 4  # words of a line like 'Elected: A as Chair'

DEED_RULES: tuple[Callable[[Sentence, Token], Iterator[Deed]], ...] = (
    phrase_deeds,
    verb_deeds,
    noun_deeds,
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
