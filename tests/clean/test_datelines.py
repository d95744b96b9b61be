"""Datelines: place, day and agency before the running text."""

from __future__ import annotations

import pytest

from onrecord.clean.datelines import parse_dateline

BODY = "The Council of Harbours approved the plan of dredging."


@pytest.mark.parametrize(
    ("beginning", "day", "place"),
    [
        ("LESK, 3 May 2021 – ", "2021-05-03", "LESK"),
        ("(Lesk, 3 May 2021) – ", "2021-05-03", "Lesk"),
        ("(LESK, 3 May 2021) ", "2021-05-03", "LESK"),
        ("Lesk, 3 May 2021.- ", "2021-05-03", "Lesk"),
        ("Lesk, 3 May 2021: ", "2021-05-03", "Lesk"),
        ("LESK, Monday, 3 May 2021 – ", "2021-05-03", "LESK"),
        ("LESK, TARVIA – May 3, 2021 – ", "2021-05-03", "LESK, TARVIA"),
        ("LESK—May 3, 2021—", "2021-05-03", "LESK"),
        ("LESK / DRAVIK (3 May 2021) – ", "2021-05-03", "LESK / DRAVIK"),
        ("03-05-2021, Lesk (Tarvia): ", "2021-05-03", "Lesk"),
        ("3 May 2021 (Lesk) – ", "2021-05-03", "Lesk"),
        ("3 May 2021 - LESK - ", "2021-05-03", "LESK"),
        ("[3 May 2021] ", "2021-05-03", None),
        ("Lesk, (Harbour Desk / Point News - 3rd May, 2021 ) :", "2021-05-03", "Lesk"),
        ("Lesk, May 3, HNA – ", None, "Lesk"),
        ("LESK, Tarv., May 3 -- ", None, None),
        ("LESK (HARBOURPRESS) – ", None, "LESK"),
        ("San Lesk, CA – ", None, "San Lesk, CA"),
        ("(LESK) — ", None, "LESK"),
    ],
)
def test_a_dateline_is_a_row_of_place_day_and_agency(
    beginning: str, day: str | None, place: str | None
):
    line = parse_dateline(beginning + BODY)
    assert line is not None
    assert (beginning + BODY)[line.end :] == BODY
    assert (line.day.isoformat() if line.day else None) == day
    if place:
        assert line.place is not None
        assert (beginning + BODY)[slice(*line.place)] == place


@pytest.mark.parametrize(
    "text",
    [
        "Lesk – the port of the coast – was closed on 3 May 2021 by the Council.",
        "Ada Mell: The plan of dredging was approved on 3 May 2021.",
        "On 3 May 2021 in Lesk – The Council met.",
        "ADA: Why was it closed?",
        "Ada Mell, MP – The plan is good.",
        "The Council of Harbours met on 3 May 2021.",
    ],
)
def test_what_tells_or_speaks_is_no_dateline(text: str):
    assert parse_dateline(text) is None


def test_a_dateline_that_begins_with_its_date_is_known_for_a_list_entry():
    led = parse_dateline(f"3 May 2021 - LESK - {BODY}")
    placed = parse_dateline(f"LESK, 3 May 2021 - {BODY}")
    assert led is not None
    assert placed is not None
    assert (led.led, placed.led) == (True, False)
