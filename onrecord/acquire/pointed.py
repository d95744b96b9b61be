"""A release that a list, a feed, a sitemap or an API points to."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.text import Capture


@dataclass(frozen=True, slots=True)
class Pointed:
    """The address of a release, and what is said of it where it is pointed to.

    `published` and `updated` are ISO 8601 days or moments, as exact as they were given.
    `capture` is the document itself where the source gives it whole (an API with its text):
    nothing is to be fetched then.
    """

    address: str
    title: str | None = None
    published: str | None = None
    teaser: str | None = None
    updated: str | None = None
    capture: Capture | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """What one answer holds: the releases it points to, and addresses at which more stand."""

    items: tuple[Pointed, ...]
    following: tuple[str, ...] = ()
