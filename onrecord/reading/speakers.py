"""Who speaks: the subject of the reporting verb beside a quotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Mention
from onrecord.reading.gazetteer import fold_name
from onrecord.reading.scene import SPEAKERS, Scene

PRONOUN_REACH = 1500  # characters back in which a pronoun finds its person
CLIMBED_HEADS = 3  # verbs above a participle that may hold its subject
SURNAME_REACH = 4  # words beside a verb in which a bare surname is looked for
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb or phrase in a range of the part, and the entity that it makes speak."""

    start: int
    end: int
    verb: str
    entity: str | None


def is_listed(word: str, key: str) -> bool:
    """Whether the word stands in that list of the lexicon of speech."""
    return word.lower() in load_words("speech", key)


def is_reporting(token: Token) -> bool:
    """Whether the token is a verb that reports speech."""
    return token.tag_.startswith("VB") and is_listed(token.lemma_, "verbs")


def find_cues(scene: Scene, start: int, end: int, last: str | None) -> list[Cue]:
    """The reporting verbs and phrases in a range, each with its speaker where that is told.

    `last` is who spoke last, to whom a pronoun may point.
    """
    words = scene.words(start, end)
    cues = [
        _read_verb(scene, words, at, last) for at, token in enumerate(words) if is_reporting(token)
    ]
    found = [cue for cue in (*_find_phrases(scene, start, end), *cues) if cue]
    return sorted(found, key=lambda cue: cue.start)


def _find_phrases(scene: Scene, start: int, end: int) -> list[Cue | None]:
    text = scene.plain[start:end].lower()
    found: list[Cue | None] = []
    for phrase in load_words("speech", "openers"):
        at = text.find(phrase)
        if at < 0 or text[at - 1 : at].isalpha():
            continue
        mention = _first_speaker(scene, scene.inside(start + at, end))
        if mention:
            found.append(Cue(start + at, scene.place(mention)[1], phrase, mention.entity))
    return found


def _read_verb(scene: Scene, words: Sequence[Token], at: int, last: str | None) -> Cue | None:
    verb = words[at]
    entity = _find_subject(scene, words, at, last)
    return Cue(verb.idx, verb.idx + len(verb), verb.lemma_.lower(), entity)


def _find_subject(scene: Scene, words: Sequence[Token], at: int, last: str | None) -> str | None:
    pronoun = _pronoun_before(words, at)
    if pronoun is not None:
        return find_antecedent(scene, pronoun, last)
    if _is_inverted(words, at):
        mention = _after_verb(scene, words, at)
        if mention:
            return mention.entity
        if at + 1 < len(words) and is_listed(words[at + 1].lower_, "persons"):
            return find_antecedent(scene, words[at + 1], last)
    mention = _parsed_subject(scene, words, at) or _before_verb(scene, words, at)
    return mention.entity if mention else _find_unmarked(scene, words, at)


def _find_unmarked(scene: Scene, words: Sequence[Token], at: int) -> str | None:
    """A person called by a surname beside the verb that no mention covers."""
    beside = [
        *reversed(words[max(0, at - SURNAME_REACH) : at]),
        *words[at + 1 : at + 1 + SURNAME_REACH],
    ]
    for token in beside:
        if token.text[:1].isupper():
            entity = scene.surnames.get(fold_name(token.text))
            if entity:
                return entity
    return None


def _pronoun_before(words: Sequence[Token], at: int) -> Token | None:
    for token in reversed(words[:at]):
        if is_listed(token.lower_, "subjects"):
            return token
        if not is_listed(token.lower_, "adverbs"):
            return None
    return None


def _is_inverted(words: Sequence[Token], at: int) -> bool:
    """Whether the verb opens its words: 'said the Minister'."""
    return not any(
        token.is_alpha and not is_listed(token.lower_, "adverbs") for token in words[:at]
    )


def _after_verb(scene: Scene, words: Sequence[Token], at: int) -> Mention | None:
    start = words[at].idx
    end = words[-1].idx + len(words[-1])
    found = scene.inside(start, end)
    first = next((m for m in found if m.type in SPEAKERS), None)
    if first is None:
        return None
    stop = _stop_after(words[at + 1 :], scene.place(first)[1], end)
    nearby = [m for m in found if scene.place(m)[0] < stop]
    return next((m for m in nearby if m.type == "person" and m.form == "name"), None) or (
        next((m for m in nearby if m.type == "person"), None) or first
    )


