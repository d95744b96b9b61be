"""Noun phrases by their head: modifiers on the left, 'of' and 'for' attachments on the right.

The small parser loses its way in long chains of 'of', so these are read word by word:
a known head noun, the capitalised or qualifying words before it, and after it prepositions
with what they bring, up to where a person's name begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.reading.leads import find_phrase_start
from onrecord.reading.persons import Names, find_name_start
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.states import end_state

LOW_NOUNS = frozenset({"NOUN", "PROPN"})
LOW_PARTS = frozenset({"NOUN", "PROPN", "ADJ"})
LOW_LENGTH = 6  # words in a lower-case attachment at most


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from `start` to before `end`, with the head noun at `head`."""

    start: int
    end: int
    head: int


def end_run(sheet: Sheet, at: int) -> int:
    """The end of the unbroken run of capitalised words that starts at `at`."""
    while True:
        word = sheet.word(at)
        if word.has("courtesy"):
            return at
        if word.has("ordinal") and word.has("number") and sheet.word(at + 1).capital:
            at += 1
            continue
        if word.capital or (word.has("number") and sheet.word(at - 1).capital and "-" in word.text):
            at += 1
        elif word.low in {"and", "&"} and _names_one(sheet, at):
            at += 2
        elif word.has("particle") and sheet.word(at - 1).capital and sheet.word(at + 1).capital:
            at += 1
        else:
            return at


_JOINED = frozenset(
    {
        "tomé príncipe",
        "tome principe",
        "bosnia herzegovina",
        "trinidad tobago",
        "antigua barbuda",
        "kitts nevis",
        "sao principe",
    }
)


def _names_one(sheet: Sheet, at: int) -> bool:
    return f"{sheet.word(at - 1).low} {sheet.word(at + 1).low}" in _JOINED


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
        if longer <= at:
            return at
        at = longer


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
    cut = _drop_ranks(sheet, find_name_start(sheet, names, after, run))
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
    end = _tall_material(sheet, names, at + 3, several=False)
    return end if end > at + 3 else 0


def _pass_government(sheet: Sheet, names: Names, at: int) -> int:
    """The end beyond the state whose office it is: 'Minister of Health, Government of X'."""
    if [sheet.word(at + i).low for i in range(3)] != [",", "government", "of"]:
        return 0
    start = at + 4 if sheet.word(at + 3).low == "the" else at + 3
    end = _tall_material(sheet, names, start, several=False)
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
    several = is_plural(sheet.word(head)) or tie in {"for", "to"}
    end = _tall_material(sheet, names, start, several)
    if end > start:
        return end
    bare = start == at + 1
    near = at == head + 1 or sheet.word(at - 1).has("after_post")
    if tie in {"of", "from"} or (
        bare and tie in {"on", "for"} and kind != "description" and (near or kind != "post")
    ):
        end = _low_material(sheet, start, head, tie)
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


def is_plural(word: Word) -> bool:
    """Whether a head noun stands for several."""
    return word.has("plural")


def _drop_ranks(sheet: Sheet, at: int) -> int:
    """Before the ranks and titles that belong to the name which begins here."""
    end = at
    while sheet.word(end - 1).has("rank", "title") and not sheet.word(end - 2).has("post"):
        end -= 1
    address = sheet.word(end - 1).low in load_words("phrases", "address")
    before = sheet.word(end - 2)
    bound = before.capital and not before.has("adjective", "state", "post", "before_post")
    return end - 1 if address and (bound or before.has("field")) else end


def _end_compound(sheet: Sheet, at: int) -> int:
    """The lower-case nouns that a name qualifies: 'Ruritanian delegation', 'CSTO member states'."""
    if sheet.word(at).has("region") and sheet.word(at).tag in LOW_NOUNS and at > 0:
        return at if sheet.word(at).capital or not sheet.word(at - 1).capital else at + 1
    before = sheet.word(at - 1)
    if not before.has("adjective", "acronym", "body", "state"):
        return at
    end = at
    step = at + 1 if sheet.word(at).has("owner") else at
    while step - at < 3 and _is_compound(sheet.word(step)):
        step += 1
        told = sheet.word(step - 1)
        if told.has("people", "body", "field") or (before.has("adjective") and _is_several(told)):
            end = step
    return end


