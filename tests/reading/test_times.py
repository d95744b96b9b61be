"""Phrases of time: a table of sentences, and what holds for any text."""

from __future__ import annotations

import itertools
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.reading import Part, TimeMention
from onrecord.model.text import Page, Release
from onrecord.model.time import earliest_day, is_edtf
from onrecord.reading.segment import load_pipeline, parse_page, plain_text
from onrecord.reading.times import find_page_times, find_times
from onrecord.reading.timewords import scan_words

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("date_cases.toml").read_text(encoding="utf-8")
)["case"]
BLANK = spacy.blank("en")
PIECES = [
    "5", "12", "31", "2022", "2016", "May", "June", "Thursday", "of", "from", "to", "and", "–", "/", ",",
    "the", "this", "last", "next", "year", "month", "week", "days", "ago", "in", "by", "end", "second",
    "quarter", "half", "autumn", "session", "Q4", "H1", "FY", "today", "following", "within", "two",
    "17.06.2022", "06/17/22", "2022-06", "2024/25", "9999", "1800", "(", ")", "No.", ".", "\n", "Council met",
]  # fmt: skip


def make_part(text: str, *, parsed: bool = True) -> Part:
    words = load_pipeline() if parsed else BLANK
    release = Release(0, len(text), 0, None, None, None, True)
    return Part(release, 0, words(plain_text(text)), 0, text)


def find(text: str, published: str = "2022-06-17") -> tuple[TimeMention, ...]:
    return find_times(make_part(text), published or None, 0)


def draw(mentions: tuple[TimeMention, ...]) -> list[str]:
    """The values that date something, a range as `start/end`."""
    dating = [m for m in mentions if m.role != "duration" and m.start]
    return [f"{m.start}" if m.start == m.end else f"{m.start}/{m.end}" for m in dating]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_the_sentences_of_the_table_are_dated(case: dict[str, Any]) -> None:
    found = find(case["text"], case["published"])
    assert draw(found) == case["want"]
    if "role" in case:
        assert next(m.role for m in found if m.start) == case["role"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It ran from 1 to 23 April 2024 near Vadul.", "from 1 to 23 April 2024"),
        ("Night buses run from 1 September 2023.", "1 September 2023"),
        ("They met on Thursday, 4 April 2024, in Lesk.", "Thursday, 4 April 2024"),
        ("It is due by the end of June 2021.", "end of June 2021"),
        ("It was held in the\u00a0fourth\u00a0quarter of 2022.", "fourth\u00a0quarter of 2022"),
        ("At today's meeting the Cabinet took note.", "today"),
    ],
)
def test_the_span_is_the_phrase_as_it_stands(text: str, words: str) -> None:
    assert [mention.span.text for mention in find(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Under Resolution 2231 (2015) the Council keeps a list.",
        "Decree No. 657 of 20 May 2019 applies.",
        "The 2030 Agenda remains the frame.",
        "The exercise “Northern Beacon-2023” was praised.",
        "The Plan of consultations for 2022–2024 was praised.",
    ],
)
def test_dates_of_documents_are_found_but_date_nothing(text: str) -> None:
    (mention,) = [m for m in find(text) if m.start]
    assert mention.role == "duration"
    assert mention.rule.endswith("cited")


def test_without_a_day_of_publication_relative_phrases_keep_their_place() -> None:
    mentions = find("The Council met today and will meet next week.", "")
    assert [(m.span.text, m.start, m.end) for m in mentions] == [
        ("today", None, None),
        ("next week", None, None),
    ]


def test_a_release_without_a_day_is_read_against_the_main_one() -> None:
    teaser, main = "The first stage ended on 8 May.", "The Council met today."
    text = f"{teaser}\n{main}"
    start = len(teaser) + 1
    page = Page(
        "p",
        "",
        text,
        (
            Release(0, len(teaser), 0, None, None, None, False),
            Release(start, len(text), start, None, "2019-05-17", None, True),
        ),
    )
    found = find_page_times(page, parse_page(page))
    assert [(m.part, m.start) for m in found] == [(0, "2019-05-08"), (1, "2019-05-17")]


def test_a_dateline_gives_the_day_of_today_where_it_stands_a_little_before_the_stamp() -> None:
    text = "ORLIN, 13 April 2023 — The Board met today. It had met on Tuesday."
    release = Release(0, len(text), 0, None, "2023-04-14", None, True)
    page = Page("p", "", text, (release,))
    assert draw(find_page_times(page, parse_page(page))) == [
        "2023-04-13",
        "2023-04-13",
        "2023-04-11",
    ]


def test_what_somebody_was_told_to_do_by_a_month_is_due_in_the_one_to_come() -> None:
    told = find("The Minister was told to build the pier by October.", "2024-03-05")
    assert draw(told) == ["2024-10"]
    done = find("The pier was completed by October.", "2024-03-05")
    assert draw(done) == ["2023-10"]


def test_what_is_to_come_lies_after_the_days_that_are_told_as_past() -> None:
    text = (
        "The board approved the budget on Monday, 11 December 2023. "
        "A hearing on fares will be held on 22 January."
    )
    assert draw(find(text, "")) == ["2023-12-11", "2024-01-22"]
    registered = "The forum will open on 5 March 2024. Guests will be registered until 1 March."
    assert draw(find(registered, "")) == ["2024-03-05", "2024-03-01"]


def test_a_page_without_any_day_takes_its_year_from_its_full_dates() -> None:
    text = "Bulletin of June 2014\nThe Board met on 3 June."
    start = text.index("The Board")
    page = Page("p", "", text, (Release(start, len(text), start, None, None, None, True),))
    assert [m.start for m in find_page_times(page, parse_page(page))] == ["2014-06-03"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.sampled_from(["", "2022-06-17", "2024-02-29"]),
)
def test_whatever_stands_there_the_values_are_dates_and_the_spans_quote(
    pieces: list[str], published: str
) -> None:
    text = " ".join(pieces) + "."
    mentions = find_times(make_part(text, parsed=False), published or None, 3)
    for mention in mentions:
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.part == 3
        assert (mention.start is None) == (mention.end is None)
        if mention.start and mention.end:
            assert is_edtf(mention.start)
            assert is_edtf(mention.end)
            assert earliest_day(mention.start) <= earliest_day(mention.end)
    for one, other in itertools.pairwise(mentions):
        assert one.span.end <= other.span.start


@given(st.text(max_size=80))
def test_the_words_of_a_text_lie_in_their_order(text: str) -> None:
    words = scan_words(text)
    assert all(text[word.start : word.start + len(word.text)] == word.text for word in words)
    assert all(one.end <= other.start for one, other in itertools.pairwise(words))


@pytest.mark.parametrize(
    "unit", ["5 ", "5, ", "5 and ", "May ", "2022 ", "2022–", "1.1.", "the 4th ", "from 5 to "]
)
def test_finding_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def measure(count: int) -> float:
        part = make_part(unit * count, parsed=False)
        start = time.perf_counter()
        find_times(part, "2022-06-17", 0)
        return time.perf_counter() - start

    small, large = measure(500), measure(4000)
    assert large < 8 * 5 * max(small, 0.02)
