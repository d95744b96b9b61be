"""What an editor types: days in words, names of all kinds, words of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.web.review.days import read_days
from onrecord.web.review.filling import find_places
from onrecord.web.review.naming import is_body, split_names
from onrecord.web.review.said import add_judged, find_back, parse_range, say_range


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2031-05-03", "2031-05-03", "2031-05-03"),
        ("2031-05", "2031-05", "2031-05"),
        ("3 May 2031", "2031-05-03", "2031-05-03"),
        ("by 1 September 2031", "2031-09-01", "2031-09-01"),
        ("3–5 May 2031", "2031-05-03", "2031-05-05"),
        ("31 May – 2 June 2031", "2031-05-31", "2031-06-02"),
        ("May 2031", "2031-05", "2031-05"),
        ("tomorrow", "2031-04-21", "2031-04-21"),
        ("in two weeks", "2031-05-04", "2031-05-04"),
    ],
)
def test_a_day_in_words_is_kept_as_a_value(typed: str, start: str, end: str) -> None:
    assert read_days(typed, "2031-04-20") == (start, end)


@pytest.mark.parametrize("typed", ["", "soon", "30 days", "tomorrow", "31 February 2031"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="no date"):
        read_days(typed)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Harbour Council", True),
        ("Ministry of Tides", True),
        ("UNMO", True),
        ("Mira Holt", False),
        ("Port Ardan", False),
    ],
)
def test_a_new_name_is_told_to_be_a_body_by_its_words(name: str, body: bool) -> None:
    assert is_body(name) is body


def test_several_names_are_parted_by_semicolons() -> None:
    assert split_names(" Mira  Holt ;Harbour Council; ") == ["Mira Holt", "Harbour Council"]


def test_words_are_found_whatever_the_line_breaks() -> None:
    text = "The  Council\nmet. The Council met again."
    assert [text[start:end] for start, end in find_places("The Council met", text)] == [
        "The  Council\nmet",
        "The Council met",
    ]
    assert find_places(" ", text) == []


@given(st.text("ab \n", max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_words_cut_from_a_text_are_found_where_they_stood(text: str, at: int, length: int) -> None:
    words = text[at : at + length]
    if words.strip():
        start = at + len(words) - len(words.lstrip())
        end = at + len(words.rstrip())
        assert (start, end) in find_places(words, text)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("12", [12]), ("12-14", [12, 13, 14]), ("", []), ("a", []), ("3-", [3]), ("5-1", [])],
)
def test_a_range_of_the_journal_is_read(typed: str, numbers: list[int]) -> None:
    assert list(parse_range(typed)) == numbers


def test_a_range_is_written_as_it_is_read() -> None:
    assert list(parse_range(say_range([4, 5, 6]))) == [4, 5, 6]
    assert say_range([4]) == "4"


def test_what_was_judged_is_told_in_the_address_once_and_the_place_is_kept() -> None:
    once = add_judged("/review/facts?at=x#f-1", [3])
    assert once == "/review/facts?at=x&judged=3#f-1"
    assert add_judged(once, [4]) == "/review/facts?at=x&judged=4#f-1"


@pytest.mark.parametrize(
    "given_back", ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb"]
)
def test_only_pages_of_this_site_are_returned_to(given_back: str) -> None:
    assert find_back(given_back) == "/review"
