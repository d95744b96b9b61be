"""What an attachment brings to a phrase: names and fields of work in capitals, or common nouns.

Runs of capitalised words with their lists ('Foreign Affairs, Trade and Energy'), and lower-case
material ('customs and migration services').
"""

from __future__ import annotations

from onrecord.lexicon.loader import load_words
from onrecord.reading.namestarts import find_name_start
from onrecord.reading.namewords import Names
from onrecord.reading.sheet import Sheet, Word
from onrecord.reading.states import STATE_WORDS, end_state, ends_state

LOW_NOUNS = frozenset({"NOUN", "PROPN"})
LOW_PARTS = frozenset({"NOUN", "PROPN", "ADJ"})
LOW_LENGTH = 6  # words in a lower-case attachment at most


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


def tall_material(sheet: Sheet, names: Names, start: int, several: bool) -> int:
    """The end of the capitalised words from `start` on, lists of fields and states included."""
    end = start
    while True:
        run = end_run(sheet, end)
        cut = find_name_start(sheet, names, end, run)
        if cut < run or run == end:
            return max(drop_ranks(sheet, cut), start)
        if sheet.word(run).text == "." and sheet.word(run + 1).capital and run - 1 > start:
            run = drop_ranks(sheet, run)
            if sheet.word(run).text != ".":
                return run
        end = _end_compound(sheet, run)
        follow = _owned(sheet, end) or _joined(sheet, names, start, end, several)
        if follow == end:
            return end
        end = follow


def drop_ranks(sheet: Sheet, at: int) -> int:
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
    if several and ends_state(sheet, start, end):
        told = right[-1].has("acronym") or ends_state(sheet, follow, run)
        return follow if told and not right[-1].has("post") else end
    if mark == "and" and right[-1].has("body") and sheet.word(start - 1).low == "the":
        return end if any(sheet.word(i).has("body") for i in range(start, end)) else follow
    if mark == "," and sheet.word(follow - 1).low != "and" and not _reaches_and(sheet, run):
        return end
    known = mark != "," or (left.has("field") and right[-1].has("field"))
    listed = known or (_lists_fields(sheet, start) and right[-1].has("common"))
    return follow if listed and _fields(left, right) else end


def _ends_fields(sheet: Sheet, start: int, end: int, follow: int, name: int) -> bool:
    """Whether the last field of a list stands between 'and' and a person's name."""
    right = [sheet.word(i) for i in range(follow, drop_ranks(sheet, name))]
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
    return follow + 1 if several and _pairs_states(sheet, end, follow) else 0


def _pairs_states(sheet: Sheet, end: int, right: int) -> bool:
    """'of Tarvia, the United Kingdom': a state with its article behind another state."""
    if sheet.word(right).low != "the" or not ends_state(sheet, end - STATE_WORDS, end):
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


def low_material(sheet: Sheet, start: int, head: int, tie: str) -> int:
    """The end of the common nouns from `start` on that a preposition ties to the head noun."""
    at = end = start
    while at - start < LOW_LENGTH:
        word = sheet.word(at)
        if word.low in load_words("phrases", "no_attachment") or not _low_part(
            sheet, at, start, sheet.word(head).has("plural")
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
