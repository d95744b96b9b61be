"""How the site leads to its pages: lists, feeds, sitemaps, robots rules."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from tests.site.plan import (
    FIRST_DAY,
    INSTITUTION,
    find_eras,
    find_listed,
    find_special,
    load_detours,
    load_pages,
    say_day,
)

PAGE_ITEMS = 8  # of a list
FEED_ITEMS = 10
CRAWL_DELAY = 2  # seconds

Item = tuple[date, str, str]

ROBOTS = (
    f"User-agent: *\nDisallow: /internal/\nCrawl-delay: {CRAWL_DELAY}\n\n"
    "Sitemap: {base}/sitemap.xml\n"
)


def find_items(source: str, day: date) -> list[Item]:
    """What is listed of a source: nothing on a day on which lists are empty."""
    return [] if find_special(day) == "bare" else find_listed(source, day)


def draw_list(source: str, number: int, day: date, base: str) -> bytes:
    """A page of a paginated list; the last one still has a link on, to itself."""
    items = find_items(source, day)
    pages = max(1, -(-len(items) // PAGE_ITEMS))
    number = min(max(number, 1), pages)
    shown = items[(number - 1) * PAGE_ITEMS : number * PAGE_ITEMS]
    following = min(number + 1, pages)
    links = f"<a rel='next' href='{base}/{source}?page={following}'>Next</a>"
    return _draw_frame(source.capitalize(), _draw_items(shown, base), links)


def draw_month(month: str, day: date, base: str) -> bytes:
    """A month of the calendar, with all events beside it; it leads to the next one for ever."""
    first = _read_month(month, day)
    following = (first + timedelta(days=32)).replace(day=1)
    links = f"<a rel='next' href='{base}/events?month={following:%Y-%m}'>Next month</a>"
    shown = _draw_items(find_items("events", day), base)
    return _draw_frame(f"Events in {first:%B %Y}", shown, links)


def _read_month(month: str, day: date) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return FIRST_DAY if not month else day.replace(day=1)


def _draw_items(items: Sequence[Item], base: str) -> str:
    rows = "".join(
        f"<li class='item'><span class='date'>{say_day(day)}</span> "
        f"<a href='{base}{path}'>{escape(title)}</a>{_draw_print(path, base)}</li>"
        for day, title, path in items
    )
    return f"<ul class='items'>{rows}</ul>"


def _draw_print(path: str, base: str) -> str:
    """A link to the print twin of a page, where it has one."""
    twin = next((twin for twin in _find_twins(path) if twin.endswith("/print")), None)
    return f" <a href='{base}{twin}'>Print version</a>" if twin else ""


def _find_twins(path: str) -> tuple[str, ...]:
    return next((page.twins for page in load_pages() if page.path == path), ())


def _choose_mirror(path: str) -> str:
    """The address under which the feed names a page: another one than the list, if it has one."""
    return next((twin for twin in _find_twins(path) if not twin.endswith("/print")), path)


def _draw_frame(title: str, middle: str, links: str) -> bytes:
    return (
        f"<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><title>{title} | "
        f"{INSTITUTION}</title></head><body><nav><ul><li><a href='/about'>About us</a></li>"
        f"<li><a href='/contact'>Contact</a></li></ul></nav><main><h1>{title}</h1>{middle}"
        f"<p class='pager'>{links}</p></main><footer><p>{INSTITUTION}, Castelorn</p></footer>"
        "</body></html>"
    ).encode()


def draw_rss(source: str, day: date, base: str) -> bytes:
    """The newest items as RSS; their addresses carry where the reader came from."""
    rows = "".join(
        f"<item><title>{escape(title)}</title><link>{base}{_choose_mirror(path)}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>{path}</guid><pubDate>{on:%a, %d %b %Y} 08:00:00 GMT</pubDate>"
        "</item>"
        for on, title, path in find_items(source, day)[:FEED_ITEMS]
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{INSTITUTION}"
        f"</title><link>{base}/</link><description>News</description>{rows}</channel></rss>"
    ).encode()


def draw_atom(source: str, day: date, base: str) -> bytes:
    """The newest items as Atom."""
    rows = "".join(
        f"<entry><title>{escape(title)}</title><link rel='alternate' href='{base}{path}'/>"
        f"<id>{base}{path}</id><published>{on}T08:00:00Z</published>"
        f"<updated>{on}T08:00:00Z</updated></entry>"
        for on, title, path in find_items(source, day)[:FEED_ITEMS]
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>{INSTITUTION}: {source}</title><id>{base}/{source}</id>"
        f"<updated>{day}T08:00:00Z</updated>{rows}</feed>"
    ).encode()


def draw_index(day: date, base: str) -> bytes:
    """The sitemap: an index of parts, one of them missing, and of itself."""
    del day
    parts = ("/sitemaps/decisions.xml.gz", "/sitemaps/lost.xml", "/sitemap.xml")
    rows = "".join(f"<sitemap><loc>{base}{path}</loc></sitemap>" for path in parts)
    return _draw_sitemap("sitemapindex", rows)


def draw_part(day: date, base: str) -> bytes:
    """The part of the sitemap with the decisions, packed; one is named by a detour only."""
    detours = {detour.to: detour.path for detour in load_detours()}
    # The packed bytes are the same for the same day: no clock in them.
    rows = "".join(
        f"<url><loc>{base}{detours.get(path, path)}</loc><lastmod>{_find_change(path, day)}"
        "</lastmod></url>"
        for _, _, path in find_items("decisions", day)
    )
    return gzip.compress(_draw_sitemap("urlset", rows), mtime=0)


def _find_change(path: str, day: date) -> date:
    return next(page.changed(day) for page in load_pages() if page.path == path)


def _draw_sitemap(root: str, rows: str) -> bytes:
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return (
        f"<?xml version='1.0' encoding='utf-8'?><{root} xmlns='{namespace}'>{rows}</{root}>"
    ).encode()


def draw_home(day: date, base: str) -> bytes:
    """The front page, which tells of the feeds."""
    shown = _draw_items(find_items("news", day)[:3], base)
    feeds = (
        "<link rel='alternate' type='application/rss+xml' href='/feeds/news.rss'>"
        "<link rel='alternate' type='application/atom+xml' href='/feeds/notices.atom'>"
    )
    added = " Open data" if "menu" in find_eras(day) else ""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{INSTITUTION}</title>"
        f"{feeds}</head><body><nav><a href='/news'>News</a> <a href='/events'>Events</a>{added}"
        f"</nav><main><h1>{INSTITUTION}</h1>{shown}</main></body></html>"
    ).encode()
