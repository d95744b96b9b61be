"""The readers of the run under load tell a whole answer from one that is not."""

from __future__ import annotations

import pytest

from trust.readers import find_fault

PAGE = b"<!doctype html><html><body><h1>A council</h1></body></html>\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
WHOLE = (
    ("text/html; charset=utf-8", PAGE),
    ("application/json", b'{"id": "x"}'),
    ("application/ld+json", b"{}"),
    ("application/atom+xml", b"<feed/>"),
    ("image/svg+xml", b"<svg/>"),
    ("text/csv", b"a,b\r\n1,2\r\n"),
    ("text/calendar", CALENDAR),
)


@pytest.mark.parametrize(("media", "content"), WHOLE)
def test_a_whole_answer_has_no_fault(media: str, content: bytes) -> None:
    assert find_fault(200, {"content-type": media}, content) == ""


@pytest.mark.parametrize(("media", "content"), WHOLE)
def test_an_answer_that_is_cut_off_has_a_fault(media: str, content: bytes) -> None:
    assert find_fault(200, {"content-type": media}, content[: len(content) - 4])


@pytest.mark.parametrize("status", [304, 404, 500, 503])
def test_another_status_is_a_fault(status: int) -> None:
    assert find_fault(status, {"content-type": "text/html"}, PAGE) == f"answered {status}"


def test_a_page_with_two_headings_is_a_fault() -> None:
    assert find_fault(200, {"content-type": "text/html"}, PAGE.replace(b"<h1>", b"<h1></h1><h1>"))
