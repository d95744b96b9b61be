"""What every page needs: the register, how promises are followed, and which day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from onrecord.register.reader import Register
from onrecord.web.followed import Follow, follow_dates


@dataclass(frozen=True, slots=True)
class Site:
    """A register with what is shown around it."""

    register: Register
    follow: Follow = follow_dates
    today: Callable[[], date] = date.today


def _find_site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


OnSite = Annotated[Site, Depends(_find_site)]
