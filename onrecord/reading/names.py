"""Everything that a page names, as mentions: persons, bodies, states, places, texts, operations.

Known head nouns and capitals decide; the statistical recogniser of names is only heard where
grammar is silent, because it was trained on other kinds of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import EntityType, Mention
from onrecord.reading.gazetteer import fold_name
from onrecord.reading.groups import find_counterparts, find_groups, find_holders, find_posts
from onrecord.reading.namewords import NAME_LENGTH, Names, find_name_words, is_rare
from onrecord.reading.persons import add_names, learn_names
from onrecord.reading.quoted import find_quoted_names
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.signatories import find_signatories
from onrecord.reading.states import find_cities, find_states, find_world, learn_states
from onrecord.reading.things import (
    Context,
    Found,
    find_bodies,
    find_headed,
    find_regions,
    find_series,
    find_sites,
)
from onrecord.reading.towns import fold_words, learn_towns

NER_TYPES: dict[str, EntityType] = {
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "organisation",
}


def learn_context(sheets: tuple[Sheet, ...]) -> Context:
    """The names of persons and states that the page's clearest places give away."""
    names = learn_names(sheets)
    more = {name for sheet in sheets for name in _names_after_posts(sheet, names)}
    names = add_names(names, more)
    states = learn_states(sheets)
    return Context(names, states, learn_towns(sheets, names, states))


def _names_after_posts(sheet: Sheet, names: Names) -> Iterator[tuple[str, ...]]:
    for post in find_posts(sheet, names):
        start = post.end
        if sheet.word(start).text == "," and sheet.word(post.head).tag in {"NOUN", "PROPN"}:
            start += 1
        while sheet.word(start).has("title", "rank"):
            start += 1
        start, end = find_name_words(sheet, start)
        words = [sheet.word(i) for i in range(start, end)]
        after = sheet.word(end)
        if (
            start > post.end
            and after.has("stop")
            and after.low not in {"and", "has", "was", "is", "who", "in", "on", "at", "had", "will"}
        ):
            continue
        if len(words) == 1 and start == post.end and _ends_in_field(sheet, post.end):
            yield (words[0].low,)
        closed = start > post.end and after.text == "," and len(words) < 4
        if 2 <= len(words) <= NAME_LENGTH and (closed or any(map(is_rare, words))):
            yield tuple(word.low for word in words)


def _ends_in_field(sheet: Sheet, end: int) -> bool:
    """'Secretary of Commerce' right before a rare word: the word is the holder's surname."""
    name = sheet.word(end)
    told = sheet.word(end - 1).has("field") and sheet.word(end - 2).low in {"of", "for"}
    return told and is_rare(name) and not name.has("city") and name.capital


def find_mentions(sheets: tuple[Sheet, ...], context: Context) -> tuple[Mention, ...]:
    """The mentions of all parts in their order; they may nest, and have no entity yet."""
    return tuple(
        _to_mention(sheet, found, number)
        for number, sheet in enumerate(sheets)
        for found in _find_all(sheet, context)
    )


def _to_mention(sheet: Sheet, found: Found, number: int) -> Mention:
    span = sheet.span(found.start, found.end)
    return Mention(span, found.type, found.form, "", sheet.place(found.head), number)


def _find_all(sheet: Sheet, context: Context) -> list[Found]:
    firm = [found for rule in RULES for found in rule(sheet, context)]
    taken = _taken(firm)
    persons = list(_find_persons(sheet, context.names, taken))
    taken |= {at for found in persons for at in range(found.start, found.end)}
    rest = list(_find_rest(sheet, context.towns, taken))
    return _settle([*firm, *persons, *rest])


def _taken(found: Iterable[Found]) -> set[int]:
    return {at for one in found if one.form != "group" for at in range(one.start, one.end)}


def _settle(found: list[Found]) -> list[Found]:
    """One mention a range, the surest; in the order of the text, the wider first."""
    best: dict[tuple[int, int], Found] = {}
    for one in found:
        key = (one.start, one.end)
        if key not in best or one.rank < best[key].rank:
            best[key] = one
    states = [one for one in best.values() if one.type == "state" and one.form == "name"]
    for key, one in list(best.items()):
        if one.type == "place" and any(_is_inside(one, state) for state in states):
            del best[key]
    return sorted(best.values(), key=lambda one: (one.start, -one.end))


