"""Offices: the post a text gives a named person, from where the two phrases stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Entity, Mention, Office
from onrecord.reading.beside import Holding
from onrecord.reading.gazetteer import fold_name, load_adjectives, load_states
from onrecord.reading.kinds import is_acronym

# ---- rules: each gives the posts of one person


# ---- steps


# ---- offices of persons


def find_offices(
    holdings: Sequence[Holding], mentions: Sequence[Mention], entities: Mapping[str, Entity]
) -> tuple[Office, ...]:
    """One office for each different post of each person, in its fullest form."""
    owner = {mention.span: mention.entity for mention in mentions}
    longs = _long_forms(entities)
    kept: list[Office] = []
    for holding in sorted(holdings, key=lambda h: _fullness(h, longs)):
        person = owner.get(holding.holder)
        if person is None:
            continue
        office = Office(person, holding.post, holding.holder, holding.rule)
        if not any(_says_less(office, other, longs) for other in kept):
            kept.append(office)
    return tuple(sorted(kept, key=lambda o: (o.office.start, o.holder.start)))


def _fullness(holding: Holding, longs: Mapping[str, frozenset[str]]) -> tuple[int, bool, int, int]:
    text = holding.post.text
    return (-len(_content(text, longs)), text.isupper(), -len(text), holding.post.start)


def _says_less(office: Office, other: Office, longs: Mapping[str, frozenset[str]]) -> bool:
    if office.person != other.person:
        return False
    less, more = _content(office.office.text, longs), _content(other.office.text, longs)
    return less <= more


def _content(text: str, longs: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of an office that tell, acronyms and adjectives of states spelled out."""
    words: set[str] = set()
    for raw in fold_name(text).replace("-", " ").split():
        word = raw.strip(".,;:'\"()")
        if word.endswith("'s"):
            word = word[:-2]
        if word in load_words("phrases", "small_words") or not word:
            continue
        if word in longs:
            words |= longs[word]
        else:
            state = load_adjectives().get(word) or load_states().get(word)
            words.add(fold_name(state) if state else _stem(word))
    return frozenset(words)


def _stem(word: str) -> str:
    for ending in ("ies", "s"):
        if word.endswith(ending) and len(word) > 4 and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _long_forms(entities: Mapping[str, Entity]) -> Mapping[str, frozenset[str]]:
    longs: dict[str, frozenset[str]] = {}
    for entity in entities.values():
        long = frozenset(
            _stem(w)
            for w in fold_name(entity.name).split()
            if w not in load_words("phrases", "small_words")
        )
        for mention in entity.mentions:
            if is_acronym(mention.text) and entity.type == "organisation" and len(long) > 1:
                longs[fold_name(mention.text)] = long
    return longs
