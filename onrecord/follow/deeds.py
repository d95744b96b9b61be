"""The verbs of promises, and how a later text says that the deed was done or given up."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.follow.terms import REMEMBERED, Word, find_words
from onrecord.lexicon.loader import load_table, load_words

REACH_WORDS = 6  # words before a past form that can make it undone
TO_WORDS = 3  # words before a past form in which "to" makes an infinitive of it
DENIAL_WORDS = 3  # words before an ending that can deny it

_APART = {code: " " for code in range(128) if not chr(code).isalnum()}

_STOPS = re.compile(r"[.;:!?\n,–—()]")


@dataclass(frozen=True, slots=True)
class Deed:
    """What a promise's verb is answered by: past forms of the same verb, of others, phrases."""

    verb: str
    same: frozenset[str]
    others: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a passage says that something was done (or ended), and whether by the same verb."""

    start: int
    end: int
    same: bool


def find_deed(verb: str) -> Deed | None:
    """The deed of a verb in any of its forms; None where the verb is not known."""
    bases = _bases().get(verb)
    if bases is None:
        return None
    same = frozenset(form for base in bases for form in past_forms(base))
    groups = [group for group in load_table("follow")["deeds"] if bases & set(group["verbs"])]
    others = {
        form
        for group in groups
        for base in (*group["verbs"], *group["answers"])
        for form in past_forms(base)
    }
    phrases = dict.fromkeys(phrase for group in groups for phrase in group["phrases"])
    return Deed(verb, same, frozenset(others) - same, tuple(phrases))


@functools.cache
def past_forms(base: str) -> frozenset[str]:
    """The past and the participle of a verb."""
    irregular = load_table("follow")["irregular"].get(base)
    if irregular:
        return frozenset(irregular)
    if base.endswith("e"):
        return frozenset({base + "d"})
    if base.endswith("y") and base[-2] not in "aeiou":
        return frozenset({base[:-1] + "ied"})
    return frozenset({base + "ed"})


def is_past(verb: str) -> bool:
    """Whether a word can only be the past or the participle of a verb that is known."""
    bases = _bases().get(verb, frozenset())
    return verb not in bases and any(verb in past_forms(base) for base in bases)


@functools.cache
def _bases() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in load_table("follow")["deeds"]:
        for base in (*group["verbs"], *group["answers"]):
            for form in (base, *past_forms(base), _present_form(base), *_gerunds(base)):
                found.setdefault(form, set()).add(base)
    return {form: frozenset(bases) for form, bases in found.items()}


def _present_form(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")


def _gerunds(base: str) -> tuple[str, ...]:
    return (base[:-1] + "ing",) if base.endswith("e") else (base + "ing", base + base[-1] + "ing")


def find_done(text: str, deeds: Sequence[Deed]) -> list[Mark]:
    """Where a passage says in the past or perfect that one of these deeds was done."""
    same, known, phrases = _join_deeds(tuple(deeds))
    if not _may_tell(text, known, phrases):
        return []
    words = find_words(text)
    marks = [
        Mark(word.start, word.end, word.text in same)
        for at, word in enumerate(words)
        if word.text in known and not _is_undone(text, words, at)
    ]
    marks += [Mark(start, end, False) for start, end in _find_phrases(text, words, phrases)]
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


@functools.lru_cache(REMEMBERED)
def _join_deeds(
    deeds: tuple[Deed, ...],
) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """The past forms of the verbs of several deeds, these and those of others, and the phrases."""
    same = frozenset().union(*(deed.same for deed in deeds))
    others = frozenset().union(*(deed.others for deed in deeds))
    return same, same | others, tuple(sorted({p for deed in deeds for p in deed.phrases}))


def _may_tell(text: str, known: frozenset[str], phrases: tuple[str, ...]) -> bool:
    """Whether one of these forms, or the first word of a phrase, stands in a text at all."""
    if not text.isascii():
        return True
    words = text.lower().translate(_APART).split()
    return not (known.isdisjoint(words) and _split_phrases(phrases).keys().isdisjoint(words))


def _is_undone(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether words before a past form in its clause put it into the future or deny it."""
    undone, nothing = _guard("undone"), _guard("nothing")
    auxiliaries = _guard("auxiliaries")
    end, apart = words[at].start, False
    for back, word in enumerate(reversed(words[max(0, at - REACH_WORDS) : at]), start=1):
        if _STOPS.search(text, word.end, end) or _begins_clause(word):
            return False
        if word.text in (nothing if apart else undone) and (word.text != "to" or back <= TO_WORDS):
            return True
        after_auxiliary = back < at and words[at - back - 1].text not in undone | auxiliaries
        apart = apart or (word.text in auxiliaries and after_auxiliary)
        end = word.start
    return False


