"""Noun phrases by their head: modifiers on the left, 'of' and 'for' attachments on the right.

The small parser loses its way in long chains of 'of', so these are read word by word:
a known head noun, the capitalised or qualifying words before it, and after it prepositions
with what they bring, up to where a person's name begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.reading.leads import find_phrase_start
from onrecord.reading.material import drop_ranks, end_run, low_material, tall_material
from onrecord.reading.namestarts import find_name_start
from onrecord.reading.namewords import Names
from onrecord.reading.sheet import Sheet, Word

LONGEST_PHRASE = 60  # words behind the head: the longest real ones have half as many


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from `start` to before `end`, with the head noun at `head`."""

    start: int
    end: int
    head: int


def read_phrase(sheet: Sheet, names: Names, head: int, kind: str) -> Phrase:
    """The phrase of a head noun that is a 'post', 'body', 'instrument' or another kind."""
    start = find_phrase_start(sheet, names, head, kind)
    return Phrase(start, _end_phrase(sheet, names, head, kind), head)


def _end_phrase(sheet: Sheet, names: Names, head: int, kind: str) -> int:
    at = head + 1
    while kind == "post" and sheet.word(at).has("after_post") and _belongs(sheet, at):
        at += 1
        if sheet.word(at).low == "and" and sheet.word(at + 1).has("after_post"):
            at += 1
    if kind == "post":
        at = _end_command(sheet, at)
    while True:
        longer = _attach(sheet, names, at, head, kind)
        if longer <= at and kind in {"post", "description"}:
            longer = _pass_bracket(sheet, names, at, head, kind)
        if longer <= at and kind == "post":
            longer = _pass_state(sheet, names, at) or _pass_government(sheet, names, at)
        if longer <= at and at > head + 1:
            longer = _attach_second(sheet, names, at, head, kind)
        if longer <= at or longer - head > LONGEST_PHRASE:
            return at
        at = longer


def _attach_second(sheet: Sheet, names: Names, at: int, head: int, kind: str) -> int:
    """The end beyond '… and of internal affairs': a second attachment with its own preposition."""
    if sheet.word(at).low != "and" or sheet.word(at + 1).low not in {"of", "for"}:
        return at
    longer = _attach(sheet, names, at + 1, head, kind)
    return longer if longer > at + 1 else at


def _pass_bracket(sheet: Sheet, names: Names, at: int, head: int, kind: str) -> int:
    """The end beyond '(LDB)' where the phrase goes on behind it; the same place else."""
    marks = sheet.word(at).text + sheet.word(at + 2).text
    after = at + 3
    if marks != "()" or not sheet.word(at + 1).has("acronym"):
        return at
    if sheet.word(after).low in {"of", "for"}:
        longer = _attach(sheet, names, after, head, kind)
        return longer if longer > after else at
    run = end_run(sheet, after)
    cut = drop_ranks(sheet, find_name_start(sheet, names, after, run))
    tied = at > head + 1 and cut > after and sheet.word(cut - 1).has("body")
    return cut if tied else at


def _pass_state(sheet: Sheet, names: Names, at: int) -> int:
    """The end beyond the name that explains a country: 'of the host country, Republic of X'."""
    country = sheet.word(at - 1).low in load_words("phrases", "territories")
    if not country or sheet.word(at).text != ",":
        return 0
    heads = load_words("states", "long_heads")
    if sheet.word(at + 1).low not in heads or sheet.word(at + 2).low != "of":
        return 0
    end = tall_material(sheet, names, at + 3, several=False)
    return end if end > at + 3 else 0


def _pass_government(sheet: Sheet, names: Names, at: int) -> int:
    """The end beyond the state whose office it is: 'Minister of Health, Government of X'."""
    if [sheet.word(at + i).low for i in range(3)] != [",", "government", "of"]:
        return 0
    start = at + 4 if sheet.word(at + 3).low == "the" else at + 3
    end = tall_material(sheet, names, start, several=False)
    return end if end > start else 0


