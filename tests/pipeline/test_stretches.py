from typing import Any

import pytest

from onrecord.clean.cleaner import clean_text
from onrecord.model.text import Page
from onrecord.pipeline import extract, stretches
from onrecord.pipeline.extract import Extract, extract_page

RELEASE = """Harbour Council meets in Skarn
{day} May 2024

On {day} May 2024 the Harbour Council met in Skarn and approved the plan for port {day}.

"We will open the port by June 2025," said Minister Jan Hartvig of Tarvia.

"""


def make_page(releases: int) -> Page:
    text = "\n".join(RELEASE.format(day=day) for day in range(1, releases + 1))
    return clean_text(text, "long")


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stretches, extract):
        monkeypatch.setattr(module, "STRETCH_LENGTH", 700)


def tell_events(extract: Extract) -> list[tuple[object, ...]]:
    return [
        (e.kind, e.release, e.start and e.start.value, e.triggers[0].start, e.evidence.text)
        for e in extract.facts.events
    ]


def test_a_long_page_says_the_same_stretch_by_stretch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = make_page(8)
    whole = extract_page(page)
    for module in (stretches, extract):
        monkeypatch.setattr(module, "STRETCH_LENGTH", 700)
    cut = extract_page(page)
    assert len(list(stretches.cut_page(page))) > 2
    assert tell_events(cut) == tell_events(whole)
    assert [q.quote for q in cut.reading.quotes] == [q.quote for q in whole.reading.quotes]
    names = [{(e.type, e.name) for e in x.reading.entities.values()} for x in (whole, cut)]
    assert names[0] == names[1]


@pytest.mark.usefixtures("short_stretches")
def test_every_quotation_of_a_page_read_in_stretches_is_the_slice_of_its_text() -> None:
    page = make_page(8)
    record = extract_page(page).to_record()
    spans = list(find_spans(record))
    assert len(spans) > 50
    assert all(page.text[s["start"] : s["end"]] == s["text"] for s in spans)
    ids = {entity["id"] for entity in record["entities"]}
    assert {body for event in record["events"] for body in event["bodies"]} <= ids


def find_spans(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for item in value for span in find_spans(item)]
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} == set(value) else []
        return own + [span for item in value.values() for span in find_spans(item)]
    return []


@pytest.mark.usefixtures("short_stretches")
def test_a_release_longer_than_a_stretch_is_cut_at_a_line() -> None:
    page = clean_text("The council met in Skarn and went home again.\n" * 60, "long")
    pieces = list(stretches.cut_page(page))
    assert "".join(piece.page.text for piece in pieces) == page.text
    assert all(len(piece.page.text) <= 1400 for piece in pieces)
    assert all(piece.page.text.endswith("\n") for piece in pieces[:-1])
