from __future__ import annotations

import pytest

from onrecord.resolve.leaving import find_leaving, find_start
from onrecord.resolve.offices import read_office
from onrecord.resolve.tenures import Observation, build_tenures, find_conflicts, stand_on

ALIASES = {"tarvia": "st-1", "republic of tarvia": "st-1", "~tarv": "st-1", "nlco": "or-1",
           "northern littoral cooperation organization": "or-1"}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister of Tarvia", "Minister of Foreign Affairs of the Republic of Tarvia"),
        ("foreign minister of Tarvia", "Tarvia's foreign minister"),
        ("foreign minister of Tarvia", "Tarvian Minister for Foreign Affairs"),
        ("Secretary-General of the NLCO",
         "Secretary General of the Northern Littoral Cooperation Organization"),
        ("minister of the interior", "Minister of Internal Affairs"),
        ("Chairwoman of the Port Board", "chair of the port board"),
        ("finance minister", "Minister of Finance and Trade"),
    ],
)  # fmt: skip
def test_the_same_office_in_other_words(one: str, other: str) -> None:
    assert read_office(one, ALIASES).covers(read_office(other, ALIASES))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister of Tarvia", "Deputy Minister of Foreign Affairs of Tarvia"),
        ("foreign minister of Tarvia", "Minister of Foreign Affairs of Halmark"),
        ("foreign minister of Tarvia", "Minister of Defence of Tarvia"),
        ("foreign minister of Tarvia", "adviser to the foreign minister of Tarvia"),
    ],
)
def test_another_office(one: str, other: str) -> None:
    assert not read_office(one, ALIASES).covers(read_office(other, ALIASES))


def test_former_and_acting_are_told_apart() -> None:
    assert not read_office("former foreign minister of Tarvia", ALIASES).now
    assert read_office("acting mayor", ALIASES).acting


def see(*told: str) -> list[Observation]:
    """Observations written 'person day kind'."""
    found = []
    for number, words in enumerate(told):
        person, day, kind = (*words.split(), "seen")[:3]
        found.append(Observation(person, day, number, kind))  # type: ignore[arg-type]
    return found


def test_a_tenure_reaches_from_the_first_to_the_last_day_seen() -> None:
    first, second = build_tenures(
        see("a 2019-01-02", "a 2020-03-04", "b 2020-09-01", "b 2021-01-01")
    )
    assert (first.person, first.begin, first.end) == ("a", "2019-01-02", "2020-03-04")
    assert (first.successor, first.until) == ("b", "2020-09-01")
    assert second.successor is None


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2018-01-01", [("a", "first seen after")]),
        ("2019-06-01", [("a", "in office")]),
        ("2020-06-01", [("a", "last seen before"), ("b", "first seen after")]),
        ("2020-09-01", [("b", "in office")]),
        ("2022-01-01", [("b", "last seen before")]),
    ],
)
def test_who_stands_in_an_office_on_a_day(day: str, standing: list[tuple[str, str]]) -> None:
    tenures = build_tenures(see("a 2019-01-02", "a 2020-03-04", "b 2020-09-01", "b 2021-01-01"))
    assert [(t.person, told) for t, told in stand_on(tenures, day)] == standing


def test_appointment_and_leaving_bound_a_tenure() -> None:
    tenures = build_tenures(
        see(
            "a 2019-01-02",
            "a 2024-12-03",
            "a 2024-12-31 left",
            "b 2025-01-01 appointed",
            "b 2025-02-01",
        )
    )
    assert [t.person for t, _ in stand_on(tenures, "2024-12-20")] == ["a"]
    assert [t.person for t, _ in stand_on(tenures, "2025-01-10")] == ["b"]
    assert find_conflicts(tenures) == []


def test_two_at_once_are_a_conflict() -> None:
    tenures = build_tenures(see("a 2019-01-01", "a 2019-12-01", "b 2019-03-01", "b 2020-02-01"))
    assert [t.person for t, _ in stand_on(tenures, "2019-06-01")] == ["a", "b"]
    assert len(find_conflicts(tenures)) == 1


def test_who_comes_back_after_another_has_two_tenures() -> None:
    tenures = build_tenures(see("a 2018-01-01", "b 2019-01-01", "b 2019-06-01", "a 2020-01-01"))
    assert [t.person for t in tenures] == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", ", who had served since March, was relieved of her duties.", "was relieved of"),
        ("The King accepted the resignation of the minister, ", ".", "resignation of"),
        ("The President dismissed Foreign Minister ", ".", "dismissed"),
        ("The President dismissed the doubts of ", ".", None),
        ("", " was not dismissed.", None),
        ("", " spoke. Her deputy resigned.", None),
    ],
)
def test_leaving_is_read_from_the_words_around_a_name(
    before: str, after: str, found: str | None
) -> None:
    assert find_leaving(before, after) == found


def test_the_day_from_which_an_office_is_taken_up() -> None:
    words = "The Council appointed her Rector with effect from 1 January 2025."
    assert find_start(words, "2024") == "2025-01-01"
    assert find_start("She was appointed from May 3.", "2024") == "2024-05-03"


@pytest.mark.parametrize(
    ("others", "times"),
    [
        (["b 2020-03-01 appointed"], 2),
        (["b 2019-06-01", "b 2020-03-01 appointed"], 1),
        (["b 2019-06-01", "b 2020-03-01 appointed", "c 2020-04-01"], 1),
    ],
)  # fmt: skip
def test_whoever_is_put_in_parts_a_tenure_where_they_hold_it_on_no_other_day(
    others: list[str], times: int
) -> None:
    tenures = build_tenures(see("a 2020-01-01", "a 2020-12-01", *others))
    assert len([tenure for tenure in tenures if tenure.person == "a"]) == times
