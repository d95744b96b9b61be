"""Whether two folded names may mean the same person, body, state or office."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from onrecord.lexicon.loader import load_words
from onrecord.reading.gazetteer import fold_name, load_adjectives, load_states

LONG_SURNAME = 5  # letters from which one wrong letter is a slip or another transliteration


def state_key(folded: str) -> str:
    """What the long and the short names of one state have in common."""
    states = load_states()
    for tail in (folded, folded.rpartition(" of ")[2].removeprefix("the ")):
        if tail in states:
            return states[tail]
    return folded.rpartition(" of ")[2].removeprefix("the ")


def is_same_person(long: str, short: str) -> bool:
    """Whether the shorter name fits: surname, initials, one letter wrong, another order."""
    a, b = (name.replace(".", ". ").replace("-", " ").split() for name in (long, short))
    if sorted(a) == sorted(b):
        return True
    if len(b) == 1:
        told = len(b[0]) > 2 or b[0] not in load_words("names", "particles")
        return (b[0] in a if len(b[0]) > 2 else told and b[0] in (a[0], a[-1])) or _near(
            a[-1], b[0]
        )
    return (_near(a[-1], b[-1]) and _givens_agree(a[:-1], b[:-1])) or set(b) <= set(a)


def _near(left: str, right: str) -> bool:
    if left == right:
        return True
    if min(len(left), len(right)) < LONG_SURNAME:
        return (
            len(left) > 2
            and left.rstrip(left[-1]) == right.rstrip(right[-1])
            and left[-1] == right[-1]
        )
    return OSA.distance(left, right) <= 1


def _givens_agree(long: Sequence[str], short: Sequence[str]) -> bool:
    if not short:
        return True
    first, other = short[0], long[0]
    if first.endswith(".") or len(first) == 1:
        return other.startswith(first[0])
    return (
        other == first
        or (other.endswith(".") and first.startswith(other[0]))
        or _near(other, first)
    )


def list_body_keys(folded: str) -> tuple[list[object], list[object]]:
    """The keys of a body's name, and those of the shorter names that can stand for it.

    A shorter name stands for a longer one where one of its own keys is among the second
    ones of the longer: the longer cut before 'of', 'for', 'on' or 'in', cut on the left of
    its head noun, or the same words in another order.
    """
    words = folded.split()
    own: list[object] = [folded, _bag(folded)] if len(words) > 1 else []
    cuts = [at for at, word in enumerate(words) if word in {"of", "for", "on", "in"}]
    shorter: list[object] = [" ".join(words[:at]) for at in cuts]
    first = cuts[0] if cuts else len(words) - 1
    shorter += [" ".join(words[at:]) for at in range(1, min(first, len(words) - 1))]
    head = folded.partition(" of the ")[0]
    return own, [*shorter, _bag(folded), *([_bag(head)] if " " in head else [])]


def _bag(text: str) -> frozenset[str]:
    return frozenset(
        _single(word) for word in text.split() if word not in load_words("phrases", "acronym_skips")
    )


def _single(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.rstrip("s") if len(word) > 4 else word


def office_words(text: str) -> frozenset[str]:
    """The telling words of an office, adjectives of states given as the state."""
    words = set()
    for word in fold_name(text).replace("-", " ").replace("'s", "").split():
        if word not in load_words("phrases", "acronym_skips"):
            state = load_adjectives().get(word) or load_states().get(word)
            words.add(fold_name(state) if state else _single(word))
    return frozenset(words)
