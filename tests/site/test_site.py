"""The site answers what its plan says."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

import httpx
import pytest
from lxml import etree, html

from onrecord.clean.cleaner import clean_capture
from onrecord.model.text import Capture
from tests.site.expected import Telling, expect_year, tell_releases
from tests.site.plan import find_listed, iter_days, load_hopeless, load_pages
from tests.site.server import Site, serve_site

LAST = date(2025, 12, 31)
USUAL = date(2025, 12, 30)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve_site(stall=0.2) as running:
        yield running


@pytest.fixture
def web(site: Site) -> Iterator[httpx.Client]:
    site.clear()
    with httpx.Client(base_url=site.base, timeout=5) as client:
        yield client


def read_page(address: str, answer: httpx.Response) -> tuple[Telling, ...]:
    charset = answer.charset_encoding
    page = clean_capture(Capture("page", address, answer.content, "text/html", charset))
    return tuple(
        Telling(
            one.headline.text if one.headline else None,
            one.published or "",
            " ".join(page.text[one.body_start : one.end].split()),
        )
        for one in page.releases
    )


@pytest.mark.parametrize("day", [date(2025, 1, 30), date(2025, 5, 24), date(2025, 7, 2), LAST])
def test_every_page_tells_its_releases_in_each_layout(site: Site, web: httpx.Client, day: date):
    site.day = day
    for page in load_pages():
        if page.lives(day) and page.media == "text/html":
            answers = (web.get(page.address(day)) for _ in range(3))
            answer = next(one for one in answers if one.status_code == 200)
            assert read_page(page.path, answer) == tell_releases(page, day), page.path


def test_lists_feed_and_sitemap_lead_to_all_pages(site: Site, web: httpx.Client):
    site.day = USUAL
    named: set[str] = set()
    for number in range(1, 6):
        listed = html.fromstring(web.get(f"/news?page={number}").content)
        named |= {link.removeprefix(site.base) for link in listed.xpath("//li[@class]/a[1]/@href")}
    assert named == {path for _, _, path in find_listed("news", USUAL)}
    index = etree.fromstring(web.get("/sitemap.xml").content)
    parts = [str(loc.text).removeprefix(site.base) for loc in index.iter("{*}loc")]
    assert [web.get(path).status_code for path in parts] == [200, 404, 200]
    packed = gzip.decompress(web.get(parts[0]).content)
    locations = etree.fromstring(packed).iter("{*}loc")
    found = [str(loc.text).removeprefix(site.base) for loc in locations]
    assert len(found) == 12
    assert "/d/25-03" in found
    atom = etree.fromstring(web.get("/feeds/notices.atom").content)
    rss = etree.fromstring(web.get("/feeds/news.rss").content)
    assert len(list(atom.iter("{*}entry"))) == len(list(rss.iter("item"))) == 10


def test_the_calendar_and_the_last_page_of_a_list_go_on_for_ever(site: Site, web: httpx.Client):
    site.day = USUAL
    assert "month=2141-08" in web.get("/events?month=2141-07").text
    assert "page=5" in web.get("/news?page=5").text


def test_validators_answer_304_until_the_page_changes(site: Site, web: httpx.Client):
    site.day = date(2025, 3, 2)
    first = web.get("/news/ninth-session-called")
    asked = {"if-none-match": first.headers["etag"]}
    assert web.get("/news/ninth-session-called", headers=asked).status_code == 304
    assert parsedate_to_datetime(first.headers["last-modified"]).date() == date(2025, 2, 3)
    site.day = date(2025, 3, 3)
    again = web.get("/news/ninth-session-called", headers=asked)
    assert (again.status_code, "27 March" in again.text) == (200, True)


def test_furniture_wrapping_and_layout_change_bytes_and_no_words(site: Site, web: httpx.Client):
    told, bodies = set(), set()
    for day in (date(2025, 2, 11), date(2025, 2, 12), date(2025, 4, 8), date(2025, 7, 1), LAST):
        site.day = day
        answer = web.get("/news/course-lake-ister")
        told.add(read_page("/news/course-lake-ister", answer))
        bodies.add(answer.content)
    assert (len(told), len(bodies)) == (1, 5)


def test_pages_go_move_and_come_back(site: Site, web: httpx.Client):
    def ask(day: date, path: str) -> int:
        site.day = day
        return web.get(path).status_code

    assert [ask(day, "/news/agreement-university") for day in (date(2025, 9, 14), LAST)] == [
        200,
        410,
    ]
    days = (date(2025, 10, 5), date(2025, 10, 6), date(2025, 11, 1))
    assert [ask(day, "/notices/moorings") for day in days] == [200, 404, 200]
    assert ask(date(2025, 8, 18), "/news/gauge-network") == 301
    moved = web.get("/news/gauge-network", follow_redirects=True)
    assert moved.url.path == "/news/2025/gauge-network"
    site.day = date(2025, 4, 10)
    detour = web.get("/d/25-03", follow_redirects=True)
    assert (len(detour.history), detour.url.path) == (3, "/decisions/permit-25-03")


def test_troubles_meet_the_first_requests_of_a_day(site: Site, web: httpx.Client):
    def ask(day: date, path: str) -> list[int | str]:
        site.day = day
        return [try_once(web, path) for _ in range(3)]

    assert ask(date(2025, 1, 14), "/news/quell-drost-meeting") == [500, 200, 200]
    assert ask(date(2025, 2, 4), "/notices/levels-2025-01") == [503, 200, 200]
    assert ask(date(2025, 6, 12), "/decisions/permit-25-05") == [429, 429, 200]
    assert ask(date(2025, 4, 7), "/news/visit-to-locks") == ["broken", 200, 200]
    assert ask(date(2025, 5, 12), "/news/sturgeon") == ["broken"] * 3
    assert ask(date(2025, 3, 19), "/news") == ["broken"] * 3
    assert ask(date(2025, 11, 12), "/robots.txt") == [503] * 3
    assert ask(date(2025, 7, 24), "/news/low-water-tess")[0] == "broken"


def try_once(web: httpx.Client, path: str) -> int | str:
    try:
        return web.get(path).status_code
    except httpx.TransportError:
        return "broken"


def test_the_hopeless_lead_nowhere(site: Site, web: httpx.Client):
    site.day = USUAL
    ways = {one.kind: one.path for one in load_hopeless()}
    with pytest.raises(httpx.TooManyRedirects):
        web.get(ways["loop"], follow_redirects=True)
    assert web.get(ways["private"]).headers["location"].startswith("http://localhost:")
    assert web.get(ways["file"]).headers["location"].startswith("file:")
    with web.stream("GET", ways["huge"]) as answer:
        assert "content-length" not in answer.headers
    with web.stream("GET", ways["bomb"]) as answer:
        packed = b"".join(answer.iter_raw())
    assert len(packed) < 1024 * 1024
    assert len(zlib.decompress(packed, wbits=31)) > 64 * 1024 * 1024


def test_character_sets_are_told_wrongly(site: Site, web: httpx.Client):
    site.day = USUAL
    one, other = web.get("/news/zdenek-horak"), web.get("/notices/dredging-harn")
    assert (one.charset_encoding, other.charset_encoding) == ("iso-8859-1", "utf-8")
    assert "Hořák" in one.content.decode("utf-8")
    assert "Söhne" in other.content.decode("windows-1252")


def test_the_site_listens_on_this_machine_only(site: Site):
    with pytest.raises(OSError, match=r"refused|unreachable"):
        socket.create_connection(("127.0.0.2", site.port), timeout=1)


def test_a_follower_that_comes_every_day_holds_every_wording():
    held = expect_year(list(iter_days()))
    assert len(held.documents) == len(load_pages())
    wordings = {document.path: document.versions for document in held.documents}
    assert [version.told for version in wordings["/news/ninth-session-called"]] == [
        None,
        "a date moved",
    ]
    assert sum(len(versions) for versions in wordings.values()) == len(load_pages()) + 4
    assert {one.path: one.gone for one in held.documents if one.gone} == {
        "/news/agreement-university": date(2025, 9, 15)
    }
    assert {one.kind for one in held.alarms} == {"offline", "repairs", "hollow", "bare", "closed"}


def test_a_follower_that_comes_late_holds_the_last_wording_only():
    held = expect_year([LAST])
    [versions] = [one.versions for one in held.documents if one.path.endswith("session-called")]
    assert [version.seen for version in versions] == [LAST]
    assert "27 March" in versions[0].releases[0].text
    assert "/news/agreement-university" not in {one.path for one in held.documents}
