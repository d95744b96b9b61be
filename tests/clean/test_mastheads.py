"""Mastheads: names of institutions, offices, numbers of releases."""

from __future__ import annotations

import pytest

from onrecord.clean.mastheads import is_byline, is_continued_name, is_institution, is_masthead


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Ministry of Harbours", True),
        ("MINISTRY OF HARBOURS OF THE REPUBLIC OF TARVIA", True),
        ("SEA COAST SECURITY COMMUNITY", True),
        ("The Council of Harbours of the Coast (CHC)", True),
        ("CHO / Department for Ferries", True),
        ("City Council of Lesk", True),
        ("Department of Harbours Awards $120 Million to Ports", False),
        ("Committee on Ferries Concludes Fourth Session", False),
        ("Council approves plan of dredging", False),
        ("Meeting of the Council of Harbours", False),
        ("Harbour Department Hosts Pilots", False),
    ],
)
def test_a_line_that_only_names_an_institution_is_told_from_a_headline(line: str, known: bool):
    assert is_institution(line) == known


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Minister for Harbours", True),
        ("The Hon Ada Mell MP", True),
        ("His Excellency Oren Pask, Ambassador of Tarvia", True),
        ("Deputy Prime Minister", True),
        ("Permanent Representative of Tarvia to the Council of Harbours", True),
        ("Minister of Harbours Meets Ambassador of Tarvia", False),
        ("Minister to Visit Lesk", False),
        ("President Mell receives the ambassadors", False),
        ("Ferry line to open in June", False),
    ],
)
def test_a_line_that_only_names_a_speaker_is_told_from_a_headline(line: str, known: bool):
    assert is_byline(line) == known


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("FOR THE PRESS", True),
        ("PR 135", True),
        ("Press Release No. 37-21", True),
        ("PRESS RELEASE NO: 2021/123/COAST", True),
        ("Issued by the Harbour Office", True),
        ("P R E S S R E L E A S E", True),
        ("Press release on the meeting of pilots", False),
        ("Statement of the Council of Harbours", False),
    ],
)
def test_a_line_that_heads_a_paper_tells_nothing(line: str, known: bool):
    assert is_masthead(line) == known


def test_the_second_line_of_a_name_goes_on_with_capitals():
    assert is_continued_name("of the Republic of Tarvia")
    assert not is_continued_name("of the plan that was approved")
