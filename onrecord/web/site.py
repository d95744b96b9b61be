"""What every page needs: the register, how promises are followed, and which day it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, TypeVar
from weakref import WeakKeyDictionary

from fastapi import Depends, Request

from onrecord.pipeline.statuses import Followed, promise_statuses
from onrecord.register.reader import Register
from onrecord.web.past import Moment, shown_past

T = TypeVar("T")

Follow = Callable[[Register, date, Sequence[str]], Mapping[str, Followed]]


@dataclass(frozen=True, slots=True)
class Site:
    """A register with what is shown around it.

    `follow` gives what became of promises and announced events by a day, by entry id. What
    `remember` has found is `kept` until something is written.
    """

    register: Register
    follow: Follow = promise_statuses
    today: Callable[[], date] = date.today
    kept: dict[str, tuple[str, Any]] = field(default_factory=dict)
    pasts: WeakKeyDictionary[Register, dict[str, tuple[str, Any]]] = field(
        default_factory=WeakKeyDictionary
    )

    def remember(self, name: str, find: Callable[[], T]) -> T:
        """What `find` gives, found again only once the register or the day has changed."""
        stamp = f"{self.today()} {self.register.stamp()}"
        before, value = self.kept.get(name, ("", None))
        if before != stamp:
            value = find()
            self.kept[name] = (stamp, value)
        found: T = value
        return found

    def at(self, moment: Moment) -> Site:
        """The site as it was on a past day, which is its today."""
        known, asof = (str(day) if day else None for day in (moment.known, moment.asof))
        register = self.register.at(known, published=asof)
        kept = self.pasts.setdefault(register, {})
        return replace(self, register=register, today=lambda: moment.day, kept=kept)


def _find_site(request: Request) -> Site:
    site: Site = request.app.state.site
    moment = shown_past()
    return site.at(moment) if moment else site


OnSite = Annotated[Site, Depends(_find_site)]
