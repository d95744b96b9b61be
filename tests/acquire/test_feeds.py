"""Feeds: RSS, Atom, JSON Feed, and what only claims to be one."""

from __future__ import annotations

import json

import pytest

from onrecord.acquire.answers import FetchError
from onrecord.acquire.feeds import find_feed_items
from onrecord.acquire.pointed import Pointed
from tests.acquire.asking import BASE, make_answer

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Harbour Council</title><link>https://harbours.example/</link>
<atom:link rel="self" href="https://harbours.example/feed"/>
<atom:link rel="next" href="/feed?paged=2"/>
<item><media:title>A crane</media:title><title>Pier &amp;amp; port &nbsp;open</title>
  <link>/news/pier?utm_source=rss&amp;id=3#top</link>
  <pubDate>Fri, 03 May 2024 00:30:00 +0300</pubDate>
  <description><![CDATA[<p>The pier <b>opened</b> today.</p>]]></description></item>
<item><title>Talks</title><guid isPermaLink="true">https://harbours.example/news/talks</guid>
  <dc:date>2024-05-02</dc:date></item>
<item><title>No address</title><guid isPermaLink="false">77</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbours.example/deep/">
<title>Council</title><link rel="self" href="https://harbours.example/atom"/>
<entry><title type="html">&lt;i&gt;Pier&lt;/i&gt; opens</title>
  <link rel="enclosure" href="/pier.mp3"/><link rel="alternate" href="pier"/>
  <published>2024-05-03T08:00:00Z</published><updated>2024-05-04T09:00:00+02:00</updated>
  <summary>Ships may come.</summary></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel><title>C</title></channel>
<item><title>Old form</title><link>https://harbours.example/old</link></item></rdf:RDF>"""


def test_an_rss_feed_gives_its_releases_with_their_local_days():
    portion = find_feed_items(make_answer(RSS, f"{BASE}/feed"))
    assert portion.items == (
        Pointed(
            f"{BASE}/news/pier?id=3",
            title="Pier & port open",
            published="2024-05-03T00:30:00+03:00",
            teaser="The pier opened today.",
        ),
        Pointed(f"{BASE}/news/talks", title="Talks", published="2024-05-02"),
    )
    assert portion.following == (f"{BASE}/feed?paged=2",)


def test_an_atom_feed_gives_its_releases_by_its_own_base():
    (item,) = find_feed_items(make_answer(ATOM, f"{BASE}/atom")).items
    assert item == Pointed(
        f"{BASE}/deep/pier",
        title="Pier opens",
        published="2024-05-03T08:00:00+00:00",
        teaser="Ships may come.",
        updated="2024-05-04T09:00:00+02:00",
    )


def test_the_oldest_form_of_rss_is_read():
    (item,) = find_feed_items(make_answer(RDF)).items
    assert (item.address, item.title) == (f"{BASE}/old", "Old form")


def test_a_json_feed_gives_its_releases():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "/feed.json?page=2",
        "items": [
            {"id": "1", "url": "/news/pier", "title": "Pier", "date_published": "2024-05-03"},
            {"id": f"{BASE}/news/talks", "content_text": "They met.", "title": 7},
            "nothing",
        ],
    }
    portion = find_feed_items(make_answer(json.dumps(feed), f"{BASE}/feed.json"))
    assert portion.items == (
        Pointed(f"{BASE}/news/pier", title="Pier", published="2024-05-03"),
        Pointed(f"{BASE}/news/talks", teaser="They met."),
    )
    assert portion.following == (f"{BASE}/feed.json?page=2",)


def test_a_feed_that_breaks_off_gives_what_stands_before():
    portion = find_feed_items(make_answer(RSS[: RSS.index("<dc:date>")]))
    assert [item.title for item in portion.items] == ["Pier & port open", "Talks"]


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title><link>https://harbours.example/x</link></item></channel></rss>
"""


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<!doctype html><html><p>No feed", "it is no XML"),
        ("<html><body/></html>", "it is no feed"),
        ('{"items": []}', "no JSON Feed"),
        ('{"items": ', "it is no JSON"),
        ('{"a":' * 100_000, "nested too deep"),
        ("plain words", "it is no"),
        ("   ", "the answer is empty"),
        ("<" * 400_000, "it is no XML"),
        (BOMB, "declares entities"),
        (BOMB.encode("utf-16"), "declares entities"),
        (b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 50, "its data is broken"),
    ],
)
def test_what_is_no_feed_is_told(body: str | bytes, what: str):
    with pytest.raises(FetchError, match=what):
        find_feed_items(make_answer(body))


@pytest.mark.parametrize("body", ["<rss>" + "<a>" * 100_000, "<rss>&" * 50_000])
def test_hostile_markup_points_to_nothing(body: str):
    assert find_feed_items(make_answer(body)).items == ()
