"""The fields of a form as slots: days read, names told apart, words found in the quotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.errors import InputError
from onrecord.pipeline.judging import Slot
from onrecord.web.review.days import read_days
from onrecord.web.review.layers import LayerForm, SlotField
from onrecord.web.review.naming import find_type, split_names
from onrecord.web.site import Site


def fill_slots(
    site: Site, form: LayerForm, given: Mapping[str, str], quote: str, published: str | None
) -> tuple[list[Slot], dict[str, str]]:
    """The slots that the fields fill, and what is wrong with fields, by their names."""
    slots: list[Slot] = []
    wrong: dict[str, str] = {}
    for field in form.fields:
        value = " ".join(given.get(field.name, "").split())
        if not value and field.needed:
            wrong[field.name] = "this is needed"
        try:
            slots += _fill_field(site, field, value, quote, published) if value else ()
        except InputError as error:
            wrong[field.name] = f"{error.what}; {error.remedy}" if error.remedy else error.what
    return list(_settle_days(slots)), wrong


def _fill_field(
    site: Site, field: SlotField, value: str, quote: str, published: str | None
) -> Iterator[Slot]:
    if field.form == "choice" and value not in field.options:
        raise InputError(value[:40], "this cannot be chosen", "choose one of the list")
    if field.form == "day":
        first, last = read_days(value, published)
        yield Slot(field.name, last if field.name in ("end", "due") else first, _find(value, quote))
        if field.name == "start" and last != first:
            yield Slot("end", last, _find(value, quote))
    elif field.form in ("name", "names"):
        for name in split_names(value) if field.form == "names" else [value]:
            type_ = find_type(site, field.name, name)
            yield Slot(field.name, name, _find(name, quote), type_)
    elif field.form == "words":
        found = find_words(value, quote)
        yield Slot(field.name, found or value, found)
    else:
        yield Slot(field.name, value)


def _settle_days(slots: list[Slot]) -> Iterator[Slot]:
    """An event's last day is its first where none is given; of two last days the later counts."""
    ends = [slot for slot in slots if slot.slot == "end"]
    for slot in slots:
        if slot.slot != "end" or slot is ends[-1]:
            yield slot
        if slot.slot == "start" and not ends:
            yield Slot("end", slot.value, slot.quote)


def _find(words: str, quote: str) -> str | None:
    return words if words in quote else None


def find_words(words: str, text: str) -> str | None:
    """The words as they stand in a text, whatever its line breaks; None where they do not."""
    places = find_places(words, text)
    return text[places[0][0] : places[0][1]] if places else None


def find_places(words: str, text: str) -> list[tuple[int, int]]:
    """Everywhere that words stand in a text; spaces and line breaks count as one space."""
    wanted = " ".join(words.split())
    if not wanted:
        return []
    flat, offsets = _flatten(text)
    found = []
    at = flat.find(wanted)
    while at >= 0:
        found.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = flat.find(wanted, at + 1)
    return found


def _flatten(text: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one space, and where each character stood."""
    letters: list[str] = []
    offsets: list[int] = []
    for at, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "
        letters.append(letter)
        offsets.append(at)
    return "".join(letters), offsets
