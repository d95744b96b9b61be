"""Spans, captures and pages: what is quoted is what stands there."""

from __future__ import annotations

import hashlib

import pytest

from onrecord.errors import EvidenceError
from onrecord.model.text import Capture, Page, Span, Unreadable

TEXT = "The council met in Skarn."


@pytest.mark.parametrize("wrong", [(0, 3, "Thee"), (0, 3, "Th"), (3, 3, ""), (4, 3, "x")])
def test_a_span_that_cannot_quote_its_words_is_refused(wrong: tuple[int, int, str]) -> None:
    with pytest.raises(EvidenceError):
        Span(*wrong)


def test_a_span_is_cut_from_a_text() -> None:
    assert Span.cut(TEXT, 4, 11) == Span(4, 11, "council")


@pytest.mark.parametrize(
    ("one", "other", "covers", "overlaps"),
    [
        ((4, 11), (4, 11), True, True),
        ((4, 11), (5, 10), True, True),
        ((4, 11), (3, 10), False, True),
        ((4, 11), (5, 12), False, True),
        ((4, 11), (11, 12), False, False),
        ((4, 11), (3, 4), False, False),
        ((4, 11), (10, 12), False, True),
        ((4, 11), (3, 5), False, True),
    ],
)
def test_spans_are_half_open(
    one: tuple[int, int], other: tuple[int, int], covers: bool, overlaps: bool
) -> None:
    first, second = Span.cut(TEXT, *one), Span.cut(TEXT, *other)
    assert first.covers(second) is covers
    assert first.overlaps(second) is second.overlaps(first) is overlaps


def test_bytes_and_texts_are_known_by_their_hash() -> None:
    body = "Zürich\n".encode()
    assert Capture("a", "a.txt", body, "text/plain").digest == hashlib.sha256(body).hexdigest()
    page = Page("a", "a.txt", "Zürich\n", ())
    assert page.lang == "en"
    assert page.version == hashlib.sha256(body).hexdigest()
    assert Page("a", "a.txt", "\udcff", ()).version != Page("a", "a.txt", "?", ()).version


def test_half_characters_are_written_out_wherever_something_is_told() -> None:
    capture = Capture("a\udcff", "a", b"", "text/plain", headline="\ud800 News", lang="en")
    assert (capture.name, capture.headline, capture.lang) == ("a\\udcff", "\\ud800 News", "en")
    assert (capture.body, capture.published) == (b"", None)
    assert Unreadable("a", "\udfff", "no text").address == "\\udfff"
