"""When an address is visited again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from onrecord.pipeline.schedule import parse_moment, plan_gone, plan_held, plan_retry, plan_visit

NOW = "2030-03-17T12:00:00.000000Z"


def count_hours(moment: str) -> float:
    return (parse_moment(moment) - parse_moment(NOW)) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "hours"),
    [
        ("2030-03-17", 5),
        ("2030-03-16T12:00:00Z", 5),
        ("2030-03-10", 22),
        ("2030-02-10", 70),
        ("2029-10-01", 166),
        ("2020-10-01", 718),
        ("2031-01-01", 5),  # dated ahead
        ("no day", 718),
    ],
)
def test_the_older_a_page_is_the_less_often_it_is_visited(since: str, hours: float):
    assert count_hours(plan_visit(NOW, since)) == hours


def test_what_fails_in_passing_is_tried_soon_and_then_ever_less():
    hours = [count_hours(plan_retry(NOW, times, passing=True)) for times in (1, 2, 3, 9, 10, 999)]
    assert hours == [0.5, 1.0, 2.0, 128.0, 168.0, 168.0]


def test_what_fails_for_good_is_tried_daily_and_then_ever_less():
    hours = [count_hours(plan_retry(NOW, times, passing=False)) for times in (1, 2, 6, 999)]
    assert hours == [22.0, 44.0, 704.0, 720.0]


def test_what_is_gone_or_held_is_looked_at_again():
    assert [count_hours(plan_gone(NOW, times)) for times in (0, 1, 2, 99)] == [22, 22, 44, 720]
    assert count_hours(plan_held(NOW)) == 22


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2030-03-17", datetime(2030, 3, 17, tzinfo=UTC)),
        ("2030-03-17T10:00:00+02:00", datetime(2030, 3, 17, 8, tzinfo=UTC)),
        ("2030-03-17T10:00:00", datetime(2030, 3, 17, 10, tzinfo=UTC)),
        ("17 March", datetime(1, 1, 1, tzinfo=UTC)),
        ("", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_days_and_moments_are_in_utc(text: str, moment: datetime):
    assert parse_moment(text) == moment
