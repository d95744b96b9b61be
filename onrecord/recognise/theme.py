"""What an event was about and by what means it was held."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Mode
from onrecord.model.text import Span
from onrecord.recognise.frame import Frame
from onrecord.recognise.grammar import is_finite
from onrecord.recognise.phrases import load_cues
from onrecord.recognise.scene import Sentence
from onrecord.recognise.trigger import Trigger

THEME_LENGTH = 40  # words a topic phrase may have
STOPS = frozenset({".", ";", ":", "?", "!"})


def find_theme(frame: Frame) -> Span | None:
    """The topic phrase of the trigger, its preposition with it."""
    sentence = frame.sentence
    for at in range(sentence.start, sentence.end):
        if at < frame.trigger.end or not _opens_theme(sentence, at):
            continue
        if frame.owns(at) and not _is_setting(sentence, at):
            return sentence.part.span(sentence.doc[at : theme_end(sentence, at)])
    return None


@functools.cache
def _openings() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases that open a theme by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrases in load_cues("theme.before").values():
        for words in phrases:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(phrases) for first, phrases in found.items()}


def _opens_theme(sentence: Sentence, at: int) -> bool:
    doc = sentence.doc
    for words in _openings().get(doc[at].lower_, ()):
        if at + len(words) <= sentence.end and all(
            doc[at + n].lower_ == word for n, word in enumerate(words)
        ):
            return True
    return False


def _is_setting(sentence: Sentence, at: int) -> bool:
    """Whether 'on' leads to a day or a place, or is part of a body's name."""
    around = sentence.atom_at(at)
    if around is not None and around.start < at:
        return True
    after = min(at + 2, sentence.end - 1)
    for i in (at, at + 1, after):
        if sentence.moment_at(i) is not None:
            return True
    atom = sentence.atom_at(min(at + 1, sentence.end - 1)) or sentence.atom_at(after)
    return (atom is not None and atom.type in {"place", "person"}) or _is_idiom(
        sentence.doc[min(at + 1, sentence.end - 1)], sentence, at
    )


def _is_idiom(token: Token, sentence: Sentence, at: int) -> bool:
    words = [t.lower_ for t in sentence.doc[at + 1 : at + 4]]
    return any(word in load_words("events", "theme.idioms") for word in words) or (
        token.lower_ == "the" and words[1:2] == ["sidelines"]
    )


def theme_end(sentence: Sentence, at: int) -> int:
    """Where a topic phrase ends: before a verb, a time or the end of the clause."""
    doc = sentence.doc
    end = at + 1
    while end < min(sentence.end, at + THEME_LENGTH):
        token = doc[end]
        if token.text in STOPS or is_finite(token) or _turns_away(sentence, end):
            break
        if sentence.moment_at(end) is not None and token.i > at + 1:
            break
        end += 1
    while end > at + 1 and (
        (doc[end - 1].is_punct and doc[end - 1].text not in {'"', "'", ")"})
        or doc[end - 1].tag_ in {"IN", "CC"}
    ):
        end -= 1
    return end


def _turns_away(sentence: Sentence, at: int) -> bool:
    """Whether what follows tells of the event again: ', held in A', 'at the Hotel B', 'with C'."""
    doc, after = sentence.doc, min(at + 1, sentence.end - 1)
    token = doc[at]
    if token.text == ",":
        return doc[after].tag_ in {"VBN", "VBG", "WDT", "WP", "WRB"}
    if token.lower_ not in {"at", "with"}:
        return False
    first = after + (doc[after].tag_ == "DT")
    atom = sentence.atom_at(min(first, sentence.end - 1))
    if atom is None or atom.mention.form != "name":
        return False
    return atom.type == ("person" if token.lower_ == "with" else "place")


def find_mode(trigger: Trigger) -> Mode | None:
    """'online' or 'hybrid', where the sentence says so."""
    text = " ".join(t.lower_ for t in trigger.sentence.tokens())
    if any(word in text.split() for word in load_words("events", "mode.hybrid")):
        return "hybrid"
    if any(_stands(word, text) for word in load_words("events", "mode.online")):
        return "online"
    return None


def _stands(word: str, text: str) -> bool:
    return f" {word} " in f" {text} "
