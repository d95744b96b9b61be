"""`onrecord explain`: every fact with what decided it, and what was left out."""

import pytest

from onrecord.commands.explaining import describe
from onrecord.model.text import Capture
from onrecord.pipeline.explain import Explanation, explain_capture
from onrecord.pipeline.extract import extract_text

TEXT = (
    "Notes of the Port Authority\n\n14 May 2024\n\nOn 14 May the Permanent Council met in Lisbon. "
    "It adopted the budget. The Secretariat will publish the report by 30 June 2024. "
    "The Secretariat will continue to strengthen cooperation."
)


@pytest.fixture(scope="module")
def facts():
    explained = explain_capture(Capture("note", "note.txt", TEXT.encode(), "text/plain"))
    assert isinstance(explained, Explanation)
    return explained.facts


def test_every_fact_that_is_extracted_is_explained(facts):
    told = {(one.layer, one.quote.start) for one in facts if one.told}
    found = extract_text(TEXT).facts
    assert {("act", act.object.start) for act in found.acts} <= told
    assert {("commitment", one.action.start) for one in found.commitments} <= told
    assert {("event", one.triggers[0].start) for one in found.events} <= told


def test_what_was_left_out_says_what_spoke_against_it(facts):
    (left,) = [one for one in facts if one.layer == "commitment" and not one.told]
    assert left.quote.text.startswith("continue to strengthen")
    assert min(left.features.values()) < -1


def test_the_features_of_a_commitment_sum_to_what_decided(facts):
    (told,) = [one for one in facts if one.layer == "commitment" and one.told]
    assert sum(told.features.values()) >= 1.0
    assert {"actor", "due", "object"} <= told.features.keys()


def test_quotes_stand_in_the_text(facts):
    for one in facts:
        assert TEXT[one.quote.start : one.quote.end] == one.quote.text


def test_each_fact_is_four_lines_on_the_terminal(facts):
    lines = list(describe("note", facts))
    assert lines[0] == "== note"
    assert len(lines) == 1 + 4 * len(facts)
