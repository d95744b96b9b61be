"""Whether a page is as those before it."""

from __future__ import annotations

import pytest

from onrecord.model.text import Capture
from onrecord.pipeline.doubtful import LEAST_PAGES, MOST_BYTES, find_doubt, look_at
from onrecord.register.answered import Marks
from tests.pipeline.river import HOLLOW, draw_page

ADDRESS = "https://locks.example/0"
USUAL = Marks(headline=True, dated=True, words=200)


def look(body: bytes, address: str = ADDRESS, media: str = "text/html"):
    return look_at(Capture("page", address, body, media, "utf-8"))


def test_a_page_is_seen_by_what_it_has_itself():
    looked = look(draw_page(0))
    assert looked is not None
    assert (looked.marks.headline, looked.marks.dated) == (True, True)
    assert 60 <= looked.marks.words <= 90


def test_a_page_without_its_text_is_seen_to_have_none():
    looked = look(HOLLOW.encode())
    assert looked is not None
    assert not looked.marks.headline
    assert looked.marks.words <= 1


def test_furniture_and_address_are_no_part_of_what_a_page_tells():
    one, other = look(draw_page(0)), look(draw_page(0).replace(b"Quay 1", b"Quay 2"), ADDRESS + "b")
    assert one is not None
    assert other is not None
    assert one.page == other.page
    changed = look(draw_page(0, "It takes effect on 1 July 2030."))
    assert changed is not None
    assert changed.page != one.page


def test_a_page_that_is_too_long_is_not_looked_at():
    assert look(bytes(MOST_BYTES + 1), media="text/plain") is None


@pytest.mark.parametrize(
    ("marks", "doubt"),
    [
        (USUAL, None),
        (Marks(headline=True, dated=True, words=61), None),
        (Marks(headline=True, dated=True, words=59), "59 of 200 words are left"),
        (Marks(headline=False, dated=True, words=200), "its headline is gone"),
        (Marks(headline=True, dated=False, words=200), "its date is gone"),
        (Marks(headline=True, dated=True, words=4000), None),
    ],
)
def test_a_page_is_compared_with_how_it_was_before(marks: Marks, doubt: str | None):
    assert find_doubt(marks, USUAL, []) == doubt


@pytest.mark.parametrize(
    ("before", "marks"),
    [
        (Marks(headline=False, dated=False, words=200), Marks(False, False, 200)),
        (Marks(headline=True, dated=True, words=35), Marks(True, True, 6)),
    ],
)
def test_what_a_page_never_had_is_not_missed(before: Marks, marks: Marks):
    assert find_doubt(marks, before, [USUAL] * 9) is None


@pytest.mark.parametrize(
    ("marks", "doubt"),
    [
        (USUAL, None),
        (Marks(headline=False, dated=True, words=200), "it has no headline"),
        (Marks(headline=True, dated=False, words=200), "it has no date"),
        (Marks(headline=True, dated=True, words=29), "it has 29 words; usual are 200"),
        (Marks(headline=True, dated=True, words=41), None),
    ],
)
def test_a_new_page_is_compared_with_those_before_it(marks: Marks, doubt: str | None):
    assert find_doubt(marks, None, [USUAL] * LEAST_PAGES) == doubt
    assert find_doubt(marks, None, [USUAL] * (LEAST_PAGES - 1)) is None


def test_what_not_nearly_all_pages_have_is_not_missed():
    mixed = [USUAL] * 8 + [Marks(headline=False, dated=False, words=200)] * 2
    assert find_doubt(Marks(headline=False, dated=False, words=200), None, mixed) is None
