import pytest

from onrecord.follow.passages import find_passages, split_sentences
from onrecord.follow.promises import WRAPPED, find_core, find_paragraph, find_years
from tests.follow.telling import promise_of


@pytest.mark.parametrize(
    ("phrase", "core"),
    [
        ("a report on the dredging of the basin", "a report"),
        ("the text of the Convention on Fish", "the Convention"),
        ("over to tenants 40 flats in the old town", "tenants 40 flats"),
        ("it to the Board", ""),
        ("in Skarn", ""),
    ],
)
def test_the_object_is_the_first_noun_phrase(phrase: str, core: str) -> None:
    assert find_core(phrase) == core


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("adopt the budget for 2026", ["2026"]),
        ("adopt Strategy 2030 in 2025", ["2030"]),
        ("publish the list by the end of 2025", []),
        ("sign it in the spring of 2024", []),
    ],
)
def test_years_belong_to_the_object_or_to_the_deadline(text: str, years: list[str]) -> None:
    assert list(find_years(text)) == years


def test_a_passive_has_its_subject_from_the_sentence() -> None:
    promise = promise_of("Work will begin in May and the ferry line will be [opened in June].")
    assert promise.told.action == "the ferry line will be opened in June"
    assert promise.head == "line"


def test_who_says_so_is_no_part_of_the_deed() -> None:
    promise = promise_of("“We will [publish the list by 30 June,” Director Anna Holt] said.")
    assert promise.told.action == "publish the list by 30 June"


def test_a_pronoun_borrows_from_the_sentence_before() -> None:
    promise = promise_of("The study of the old quay is late. The Board will [submit it in June].")
    assert promise.head is None
    assert promise.pronoun
    assert {"study", "quay"} <= set(promise.borrowed)


def test_sentences_end_at_lines_and_not_at_initials() -> None:
    text = "P. Hald spoke.\n\nThe list:\n\na chart;\na buoy.\nAt 6 p.m. it ended."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "P. Hald spoke.", "The list:", "a chart;", "a buoy.", "At 6 p.m. it ended.",
    ]  # fmt: skip


def test_items_are_introduced_by_the_line_before_them() -> None:
    passages = list(find_passages("The Board approved:\n\nthe chart;\nthe budget for 2026;\n"))
    assert passages[1].whole == "The Board approved: the chart;"
    assert passages[2].intro == "The Board approved:"


@pytest.mark.parametrize(
    ("above", "wrapped"),
    [
        ("w" * WRAPPED, True),
        ("w" * (WRAPPED - 1), False),
        ("w" * WRAPPED + ".", False),
        ("“" + "w" * WRAPPED + "”", False),
        ("w" * WRAPPED + ":", False),
        ("w" * WRAPPED + ",  ", True),
    ],
)
def test_a_paragraph_goes_on_after_a_full_line_without_an_end(above: str, wrapped: bool) -> None:
    text = f"{above}\nand the Board will publish it."
    assert (find_paragraph(text, text.index("will")) == 0) is wrapped
