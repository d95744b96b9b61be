"""The texts that tell what became of a promise, a page of them at a time."""

from __future__ import annotations

import pytest

from onrecord.pipeline.statuses import Answer, Followed
from onrecord.register.views import PAGE_SIZE, Quotation
from onrecord.web.answers import page_texts


def make_answers(relation: str, number: int) -> tuple[Answer, ...]:
    day = "2031-05-02"
    return tuple(
        Answer(relation, day, day, day, Quotation("d", "r", "v", n, n + 1, "x", day, "a"), ())
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("further", "outweighed"), [(0, 0), (3, 2), (49, 1), (50, 50), (120, 7), (7, 120), (0, 51)]
)
def test_pages_hold_every_text_once_in_order(further: int, outweighed: int) -> None:
    answers, others = make_answers("kept", further + 1), make_answers("postponed", outweighed)
    followed = Followed("kept", "2031-06-01", "2031-05-02", answers, others)
    pages = max(1, -(-(further + outweighed) // PAGE_SIZE))
    texts = [page_texts(followed, page, "/p?page={}".format) for page in range(1, pages + 1)]
    assert [text.pager.pages for text in texts] == [pages] * pages
    assert sum((text.answers for text in texts), ()) == answers[1:]
    assert sum((text.others for text in texts), ()) == others
    assert all(len(text.answers) + len(text.others) <= PAGE_SIZE for text in texts)
