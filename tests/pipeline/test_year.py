"""A year of following a site: in the end the register holds what the site is known to have had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import pytest

from onrecord.acquire.fetcher import TRIES
from onrecord.acquire.robots import AGENT
from tests.site.answers import HUGE_BYTES
from tests.site.expected import expect_year
from tests.site.following import ALARMS, VISITS, visit_site, write_sources
from tests.site.held import find_defects
from tests.site.plan import find_special, load_pages
from tests.site.server import Request, serve_site

# `python -m trust year` follows the site on all its days; on these each thing happens once.
DAYS = tuple(
    date.fromisoformat(f"2025-{day}")
    for day in (
        "01-08",  # the first visit
        "03-05",  # other furniture, a loop of redirects and one to a private host, 429 for the list
        "03-19",  # nothing answers
        "04-09",  # bodies that break off, a page without end, articles wrapped otherwise
        "05-21",  # every address tells of repairs
        "08-13",  # the new design, a forbidden page, one that unpacks without end, moved pages
        "09-10",  # articles without their text
        "10-15",  # empty lists
        "11-12",  # robots.txt answers 503
        "12-31",
    )
)
MOST_MONTHS = 4  # of the calendar without end that a visit looks at: `pages` of its source
MOST_POURED = HUGE_BYTES // 4  # of a page without end in one visit, with what waits in buffers


@dataclass
class Year:
    """What was held otherwise than it should after each visit, and all that was asked."""

    defects: dict[date, list[str]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    poured: list[int] = field(default_factory=list)

    def asked(self, day: date, path: str) -> list[Request]:
        """The requests of a path and all below it on a day."""
        return [one for one in self.requests if one.day == day and one.target.startswith(path)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    home, year = tmp_path_factory.mktemp("year"), Year()
    with serve_site(stall=0.3) as site:
        write_sources(home, site.base)
        for number, day in enumerate(DAYS, 1):
            site.day, before = day, site.sent
            visit_site(home, day)
            known = expect_year(DAYS[:number])
            year.defects[day] = find_defects(home, site.base, known, ALARMS)
            year.poured.append(site.sent - before)
        year.requests = list(site.requests)
    return year


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_after_each_visit_the_register_holds_what_the_site_had(year: Year, day: date):
    assert day in VISITS
    assert year.defects[day] == []


def test_no_other_host_and_nothing_forbidden_is_ever_asked(year: Year):
    assert {one.host for one in year.requests} == {"127.0.0.1"}
    assert [one for one in year.requests if one.target.startswith("/internal")] == []
    assert {one.agent.partition("/")[0] for one in year.requests} == {AGENT}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_visit_asks_robots_txt_first_and_nothing_twice_without_reason(year: Year, day: date):
    asked = year.asked(day, "/")
    assert asked[0].target == "/robots.txt"
    times = Counter(one.target for one in asked if one.status == 200)
    assert {target: count for target, count in times.items() if count > TRIES} == {}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_trap_without_end_is_left_after_a_few_steps(year: Year, day: date):
    months = {one.target for one in year.asked(day, "/events?") + year.asked(day, "/events")}
    assert len([month for month in months if not month.startswith("/events/")]) <= MOST_MONTHS


def test_a_page_without_end_is_not_read_to_its_end(year: Year):
    assert max(year.poured) > 0
    assert max(year.poured) <= MOST_POURED


def test_a_page_that_has_not_changed_since_is_not_sent_again(year: Year):
    first, before, last = date(2025, 8, 13), date(2025, 10, 15), DAYS[-1]
    kept = {one.target for one in year.requests if one.day == before and one.status == 200}
    same = {
        page.address(last)
        for page in load_pages()
        if page.validators == "both" and page.address(last) in kept
        if page.to is None and page.on <= first and page.changed(last) <= before
    }
    again = [one for one in year.requests if one.day == last and one.target in same]
    assert len(again) > len(same) / 2
    assert [one.target for one in again if one.status != 304 or not one.conditional] == []


def test_when_the_site_allows_nothing_only_robots_txt_is_asked(year: Year):
    closed = next(day for day in DAYS if find_special(day) == "closed")
    assert {one.target for one in year.asked(closed, "/")} == {"/robots.txt"}
