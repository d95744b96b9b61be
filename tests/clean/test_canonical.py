"""The address that a page calls its own."""

from __future__ import annotations

import time

import pytest

from onrecord.clean.canonical import MOST_BYTES, find_canonical

ADDRESS = "https://locks.example/news/7?from=list"


@pytest.mark.parametrize(
    ("head", "own"),
    [
        ('<link rel="canonical" href="/news/7">', "https://locks.example/news/7"),
        ("<link rel=canonical href=/news/7>", "https://locks.example/news/7"),
        ("<LINK HREF='8#top' REL='Canonical'/>", "https://locks.example/news/8"),
        (
            "<link rel='canonical' href='//www.locks.example/a?b=1&amp;c=2'>",
            "https://www.locks.example/a?b=1&c=2",
        ),
        ("<link rel='stylesheet' href='/a.css'><link rel='canonical' href='/b'>",
         "https://locks.example/b"),
        ("<link rel='canonical' href='https://other.example/news/7'>", None),
        ("<link rel='canonical' href='/'>", None),
        ("<link rel='canonical' href='https://locks.example'>", None),
        ("<link rel='canonical' href='ftp://locks.example/7'>", None),
        ("<link rel='canonical' href='https://ada@locks.example/7'>", None),
        ("<link rel='canonical' href='http://[::1'>", None),
        ("<link rel='canonical'>", None),
        ("<link rel='alternate' href='/feed' title='canonical'>", None),
        ("<link data-rel='canonical' href='/b'>", None),
        (" " * MOST_BYTES + "<link rel='canonical' href='/b'>", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_page_says_where_it_is(head: str, own: str | None):
    assert find_canonical(f"<html><head>{head}</head></html>".encode(), ADDRESS) == own


@pytest.mark.parametrize("piece", [b"<link ", b"<link rel=canonical ", b"<link href='", b" rel ="])
def test_hostile_heads_take_no_time(piece: bytes):
    began = time.process_time()
    find_canonical(piece * (4_000_000 // len(piece)), ADDRESS)
    assert time.process_time() - began < 2
