"""A promise as it is looked for: its deeds, the words of its object, the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.follow.deeds import Deed, is_past, own_deeds, split_action
from onrecord.follow.passages import split_sentences
from onrecord.follow.terms import Vocabulary, Word, blank_dates, find_words
from onrecord.lexicon.loader import load_words

BORROWED = 24  # words around a promise that may stand for what it leaves out
STRONG = 2  # words of its own from which a promise can be told without those around it
WRAPPED = 50  # characters of a line from which it may go on in the next

SPEAKER = 40  # characters after a deed in which a verb of saying shows who said it
SUBJECT = 24  # characters before a deed in which "will be" shows that it is a passive

_PASSIVE = re.compile(r"\b(?:be|been|is|are)\s+(?:\w+ly\s+)?$")
_PAUSE = re.compile(r"[,;:] |[“\"]|– ")
_TIME_CLAUSE = re.compile(r"\b(?:before|until|ahead of|prior to|when|once|as soon as)\b")
_MARKS = re.compile(r"[,;:.()–—]")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A promise as a release tells it: offsets are those of `text`, the release's own."""

    id: int
    text: str
    headline: str
    start: int
    end: int
    published: str | None
    earliest: str | None
    latest: str | None
    version: int
    release: int
    source: str
    actors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The words of the promised deed, with the subject of a passive, without who says so."""
        return find_deed_text(self.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise made ready for comparison.

    `head` is the stem of what is to be made, signed, opened …, None where the promise does not
    name it (`pronoun` if it says 'it'); `core` are the words of it and of what belongs to it,
    `own` all that it is told by, `borrowed` those of the sentences before it and of the
    headline, `specific` those of both that not every text of the genre has; `years` are those
    that its object is for, `verbs` the stems of what is to be done.
    """

    told: Told
    deeds: tuple[Deed, ...]
    head: str | None
    pronoun: bool
    core: frozenset[str]
    own: tuple[str, ...]
    borrowed: tuple[str, ...]
    actors: frozenset[str]
    years: frozenset[str]
    specific: frozenset[str]
    verbs: frozenset[str]

    @property
    def weak(self) -> bool:
        """Whether it can be told only by the words around it."""
        return self.head is None or len(self.specific & set(self.own)) < STRONG

    @property
    def keys(self) -> frozenset[str]:
        """The words by which texts are looked up: none that every text of the genre has."""
        return self.specific


def make_promise(told: Told, vocabulary: Vocabulary) -> Promise:
    """The promise that a release tells, made ready for comparison."""
    action = told.action
    subject, rest, verbs = split_action(action)
    phrase = subject if subject and _is_about(rest, verbs) else rest
    core = vocabulary.terms(find_core(phrase))
    deeds = own_deeds(verbs)
    actors = frozenset(vocabulary.terms(" ".join(told.actors)))
    taken = {vocabulary.stem(verb) for verb in verbs}
    own = _drop(vocabulary.terms(_cut_time(f"{subject} {rest}")), taken)
    people = set(vocabulary.terms(" ".join(told.people)))
    around = _drop(_borrow(_find_around(told), actors, vocabulary), taken | set(own) | people)
    return Promise(
        told=told,
        deeds=deeds,
        head=core[-1] if core else None,
        pronoun=_is_pronoun(rest),
        core=frozenset(vocabulary.terms(find_object(phrase))) if core else frozenset(),
        own=own,
        borrowed=around[:BORROWED],
        actors=actors,
        years=frozenset(find_years(action)),
        verbs=frozenset(taken),
        specific=frozenset(t for t in (*own, *around[:BORROWED]) if t not in vocabulary.common),
    )


def find_deed_text(text: str, start: int, end: int) -> str:
    """The words of a deed at `text[start:end]`; of a passive its subject is found before it."""
    action = _cut_speaker(text[start:end], text[end : end + SPEAKER])
    passive = _PASSIVE.search(text, max(0, start - SUBJECT), start)
    if passive is None:
        return action
    sentence = max((s for s, _ in split_sentences(text[:start])), default=start)
    return _cut_before(text[sentence:start]) + action


def _cut_speaker(action: str, after: str) -> str:
    """Without who said it, where a verb of saying follows, and what comes after a quotation."""
    quoted = re.split(r"[,.]?[”\"]", action)[0]
    if quoted.strip() and quoted != action:
        return quoted
    following = find_words(after)[:2]
    if any(word.text in load_words("follow", "guards.saying") for word in following):
        cut = action.find(",")
        return action[:cut] if cut > 0 else action
    return action


def _cut_before(subject: str) -> str:
    """The last clause before a deed: after a comma, or after 'and' that follows a clause."""
    start = 0
    for match in _PAUSE.finditer(subject):
        rest = find_words(blank_dates(subject[match.end() :]))
        if rest and rest[0].text not in _closed_words():
            start = match.end()
    for match in re.finditer(r"\band\b", subject[start:]):
        before = {word.text for word in find_words(subject[start : start + match.start()])}
        if before & load_words("follow", "guards.modals") or any(map(is_past, before)):
            start += match.end()
            break
    return subject[start:].lstrip()