def _stop_after(words: Sequence[Token], start: int, end: int) -> int:
    """Where the noun phrase that holds the place `start` is over."""
    for token in words:
        if token.idx >= start and (is_listed(token.lower_, "stoppers") or token.text == ";"):
            return token.idx
    return end


def _parsed_subject(scene: Scene, words: Sequence[Token], at: int) -> Mention | None:
    verb = words[at]
    for _ in range(CLIMBED_HEADS):
        subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if subjects and words[0].idx <= subjects[0].idx <= words[-1].idx:
            return _mention_of(scene, subjects[0], words[0].idx)
        if verb.head is verb or verb.head.idx < words[0].idx:
            return None
        verb = verb.head
    return None


def _mention_of(scene: Scene, subject: Token, floor: int) -> Mention | None:
    start, end = max(floor, subject.left_edge.idx), subject.right_edge.idx + len(subject.right_edge)
    found = scene.inside(start, end)
    covering = [m for m in found if _covers(scene, m, subject) and m.type in SPEAKERS]
    named = [m for m in found if m.type == "person" and m.form == "name"]
    persons = [m for m in named if _stands_free(scene, m)]
    if covering and covering[0].form == "name" and covering[0].type == "person":
        return covering[0]
    if persons:
        return persons[0]
    return covering[0] if covering else _first_speaker(scene, found)


def _covers(scene: Scene, mention: Mention, token: Token) -> bool:
    start, end = scene.place(mention)
    return start <= token.idx < end


def _stands_free(scene: Scene, mention: Mention) -> bool:
    """Whether no preposition before the mention makes it another's circumstance."""
    start = scene.place(mention)[0]
    before = scene.plain[max(0, start - 16) : start].split()
    return not before or not is_listed(before[-1], "not_subject_after")


def _before_verb(scene: Scene, words: Sequence[Token], at: int) -> Mention | None:
    found = scene.inside(words[0].idx, words[at].idx)
    free = [m for m in found if m.type in SPEAKERS and _stands_free(scene, m)]
    named = [m for m in free if m.type == "person" and m.form == "name"]
    people = named or [m for m in free if m.type == "person"] or free
    return people[-1] if people else None


def _first_speaker(_scene: Scene, mentions: Sequence[Mention]) -> Mention | None:
    for wanted in (("person",), SPEAKERS):
        for mention in mentions:
            if mention.type in wanted:
                return mention
    return None


def find_antecedent(scene: Scene, pronoun: Token, last: str | None) -> str | None:
    """The entity that 'he', 'she' or 'it' points to: who spoke last, else the last subject."""
    if not is_listed(pronoun.lower_, "persons"):
        kinds: tuple[str, ...] = ("organisation", "state") if pronoun.lower_ == "it" else ()
        return find_subject_before(scene, pronoun.idx, kinds)
    line = scene.lines[scene.line_of(pronoun.idx)][0]
    near = _persons_before(scene, pronoun.idx, line)
    subject = next((m for m in near if _is_subject(scene, m)), None)
    if subject:
        return subject.entity
    first = _first_pronoun(scene, pronoun, line)
    if near and first > scene.place(near[-1])[0]:
        return near[0].entity
    return last or find_subject_before(scene, first, ("person",)) or _last_of(near)


def _persons_before(scene: Scene, at: int, floor: int) -> list[Mention]:
    """The persons named in a range, the last first."""
    return [m for m in scene.inside(max(floor, at - PRONOUN_REACH), at)[::-1] if m.type == "person"]


def _first_pronoun(scene: Scene, pronoun: Token, floor: int) -> int:
    """Where the pronoun stands first in its paragraph."""
    words = scene.words(max(floor, pronoun.idx - PRONOUN_REACH), pronoun.idx + 1)
    return next(token.idx for token in words if token.lower_ == pronoun.lower_)


def _last_of(mentions: Sequence[Mention]) -> str | None:
    return mentions[0].entity if mentions else None


def find_subject_before(
    scene: Scene, at: int, types: tuple[str, ...], reach: int = PRONOUN_REACH
) -> str | None:
    """The last entity of these types before a place that is a subject, else the last at all."""
    fallback: str | None = None
    for mention in scene.before(at, reach):
        if mention.type not in types:
            continue
        if _is_subject(scene, mention):
            return mention.entity
        fallback = fallback or mention.entity
    return fallback


def _is_subject(scene: Scene, mention: Mention) -> bool:
    words = scene.words(*scene.place(mention))
    return any(
        token.dep_ in _SUBJECTS
        or (token.dep_ in ("appos", "compound", "flat") and token.head.dep_ in _SUBJECTS)
        for token in words
    )
