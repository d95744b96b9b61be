"""Ids that derive from content, and which spellings are one."""

from __future__ import annotations

import re

import pytest

from onrecord.model.identity import PREFIXES, derive_id, fold_text, layer_of


@pytest.mark.parametrize(
    "spelling",
    [
        "Port Authority",
        "the PORT authority",
        "a Pört-Authority's",
        "An Port Authority’s",
        "Port, authority",
    ],
)
def test_case_accents_articles_possessives_and_marks_do_not_count(spelling: str) -> None:
    assert fold_text(spelling) == "port authority"


@pytest.mark.parametrize(
    ("one", "other"), [("port 4", "port 5"), ("theatre", "atre"), ("Strasse", "Strase")]
)
def test_words_count(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


def test_an_id_tells_the_layer_and_nothing_else_has_it() -> None:
    assert re.fullmatch(r"ev-[a-z2-7]{16}", derive_id("event", "a", 1))
    assert derive_id("event", "a", 1) == derive_id("event", "a", "1")
    parts = [("a", "b"), ("ab",), ("b", "a"), ("a", "", "b"), ("\udcff",), ("?",)]
    found = {derive_id(layer, *part) for layer in PREFIXES for part in parts}
    assert len(found) == len(PREFIXES) * len(parts)


@pytest.mark.parametrize("layer", PREFIXES)
def test_the_layer_is_read_from_an_id(layer: str) -> None:
    assert layer_of(derive_id(layer, "a")) == layer
    assert layer_of("zz-abcdef") is None
    assert layer_of("") is None


def test_ids_stay_as_they_were_written_down() -> None:
    """They stand in links, journals and exported files."""
    assert derive_id("person", "ida holm") == "pe-c35qlj3xe7sll32g"
    assert derive_id("judgement", "note", "Ada Brink", "") == "ju-b5zv6s43bqutatmq"
