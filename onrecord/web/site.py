"""What every page needs: the register, how promises are followed, and which day it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from onrecord.pipeline.statuses import Followed, promise_statuses
from onrecord.register.reader import Register

Follow = Callable[[Register, date, Sequence[str]], Mapping[str, Followed]]


@dataclass(frozen=True, slots=True)
class Site:
    """A register with what is shown around it.

    `follow` gives what became of promises and announced events by a day, by entry id.
    """

    register: Register
    follow: Follow = promise_statuses
    today: Callable[[], date] = date.today


def _find_site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


OnSite = Annotated[Site, Depends(_find_site)]
