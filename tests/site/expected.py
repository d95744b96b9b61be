"""What a perfect follower holds after its visits to the site: worked out from the plan alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tests.site.plan import (
    SOURCES,
    SitePage,
    find_special,
    load_hopeless,
    load_pages,
    load_troubles,
)

DARK = frozenset({"offline", "repairs", "hollow", "closed"})  # days on which no page can be had
LISTLESS = DARK | {"bare"}  # days on which nothing new is named


@dataclass(frozen=True)
class Telling:
    """A release: its headline (None in a teaser), its day and its text with single spaces."""

    title: str | None
    published: str
    text: str


@dataclass(frozen=True)
class Version:
    """A wording of a page, the visit that found it first, and what it lets a reader notice."""

    seen: date
    releases: tuple[Telling, ...]
    told: str | None = None


@dataclass(frozen=True)
class Document:
    """A page with its versions; `gone` is the visit that found it taken away, if it still is."""

    path: str
    address: str
    source: str
    versions: tuple[Version, ...]
    gone: date | None = None


@dataclass(frozen=True)
class Failing:
    """An address that is named and cannot be had, and the visit that found this first."""

    path: str
    since: date
    kind: str


@dataclass(frozen=True)
class Alarm:
    """A visit on which a source is not as it was, and nothing doubtful may be published."""

    day: date
    source: str
    kind: str


@dataclass(frozen=True)
class Expected:
    """All that is held after the last of the visits."""

    documents: tuple[Document, ...]
    failing: tuple[Failing, ...]
    alarms: tuple[Alarm, ...]


def expect_year(visits: Sequence[date]) -> Expected:
    """What is held after visits to the site on these days, in their order."""
    return Expected(
        documents=tuple(_follow_pages(visits)),
        failing=tuple(_find_failing(visits)),
        alarms=tuple(_find_alarms(visits)),
    )


def _follow_pages(visits: Sequence[date]) -> Iterator[Document]:
    for page in load_pages():
        named = next((day for day in visits if _is_named(page, day)), None)
        versions = tuple(_find_versions(page, visits, named)) if named else ()
        if versions:
            last = visits[-1]
            path = page.address(last) if not _was_had_before_move(page, versions) else page.path
            gone = _find_gone(page, visits)
            yield Document(path, page.address(last), page.source, versions, gone)


def _was_had_before_move(page: SitePage, versions: Sequence[Version]) -> bool:
    return page.to is None or page.ends is None or versions[0].seen < page.ends


def _is_named(page: SitePage, day: date) -> bool:
    return page.lives(day) and find_special(day) not in LISTLESS


def _find_versions(page: SitePage, visits: Sequence[date], named: date) -> Iterator[Version]:
    held: tuple[Telling, ...] = ()
    for day in visits:
        if day < named or not page.lives(day) or not _can_be_had(page, day):
            continue
        told = tell_releases(page, day)
        if told != held:
            yield Version(day, told, _find_told(page, day) if held else None)
            held = told


def _can_be_had(page: SitePage, day: date) -> bool:
    return find_special(day) not in DARK and not _is_troubled(page.address(day), day)


def _is_troubled(path: str, day: date) -> bool:
    """Whether every request of an address fails on a day."""
    return any(
        trouble.path == path and not trouble.times and trouble.first <= day <= trouble.last
        for trouble in load_troubles()
        if trouble.kind != "slow"
    )


def tell_releases(page: SitePage, day: date) -> tuple[Telling, ...]:
    """The releases on a page: its teasers, then its own text."""
    teasers = [Telling(None, one.published.isoformat(), one.title) for one in page.teasers]
    own = Telling(page.title, page.bears.isoformat(), " ".join(page.says(day)))
    return (*teasers, own)


def _find_told(page: SitePage, day: date) -> str | None:
    return next((one.told for one in reversed(page.changes) if one.on <= day), None)


def _find_gone(page: SitePage, visits: Sequence[date]) -> date | None:
    """The visit that found a page gone, where it is still gone at the last one."""
    since = None
    for day in visits:
        if find_special(day) not in DARK and page.on <= day:
            since = (since or day) if page.is_gone(day) else None
    return since


def _find_failing(visits: Sequence[date]) -> Iterator[Failing]:
    for one in load_hopeless():
        days = [day for day in visits if day >= one.on and find_special(day) not in LISTLESS]
        if days:
            yield Failing(one.path, days[0], one.kind)
    for page in load_pages():
        named = next((day for day in visits if _is_named(page, day)), date.max)
        lit = [day for day in visits if day >= named and find_special(day) not in DARK]
        days = [day for day in lit if page.lives(day)]
        if days and _is_troubled(page.address(days[-1]), days[-1]):
            first = next(day for day in days if _is_troubled(page.address(day), day))
            yield Failing(page.path, first, "trouble")


def _find_alarms(visits: Sequence[date]) -> Iterator[Alarm]:
    for day in visits:
        special = find_special(day)
        if special:
            for source in SOURCES:
                yield Alarm(day, source, special)
