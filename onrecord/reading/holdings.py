"""Posts beside persons: which office phrase belongs to which name, by where the two stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Mention
from onrecord.reading.beside import (
    Holding,
    Person,
    back_bracket,
    back_titles,
    ending_at,
    is_definite,
    is_inside,
    skip_bracket,
    skip_postnominals,
    skip_titles,
    starting_at,
)
from onrecord.reading.careers import find_careers
from onrecord.reading.chains import Phrase
from onrecord.reading.groups import find_posts
from onrecord.reading.lists import share_plurals
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.things import Context

DASHES = frozenset({"-", "–", "—", ":", "|"})


FAR = 30  # words between an appointed person and 'as' with the office


NEAR = 8  # words between a verb of appointing and the office it gives


Rule = Callable[[Sheet, Sequence[Phrase], Person], Iterator[Phrase]]


def find_holdings(
    sheets: Sequence[Sheet], context: Context, mentions: Sequence[Mention]
) -> tuple[Holding, ...]:
    """Every post that stands beside a person's name and belongs to it."""
    found: list[Holding] = []
    for number, sheet in enumerate(sheets):
        posts = find_posts(sheet, context.names)
        persons = _place_persons(sheet, [m for m in mentions if m.part == number])
        owners = {person.start: person for person in persons}
        for person in persons:
            held = False
            for name, rule in RULES:
                kept = [
                    Holding(person.span, sheet.span(post.start, post.end), name)
                    for post in rule(sheet, posts, person)
                    if not _belongs_elsewhere(sheet, post, person, owners)
                    and not (held and _opens_next(sheet, post, person, owners))
                    and not (name == "office given" and _passes_person(sheet, post, person, owners))
                ]
                found += kept
                held = held or bool(kept)
        found += share_plurals(sheet, persons, found)
        found += find_careers(sheet, posts, persons)
    return tuple(dict.fromkeys(found))


def _place_persons(sheet: Sheet, mentions: Sequence[Mention]) -> list[Person]:
    starts = sheet.starts()
    ends = {word.end: at + 1 for at, word in enumerate(sheet.words)}
    offset = sheet.part.offset
    return [
        Person(starts[m.span.start - offset], ends[m.span.end - offset], m.span)
        for m in mentions
        if m.type == "person" and m.form == "name"
    ]


def _belongs_elsewhere(
    sheet: Sheet, post: Phrase, person: Person, owners: Mapping[int, Person]
) -> bool:
    """Whether the post stands right before another person's name: 'X and Minister Y'."""
    following = skip_titles(sheet, post.end)
    return post.start >= person.end and following in owners


def _opens_next(sheet: Sheet, post: Phrase, person: Person, owners: Mapping[int, Person]) -> bool:
    """In a list of offices with names: 'the Head of A, X, the Head of B, Y', B's head is Y."""
    following = skip_titles(sheet, post.end + 1)
    return post.start >= person.end and sheet.word(post.end).text == "," and following in owners


def _passes_person(
    sheet: Sheet, post: Phrase, person: Person, owners: Mapping[int, Person]
) -> bool:
    """Whether another person, not a mere possessor, is named between the two."""
    return any(
        person.end <= start < post.start and not sheet.word(other.end).has("owner")
        for start, other in owners.items()
    )


