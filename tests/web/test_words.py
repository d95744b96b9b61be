import pytest

from onrecord.web.words import (
    machine_time,
    put_marks,
    shorten,
    spell_count,
    spell_edtf,
    spell_moment,
    spell_period,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2022-06-17", "17 June 2022"),
        ("2022-06", "June 2022"),
        ("2022", "2022"),
        ("2022-36", "4th quarter of 2022"),
        ("2022-33", "1st quarter of 2022"),
        ("2022-40", "1st half of 2022"),
        ("2022-41", "2nd half of 2022"),
        ("2022-21", "spring 2022"),
        ("2022-24", "winter 2022"),
        ("2022-06-17?", "17 June 2022 (uncertain)"),
        ("2022-06~", "about June 2022"),
        ("2022%", "about 2022 (uncertain)"),
        ("soon", "soon"),
        ("?", "?"),
    ],
)
def test_an_edtf_value_is_told_in_words(value: str, words: str) -> None:
    assert spell_edtf(value) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-04-01", "2024-04-23", "1–23 April 2024"),
        ("2024-03-28", "2024-04-03", "28 March – 3 April 2024"),
        ("2023-12-28", "2024-01-03", "28 December 2023 – 3 January 2024"),
        ("2024-04", "2024-06", "April–June 2024"),
        ("2022", "2024", "2022 – 2024"),
        ("2022-33", "2022-34", "1st quarter of 2022 – 2nd quarter of 2022"),
        ("2024-04-01?", "2024-04-23", "1 April 2024 (uncertain) – 23 April 2024"),
        ("2024-04-01", "2024", "1 April 2024 – 2024"),
        ("2024-04-01", "2024-04-01", "1 April 2024"),
        ("2024-04-01", None, "1 April 2024"),
        (None, "2024-04", "April 2024"),
        (None, None, "undated"),
        ("then", "now", "then – now"),
    ],
)
def test_a_period_says_once_what_its_ends_share(
    start: str | None, end: str | None, words: str
) -> None:
    assert spell_period(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "machine"),
    [
        ("2022-06-17", None, "2022-06-17"),
        ("2022-06-17?", "2022-06-17?", "2022-06-17"),
        ("2022-06", "2022-06", "2022-06"),
        ("2022", None, "2022"),
        ("2022-36", None, None),
        ("2024-04-01", "2024-04-23", None),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_a_time_element_carries_days_months_and_years_only(
    start: str | None, end: str | None, machine: str | None
) -> None:
    assert machine_time(start, end) == machine


def test_a_moment_is_told_to_the_minute() -> None:
    assert spell_moment("2026-11-24T22:31:05.000001Z") == "24 November 2026, 22:31 UTC"
    assert spell_moment("lately") == "lately"


def test_a_count_takes_its_noun_in_the_right_number() -> None:
    assert spell_count(1, "body", "bodies") == "1 body"
    assert spell_count(1204, "body", "bodies") == "1,204 bodies"
    assert spell_count(0, "release") == "0 releases"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shorten("one  two\nthree", 20) == "one two three"
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("unbreakable", 5) == "unbr…"


def test_no_quotation_marks_are_doubled() -> None:
    assert put_marks("night tram") == "“night tram”"
    assert put_marks('"night tram" -bus') == '"night tram" -bus'
    assert put_marks("“We will”, she said") == "“We will”, she said"
