"""What the site is: its pages with the days of their lives, its troubles and special days."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

INSTITUTION = "Meril Rivers Commission"
SOURCES = ("news", "decisions", "notices", "events")
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Change:
    """The paragraphs of a page from a day on, and what a follower must notice."""

    on: date
    paragraphs: tuple[str, ...]
    told: str


@dataclass(frozen=True)
class Teaser:
    """A dated headline above another article, and the page of its own full article."""

    published: date
    title: str
    path: str


@dataclass(frozen=True)
class SitePage:
    """A page: where it is, when it lives and what it says."""

    path: str
    source: str
    on: date
    bears: date
    title: str
    paragraphs: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    twins: tuple[str, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    media: str = "text/html"
    charset: str = "utf-8"
    said_charset: str | None = None
    validators: str = "both"
    ends: date | None = None
    status: int = 0
    to: str | None = None
    back: date | None = None

    def lives(self, day: date) -> bool:
        """Whether the page is there on a day, at its first address or the one it moved to."""
        return self.on <= day and not self.is_gone(day)

    def is_gone(self, day: date) -> bool:
        """Whether the page was taken away and is not back yet."""
        ended = self.ends is not None and self.ends <= day and self.to is None
        return ended and not (self.back is not None and self.back <= day)

    def has_moved(self, day: date) -> bool:
        """Whether its first address only leads to another one."""
        return self.to is not None and self.ends is not None and self.ends <= day

    def address(self, day: date) -> str:
        """The path at which the page itself is."""
        return self.to if self.to and self.has_moved(day) else self.path

    def says(self, day: date) -> tuple[str, ...]:
        """The paragraphs of the page on a day."""
        return self._wording(day)[1]

    def changed(self, day: date) -> date:
        """The day since which it says that."""
        return self._wording(day)[0]

    def _wording(self, day: date) -> tuple[date, tuple[str, ...]]:
        passed = [(change.on, change.paragraphs) for change in self.changes if change.on <= day]
        return max(passed, default=(self.on, self.paragraphs))


@dataclass(frozen=True)
class Trouble:
    """What meets the first `times` requests of an address on each of its days (0: all)."""

    path: str
    kind: str
    times: int
    first: date
    last: date


@dataclass(frozen=True)
class Hopeless:
    """An address that a list names and that gives no page."""

    path: str
    source: str
    kind: str
    on: date
    title: str


@dataclass(frozen=True)
class Detour:
    """An address that leads to another one in several steps."""

    path: str
    to: str
    steps: int


@cache
def load_pages() -> tuple[SitePage, ...]:
    """All pages, the oldest first."""
    data = tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))
    pages = [_make_page(entry) for entry in data["page"]]
    pages += [_make_page(entry) for series in data["series"] for entry in _fill_series(series)]
    return tuple(sorted(pages, key=lambda page: (page.on, page.path)))


@cache
def load_troubles() -> tuple[Trouble, ...]:
    """What goes wrong with single addresses."""
    return tuple(
        Trouble(row["path"], row["kind"], row["times"], row["from"], row["to"])
        for row in _load_troubles()["trouble"]
    )


@cache
def load_hopeless() -> tuple[Hopeless, ...]:
    """The addresses that nobody can read."""
    return tuple(Hopeless(**row) for row in _load_troubles()["hopeless"])


@cache
def load_detours() -> tuple[Detour, ...]:
    """The addresses that only lead to others."""
    return tuple(Detour(**row) for row in _load_troubles()["detour"])


@cache
def find_special(day: date) -> str | None:
    """What is wrong with the whole site on a day, if anything is."""
    return next((row["kind"] for row in _load_troubles()["day"] if row["on"] == day), None)


@cache
def find_eras(day: date) -> frozenset[str]:
    """The changes of all pages that have been made by a day."""
    return frozenset(row["kind"] for row in _load_troubles()["era"] if row["on"] <= day)


def find_listed(source: str, day: date) -> list[tuple[date, str, str]]:
    """What the lists of a source name on a day, newest first: day, title, path."""
    found = [
        (page.on, page.title, page.address(day))
        for page in load_pages()
        if page.source == source and page.lives(day)
    ]
    found += [
        (one.on, one.title, one.path)
        for one in load_hopeless()
        if one.source == source and one.on <= day
    ]
    return sorted(found, key=lambda row: (row[0], row[2]), reverse=True)


def iter_days() -> Iterator[date]:
    """The days of the year."""
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        yield FIRST_DAY + timedelta(days=number)


@cache
def _load_troubles() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FOLDER / "troubles.toml").read_text("utf-8"))


def say_day(day: date) -> str:
    """A day as the site prints it."""
    return f"{day.day} {day:%B %Y}"


def _fill_series(series: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in series["rows"]:
        words = {**row, "day": say_day(row["on"])}
        yield {
            "source": series["source"],
            "on": row["on"],
            **{key: series[key].format(**words) for key in ("path", "title", "text")},
        }


def _make_page(entry: Mapping[str, Any]) -> SitePage:
    rest = {**entry}
    text, end = rest.pop("text"), rest.pop("end", {})
    changes = [
        Change(change["on"], _split(_swap(text, change["swap"])), change["told"])
        for change in rest.pop("change", ())
    ]
    return SitePage(
        bears=rest.pop("bears", rest["on"]),
        paragraphs=_split(text),
        changes=tuple(changes),
        twins=tuple(rest.pop("twins", ())),
        teasers=tuple(
            Teaser(date.fromisoformat(day), title, path)
            for day, title, path in rest.pop("teasers", ())
        ),
        attachments=tuple((name, path) for name, path in rest.pop("attachments", ())),
        ends=end.get("on"),
        status=end.get("status", 0),
        to=end.get("to"),
        back=end.get("back"),
        **rest,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


def _swap(text: str, swaps: list[list[str]]) -> str:
    for old, new in swaps:
        if old not in text:
            raise ValueError(f"pages.toml: no {old!r} to swap")
        text = text.replace(old, new)
    return text
