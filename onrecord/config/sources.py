"""What a source is: where an institution publishes, and how it is to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.config.layouts import Layout

FILE = "onrecord.toml"

DEFAULT_PACE = 1.0  # seconds between two requests to a host
LONGEST_PACE = 3600.0  # an hour: a list of a hundred pages takes four days then
SHORTEST_PACE = 0.2  # five requests a second trouble no site that is public
DEFAULT_PAGES = 10  # pages of a list followed: a year of most press offices
MOST_PAGES = 10_000
DEFAULT_LANG = "en"


@dataclass(frozen=True, slots=True)
class Api:
    """An address that answers with JSON.

    `items` is the path to the array of releases (`data.items`; empty where the answer is the
    array itself), `fields` the field of an item for each slot (address, title, date, updated,
    teaser, text, html, id), `next` the path to the address or the number of the next page, or
    `page` the query parameter that counts pages up from `first`.
    """

    address: str
    items: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    next: str | None = None
    page: str | None = None
    first: int = 1


@dataclass(frozen=True, slots=True)
class Declared:
    """A source as `onrecord.toml` declares it.

    `lists`, `feeds` and `sitemaps` are addresses, `archives` WARC and WACZ files, `folders`
    folders of saved pages (both absolute). `pace` is the seconds between two requests to a
    host, `pages` the most pages of a list that are followed, `allow` the hosts that may be
    private, `layout` how its pages are set, `include` and `exclude` patterns of the paths of
    releases' addresses. `line` is where the declaration begins.
    """

    name: str
    institution: str | None = None
    lang: str = DEFAULT_LANG
    lists: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    archives: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    api: Api | None = None
    layout: tuple[Layout, ...] = ()
    pace: float = DEFAULT_PACE
    allow: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pages: int = DEFAULT_PAGES
    line: int = 0

    @property
    def starts(self) -> tuple[str, ...]:
        """All addresses on the web that the source begins at."""
        api = (self.api.address,) if self.api else ()
        return (*self.feeds, *self.sitemaps, *self.lists, *api)
