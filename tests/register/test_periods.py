"""Under which days and periods accounts that may be the same are looked up."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.model.entry import Account
from onrecord.model.time import earliest_day, latest_day
from onrecord.register.periods import days_around, find_periods, merge_spans


def tell(start: str | None, end: str | None = None) -> Account:
    first = earliest_day(start).isoformat() if start else None
    last = latest_day(end or start).isoformat() if start else None
    return Account(
        1, "a", "en", "event", "visit", start, end or start, first, last, "2031-05-01", 1, 1, True
    )


@pytest.mark.parametrize(
    ("month", "quarter", "season", "half"),
    [
        ("2031-01", "2031-33", "2030-24", "2031-40"),
        ("2031-02", "2031-33", "2030-24", "2031-40"),
        ("2031-03", "2031-33", "2031-21", "2031-40"),
        ("2031-05", "2031-34", "2031-21", "2031-40"),
        ("2031-06", "2031-34", "2031-22", "2031-40"),
        ("2031-07", "2031-35", "2031-22", "2031-41"),
        ("2031-09", "2031-35", "2031-23", "2031-41"),
        ("2031-11", "2031-36", "2031-23", "2031-41"),
        ("2031-12", "2031-36", "2031-24", "2031-41"),
    ],
)
def test_a_day_is_looked_up_under_every_period_that_holds_it(
    month: str, quarter: str, season: str, half: str
) -> None:
    day = f"{month}-03"
    assert find_periods(tell(day)) == [day, month, quarter, season, half]
    for period in (quarter, season, half):
        assert str(earliest_day(period)) <= day <= str(latest_day(period))
        assert period in find_periods(tell(period))


def test_what_lasts_is_looked_up_under_all_its_months_and_what_is_undated_under_none() -> None:
    found = find_periods(tell("2031-06-30", "2031-07-02"))
    assert found[0] == "2031-06-30"
    assert {"2031-06", "2031-07", "2031-40", "2031-41"} <= set(found)
    assert find_periods(tell(None)) == []
    assert find_periods(tell("2031")) == ["2031"]


def test_spans_that_touch_are_one() -> None:
    first, second, third, last = (date(2031, 5, day) for day in (1, 3, 4, 9))
    assert merge_spans([(third, last), (first, second)]) == [(first, last)]
    assert merge_spans([(first, last), (second, third)]) == [(first, last)]
    assert merge_spans([(first, first), (second, third)]) == [(first, first), (second, third)]
    assert merge_spans([]) == []


def test_days_around_are_those_of_accounts_of_one_day() -> None:
    told = [tell("2031-05-01"), tell("2031-06"), tell("2031-07-01", "2031-07-02"), tell(None)]
    assert days_around(told, 1) == {"2031-04-30", "2031-05-01", "2031-05-02"}
    assert days_around(told, 0) == {"2031-05-01"}
