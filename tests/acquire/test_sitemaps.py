"""Sitemaps and sitemap indexes."""

from __future__ import annotations

import gzip

import pytest

from onrecord.acquire import guarded
from onrecord.acquire.answers import FetchError
from onrecord.acquire.pointed import Pointed
from onrecord.acquire.sitemaps import find_sitemap_items
from tests.acquire.asking import BASE, make_answer

URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://harbours.example/news/pier </loc><lastmod>2024-05-04</lastmod>
  <image:image><image:loc>https://harbours.example/p.jpg</image:loc>
    <image:title>A crane</image:title></image:image>
  <news:news><news:publication_date>2024-05-03T10:00:00+02:00</news:publication_date>
    <news:title>Pier opens</news:title></news:news></url>
<url><loc>https://harbours.example/news/talks</loc></url>
<url><loc>javascript:alert(1)</loc></url>
<url></url>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/sitemap-2023.xml.gz</loc><lastmod>2023-12-31</lastmod></sitemap>
<sitemap><loc>/sitemap-2024.xml.gz</loc><lastmod>2024-05-03</lastmod></sitemap>
</sitemapindex>"""

PAGES = (
    Pointed(
        f"{BASE}/news/pier",
        title="Pier opens",
        published="2024-05-03T10:00:00+02:00",
        updated="2024-05-04",
    ),
    Pointed(f"{BASE}/news/talks"),
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_gives_its_pages_packed_or_not(packed: bool):
    body = gzip.compress(URLSET.encode()) if packed else URLSET.encode()
    portion = find_sitemap_items(make_answer(body, f"{BASE}/sitemap.xml"))
    assert portion.items == PAGES
    assert portion.following == ()


def test_an_index_gives_its_sitemaps_the_newest_first():
    portion = find_sitemap_items(make_answer(INDEX, f"{BASE}/sitemap.xml"))
    assert portion.items == ()
    assert portion.following == (f"{BASE}/sitemap-2024.xml.gz", f"{BASE}/sitemap-2023.xml.gz")


def test_lines_of_addresses_are_a_sitemap():
    portion = find_sitemap_items(make_answer(f"\ufeff{BASE}/a\r\n\r\n{BASE}/b\n"))
    assert [item.address for item in portion.items] == [f"{BASE}/a", f"{BASE}/b"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<html><body>Not found</body></html>", "it is no sitemap"),
        ("Not found", "it is no sitemap"),
        (gzip.compress(URLSET.encode())[:-20], "breaks off"),
    ],
)
def test_what_is_no_sitemap_is_told(body: str | bytes, what: str):
    with pytest.raises(FetchError, match=what):
        find_sitemap_items(make_answer(body))


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guarded, "MAX_BYTES", 100_000)
    monkeypatch.setattr(guarded, "STEP", 10_000)
    with pytest.raises(FetchError, match="unpacks to over 100000 bytes"):
        find_sitemap_items(make_answer(gzip.compress(b" " * 5_000_000)))