def _before(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'President X', 'Minister of Health of Ruritania Dr X', and posts joined to it by 'and'."""
    yield from _chain_back(sheet, posts, person.start)


def _before_comma(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'the Minister of Health of Ruritania, X'."""
    at = back_titles(sheet, person.start)
    if sheet.word(at - 1).text not in {",", "–", "—", "-"}:
        return
    for post in ending_at(sheet, posts, back_bracket(sheet, at - 1)):
        if is_definite(sheet, post) and not is_inside(sheet, post):
            yield from _chain_back(sheet, posts, at - 1)


def _after(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'X, Minister of Health', 'X (Minister of Health)', 'X – Minister of Health'."""
    end = skip_postnominals(sheet, posts, person.end)
    mark = sheet.word(end)
    at = end + 1
    if mark.has("post") and mark.capital:
        yield from _right_behind(sheet, posts, end)
    if mark.text not in {",", "(", *DASHES}:
        return
    if mark.text == "," and _is_subject(sheet, posts, at):
        return
    for post in _chain_on(sheet, posts, at):
        if sheet.word(post.head).has("plural") and not _ends_list(sheet, person):
            return
        yield post


def _ends_list(sheet: Sheet, person: Person) -> bool:
    """Whether the person is the last of several: 'X and Y, co-chairs of the Group'."""
    return sheet.word(back_titles(sheet, person.start) - 1).low in {"and", "&"}


def _bracketed(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'the Minister of Health (Dr X)'."""
    at = back_titles(sheet, person.start)
    if sheet.word(at - 1).text == "(" and sheet.word(person.end).text == ")":
        for post in ending_at(sheet, posts, at - 1):
            if sheet.word(post.head).capital and not sheet.word(post.head).has("plural"):
                yield post


def _right_behind(sheet: Sheet, posts: Sequence[Phrase], at: int) -> Iterator[Phrase]:
    """'X Vice-President of the Bank', without a mark."""
    post = starting_at(sheet, posts, at)
    if post is not None and sheet.word(post.head + 1).low in {"of", "for"}:
        yield post


def _is_subject(sheet: Sheet, posts: Sequence[Phrase], at: int) -> bool:
    """'With X, the Secretary General confirmed': the post after the comma is somebody else."""
    if sheet.word(at).low != "the":
        return False
    post = starting_at(sheet, posts, at + 1)
    return post is not None and sheet.word(post.end).tag in {"VERB", "AUX", "ADV"}


def _next_line(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """A signature: the name on a line of its own, the post on the next."""
    alone = sheet.word(back_titles(sheet, person.start) - 1).has("break")
    if not alone or not sheet.word(person.end).has("break"):
        return
    for post in _chain_on(sheet, posts, person.end + 1):
        if _fills_line(sheet, post):
            yield post


def _line_above(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """A signature: the post on a line of its own, the name below it or after a colon."""
    at = back_titles(sheet, person.start)
    mark = sheet.word(at - 1)
    if mark.text == ":" or (mark.has("break") and sheet.word(person.end).has("break")):
        for post in _chain_back(sheet, posts, at - 1):
            if sheet.word(post.start - 1).has("break") or mark.text == ":":
                yield post


def _given(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'appointed X as Director', 'X was elected President', 'X, who is Minister of Health'."""
    given = _is_given(sheet, person)
    if sheet.word(person.end).has("owner"):
        return
    for step in range(person.end, person.end + FAR):
        word = sheet.word(step)
        if (
            word.has("break")
            or word.text in {".", ";"}
            or (word.has("stop") and word.low in {"he", "she", "while"})
        ):
            return
        post = starting_at(sheet, posts, step)
        if post is None or (sheet.word(post.head).has("plural") and not _is_closed(sheet, step)):
            continue
        if (given and _is_closed(sheet, step)) or (
            step - person.end < NEAR and _is_giving(sheet, person, step, given)
        ):
            yield post
            yield from _chain_on(sheet, posts, post.end + 1, joined=sheet.word(post.end).low)
            return
        if not given:
            return


def _is_given(sheet: Sheet, person: Person) -> bool:
    """Whether a verb or noun of appointing stands before the name."""
    verbs = load_words("offices", "appointing")
    before = [sheet.word(i) for i in range(max(0, person.start - 7), person.start)]
    return any(_is_form(word, verbs) and word.tag != "PROPN" for word in before)


def _is_closed(sheet: Sheet, at: int) -> bool:
    """Whether 'as' or 'to be' stands right before the office."""
    while sheet.word(at - 1).low in load_words("phrases", "fillers") - load_words(
        "phrases", "closers"
    ):
        at -= 1
    return sheet.word(at - 1).low in load_words("phrases", "closers")


def _is_giving(sheet: Sheet, person: Person, at: int, given: bool) -> bool:
    between = [sheet.word(i) for i in range(person.end, at)]
    verbs = load_words("offices", "appointing")
    if not between:
        return given
    if any(_is_form(word, verbs) for word in between):
        return all(word.tag not in {"VERB"} or _is_form(word, verbs) for word in between)
    lows = [
        word.low
        for word in between
        if not word.has("mark") and word.low not in {"the", "a", "an", "new", "also", "now"}
    ]
    return (
        bool(lows)
        and lows[0] in {"who", "currently", "is"}
        and lows[-1] in load_words("phrases", "copulas") | {"currently"}
    )


def _is_form(word: Word, verbs: frozenset[str]) -> bool:
    low = word.low
    stems = {
        low,
        low.removesuffix("ed"),
        low.removesuffix("d"),
        low.removesuffix("s"),
        low.removesuffix("ing"),
    }
    irregular = {
        "appointment": "appoint",
        "election": "elect",
        "nomination": "nominate",
        "sworn": "swear",
        "became": "become",
        "serving": "serve",
        "becoming": "become",
    }
    return bool(stems & verbs) or irregular.get(low, "") in verbs


def _named(sheet: Sheet, posts: Sequence[Phrase], person: Person) -> Iterator[Phrase]:
    """'The head of the office is X'."""
    at = back_titles(sheet, person.start)
    if sheet.word(at - 1).low in {"is", "was", "remains"}:
        yield from ending_at(sheet, posts, at - 1)


RULES: tuple[tuple[str, Rule], ...] = (
    ("office before name", _before),
    ("office, name", _before_comma),
    ("name, office", _after),
    ("office (name)", _bracketed),
    ("office under name", _next_line),
    ("office over name", _line_above),
    ("office given", _given),
    ("office is name", _named),
)


def _chain_back(
    sheet: Sheet, posts: Sequence[Phrase], at: int, joined: bool = False
) -> Iterator[Phrase]:
    for post in ending_at(sheet, posts, back_bracket(sheet, at)):
        if joined and sheet.word(post.head).has("plural"):
            return
        yield post
        before = back_titles(sheet, post.start) - 1
        if sheet.word(post.head).has("plural"):
            return
        if sheet.word(before).low == "and" or (
            sheet.word(before).text == "," and _opens_chain(sheet, posts, before)
        ):
            yield from _chain_back(sheet, posts, before, joined=True)


def _opens_chain(sheet: Sheet, posts: Sequence[Phrase], at: int) -> bool:
    """Whether the post before this comma is the first of a chain and not set behind a name."""
    for post in ending_at(sheet, posts, back_bracket(sheet, at)):
        before = sheet.word(post.start - 1)
        loose = sheet.word(post.head).has("loose") and not sheet.word(post.head).capital
        return before.text not in {",", "("} and not loose and not is_inside(sheet, post)
    return False


def _chain_on(
    sheet: Sheet, posts: Sequence[Phrase], at: int, joined: str = ","
) -> Iterator[Phrase]:
    if joined not in {",", "and", "&", "–", "—"}:
        return
    if sheet.word(at).low == "and" and sheet.word(at + 1).low in {"the", "a"}:
        return
    while (
        sheet.word(at).low in load_words("phrases", "fillers")
        or sheet.word(at + 1).low == "present"
    ):
        at += 1
    if sheet.word(at).low in load_words("phrases", "address") and sheet.word(at + 1).low == "and":
        at += 2
    post = starting_at(sheet, posts, at)
    if post is None:
        return
    yield post
    end = skip_bracket(sheet, post.end)
    yield from _chain_on(sheet, posts, end + 1, joined=sheet.word(end).low)


def _fills_line(sheet: Sheet, post: Phrase) -> bool:
    return sheet.word(post.end).has("break") or sheet.word(post.end).text in {
        ",",
        "(",
        "|",
        "+",
        ";",
    }
