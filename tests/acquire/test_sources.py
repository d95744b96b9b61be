"""What a source points to, start by start."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.acquire import sources
from onrecord.acquire.answers import FetchError
from onrecord.acquire.apis import find_api_items
from onrecord.acquire.pointed import Pointed
from onrecord.acquire.sources import discover, find_saved
from onrecord.config.sources import Api, Declared
from onrecord.model.text import Capture
from tests.acquire.asking import BASE, HeldSite, make_answer

TITLE = "The council opens pier number {n} of the port"
ROW = '<li>{n} May 2024 <a href="/news/{n}">' + TITLE + "</a></li>"


def draw_list(numbers: range, following: str = "") -> str:
    rows = "".join(ROW.format(n=number) for number in numbers)
    link = f"<a href='{following}'>Next</a>" if following else ""
    return f"<html><body><h1>News</h1><ul>{rows}</ul>{link}</body></html>"


def draw_feed(*paths: str) -> str:
    items = "".join(f"<item><link>{path}</link><title>T</title></item>" for path in paths)
    return f"<rss><channel>{items}</channel></rss>"


def split_found(site: HeldSite, source: Declared, known: set[str] = frozenset()):  # type: ignore[assignment]
    found = list(discover(site, source, known.__contains__))
    errors = [one for one in found if isinstance(one, FetchError)]
    paths = [one.address.removeprefix(BASE) for one in found if isinstance(one, Pointed)]
    return paths, [f"{one.where.removeprefix(BASE)}: {one.what}" for one in errors]


LISTED = Declared("a", lists=(f"{BASE}/list",))


def make_pages() -> HeldSite:
    return HeldSite(
        {
            "/list": draw_list(range(1, 4), "/list?page=2"),
            "/list?page=2": draw_list(range(4, 7), "/list?page=3"),
            "/list?page=3": draw_list(range(7, 9), "/list?page=3"),
        }
    )


def test_a_list_is_followed_to_its_end():
    site = make_pages()
    paths, errors = split_found(site, LISTED)
    assert paths == [f"/news/{number}" for number in range(1, 9)]
    assert (errors, len(site.asked)) == ([], 3)


def test_a_list_is_followed_no_further_than_is_declared_or_known():
    assert len(split_found(make_pages(), replace(LISTED, pages=2))[0]) == 6
    site = make_pages()
    known = {f"{BASE}/news/{number}" for number in range(1, 9)}
    assert len(split_found(site, LISTED, known)[0]) == 3
    assert len(site.asked) == 1


class EndlessSite(HeldSite):
    """Each page of its list leads to another one."""

    def fetch(self, address, seen=None):  # noqa: ARG002
        self.asked.append(address)
        number = int(address.rpartition("=")[2]) if "=" in address else 0
        fresh = range(number * 3, number * 3 + 3) if self.held else range(3)
        return make_answer(draw_list(fresh, f"/list?month={number + 1}"), address)


@pytest.mark.parametrize(("held", "asked"), [({}, 2), ({"new": 1}, 10)])
def test_endless_links_end(held: dict, asked: int):
    site = EndlessSite(held)
    paths, errors = split_found(site, LISTED)
    assert len(site.asked) == asked
    assert len(paths) == len(set(paths))
    assert errors == []


def test_what_feed_and_list_both_name_stands_once_and_does_not_end_the_list():
    site = make_pages()
    site.held["/feed"] = draw_feed("/news/1", "/news/2", "/news/3", "/about", "/print/1")
    source = replace(LISTED, feeds=(f"{BASE}/feed",), include=("/news/*", "/about"))
    paths, errors = split_found(site, replace(source, exclude=("/about",)))
    assert paths == [f"/news/{number}" for number in range(1, 9)]
    assert errors == []


def draw_map(kind: str, entry: str, *paths: str) -> str:
    return f"<{kind}>" + "".join(f"<{entry}><loc>{p}</loc></{entry}>" for p in paths) + f"</{kind}>"


def test_sitemaps_are_opened_one_in_another_and_a_lost_one_is_told():
    site = HeldSite(
        {
            "/s": draw_map("sitemapindex", "sitemap", "/s1", "/lost", "/s", "/inner"),
            "/s1": draw_map("urlset", "url", "/a", "/b"),
            "/inner": draw_map("sitemapindex", "sitemap", "/s", "/s1", "/s2"),
            "/s2": draw_map("urlset", "url", "/b", "/c"),
        }
    )
    paths, errors = split_found(site, Declared("a", sitemaps=(f"{BASE}/s",)))
    assert paths == ["/a", "/b", "/c"]
    assert errors == ["/lost: the site answers 404"]
    assert len(site.asked) == 5


def test_an_index_of_too_many_sitemaps_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "MOST_SITEMAPS", 2)
    site = HeldSite({"/s": draw_map("sitemapindex", "sitemap", "/s1", "/s2")})
    site.held["/s1"] = draw_map("urlset", "url", "/a")
    paths, errors = split_found(site, Declared("a", sitemaps=(f"{BASE}/s",)))
    assert (paths, errors) == (["/a"], ["/s: it has over 2 sitemaps"])


def test_a_start_that_fails_is_told_and_the_others_are_read():
    site = make_pages()
    site.held |= {"/down": 500, "/empty": draw_feed(), "/same": 304, "/bare": "<html><p>No"}
    feeds = tuple(BASE + path for path in ("/down", "/gone", "/empty", "/same"))
    source = replace(LISTED, feeds=feeds, lists=(f"{BASE}/bare", *LISTED.lists))
    paths, errors = split_found(site, source)
    assert len(paths) == 8
    assert errors == [
        "/down: the site answers 500",
        "/gone: the site answers 404",
        "/empty: it points to no release",
        "/bare: it points to no release",
    ]


ITEM = {
    "id": 7,
    "links": {"page": "/news/7"},
    "headline": {"rendered": "Pier &amp; port"},
    "published_at": "2024-05-03T10:00:00Z",
    "updated": "2024-05-04",
    "summary": "<p>It opened.</p>",
    "body": "<p>The pier opened.</p>",
}
FIELDS = {"address": "links.page", "title": "headline"}


def read_api(data: object, address: str = f"{BASE}/api", **options):
    return find_api_items(make_answer(json.dumps(data), address), Api(address, **options))


def test_an_api_gives_its_releases_and_what_follows():
    data = {"data": {"items": [ITEM, "x", {}]}, "links": {"next": "/api?page=2"}}
    portion = read_api(data, items="data.items", fields=FIELDS)
    assert portion.items == (
        Pointed(
            f"{BASE}/news/7",
            title="Pier & port",
            published="2024-05-03T10:00:00+00:00",
            teaser="It opened.",
            updated="2024-05-04",
        ),
    )
    assert portion.following == (f"{BASE}/api?page=2",)


def test_an_api_with_the_text_gives_the_document_itself():
    (item,) = read_api([ITEM], fields={**FIELDS, "html": "body"}).items
    assert item.capture == Capture(
        "7", f"{BASE}/news/7", b"<p>The pier opened.</p>", "text/html", "utf-8",
        published="2024-05-03", headline="Pier & port",
    )  # fmt: skip


def test_the_pages_of_an_api_can_be_counted():
    first = read_api([ITEM], f"{BASE}/api?size=9", page="p", first=0)
    assert first.following == (f"{BASE}/api?size=9&p=1",)
    later = read_api([ITEM], f"{BASE}/api?p=4", page="p")
    assert later.following == (f"{BASE}/api?p=5",)
    assert read_api([], f"{BASE}/api?p=4", page="p").following == ()


@pytest.mark.parametrize(
    ("data", "items", "what"),
    [
        ({"results": []}, "data", "no array of releases is at 'data'; the answer has results"),
        ({"a": [], "b": []}, "", "no array is clear; the answer has a, b"),
        ("text", "", "no array is clear; the answer has no keys"),
    ],
)
def test_an_answer_without_releases_is_told(data: object, items: str, what: str):
    with pytest.raises(FetchError, match=what):
        read_api(data, items=items)


def test_saved_pages_of_a_source_are_read_with_its_institution(tmp_path: Path):
    (tmp_path / "a.txt").write_text("The pier opened.")
    source = Declared("a", institution="Harbour Council", folders=(tmp_path, tmp_path / "none"))
    first, second = find_saved(source)
    assert isinstance(first, Capture)
    assert (first.name, first.institution) == ("a", "Harbour Council")
    assert not isinstance(second, Capture)
