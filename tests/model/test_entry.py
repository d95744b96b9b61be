"""Accounts of facts as they are compared: their days, their months, their words."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.model.counts import spell_count
from onrecord.model.doubt import Doubt
from onrecord.model.entry import Account, Name, find_words, share_words
from onrecord.model.time import earliest_day, latest_day


def tell(start: str | None, end: str | None = None, **more: str | None) -> Account:
    first = earliest_day(start).isoformat() if start else None
    last = latest_day(end or start).isoformat() if start else None
    published = more.get("published", "2031-05-01")
    return Account(
        1, more.get("own") or "a", "en", "event", "visit", start, end or start, first, last,
        published, 1, 1, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "reach", "months"),
    [
        ("2031-05-03", None, ("2031-05-03", "2031-05-03"), ["2031-05"]),
        ("2031-05-31", "2031-06-02", ("2031-05-31", "2031-06-02"), ["2031-05", "2031-06"]),
        ("2031-12-30", "2032-06-30", ("2031-12-30", "2032-01-30"), ["2031-12", "2032-01"]),
        ("2031-05", None, ("2031-05-01", "2031-05-31"), ["2031-05"]),
        ("2031-24", None, ("2031-12-01", "2032-02-29"), ["2031-12", "2032-01", "2032-02"]),
        ("2031-40", "2031-41", ("2031-01-01", "2031-12-31"), None),
    ],
)
def test_others_are_looked_for_on_the_days_an_account_tells(
    start: str, end: str | None, reach: tuple[str, str], months: list[str] | None
) -> None:
    account = tell(start, end)
    assert account.reach == (date.fromisoformat(reach[0]), date.fromisoformat(reach[1]))
    assert account.months == (months or [f"2031-{month:02}" for month in range(1, 13)])


@pytest.mark.parametrize("start", [None, "2031"])
def test_what_is_undated_or_told_of_a_year_reaches_nothing(start: str | None) -> None:
    assert tell(start).reach is None
    assert tell(start).months == []


def test_only_a_day_is_fine() -> None:
    found = [tell(start).coarse for start in (None, "2031-05-03", "2031-05", "2031")]
    assert found == [False, False, True, True]


def test_the_earliest_published_comes_first_and_the_undated_last() -> None:
    told = [tell("2031", published=None), tell("2031", own="b"), tell("2031", own="a")]
    told.append(tell("2031", published="2030-12-31", own="c"))
    assert [one.rank for one in sorted(told, key=lambda one: one.rank)] == [
        ("2030-12-31", "c"),
        ("2031-05-01", "a"),
        ("2031-05-01", "b"),
        ("9999", "a"),
    ]


def test_short_words_tell_a_wording_only_where_there_are_no_longer_ones() -> None:
    assert find_words("port of the skarn basin") == {"port", "skarn", "basin"}
    assert find_words("aid act") == {"aid", "act"}


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("dredging plan", "dredging plan", True),
        ("dredging plan north", "dredging plan south", True),
        ("harbour dredging plan", "harbour railway line", False),
        ("harbour plan", "harbour line", True),
        ("dredging plan", "dredging plan for the whole port", False),
        ("aaaa bbbb", "aaaa bb", False),
        ("aaaa bbbb", "aaaa bbb", True),
    ],
)
def test_wordings_share_words_where_half_of_them_are_the_same(
    one: str, other: str, shared: bool
) -> None:
    assert share_words(one, other) is share_words(other, one) is shared


def test_a_name_has_words_and_a_pair_a_score() -> None:
    assert Name(1, "person", "ida holm", "own", "pe").words == ("ida", "holm")
    assert Doubt("name", "a", "b", (("same", 2.0), ("other", -0.5))).score == 1.5


def test_numbers_are_spelled_with_their_noun() -> None:
    spelled = [spell_count(number, "release") for number in (0, 1, 2, 1204)]
    assert spelled == ["0 releases", "1 release", "2 releases", "1,204 releases"]
    assert [spell_count(number, "body", "bodies") for number in (1, 3)] == ["1 body", "3 bodies"]