def _is_inside(one: Found, other: Found) -> bool:
    return other.start <= one.start and one.end <= other.end


# ---- rules with a head noun


def _find_states(sheet: Sheet, context: Context) -> Iterator[Found]:
    for start, end in find_states(sheet, context.states):
        yield Found(start, end, end - 1 if end - start < 3 else start, "state", "name", 0)


def _find_cities(sheet: Sheet, _: Context) -> Iterator[Found]:
    for start, end in find_cities(sheet):
        yield Found(start, end, end - 1, "place", "name", 1)


def _find_world(sheet: Sheet, _: Context) -> Iterator[Found]:
    for start, end in find_world(sheet):
        yield Found(start, end, end - 1, "place", "name", 1)


def _find_holders(sheet: Sheet, context: Context) -> Iterator[Found]:
    posts = find_posts(sheet, context.names)
    for phrase in (*find_holders(sheet, posts), *find_counterparts(sheet)):
        yield Found(phrase.start, phrase.end, phrase.head, "person", "description", 4)


def _find_groups(sheet: Sheet, context: Context) -> Iterator[Found]:
    posts = find_posts(sheet, context.names)
    for phrase in find_groups(sheet, context.names, posts):
        state = sheet.word(phrase.head).low in {"states", "countries"}
        type_: EntityType = "state" if state else "organisation"
        yield Found(phrase.start, phrase.end, phrase.head, type_, "group", 5)


def _find_signatories(sheet: Sheet, _: Context) -> Iterator[Found]:
    for phrase in find_signatories(sheet):
        yield Found(phrase.start, phrase.end, phrase.head, "organisation", "group", 5)


def _find_quoted(sheet: Sheet, _: Context) -> Iterator[Found]:
    for start, end, type_ in find_quoted_names(sheet):
        yield Found(start, end, end - 1, type_, "name", 1)


def _find_acronyms(sheet: Sheet, context: Context) -> Iterator[Found]:
    known = {fold_name(name) for name in load_words("names", "organisations")}
    for at, word in enumerate(sheet.words):
        if _is_organisation(sheet, at, word, context.names):
            yield Found(at, at + 1, at, "organisation", "acronym", 3)
            if _is_organisation(sheet, at + 1, sheet.word(at + 1), context.names):
                yield Found(at, at + 2, at + 1, "organisation", "name", 3)
        pair = fold_name(f"{word.text} {sheet.word(at + 1).text}")
        if word.capital and pair in known and not sheet.word(at + 1).has("break"):
            yield Found(at, at + 2, at + 1, "organisation", "name", 1)


def _is_organisation(sheet: Sheet, at: int, word: Word, names: Names) -> bool:
    if not word.has("acronym") or word.has("state", "title") or word.low in names.words:
        return False
    return not (
        word.text.isupper()
        and sheet.word(at - 1).text.isupper()
        and sheet.word(at + 1).text.isupper()
    )


RULES = (
    _find_states,
    _find_cities,
    _find_world,
    _find_quoted,
    find_bodies,
    partial(find_headed, kind="instrument", type_="instrument", rank=3),
    partial(find_headed, kind="operation", type_="operation", rank=4),
    partial(find_headed, kind="venue", type_="place", rank=5),
    find_sites,
    find_series,
    find_regions,
    _find_holders,
    _find_groups,
    _find_signatories,
    _find_acronyms,
)


# ---- names without a head noun


def _find_persons(sheet: Sheet, names: Names, taken: set[int]) -> Iterator[Found]:
    at = 0
    while at < len(sheet.words):
        start, end = find_name_words(sheet, at)
        start, end = _clip(sheet, names, start, end, taken)
        if end > start and (wide := _pass_nickname(sheet, end)) > end:
            yield Found(start, wide, wide - 1, "person", "name", 1)
            at = wide
            continue
        if end > start and _is_person(sheet, names, start, end):
            yield Found(start, end, end - 1, "person", "name", 1)
        at = max(end, at + 1)


