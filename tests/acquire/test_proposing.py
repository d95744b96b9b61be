"""Proposing a source: what is looked at on a site, and what is made of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from onrecord.acquire.answers import FetchError
from onrecord.acquire.fetcher import Fetcher, Manners
from onrecord.acquire.proposing import make_name, propose_source
from onrecord.config.sources import Declared
from tests.acquire.asking import BASE, HeldSite
from tests.site.following import SimulatedClock
from tests.site.plan import INSTITUTION
from tests.site.server import serve_site

TITLES = (
    "The council opens the new eastern pier",
    "Talks with the fishing fleet on quotas for spring",
    "Statement on the storm of Tuesday night",
)
HEAD = "<html lang='en-GB'><head><title>News | Harbour Council of Skarn</title>{}</head><body>"
FEED_LINK = "<link rel='alternate' type='application/rss+xml' title='{}' href='{}'>"


def draw_list(path: str = "/news", number: int = 3, head: str = "") -> str:
    rows = "".join(
        f"<li>{day} May 2024 <a href='{path}/{day}'>{TITLES[day - 1]}</a></li>"
        for day in range(1, number + 1)
    )
    return f"{HEAD.format(head)}<main><h1>News</h1><ul>{rows}</ul></main></body></html>"


def draw_front(links: str, head: str = "") -> str:
    return f"{HEAD.format(head)}<nav>{links}</nav><main><h1>Welcome</h1></main></body></html>"


def draw_feed(path: str = "/news", days: tuple[int, ...] = (2, 3, 4)) -> str:
    items = "".join(
        f"<item><title>Told on day {day}</title><link>{BASE}{path}/{day}</link>"
        f"<pubDate>0{day} May 2024 10:00:00 GMT</pubDate></item>"
        for day in days
    )
    return f"<rss><channel><title>Harbours</title>{items}</channel></rss>"


def draw_map(*paths: str) -> str:
    urls = "".join(
        f"<url><loc>{BASE}{path}</loc><lastmod>2024-05-0{number}</lastmod></url>"
        for number, path in enumerate(paths, 1)
    )
    return f"<urlset>{urls}</urlset>"


FRONT = draw_front("<a href='/about'>About</a> <a href='/news'>News</a>")
NAMED = FEED_LINK.format("Releases", "/feed.xml")
SITES = {
    "a list": ("/news", {"/news": draw_list()}, {"lists": ["/news"]}, ["/news"]),
    "a list with its feed": (
        "/news",
        {"/news": draw_list(head=NAMED), "/feed.xml": draw_feed()},
        {"lists": ["/news"], "feeds": ["/feed.xml"]},
        ["/news", "/feed.xml"],
    ),
    "a list, and a feed of something else": (
        "/news",
        {"/news": draw_list(head=NAMED), "/feed.xml": draw_feed("/fish-prices")},
        {"lists": ["/news"]},
        ["/news", "/feed.xml"],
    ),
    "a feed of comments is not looked at": (
        "/news",
        {"/news": draw_list(head=FEED_LINK.format("Comments", "/c.xml")), "/c.xml": draw_feed()},
        {"lists": ["/news"]},
        ["/news"],
    ),
    "a first page that leads to the list": (
        "/",
        {"/": FRONT, "/news": draw_list(head=NAMED), "/feed.xml": draw_feed()},
        {"lists": ["/news"], "feeds": ["/feed.xml"]},
        ["/", "/news", "/feed.xml"],
    ),
    "a first page with some of the list": (
        "/en",
        {"/en": draw_list(number=2).replace("<h1>", "<a href='/news'>All news</a><h1>"),
         "/news": draw_list()},
        {"lists": ["/news"]},
        ["/en", "/news"],
    ),
    "a page with a feed and no list": (
        "/about",
        {"/about": draw_front("", NAMED), "/feed.xml": draw_feed()},
        {"feeds": ["/feed.xml"]},
        ["/about", "/feed.xml"],
    ),
    "a feed": (
        "/feed.xml",
        {"/feed.xml": draw_feed(), "/": FRONT},
        {"feeds": ["/feed.xml"]},
        ["/feed.xml", "/"],
    ),
    "a sitemap that robots.txt names": (
        "/",
        {"/": draw_front(""), "/robots.txt": f"Sitemap: {BASE}/map.xml",
         "/map.xml": draw_map("/en/news/2024/a", "/about", "/en/news/b")},
        {"sitemaps": ["/map.xml"], "include": ["/en/news/*"]},
        ["/", "/robots.txt", "/map.xml"],
    ),
    "an index of sitemaps": (
        "/map.xml",
        {"/map.xml": f"<sitemapindex><sitemap><loc>{BASE}/1.xml</loc></sitemap></sitemapindex>",
         "/1.xml": draw_map("/press-releases/a", "/b"), "/": FRONT},
        {"sitemaps": ["/map.xml"], "include": ["/press-releases/*"]},
        ["/map.xml", "/", "/1.xml"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("address", "held", "wanted", "asked"), SITES.values(), ids=list(SITES))
def test_what_a_site_offers_is_proposed_and_nothing_is_asked_for_twice(
    address: str, held: dict[str, bytes | str | int], wanted: dict[str, list[str]], asked: list[str]
):
    site = HeldSite(held)
    source = propose_source(site, BASE + address).source
    found = {
        key: [one.removeprefix(BASE) for one in getattr(source, key)]
        for key in ("feeds", "lists", "sitemaps", "include")
    }
    assert {key: value for key, value in found.items() if value} == wanted
    assert [one.removeprefix(BASE) for one in site.asked] == asked
    assert source.name == "harbours"


def test_releases_come_once_and_newest_first_with_all_that_is_said():
    site = HeldSite({"/news": draw_list(head=NAMED), "/feed.xml": draw_feed()})
    items = propose_source(site, f"{BASE}/news").items
    assert [item.address.rpartition("/")[2] for item in items] == ["4", "3", "2", "1"]
    assert [(item.published or "")[:10] for item in items][::3] == ["2024-05-04", "2024-05-01"]
    assert [item.title for item in items][2:] == ["Told on day 2", TITLES[0]]


def test_only_the_pages_that_a_sitemap_source_would_read_are_shown():
    held = {"/map.xml": draw_map("/news/a", "/about"), "/": FRONT}
    items = propose_source(HeldSite(held), f"{BASE}/map.xml").items  # type: ignore[arg-type]
    assert [item.address for item in items] == [f"{BASE}/news/a"]


@pytest.mark.parametrize(
    ("head", "institution", "lang"),
    [
        ("<html lang='de-AT'><title>News - Harbour Board</title><h1>News</h1>",
         "Harbour Board", "de"),
        ("<html><title>Harbour Board</title><h1>Harbour Board</h1>", "Harbour Board", "en"),
        ("<html lang=''><meta property='og:site_name' content=' Harbours '><title>N</title>",
         "Harbours", "en"),
        ("<html><title></title>", None, "en"),
    ],
)  # fmt: skip
def test_name_institution_and_language_are_those_of_the_page(
    head: str, institution: str | None, lang: str
):
    page = head + draw_list().partition("<body>")[2].replace("<h1>News</h1>", "")
    source = propose_source(HeldSite({"/news": page}), f"{BASE}/news").source
    assert (source.institution, source.lang) == (institution, lang)


def test_what_is_wanted_stands_and_a_name_is_its_own():
    site = HeldSite({"/news": draw_list()})
    taken = ["Harbours", "harbours-2"]
    assert propose_source(site, f"{BASE}/news", taken).source.name == "harbours-3"
    wanted = Declared("skarn", institution="Skarn", lang="is", allow=("a.example",), pace=3.0)
    source = propose_source(site, f"{BASE}/news", taken, wanted).source
    assert source == Declared(
        "skarn", "Skarn", "is", lists=(f"{BASE}/news",), allow=("a.example",), pace=3.0
    )


def test_what_fails_by_the_way_is_told():
    site = HeldSite({"/news": draw_list(head=NAMED), "/feed.xml": 500})
    proposal = propose_source(site, f"{BASE}/news")
    assert proposal.source.lists
    assert [(one.where, one.what) for one in proposal.failures] == [
        (f"{BASE}/feed.xml", "the site answers 500")
    ]


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ({"/": draw_front("<p>Nothing.</p>")}, "no feed, list or sitemap of releases is found"),
        ({"/": "{}"}, "no feed, list or sitemap of releases is found"),
        ({"/": b"\xff\xd8\xff\xe0 a picture"}, "no feed, list or sitemap of releases is found"),
        ({}, "the site answers 404"),
        ({"/": 500}, "the site answers 500"),
    ],
)
def test_a_site_that_offers_nothing_is_said_to(held: dict[str, bytes | str | int], told: str):
    with pytest.raises(FetchError, match=told) as error:
        propose_source(HeldSite(held), f"{BASE}/")
    assert error.value.where == f"{BASE}/"


@pytest.mark.parametrize(
    ("address", "institution", "name"),
    [
        ("https://www.harbours.example/news", None, "harbours"),
        ("https://mfa.gov.tv/en", None, "mfa"),
        ("https://press.harbours.co.example/", None, "press-harbours"),
        ("http://127.0.0.1:8000/", "Conseil général de Skärn", "conseil-general-de-skarn"),
        ("http://localhost/", None, "source"),
        ("https://gov.example/", None, "gov"),
    ],
)
def test_a_name_is_made_of_the_host_else_of_the_institution(
    address: str, institution: str | None, name: str
):
    assert make_name(address, institution) == name


def test_a_real_site_is_looked_at_politely():
    clock = SimulatedClock(1e9)
    with serve_site(clock=clock.time) as site:
        site.day = date(2025, 3, 5)
        with Fetcher(Manners.make(clock, 1), allowed=["127.0.0.1"]) as fetcher:
            proposal = propose_source(fetcher, f"{site.base}/")
        source, asked = proposal.source, site.requests
    assert source.institution == INSTITUTION
    assert source.lists == (f"{site.base}/news",)
    assert source.feeds == (f"{site.base}/feeds/news.rss",)
    assert [one.target for one in asked][:2] == ["/robots.txt", "/"]
    moments = [one.moment for one in asked]
    assert min(later - one for one, later in pairwise(moments)) >= 2
    assert len(asked) <= 8
