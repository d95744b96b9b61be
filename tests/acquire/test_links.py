"""Addresses and days as pages give them."""

from __future__ import annotations

import pytest

from onrecord.acquire.links import is_endless, is_same_site, matches_pattern, tidy_address
from onrecord.acquire.moments import find_day, has_date, is_only_date, parse_moment

BASE = "https://harbours.example/news/"


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("pier", BASE + "pier"),
        ("/pier#top", "https://harbours.example/pier"),
        ("HTTPS://Harbours.Example:443", "https://harbours.example/"),
        ("http://h.example:8080/a b\n", "http://h.example:8080/ab"),
        ("?id=3&utm_source=x&fbclid=1", BASE + "?id=3"),
        ("?empty=&a=%20b", BASE + "?empty=&a=%20b"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("mailto:a@b.example", None),
        ("javascript:void(0)", None),
        ("http://u:p@h.example/", None),
        ("http://[::1", None),
        ("http://h.example:99999/", None),
        ("/a" * 60, None),
        ("/" + "x" * 5000, None),
        ("/news/" * 6, None),
    ],
)
def test_links_become_whole_addresses(link: str, wanted: str | None):
    assert tidy_address(BASE, link) == wanted


def test_an_address_that_goes_round_is_endless():
    assert is_endless("https://h.example/a/b/a/b/a/b/a/b")
    assert not is_endless("https://h.example/2024/05/05/a")


@pytest.mark.parametrize(
    ("path", "pattern", "same"),
    [
        ("/news/1", "/news/*", True),
        ("/news/", "/news/*", True),
        ("/new", "/news/*", False),
        ("/en/news/1/print", "*/print", True),
        ("/en/news/1", "/*/news/*", True),
        ("/news", "/news", True),
        ("/news?id=3", "/news?id=*", True),
        ("/ab", "/ab*b", False),
        ("/abcabc", "/a*b*c", True),
        ("/" + "a" * 5000, "/" + "*a" * 200 + "b", False),
    ],
)
def test_patterns_match_whole_paths(path: str, pattern: str, same: bool):
    assert matches_pattern(path, pattern) is same


def test_a_site_is_the_same_with_www_or_without():
    assert is_same_site("https://www.h.example/a", "http://h.example/")
    assert not is_same_site("https://h.example/", "https://news.h.example/")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T10:00:00Z", "2024-05-03T10:00:00+00:00"),
        ("Fri, 3 May 2024 00:30:00 +0300", "2024-05-03T00:30:00+03:00"),
        ("Friday, 3 May 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
        ("03.05.2024", "2024-05-03"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("05/06/2024", None),
        ("0001-01-01T00:00:00", None),
        ("31 June 2024", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_moments_are_as_exact_as_they_are_given(text: str | None, wanted: str | None):
    assert parse_moment(text) == wanted


def test_dates_are_found_in_words_and_alone():
    assert find_day("Skarn, 3 May 2024 – the council met") == "2024-05-03"
    assert has_date("on 05/06/2024 in Skarn")
    assert not has_date("in May 2024")
    assert is_only_date("Published on 3 May 2024, 10:30")
    assert not is_only_date("The council met on 3 May 2024 in Skarn harbour again")
