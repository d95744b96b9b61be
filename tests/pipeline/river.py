"""A small source on this machine that tests change from visit to visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.config.sources import Declared
from onrecord.pipeline.updating import Progress, Updated, update_sources
from onrecord.register.covered import Covered, load_covered
from onrecord.register.store import open_engine
from tests.acquire.answering import Reply, Web, serve_web
from tests.site.following import LIMITS, SimulatedClock
from tests.site.held import Held, load_held

BEGIN = 1_900_000_000.0  # 17 March 2030
DAY = 86_400.0
NAME = "locks"
PLACES = ("Arle", "Brook", "Cann", "Dorn", "Elver", "Frith", "Gorse", "Holm", "Ister")
PAGE = """<!doctype html><html><head><title>{title} | Lock Board</title>{head}</head><body>
<nav><a href="/feed">News</a> <a href="/about">About us</a></nav>
<main><article><h1>{title}</h1><p class="date">{day} March 2030</p>
<p>On {day} March 2030 the Lock Board met in {place} under the chairmanship of Ada Verin.</p>
<p>The Board approved the plan of works for the lock of {place}. {more}</p>
<p>The gates, the sluices and the bridge of the lock are thirty years old, and all of them will
be repaired in turn while boats go through the old lock beside it, free of charge.</p>
</article></main><footer><p>Lock Board, Quay 1</p></footer></body></html>"""
HOLLOW = "<!doctype html><html><head></head><body><div id='app'>Loading</div></body></html>"


def draw_page(number: int, more: str = "It takes effect on 1 June 2030.", head: str = "") -> bytes:
    """A release, by its number from 0."""
    place = PLACES[number]
    title = f"Board approves works at the lock of {place}"
    return PAGE.format(title=title, head=head, day=number + 2, place=place, more=more).encode()


def draw_feed(base: str, paths: Sequence[str]) -> bytes:
    """The feed that names these paths."""
    rows = "".join(
        f"<item><title>Board approves works at lock number {number}</title>"
        f"<link>{base}{path}</link></item>"
        for number, path in enumerate(paths)
    )
    return f"<rss version='2.0'><channel><title>News</title>{rows}</channel></rss>".encode()


@dataclass
class River:
    """The source `locks`, its feed, and the register that follows it."""

    web: Web
    home: Path
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(BEGIN))

    @property
    def declared(self) -> Declared:
        """The source."""
        return Declared(NAME, feeds=(f"{self.web.base}/feed",), allow=("127.0.0.1",), pace=0.2)

    def publish(self, *bodies: bytes) -> None:
        """Let the feed name `/0`, `/1` … and let them have these bodies."""
        self.name(*(f"/{number}" for number in range(len(bodies))))
        for number, body in enumerate(bodies):
            self.give(f"/{number}", body)

    def name(self, *paths: str) -> None:
        """Let the feed name these paths."""
        self.web.pages["/feed"] = Reply(200, draw_feed(self.web.base, paths))

    def give(self, path: str, body: bytes) -> None:
        """Let a path have a page."""
        self.web.pages[path] = Reply(200, body, [("content-type", "text/html; charset=utf-8")])

    def lead(self, path: str, to: str) -> None:
        """Let a path lead on to another one."""
        self.web.pages[path] = Reply(301, headers=[("location", to)])

    def visit(self, days: float = 4.0, progress: Progress = lambda _: None) -> Updated:
        """Update some days later."""
        self.clock.now += days * DAY
        self.web.asked.clear()
        updated = update_sources(
            self.home, [self.declared], clock=self.clock, seed=1, limits=LIMITS, progress=progress
        )
        return next(iter(updated))

    def held(self) -> dict[str, Held]:
        """The documents of the register by their paths."""
        engine = open_engine(self.home)
        with engine.connect() as connection:
            documents = load_held(connection, self.web.base)
        engine.dispose()
        assert len({one.path for one in documents}) == len(documents)
        return {one.path: one for one in documents}

    def covered(self) -> Covered:
        """How much of the source is had."""
        engine = open_engine(self.home)
        with engine.connect() as connection:
            (one,) = load_covered(connection)
        engine.dispose()
        return one


@contextmanager
def follow_river(home: Path) -> Iterator[River]:
    """A source that is followed into a home, until the block ends."""
    with serve_web() as web:
        web.pages["/robots.txt"] = Reply(200)
        yield River(web, home)
