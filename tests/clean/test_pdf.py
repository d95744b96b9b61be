"""Releases printed as PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.acquire.discover import find_captures
from onrecord.clean import pdf
from onrecord.clean.cleaner import clean_capture
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page
from tests.clean.printed import LEFT, Placed, fill_lines, print_pdf, set_column

HEAD = "Harbour Council adopts the plan of dredging for the northern ports"
LEAD = [
    "Skarn, 4 June 2031 - The Harbour Council met in Skarn on 3 June 2031 under its chair,",
    "Mira Holt, and adopted the plan of dredging. The plan names nine ports and a co-",
    "ordination office, which will report to the Council by 30 September 2031.",
]
GOING = [
    "The members discussed the well-known difficulties of the northern har-",
    "bours, where ice closes the quays for months, and the Council instructed the Office to",
]
GONE = ["draw up a list of vessels that need help. A well-", "known yard in Lesk will build them."]
LAST = ["The next session will be held in Lesk in September 2031."]


def number_page(number: int, of: int = 3) -> list[Placed]:
    return [(250, 40, 9, f"Page {number} of {of}")]


def running_head() -> list[Placed]:
    return [(LEFT, 800, 9, "HARBOUR COUNCIL | Press release 37/2031")]


def paper() -> bytes:
    first = [
        (LEFT, 770, 12, "Harbour Council"),
        (LEFT, 740, 18, HEAD.partition(" for ")[0]),
        (LEFT, 718, 18, "for " + HEAD.partition(" for ")[2]),
    ]
    return print_pdf(
        [
            [*running_head(), *first, *set_column(690, [LEAD, GOING]), *number_page(1)],
            [*running_head(), *set_column(770, [GONE, LAST]), *number_page(2)],
            [*running_head(), *set_column(770, [fill_lines(LAST[0] * 4)]), *number_page(3)],
        ]
    )


def read(body: bytes) -> Page:
    return clean_capture(
        Capture("paper", "https://harbour.example/37.pdf", body, "application/pdf")
    )


def test_headline_and_day_are_found_in_the_text():
    page = read(paper())
    [release] = page.releases
    assert release.headline
    assert release.headline.text == HEAD
    assert release.published == "2031-06-04"
    assert page.derived


def test_sentences_read_over_the_ends_of_lines_and_pages():
    text = read(paper()).text
    assert "a co-ordination office" not in text
    assert "a coordination office, which will report" in text
    assert "of the northern harbours, where ice" in text
    assert "instructed the Office to draw up a list of vessels that need help." in text
    assert "A well-known yard in Lesk will build them." in text


def test_what_every_page_repeats_is_named():
    page = read(paper())
    names = [(name, span.text) for name, span in page.furniture]
    assert [text for name, text in names if name == "pager"] == [
        "Page 1 of 3", "Page 2 of 3", "Page 3 of 3"
    ]  # fmt: skip
    assert [name for name, text in names if text.startswith("HARBOUR COUNCIL |")] == [
        "running head"
    ] * 3
    body = page.text[page.releases[0].start : page.releases[0].end]
    outside = sum(len("".join(span.text.split())) for _, span in page.furniture)
    assert outside + len("".join(body.split())) >= len("".join(page.text.split()))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (print_pdf([[]]), "holds pictures and no text"),
        (print_pdf([[(72, 700, 11, "7")], []]), "holds pictures and no text"),
        (print_pdf([set_column(700, [LEAD])], password="quay"), "is encrypted"),
        (b"%PDF-1.7\nnothing of a kind", "is broken"),
        (paper()[:700], "is broken"),
    ],
)
def test_a_paper_without_text_that_can_be_read_says_why(body: bytes, reason: str):
    with pytest.raises(InputError, match=reason):
        read(body)


def test_a_paper_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(InputError, match="has over 2 pages"):
        read(paper())
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 100)
    with pytest.raises(InputError, match="too much text"):
        read(paper())
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(InputError, match="takes over"):
        read(paper())


def test_a_pdf_is_found_by_its_ending_and_by_how_it_begins(tmp_path: Path):
    (tmp_path / "release.pdf").write_bytes(paper())
    (tmp_path / "scan.txt").write_bytes(paper())
    found = list(find_captures([tmp_path]))
    assert [capture.name for capture in found] == ["release", "scan"]
    for capture in found:
        assert isinstance(capture, Capture)
        [release] = clean_capture(capture).releases
        assert release.headline
        assert release.headline.text == HEAD
