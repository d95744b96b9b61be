"""Lines of a TOML text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.config.lines import Place, find_lines

TEXT = '''\
title = "a # b"  # c
[one]
"two words" = """
x = 1
[not]
"""
dotted.key = [1, [2,
  3], { a = 1, b = '#' }]

[[many]]
a = \'\'\'
[[many]]\'\'\'
[[many]]
[many.deep]
when = 2024-05-03 10:00:00
[[many.deeper]]
z = -1.5
'''


def test_each_value_has_the_line_on_which_it_begins():
    assert find_lines(TEXT) == {
        ("title",): 1,
        ("one",): 2,
        ("one", "two words"): 3,
        ("one", "dotted"): 7,
        ("one", "dotted", "key"): 7,
        ("one", "dotted", "key", 0): 7,
        ("one", "dotted", "key", 1): 7,
        ("one", "dotted", "key", 1, 0): 7,
        ("one", "dotted", "key", 1, 1): 8,
        ("one", "dotted", "key", 2): 8,
        ("one", "dotted", "key", 2, "a"): 8,
        ("one", "dotted", "key", 2, "b"): 8,
        ("many",): 10,
        ("many", 0): 10,
        ("many", 0, "a"): 11,
        ("many", 1): 13,
        ("many", 1, "deep"): 14,
        ("many", 1, "deep", "when"): 15,
        ("many", 1, "deeper"): 16,
        ("many", 1, "deeper", 0): 16,
        ("many", 1, "deeper", 0, "z"): 17,
    }


@pytest.mark.parametrize("text", ["", "#", "a=1", "a = [\n# none\n]", "a = {}", "a=''\r\nb=\"\""])
def test_small_texts_are_walked_through(text: str):
    assert {place[0] for place in find_lines(text)} == set(tomllib.loads(text))


def list_places(data: Any, place: Place = ()) -> set[Place]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    found: set[Place] = set()
    for key, value in items:
        found.add((*place, key))
        if isinstance(value, dict | list):
            found |= list_places(value, (*place, key))
    return found


KEYS = st.text("abc-_1", min_size=1, max_size=5)
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text(max_size=8)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_no_value_is_overlooked(data: dict[str, Any]):
    text = tomlkit.dumps(data)
    assert set(find_lines(text)) == list_places(tomllib.loads(text))