def _closed_words() -> frozenset[str]:
    """Words that begin no subject."""
    return load_words("follow", "guards.breaks") | load_words("follow", "guards.modals")


def _borrow(text: str, actors: frozenset[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words around a promise, without those that only stand there in the name of its actor."""
    words = vocabulary.each(find_words(blank_dates(text)))
    return tuple(dict.fromkeys(t for word, t in words if t not in actors or not word.capital))


def _is_about(rest: str, verbs: Sequence[str]) -> bool:
    """Whether the subject is what the deed is done to: a passive, or nothing else to name."""
    passive = bool(verbs) and (is_past(verbs[0]) or verbs[0].endswith("ed"))
    return passive or not find_core(rest) or rest.strip().startswith(("into", "in ", "on ", "by "))


def _is_pronoun(rest: str) -> bool:
    words = find_words(rest)[:1]
    return any(word.text in load_words("follow", "guards.pronouns") for word in words)


def find_core(phrase: str) -> str:
    """The first noun phrase without what hangs on it: 'a report on dredging' gives 'a report'."""
    words = find_words(phrase)
    if words and words[0].text in load_words("follow", "guards.pronouns"):
        return ""
    start = 0
    while start < len(words) and words[start].text in ("over", "up", "out", "off", "down", "to"):
        start += 1
    end = _find_end(phrase, words, start)
    if 0 < end < len(words) and _is_light(words[end - 1].text) and words[end].text == "of":
        start, end = end + 1, _find_end(phrase, words, end + 1)
    return phrase[words[start].start : words[end - 1].end] if end > start else ""


def find_object(phrase: str) -> str:
    """The first noun phrase with what hangs on it, up to the circumstances of the deed."""
    ends = load_words("follow", "words.circumstances")
    core = find_core(phrase)
    start = phrase.find(core)
    for word in find_words(phrase):
        if word.start >= start + len(core) and word.text in ends:
            return phrase[start : word.start]
    return phrase[start:]


def find_owned(text: str) -> Iterator[tuple[str, str]]:
    """The noun phrases of a text, each with the noun that it hangs on by 'of' or 'for', or ''."""
    words = find_words(text)
    start, owner = 0, ""
    for at, word in enumerate(words):
        ends = _ends_phrase(word.text)
        if not ends and not _is_parted(text, words, at):
            continue
        if at > start:
            yield owner, text[words[start].start : words[at - 1].end]
        last = words[at - 1].text if at > start and word.text in ("of", "for") else ""
        owner = "" if _is_light(last) else last
        start = at + 1 if ends else at
    if start < len(words):
        yield owner, text[words[start].start :]


def _ends_phrase(word: str) -> bool:
    verbs = load_words("follow", "guards.auxiliaries") | load_words("follow", "guards.modals")
    return word in load_words("follow", "guards.breaks") | verbs or is_past(word)


def _is_parted(text: str, words: Sequence[Word], at: int) -> bool:
    return at > 0 and bool(_MARKS.search(text, words[at - 1].end, words[at].start))


def _is_light(word: str) -> bool:
    return word in load_words("follow", "words.light")


def _find_end(phrase: str, words: Sequence[Word], start: int) -> int:
    breaks = load_words("follow", "guards.breaks")
    end = start
    while end < len(words) and words[end].text not in breaks:
        if end > start and re.search(r"[,;:.(]", phrase[words[end - 1].end : words[end].start]):
            break
        end += 1
    return end


def find_years(text: str) -> Iterable[str]:
    """The years that something is for ('the budget for 2026'), not those in which it is done."""
    empty = load_words("follow", "words.empty")
    for match in _YEARS.finditer(text):
        before = [word.text for word in find_words(text[: match.start()])]
        if before and before[-1] in ("for", "of"):
            before.pop()
        if before and before[-1] not in empty:
            yield match[0]


def all_years(text: str) -> frozenset[str]:
    """Every year that a text names."""
    return frozenset(_YEARS.findall(text))


def _cut_time(text: str) -> str:
    match = _TIME_CLAUSE.search(text)
    return text[: match.start()] if match else text


def _drop(terms: Iterable[str], without: set[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if term not in without)


def find_paragraph(text: str, at: int) -> int:
    """Where the paragraph of a place begins, in wrapped text too."""
    end = at
    while (line := text.rfind("\n", 0, end)) >= 0:
        above = text[text.rfind("\n", 0, line) + 1 : line].rstrip()
        if len(above) < WRAPPED or above.endswith((".", "!", "?", ":", ";", "”", '"')):
            return line + 1
        end = line
    return 0


def _find_around(told: Told) -> str:
    """What may name the object: the sentences before in the paragraph, its own, the headline."""
    sentences = [span for span in split_sentences(told.text) if span[0] <= told.start]
    if not sentences:
        return told.headline
    start, end = sentences[-1]
    own = f"{told.text[start : told.start]} {told.text[told.end : end]}"
    paragraph = find_paragraph(told.text, start)
    before = [told.text[s:e] for s, e in reversed(sentences[:-1]) if s >= paragraph]
    last = [told.text[s:e] for s, e in sentences[-2:-1] if s < paragraph]
    return "\n".join((*before[:1], told.headline, own, *before[1:], *last))
