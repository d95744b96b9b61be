"""How often a host is asked, and how long is waited."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from onrecord.acquire.pace import (
    LONGEST_HOLD,
    LONGEST_WAIT,
    STRIKES,
    HostError,
    Pace,
    parse_retry,
    spell_moment,
)
from tests.site.following import SimulatedClock

NOW = 1_900_000_000.0
HOST = "weirs.example"


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOW)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("9" * 400, LONGEST_HOLD),
        ("604800", LONGEST_HOLD),
        (formatdate(NOW + 90, usegmt=True), 90.0),
        (formatdate(NOW - 90, usegmt=True), 0.0),
        ("Sun, 17 Mar 2030 17:48:10 -0000", 90.0),
        ("Sunday, 17-Mar-30 17:48:10 GMT", 90.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_HOLD),
        ("-5", None),
        ("1.5", None),
        ("\u0661\u0662", None),
        ("soon", None),
        ("", None),
        ("Sun, 99 Mar 2030 17:48:10 GMT", None),
    ],
)
def test_how_long_an_answer_asks_to_wait(value: str | None, seconds: float | None):
    assert parse_retry(value, NOW) == seconds


def test_a_moment_is_spelled_so_that_moments_sort_as_text():
    assert spell_moment(NOW) == "2030-03-17T17:46:40.000000Z"
    assert spell_moment(NOW) < spell_moment(NOW + 0.001)


def test_each_host_is_asked_at_its_own_pace(clock: SimulatedClock):
    pace = Pace(clock)
    pace.wait(HOST, 5.0)
    pace.wait("gauges.example", 5.0)
    assert clock.now == NOW
    clock.now += 2.0
    pace.wait(HOST, 5.0)
    assert clock.now == NOW + 5.0
    clock.now += 60.0
    pace.wait(HOST, 5.0)
    assert clock.now == NOW + 65.0


def test_a_hold_is_waited_for_and_never_shortened(clock: SimulatedClock):
    pace = Pace(clock)
    pace.hold(HOST, 60.0)
    pace.hold(HOST, 10.0)
    pace.wait(HOST, 1.0)
    assert clock.now == NOW + 60.0


def test_a_hold_that_is_too_long_for_a_run_is_an_error_until_it_ends(clock: SimulatedClock):
    pace = Pace(clock)
    pace.hold(HOST, LONGEST_WAIT + 1)
    with pytest.raises(HostError, match="until 2030-03-17T17:48Z"):
        pace.wait(HOST, 1.0)
    assert clock.now == NOW
    pace.wait("gauges.example", 1.0)
    clock.now += 2.0
    pace.wait(HOST, 1.0)
    assert clock.now == NOW + LONGEST_WAIT + 1


def test_a_pace_that_is_slow_by_wish_is_no_error(clock: SimulatedClock):
    pace = Pace(clock)
    pace.wait(HOST, 900.0)
    pace.wait(HOST, 900.0)
    assert clock.now == NOW + 900.0


def test_a_host_is_left_alone_after_some_silences_in_a_row(clock: SimulatedClock):
    pace = Pace(clock)
    for _ in range(STRIKES - 1):
        pace.strike(HOST)
    pace.wait(HOST, 0.0)
    pace.answered(HOST)
    for _ in range(STRIKES):
        pace.wait(HOST, 0.0)
        pace.strike(HOST)
    with pytest.raises(HostError, match="does not answer"):
        pace.wait(HOST, 0.0)
    pace.wait("gauges.example", 0.0)
