"""Judgements in words: what was said, of what, by whom, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.model.judgement import Judgement, find_revoked
from onrecord.register.targets import DATED, NAMED
from onrecord.web.addresses import entry_address
from onrecord.web.kinds import BY_LAYER, SLOT_WORDS
from onrecord.web.words import shorten, spell_edtf, spell_moment

SHORT = 80  # characters of a quotation
MARKS = "“”\"'"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the journal; `about` is the page of what it is about, where it has one.

    `revoked` is the entry that took it back and still holds.
    """

    entry: Judgement
    words: str
    about: str | None
    revoked: Judgement | None


def tell_all(journal: Iterable[Judgement]) -> list[Told]:
    """Every entry of the journal in words, the oldest first."""
    entries = list(journal)
    by_id = {entry.id: entry for entry in entries}
    revoked = find_revoked(entries)
    return [
        Told(entry, tell_words(entry, by_id), _find_about(entry, by_id), revoked.get(entry.id))
        for entry in entries
    ]


def tell_words(entry: Judgement, known: Mapping[str, Judgement]) -> str:
    """What an entry says: '“Council” and “the Council” are the same'."""
    content = entry.content
    if entry.kind in ("same", "different"):
        one, other = _call(content["one"]), _call(content["other"])
        return f"{one} and {other} are {'the same' if entry.kind == 'same' else 'different'}"
    if entry.kind in ("wrong", "confirmed") and content.get("answer"):
        does = "answers" if entry.kind == "confirmed" else "does not answer"
        return f"a release {does} {_call(content['fact'])}"
    if entry.kind in ("wrong", "confirmed"):
        return f"{_call(content['fact'])} is {'right' if entry.kind == 'confirmed' else 'wrong'}"
    if entry.kind == "value":
        word = SLOT_WORDS.get(content["slot"], content["slot"])
        return f"{word} of {_call(content['fact'])} is {_say(content['slot'], content['value'])}"
    if entry.kind == "added":
        one = BY_LAYER[content["layer"]].one
        return f"{one} added by hand: {quote_words(content['text'])}{_list_slots(content)}"
    if entry.kind in ("removed", "returned"):
        does = "was taken from its site" if entry.kind == "removed" else "is on its site again"
        return f"the page {content['document']} {does}, {spell_moment(content['since'])}"
    if entry.kind == "revoke":
        former = known.get(str(content["judgement"]))
        return f"took back entry {former.number}" if former else "took back an entry"
    return "a note"


def quote_words(text: str) -> str:
    """Words in quotation marks, shortened; marks that stand around them already are kept once."""
    return f"“{shorten(text, SHORT).strip(MARKS)}”"


def _call(side: Mapping[str, Any]) -> str:
    """A name in its own words, a fact in the words of its text."""
    if "document" not in side:
        return f"“{side['label']}”"
    one = BY_LAYER[side["layer"]].one
    return f"the {one} {quote_words(side['text'])}"


def _list_slots(content: Mapping[str, Any]) -> str:
    """The days and names of an added fact, as the register keeps them."""
    told = [
        f"{SLOT_WORDS.get(slot['slot'], slot['slot'])} {_say(slot['slot'], slot['value'])}"
        for slot in content["slots"]
        if slot["slot"] in (*DATED, *NAMED) and slot["value"] is not None
    ]
    return f"; {', '.join(told)}" if told else ""


def _say(slot: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return f"“{value['label']}”"
    return spell_edtf(value) if slot in DATED else f"“{value}”"


def _find_about(entry: Judgement, known: Mapping[str, Judgement]) -> str | None:
    content = entry.content
    if entry.kind == "revoke":
        former = known.get(str(content["judgement"]))
        return _find_about(former, known) if former else None
    side = content.get("fact") or content.get("one")
    if side:
        return entry_address(str(side["id"]))
    return entry_address(str(content["about"])) if "about" in content else None
