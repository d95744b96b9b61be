"""The register's dates, with the `edtf` package as the oracle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import TimeError
from onrecord.model.time import (
    check_edtf,
    earliest_day,
    find_grain,
    is_edtf,
    is_within,
    latest_day,
    month_edtf,
)

YEARS = st.integers(min_value=1, max_value=9998).map(lambda year: f"{year:04}")
SECONDS = [*range(1, 13), 21, 22, 23, 24, 33, 34, 35, 36, 40, 41]
PLAIN = st.dates(max_value=date(9998, 12, 31)).map(date.isoformat)
MONTHS = st.builds(lambda year, month: f"{year}-{month:02}", YEARS, st.integers(1, 12))
PARTS = st.builds(lambda year, part: f"{year}-{part}", YEARS, st.sampled_from(SECONDS[12:]))
MARKED = st.builds(str.__add__, st.one_of(PLAIN, MONTHS, YEARS), st.sampled_from(["", *"?~%"]))
VALUES = st.one_of(MARKED, PARTS)


def struct_day(value: Iterable[int]) -> tuple[int, ...]:
    return tuple(value)[:3]


@given(VALUES)
def test_every_value_is_edtf_with_the_same_first_and_last_day(value: str) -> None:
    oracle = parse_edtf(value)
    assert struct_day(oracle.lower_strict()) == earliest_day(value).timetuple()[:3]
    if not value.endswith("-24"):  # the package ends a winter with its year
        assert struct_day(oracle.upper_strict()) == latest_day(value).timetuple()[:3]


@given(st.text(alphabet="0123456789-?~%TW", max_size=12))
def test_what_the_profile_takes_the_standard_takes_too(value: str) -> None:
    if is_edtf(value):
        parse_edtf(value)


@pytest.mark.parametrize(
    "value",
    ["", "22", "2022-13", "2022-00", "2022-00-05", "2022-02-30", "2022-21?", "2022-W10", "0000",
     "2022-42", "2022-33-01", "2022-6-1", "2022-06-17?~", "2022-06-17\n", "２０２２",
     "2022/2023", "9999-24"],
)  # fmt: skip
def test_values_outside_the_profile_are_refused_by_name(value: str) -> None:
    with pytest.raises(TimeError) as error:
        check_edtf(value)
    assert repr(value) in str(error.value)


@pytest.mark.parametrize(
    ("value", "grain"),
    [("2022-06-17~", "day"), ("2022-06", "month"), ("2022-36", "quarter"), ("2022-24", "season"),
     ("2022-41", "half"), ("2022?", "year")],
)  # fmt: skip
def test_the_grain_is_told_by_the_value(value: str, grain: str) -> None:
    assert find_grain(value) == grain


def test_a_winter_runs_into_the_next_year() -> None:
    assert latest_day("2022-24") == date(2023, 2, 28)
    assert is_within("2023-01-15", "2022-24")
    assert not is_within("2022-24", "2022")


def test_doubt_is_kept_and_changes_no_day() -> None:
    assert check_edtf("2022-06~") == "2022-06~"
    assert latest_day("2022-06~") == latest_day("2022-06")


def test_months_count_on_over_the_year() -> None:
    assert month_edtf(2022, 13) == "2023-01"
    assert month_edtf(2022, 0) == "2021-12"
