from datetime import date

import pytest

from onrecord.errors import InputError
from onrecord.web.forms import check_filters, read_asof, read_filters, read_page
from onrecord.web.kinds import BY_SLUG

EVENTS = BY_SLUG["events"]


@pytest.mark.parametrize(
    ("given", "since", "until"),
    [
        ({"from": "2024", "to": "2024"}, "2024-01-01", "2024-12-31"),
        ({"from": "2024-02", "to": "2024-02"}, "2024-02-01", "2024-02-29"),
        ({"from": " 2024-05-17 "}, "2024-05-17", None),
        ({"to": "2024-34"}, None, "2024-06-30"),
        ({}, None, None),
    ],
)
def test_days_months_and_years_bound_a_list(
    given: dict[str, str], since: str | None, until: str | None
) -> None:
    query = read_filters(given, EVENTS).query
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    "given",
    [
        {"from": "soon"},
        {"to": "2024-13"},
        {"kind": "party"},
        {"status": "kept"},
        {"words": "x" * 500},
    ],
)
def test_what_cannot_be_used_is_told_and_left_out(given: dict[str, str]) -> None:
    filters = read_filters(given, EVENTS)
    assert len(filters.errors) == 1
    assert filters.query == read_filters({}, EVENTS).query
    with pytest.raises(InputError):
        check_filters(filters)


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, "1.5"])
def test_what_is_no_page_is_refused(page: str) -> None:
    with pytest.raises(InputError):
        read_page({"page": page})


def test_pages_count_from_one() -> None:
    assert read_page({}) == 1
    assert read_filters({"page": "3"}, EVENTS).query.offset == 100


def test_a_month_is_judged_on_its_last_day() -> None:
    day, field = read_asof({"asof": "2024-05"}, date(2026, 1, 1))
    assert (day, field.error) == (date(2024, 5, 31), "")
    assert read_asof({}, date(2026, 1, 1))[0] == date(2026, 1, 1)
    assert read_asof({"asof": "later"}, date(2026, 1, 1))[1].error