def _is_compound(word: Word) -> bool:
    return (word.tag in LOW_NOUNS or word.has("plural")) and not word.capital


def _is_several(word: Word) -> bool:
    return word.tag == "NOUN" and word.low.endswith("s")


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


def _tall_material(sheet: Sheet, names: Names, start: int, several: bool) -> int:
    end = start
    while True:
        run = end_run(sheet, end)
        cut = find_name_start(sheet, names, end, run)
        if cut < run or run == end:
            return max(_drop_ranks(sheet, cut), start)
        if sheet.word(run).text == "." and sheet.word(run + 1).capital and run - 1 > start:
            run = _drop_ranks(sheet, run)
            if sheet.word(run).text != ".":
                return run
        end = _end_compound(sheet, run)
        follow = _owned(sheet, end) or _joined(sheet, names, start, end, several)
        if follow == end:
            return end
        end = follow


def _owned(sheet: Sheet, at: int) -> int:
    """Where the run after a genitive begins: 'of Tarvia's Permanent Mission'; 0 where none does."""
    owner, follow = sheet.word(at - 1), at + 1
    if not sheet.word(at).has("owner") or not sheet.word(follow).capital:
        return 0
    if owner.low == "people" and sheet.word(follow).low in load_words("states", "long_heads"):
        return follow
    told = any(sheet.word(i).has("body") for i in range(follow, end_run(sheet, follow)))
    return follow if told and owner.has("state", "acronym", "body", "adjective") else 0


def _joined(sheet: Sheet, names: Names, start: int, end: int, several: bool) -> int:
    """Where the run after 'and' or a comma begins that still belongs; `end` where none does."""
    mark, follow = sheet.word(end).low, end + 1
    if mark not in {"and", "&", ","}:
        return end
    if mark == "," and sheet.word(follow).low == "and":
        follow += 1
    if paired := _paired(sheet, end, follow, several):
        return paired
    if not sheet.word(follow).capital:
        return end
    run = end_run(sheet, follow)
    name = find_name_start(sheet, names, follow, run)
    if name < run:
        return follow if _ends_fields(sheet, start, end, follow, name) else end
    if run == follow:
        return end
    left, right = sheet.word(end - 1), [sheet.word(i) for i in range(follow, run)]
    if several and left.has("state"):
        return follow if right[-1].has("state", "acronym") and not right[-1].has("post") else end
    if mark == "and" and right[-1].has("body") and sheet.word(start - 1).low == "the":
        return end if any(sheet.word(i).has("body") for i in range(start, end)) else follow
    if mark == "," and sheet.word(follow - 1).low != "and" and not _reaches_and(sheet, run):
        return end
    known = mark != "," or (left.has("field") and right[-1].has("field"))
    listed = known or (_lists_fields(sheet, start) and right[-1].has("common"))
    return follow if listed and _fields(left, right) else end


def _ends_fields(sheet: Sheet, start: int, end: int, follow: int, name: int) -> bool:
    """Whether the last field of a list stands between 'and' and a person's name."""
    right = [sheet.word(i) for i in range(follow, _drop_ranks(sheet, name))]
    if not right or sheet.word(follow - 1).low not in {"and", "&"}:
        return False
    told = right[-1].has("field") or _lists_fields(sheet, start)
    return told and _fields(sheet.word(end - 1), right)


def _paired(sheet: Sheet, end: int, follow: int, several: bool) -> int:
    """Where the second of a pair of regions, directions or states begins; 0 where none does."""
    article = sheet.word(follow).low == "the"
    if sheet.word(end).low == "and" and article and _pairs_regions(sheet, end):
        return follow + 1
    if _pairs_directions(sheet, end - 1, follow):
        return follow
    return follow + 1 if several and _pairs_states(sheet, end - 1, follow) else 0


def _pairs_states(sheet: Sheet, left: int, right: int) -> bool:
    """'of Tarvia, the United Kingdom': a state with its article behind another state."""
    if sheet.word(right).low != "the" or not sheet.word(left).has("state"):
        return False
    return end_state(sheet, right + 1) > right + 1


