"""What an office is called: two phrases that name the same, whatever their order and form."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.identity import fold_text
from onrecord.resolve.spelling import stem_word

LONGEST = 12  # words of a body's name that are looked for in a phrase
REMEMBERED = 1 << 15  # phrases

Aliases = Mapping[str, str]
Whose = tuple[frozenset[str], frozenset[str]]  # the bodies and words of an office of some rank


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office by its rank ('deputy', 'minister'), its other words, and whose it is.

    `bodies` are entries of states and organisations; `acting` and `now` come of words like
    *acting* and *former*.
    """

    ranks: frozenset[str]
    words: frozenset[str]
    bodies: frozenset[str]
    acting: bool = False
    now: bool = True

    def covers(self, other: OfficeName) -> bool:
        """Whether another phrase names this office, in as many words or more."""
        same = self.ranks == other.ranks and self.words <= other.words
        return bool(self.ranks) and same and self.bodies <= other.bodies

    def is_within(self, whose: Whose) -> bool:
        """Whether the bodies and words of another office are these or more."""
        bodies, words = whose
        return self.bodies <= bodies and self.words <= words


def find_short(known: Mapping[str, OfficeName], full: Iterable[OfficeName]) -> list[str]:
    """The phrases that may be one of these offices cut short: 'the Minister'."""
    offices = set(full)
    holding: dict[str, set[OfficeName]] = {}
    for one in offices:
        for part in one.words | one.bodies:
            holding.setdefault(part, set()).add(one)
    return [phrase for phrase, office in known.items() if _is_short(office, offices, holding)]


def _is_short(
    office: OfficeName, full: set[OfficeName], holding: Mapping[str, set[OfficeName]]
) -> bool:
    """Whether an office is told with part of another's words and bodies; `holding` has those."""
    wholes = full.intersection(*(holding.get(p, set()) for p in office.words | office.bodies))
    own = (office.words, office.bodies)
    return any(one.ranks == office.ranks and (one.words, one.bodies) != own for one in wholes)


def read_office(phrase: str, aliases: Aliases) -> OfficeName:
    """The office that a phrase names.

    `aliases` are folded names of states and bodies, and stems of adjectives of states, with
    the entries that they mean.
    """
    words = fold_text(phrase.replace("-", " ")).split()
    bodies: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        size, entry = _find_body(words, at, aliases)
        if entry:
            bodies.add(entry)
        else:
            rest.append(words[at])
        at += size
    stems = {_stem(word) for word in rest} - load_words("tenures", "words.empty")
    ranks = load_words("tenures", "words.ranks")
    acting, past = (load_words("tenures", f"words.{key}") for key in ("acting", "not_now"))
    return OfficeName(
        frozenset(stems & ranks),
        frozenset(stems - ranks - acting - past),
        frozenset(bodies),
        bool(stems & acting),
        not stems & past,
    )


@functools.lru_cache(REMEMBERED)
def list_stems(phrase: str) -> frozenset[str]:
    """The stems of all words of a phrase: its ranks are among them."""
    return frozenset(map(_stem, fold_text(phrase.replace("-", " ")).split()))


def join_contained(offices: Iterable[Whose]) -> Iterator[tuple[Whose, Whose]]:
    """Of offices of one rank, those that are another told with fewer words or bodies, with that.

    An office is joined only where it can be one other and no more; the shortest come first.
    """
    left = set(offices)
    holding: dict[str, set[Whose]] = {}
    for key in left:
        for part in key[0] | key[1]:
            holding.setdefault(part, set()).add(key)
    for key in sorted(left, key=lambda k: (len(k[0]), len(k[1]), sorted(k[0] | k[1]))):
        rarest = min((holding[part] for part in key[0] | key[1]), key=len, default=left)
        alike = (k for k in rarest if k != key and key[0] <= k[0] and key[1] <= k[1])
        larger = list(itertools.islice((k for k in alike if k in left), 2))
        if len(larger) == 1:
            left.discard(key)
            yield key, larger[0]


def list_runs(phrase: str) -> set[str]:
    """All runs of words of a phrase that may be a body's name, folded."""
    words = fold_text(phrase.replace("-", " ")).split()
    return {
        " ".join(words[at : at + size])
        for at in range(len(words))
        for size in range(1, min(LONGEST, len(words) - at) + 1)
    }


def _find_body(words: Sequence[str], at: int, aliases: Aliases) -> tuple[int, str | None]:
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        name = " ".join(words[at : at + size])
        if size == 1 and _is_plain(name):
            continue
        entry = aliases.get(name) or (aliases.get(f"~{stem_word(name)}") if size == 1 else None)
        if entry:
            return size, entry
    return 1, None


def _is_plain(word: str) -> bool:
    """Whether a single word says what an office is rather than whose."""
    stem = _stem(word)
    return any(
        stem in load_words("tenures", f"words.{key}") for key in ("empty", "ranks", "not_now")
    )


@functools.lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return _same().get(word) or _same().get(stem_word(word)) or stem_word(word)


@functools.cache
def _same() -> Mapping[str, str]:
    table = load_table("tenures")["same"]
    plain = {word: word for key in ("empty", "ranks", "acting", "not_now")
             for word in load_words("tenures", f"words.{key}")}  # fmt: skip
    forms = {form: lead for lead, listed in table.items() for form in [lead, *listed]}
    return {**plain, **forms, **{stem_word(form): lead for form, lead in forms.items()}}