def _pass_nickname(sheet: Sheet, at: int) -> int:
    """The end of a name in whose middle a nickname stands: 'Anna "Anni" Orlo'; else the place."""
    marks = (sheet.word(at).text, sheet.word(at + 2).text)
    if marks not in {('"', '"'), ("“", "”"), ("(", ")"), ("'", "'")}:
        return at
    start, end = find_name_words(sheet, at + 3)
    told = sheet.word(at + 1).capital and is_rare(sheet.word(at + 1))
    return end if told and end > start == at + 3 and is_rare(sheet.word(end - 1)) else at


def _clip(sheet: Sheet, names: Names, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """The stretch without what other mentions hold, unless it is a sure name as it stands."""
    if tuple(sheet.word(i).low for i in range(start, end)) in names.full:
        return start, end
    while start < end and start in taken and sheet.word(start).low not in names.words:
        start += 1
    while end > start and end - 1 in taken and sheet.word(end - 1).low not in names.words:
        end -= 1
    return start, end


def _is_person(sheet: Sheet, names: Names, start: int, end: int) -> bool:
    words = [sheet.word(i) for i in range(start, end)]
    lows = tuple(word.low for word in words)
    if len(words) == 1 and sheet.word(start - 1).low in load_words("phrases", "place_ties"):
        return False
    if lows in names.full:
        return True
    known = sum(word.low in names.words for word in words)
    if known == len(words) or (known and len(words) <= 4 and _tells_person(words)):
        return True
    before = sheet.word(start - 1)
    ordinary = len(words) > 1 and before.capital
    if before.has("post", "title", "rank", "after_post") and (ordinary or any(map(is_rare, words))):
        return len(words) <= 5
    if (
        before.low in load_words("phrases", "place_ties")
        or not _tells_person(words)
        or len(words) < 2
    ):
        return False
    return sum(word.entity in {"", "PERSON"} for word in words) == len(words)


def _tells_person(words: list[Word]) -> bool:
    return all(
        is_rare(word) or word.has("initial", "particle") or word.entity == "PERSON"
        for word in words
    )


def _find_rest(sheet: Sheet, towns: frozenset[str], taken: set[int]) -> Iterator[Found]:
    """What only the statistical recogniser or the rest of the page knows, where nothing stands."""
    at = 0
    while at < len(sheet.words):
        end = at
        while _is_loose(sheet, end, taken) and sheet.word(end).entity == sheet.word(at).entity:
            end += 1
        type_ = NER_TYPES.get(sheet.word(at).entity)
        if type_ == "organisation" and sheet.word(at - 1).low in load_words(
            "phrases", "place_ties"
        ):
            type_ = "place"
        if end > at and _is_town(sheet, at, end, towns):
            type_ = "place"
        if end > at and type_:
            yield Found(at, end, end - 1, type_, "name", 6)
        elif end > at and sheet.word(at - 1).low in load_words("phrases", "place_ties"):
            yield Found(at, end, end - 1, "place", "name", 7)
        elif end > at and any(is_rare(sheet.word(i)) for i in range(at, end)):
            yield Found(at, end, end - 1, _guess_type(sheet, at), "name", 8)
        at = max(end, at + 1)


def _is_town(sheet: Sheet, start: int, end: int, towns: frozenset[str]) -> bool:
    """Whether a name is a town's by what the page or the list of towns says."""
    listed = all(sheet.word(at).has("city") for at in range(start, end))
    return listed or fold_words(sheet, start, end) in towns


def _guess_type(sheet: Sheet, at: int) -> EntityType:
    """The likeliest type of a name that nothing tells of."""
    return "place" if sheet.word(at - 1).low in {"of", "to", "from", ","} else "organisation"


def _is_loose(sheet: Sheet, at: int, taken: set[int]) -> bool:
    word = sheet.word(at)
    return at not in taken and word.capital and not word.has("adjective", "title", "rank", "post")
