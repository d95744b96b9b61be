"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

import pytest

from onrecord.acquire.answers import FetchError
from onrecord.acquire.pace import HostError
from onrecord.acquire.robots import (
    KEPT_SECONDS,
    LONGEST_DELAY,
    MOST_BYTES,
    RETRY_SECONDS,
    Robots,
)
from tests.site.following import SimulatedClock

SITE = "https://weirs.example"


class Rules:
    """Answers for robots.txt; `asked` are the addresses."""

    def __init__(self, body: bytes | str = b"", status: int = 200) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.asked: list[str] = []

    def __call__(self, address: str) -> tuple[int, bytes]:
        self.asked.append(address)
        return self.status, self.body


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(1_900_000_000.0)


def is_allowed(rules: str | bytes, path: str, clock: SimulatedClock) -> bool:
    try:
        Robots(clock).check(SITE + path, Rules(rules))
    except HostError:
        raise
    except FetchError:
        return False
    return True


GROUPS = """
# Everybody
User-agent: *
Disallow: /drafts/
Allow: /drafts/public/
Disallow: /*.cgi$
Disallow: /search?

User-agent: OnRecord
User-agent: gauge-reader
Disallow: /press/
Allow: /press/open

User-agent: other
Disallow: /
"""


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (GROUPS, "/drafts/plan", True),  # an own group takes the place of the one for all
        (GROUPS, "/press/1", False),
        (GROUPS, "/press/open/1", True),
        (GROUPS, "/robots.txt", True),
        (GROUPS.replace("OnRecord", "elsewhere"), "/drafts/plan", False),
        (GROUPS.replace("OnRecord", "elsewhere"), "/drafts/public/plan", True),
        (GROUPS.replace("OnRecord", "elsewhere"), "/tables/levels.cgi", False),
        (GROUPS.replace("OnRecord", "elsewhere"), "/tables/levels.cgi/all", True),
        (GROUPS.replace("OnRecord", "elsewhere"), "/search?for=weirs", False),
        (GROUPS.replace("OnRecord", "elsewhere"), "/searching", True),
        ("User-agent: *\nDisallow:\n", "/a", True),
        ("User-agent: *\nDisallow: /\n", "/a", False),
        ("USER-AGENT: *\r\nDISALLOW: /a\r\n", "/a", False),
        ("user-agent:*\rdisallow:/a\r", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a\n", "/a", False),
        ("User-agent: *\nDisallow: /a%62c\n", "/abc", False),
        ("User-agent: *\nDisallow: /\u00fcber\n", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /same\nAllow: /same\n", "/same", True),
        ("Disallow: /a\n", "/a", True),  # of no group
        ("<html><body>Not found</body></html>", "/a", True),
        (b"\xff\xfe\x00\x00 what is this", "/a", True),
        ("", "/a", True),
    ],
)
def test_rules_say_what_may_be_asked_for(
    clock: SimulatedClock, rules: str | bytes, path: str, allowed: bool
):
    assert is_allowed(rules, path, clock) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_rules_allows_all(clock: SimulatedClock, status: int):
    assert Robots(clock).check(SITE + "/a", Rules("User-agent: *\nDisallow: /", status)) == 0.0


@pytest.mark.parametrize("status", [0, 429, 500, 502, 503, 599])
def test_a_site_whose_rules_fail_allows_nothing(clock: SimulatedClock, status: int):
    with pytest.raises(HostError) as caught:
        Robots(clock).check(SITE + "/a", Rules("", status))
    assert (caught.value.host, caught.value.passing) == ("weirs.example", True)


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        ("Crawl-delay: 10", 10.0),
        ("crawl-delay: 2.5", 2.5),
        ("Crawl-delay: 90000", LONGEST_DELAY),
        ("Crawl-delay: soon", 0.0),
        ("", 0.0),
    ],
)
def test_the_delay_that_a_site_asks_for(clock: SimulatedClock, line: str, delay: float):
    assert Robots(clock).check(SITE + "/a", Rules(f"User-agent: *\n{line}\n")) == delay


def test_rules_are_asked_for_once_a_day_and_site(clock: SimulatedClock):
    robots, rules = Robots(clock), Rules("User-agent: *\nDisallow: /b\n")
    for path in ("/a", "/a?b", "/c"):
        robots.check(SITE + path, rules)
    robots.check("https://WEIRS.example/a", rules)
    assert rules.asked == [SITE + "/robots.txt"]
    robots.check("https://weirs.example:8443/a", rules)
    robots.check("http://weirs.example/a", rules)
    assert len(rules.asked) == 3
    clock.now += KEPT_SECONDS
    robots.check(SITE + "/a", rules)
    assert len(rules.asked) == 4


def test_rules_that_failed_are_asked_for_again_soon(clock: SimulatedClock):
    robots, rules = Robots(clock), Rules("", 503)
    for _ in range(2):
        with pytest.raises(HostError):
            robots.check(SITE + "/a", rules)
    assert len(rules.asked) == 1
    clock.now += RETRY_SECONDS
    rules.status = 200
    assert robots.check(SITE + "/a", rules) == 0.0


def test_of_rules_without_end_the_beginning_counts(clock: SimulatedClock):
    head = "User-agent: *\nDisallow: /a\n"
    tail = "#" * MOST_BYTES + "\nDisallow: /b\n"
    assert not is_allowed(head + tail, "/a", clock)
    assert is_allowed(head + tail, "/b", clock)
