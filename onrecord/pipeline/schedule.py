"""When an address is visited again: recent pages often, older ones less, failing ones ever less.

The intervals are a little shorter than a round number, so that an update that runs at the same
hour every day does not miss a page by the minutes that it took the day before.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Up to an age a page is visited after such an interval; age counts from its publication or the
# last change that was seen of it.
VISITS = (
    (2 * DAY, 5 * HOUR),
    (14 * DAY, 22 * HOUR),
    (60 * DAY, 70 * HOUR),
    (365 * DAY, 166 * HOUR),
)
OLD_VISIT = 718 * HOUR  # about a month
GONE_VISITS = (22 * HOUR, 30 * DAY)  # the first, and the longest; doubled from visit to visit
PASSING_VISITS = (HOUR / 2, 7 * DAY)
LASTING_VISITS = (22 * HOUR, 30 * DAY)
HELD_VISIT = 22 * HOUR


def plan_visit(now: str, since: str) -> str:
    """When a page is due again that was published, or changed last, on a day or moment."""
    age = parse_moment(now) - parse_moment(since)
    interval = next((interval for most, interval in VISITS if age <= most), OLD_VISIT)
    return add_time(now, interval)


def plan_held(now: str) -> str:
    """When a page is due again whose answer is doubtful."""
    return add_time(now, HELD_VISIT)


def plan_retry(now: str, failures: int, *, passing: bool) -> str:
    """When an address is due again that failed so many times in a row."""
    return _double(now, failures, PASSING_VISITS if passing else LASTING_VISITS)


def plan_gone(now: str, visits: int) -> str:
    """When a page is due again that was said to be gone so many times in a row."""
    return _double(now, visits, GONE_VISITS)


def _double(now: str, times: int, bounds: tuple[timedelta, timedelta]) -> str:
    first, longest = bounds
    return add_time(now, min(first * 2 ** min(max(times, 1) - 1, 16), longest))


def add_time(moment: str, interval: timedelta) -> str:
    """A moment so much later."""
    later = parse_moment(moment) + interval
    return later.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_moment(text: str) -> datetime:
    """A day or moment in UTC; the beginning of a day. What is neither is the year 1."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