def _end_command(sheet: Sheet, at: int) -> int:
    """'Commander Eastern Area': what is commanded, set right behind the post."""
    run = end_run(sheet, at)
    if sheet.word(run).low in {"and", "&"} and sheet.word(run + 1).has("field"):
        run = end_run(sheet, run + 1) if run > at else run
    words = [sheet.word(i) for i in range(at, run) if sheet.word(i).low not in {"and", "&"}]
    plain = all(
        w.has("common") and not w.has("post", "title") and w.entity != "PERSON" for w in words
    )
    return run if len(words) > 1 and plain and words[-1].has("region", "body", "field") else at


def _belongs(sheet: Sheet, at: int) -> bool:
    """Whether 'General' after a post is part of it: not the rank of the person who follows."""
    return sheet.word(at).capital == sheet.word(at - 1).capital or sheet.word(at).low != "general"


def _attach(sheet: Sheet, names: Names, at: int, head: int, kind: str) -> int:
    tie = sheet.word(at).low
    start = at + 1
    while sheet.word(start).low in load_words("phrases", "determiners"):
        start += 1
    outpost = tie == "to" and bool(
        set(_stems(sheet.word(at - 1))) & load_words("phrases", "to_posts")
    )
    ties = (
        outpost
        or _is_field_tie(sheet, at, kind)
        or _ties(sheet, tie, head, kind)
        or _is_region_tie(sheet, at, kind)
    )
    if not ties and not (kind == "post" and _is_seat(sheet, at, start, head)):
        return at
    if tie in {"to", "for"} and sheet.word(start).has("ordinal"):
        return at  # 'the delegation to | the 49th Session'
    several = sheet.word(head).has("plural") or tie in {"for", "to"}
    end = tall_material(sheet, names, start, several)
    if end > start:
        return end
    bare = start == at + 1
    near = at == head + 1 or sheet.word(at - 1).has("after_post")
    if tie in {"of", "from"} or (
        bare and tie in {"on", "for"} and kind != "description" and (near or kind != "post")
    ):
        end = low_material(sheet, start, head, tie)
        if end > start:
            return end
    return at


def _ties(sheet: Sheet, tie: str, head: int, kind: str) -> bool:
    word = sheet.word(head)
    if tie in {"of", "for"}:
        return True
    if tie in {"on", "against"}:
        return kind in {"body", "post", "instrument"}
    if tie == "from":
        return kind == "description"
    if tie == "to":
        return kind == "instrument" or bool(set(_stems(word)) & load_words("phrases", "to_posts"))
    if tie == "in":
        return word.has("outpost") or (
            kind == "post" and bool(set(_stems(word)) & load_words("phrases", "in_posts"))
        )
    return False


def _stems(word: Word) -> tuple[str, ...]:
    return (word.low, word.low.rstrip("s"), word.low.rpartition("-")[2])


def _is_field_tie(sheet: Sheet, at: int, kind: str) -> bool:
    """'members of the Committee on Legal Affairs': the field is the committee's."""
    if kind != "description" or sheet.word(at).low not in {"on", "for"}:
        return False
    return (
        sheet.word(at - 1).has("body") and sheet.word(at - 1).capital and sheet.word(at + 1).capital
    )


def _is_seat(sheet: Sheet, at: int, start: int, head: int) -> bool:
    """'Permanent Secretary in the Ministry of Health', 'adviser at the Secretariat'."""
    if (
        sheet.word(at).low not in {"in", "at"}
        or not sheet.word(start).capital
        or not set(_stems(sheet.word(head))) & load_words("phrases", "seated")
    ):
        return False
    return any(sheet.word(i).has("body") for i in range(start, end_run(sheet, start)))


def _is_region_tie(sheet: Sheet, at: int, kind: str) -> bool:
    """'in Europe' and 'in Mountain Rescue' after a title or a field, never a place of meeting."""
    before, after = sheet.word(at - 1), sheet.word(at + 1)
    if sheet.word(at).low != "in" or not after.capital or not before.capital:
        return False
    if kind == "instrument":
        return after.has("common") and not after.has("city", "state", "capital_city")
    return before.has("field", "common") and after.text in load_words("names", "world")