def _pairs_directions(sheet: Sheet, left: int, right: int) -> bool:
    """'East, Central and Southern': adjectives of one region in a list."""
    words = load_words("phrases", "directions")
    return sheet.word(left).low in words and sheet.word(right).low in words


def _pairs_regions(sheet: Sheet, at: int) -> bool:
    """'the Far East and the Arctic': two regions of the world."""
    left = {sheet.word(at - 1).text, f"{sheet.word(at - 2).text} {sheet.word(at - 1).text}"}
    right = {sheet.word(at + 2).text, f"{sheet.word(at + 2).text} {sheet.word(at + 3).text}"}
    world = load_words("names", "world")
    return bool(left & world) and bool(right & world)


def _fields(left: Word, right: list[Word]) -> bool:
    """Whether both sides of 'and' name fields of work: 'Foreign Affairs and Trade'."""
    bad = {"post", "title", "state", "acronym", "adjective", "capital_city"}
    if len(right) > 1 and right[-1].has("field"):
        bad.remove("adjective")
    if any(word.has(*bad) for word in right) or left.has("state", "acronym", "capital_city"):
        return False
    if right[-1].has("body") and not right[-1].has("field"):
        return False
    return all(word.has("common", "field", "adjective") for word in right)


def _lists_fields(sheet: Sheet, start: int) -> bool:
    """Whether a minister's portfolio begins here: its list needs no known field at each place."""
    tie, head = sheet.word(start - 1), sheet.word(start - 2)
    portfolio = head.low in load_words("phrases", "portfolios") or head.has("field")
    return tie.low in {"of", "for"} and portfolio and sheet.word(start).has("field", "common")


def _reaches_and(sheet: Sheet, at: int) -> bool:
    while sheet.word(at).low == ",":
        run = end_run(sheet, at + 1)
        if run == at + 1:
            return sheet.word(at + 1).low == "and"
        at = run
    return sheet.word(at).low == "and" and sheet.word(at + 1).capital


def _low_material(sheet: Sheet, start: int, head: int, tie: str) -> int:
    at = end = start
    while at - start < LOW_LENGTH:
        word = sheet.word(at)
        if word.low in load_words("phrases", "no_attachment") or not _low_part(
            sheet, at, start, is_plural(sheet.word(head))
        ):
            break
        at += 1
        if word.tag in LOW_NOUNS or word.capital or word.has("people", "post", "body", "field"):
            end = at
    if end < at and sheet.word(at - 1).capital:
        end = at
    if end > start and tie != "of" and sheet.word(end - 1).has("gathering"):
        return start
    return end


def _low_part(sheet: Sheet, at: int, start: int, plural: bool) -> bool:
    word = sheet.word(at)
    if word.has("mark", "break", "owner", "calendar"):
        return word.low == "," and at > start and _list_goes_on(sheet, at, plural)
    if word.low == "and":
        return at > start and _pairs(sheet, at)
    if word.tag == "VERB" and word.low.endswith(("ed", "ing")):
        return sheet.word(at + 1).tag in LOW_PARTS and not sheet.word(at + 1).has("stop")
    if word.has("number") or word.tag == "NUM":
        return at == start
    if word.capital:
        return word.has("acronym", "adjective", "state", "plural")
    return word.tag in LOW_PARTS and not word.has("stop")


def _pairs(sheet: Sheet, at: int) -> bool:
    """Whether 'and' joins two words of one lower-case phrase: 'customs and migration services'."""
    left, right, after = sheet.word(at - 1), sheet.word(at + 1), sheet.word(at + 2)
    if left.capital or right.capital or right.tag not in LOW_PARTS or right.has("stop"):
        return False
    return (after.tag in LOW_NOUNS and not after.capital) or left.tag == "ADJ"


def _list_goes_on(sheet: Sheet, at: int, plural: bool) -> bool:
    """Whether a comma stands inside 'border, customs and migration services'."""
    right, tie = sheet.word(at + 1), sheet.word(at + 2)
    return plural and right.tag in LOW_PARTS and not right.capital and tie.low in {"and", ","}


Check = Callable[[Sheet, int], bool]