def _guard(name: str) -> frozenset[str]:
    return load_words("follow", f"guards.{name}")


def _begins_clause(word: Word) -> bool:
    return word.text in ("which", "who")


@functools.lru_cache(REMEMBERED)
def find_endings(text: str, kind: str) -> tuple[Mark, ...]:
    """Where a passage says that something is 'cancelled' or 'postponed', and does not deny it."""
    phrases = tuple(load_table("follow")["endings"][kind])
    folded = text.lower()
    if not any(first in folded for first in _split_phrases(phrases)):
        return ()
    found = _find_phrases(text, find_words(text), phrases)
    return tuple(Mark(start, end, True) for start, end in found)


def _find_phrases(
    text: str, words: Sequence[Word], phrases: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    sequences = _split_phrases(phrases)
    for at, word in enumerate(words):
        for sequence in sequences.get(word.text, ()):
            run = words[at : at + len(sequence)]
            if tuple(w.text for w in run) == sequence and not _is_denied(text, words, at):
                yield run[0].start, run[-1].end


@functools.lru_cache(REMEMBERED)
def _split_phrases(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """The words of each phrase, by its first."""
    sequences: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        sequence = tuple(phrase.split())
        sequences.setdefault(sequence[0], []).append(sequence)
    return sequences


def _is_denied(text: str, words: Sequence[Word], at: int) -> bool:
    denials = load_words("follow", "endings.denied")
    end = words[at].start
    for word in reversed(words[max(0, at - DENIAL_WORDS) : at]):
        if _STOPS.search(text, word.end, end):
            return False
        if word.text in denials:
            return True
        end = word.start
    return False


def split_action(action: str) -> tuple[str, str, list[str]]:
    """A promise's action as the subject before its verb (or ''), what follows, and its verbs.

    'The line will be opened to passengers' gives 'The line', 'to passengers', ['opened'];
    'build and hand over 300 flats' gives '', '300 flats', ['build', 'hand'].
    """
    words = find_words(action)
    at = _find_start(words)
    verbs, end = _read_verbs(words, at)
    subject = action[: words[at - 1].end] if at else ""
    return _cut_modals(subject), action[end:], verbs


def _find_start(words: Sequence[Word]) -> int:
    """The place of the first word that belongs to the verb."""
    modals = load_words("follow", "guards.modals")
    known = _bases()
    if words and (words[0].text in known and words[0].text not in modals):
        return 0
    for at, word in enumerate(words):
        if word.text in modals:
            return at + 1
    return 0


def _read_verbs(words: Sequence[Word], at: int) -> tuple[list[str], int]:
    fillers, modals = load_words("follow", "guards.fillers"), load_words("follow", "guards.modals")
    while at < len(words) - 1 and (
        words[at].text in fillers | modals or words[at].text.endswith("ly")
    ):
        at += 1
    verbs: list[str] = []
    end = words[at - 1].end if at else 0
    if at < len(words):
        verbs.append(words[at].text)
        end = words[at].end
        known = _bases()
        rest = words[at + 1 :]
        for link, verb in pairwise(rest):
            if link.text == "and" and verb.text in known and not verb.capital:
                verbs.append(verb.text)
                if rest[0] is link:
                    end = verb.end
    return verbs, end


def _cut_modals(subject: str) -> str:
    words = list(find_words(subject))
    modals = load_words("follow", "guards.modals")
    while words and words[-1].text in modals:
        words.pop()
    return subject[: words[-1].end] if words else ""


def own_deeds(verbs: Sequence[str]) -> tuple[Deed, ...]:
    """The deeds of these verbs; one that the word list does not know answers to itself."""
    return tuple(map(_own_deed, verbs))


@functools.lru_cache(REMEMBERED)
def _own_deed(verb: str) -> Deed:
    return find_deed(verb) or _plain_deed(verb)


def _plain_deed(verb: str) -> Deed:
    own = {verb} if verb.endswith("ed") else set()  # a participle, or a verb like 'succeed'
    return Deed(verb, past_forms(verb) | own, frozenset(), ())
