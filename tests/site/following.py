"""Following the site: its sources as they are declared, the days of visits, a simulated clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from onrecord.acquire.fetcher import Limits
from onrecord.config.parsing import load_sources
from onrecord.pipeline.updating import Updated, update_sources
from onrecord.register.alarms import LAYOUT, YIELD
from tests.site.plan import INSTITUTION

VISITS = tuple(
    date.fromisoformat(f"2025-{day}")
    for day in (
        "01-08",
        "01-29",
        "02-12",
        "03-05",
        "03-19",
        "03-20",
        "04-09",
        "04-30",
        "05-14",
        "05-21",
        "06-04",
        "06-25",
        "07-02",
        "07-25",
        "08-13",
        "09-03",
        "09-10",
        "09-24",
        "10-15",
        "10-29",
        "11-12",
        "12-03",
        "12-17",
        "12-31",
    )
)
HOUR = 9  # of a day, at which the site is visited
START_SECONDS = 60.0  # between two starts of one visit

# Far above what the site sends by right, far below what it pours out by wrong.
LIMITS = Limits(step=5.0, whole=20.0, wire=1024 * 1024, body=2 * 1024 * 1024)

# The alarm that belongs to what is wrong with the site on a day, None where there is none.
ALARMS = {"offline": None, "repairs": YIELD, "hollow": LAYOUT, "bare": YIELD, "closed": None}

SOURCES = """
[[source]]
name = "news"
institution = "{institution}"
feeds = ["{base}/feeds/news.rss"]
lists = ["{base}/news"]
allow = ["127.0.0.1"]
pace = 1.0

[[source]]
name = "decisions"
institution = "{institution}"
sitemaps = ["{base}/sitemap.xml"]
allow = ["127.0.0.1"]
pace = 1.0

[[source]]
name = "notices"
institution = "{institution}"
feeds = ["{base}/feeds/notices.atom"]
allow = ["127.0.0.1"]
pace = 1.0

[[source]]
name = "events"
institution = "{institution}"
lists = ["{base}/events"]
allow = ["127.0.0.1"]
include = ["/events/*"]
pages = 4
pace = 1.0
"""


@dataclass
class SimulatedClock:
    """A clock that only goes on where somebody waits."""

    now: float

    def time(self) -> float:
        """The seconds since 1970."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.now += seconds


def find_moment(day: date, start: int = 1) -> float:
    """The moment of the `start`-th start (from 1) of the visit on a day."""
    begin = datetime.combine(day, time(HOUR), UTC).timestamp()
    return begin + (start - 1) * START_SECONDS


def write_sources(home: Path, base: str) -> None:
    """Declare the sources of the site in a home."""
    home.mkdir(parents=True, exist_ok=True)
    declared = SOURCES.format(institution=INSTITUTION, base=base)
    (home / "onrecord.toml").write_text(declared.lstrip(), "utf-8")


def visit_site(home: Path, day: date, start: int = 1) -> list[Updated]:
    """Follow the site on a day, in the `start`-th start of that visit."""
    clock = SimulatedClock(find_moment(day, start))
    return list(update_sources(home, load_sources(home), clock=clock, seed=1, limits=LIMITS))
