"""Declared sources, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.config.layout_checks import LAYOUT_KEYS
from onrecord.config.layouts import Layout, Slot
from onrecord.config.parsing import API_KEYS, KEYS, load_sources, parse_sources
from onrecord.config.sources import Api, Declared
from onrecord.errors import ConfigError

WHOLE = """\
# What we follow.
[[source]]
name = "skarn-harbours"
institution = "Harbour Council of Skarn"
lang = "en"
feeds = "https://harbours.example/feed.xml"
lists = [
    "https://harbours.example/news",  # the newest
    "https://harbours.example/speeches",
    "https://harbours.example/news",
]
sitemaps = ["https://harbours.example/sitemap.xml"]
layout = { title = "h1", body = ["div.text"], date = { select = "time", attribute = "datetime" } }
pace = 2
allow = ["intranet.example"]
include = ["/news/*"]
exclude = ["*/print"]
pages = 3

[[source]]
name = "old"
archives = ["old/2001.warc.gz", "/data/2002.wacz"]
folders = ["pages"]

[[source]]
name = "desk"
[source.api]
address = "https://desk.example/api/releases"
items = "data.items"
fields = { address = "url", title = "headline" }
next = "links.next"
"""


def find_problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_sources(text, Path("onrecord.toml"))
    return list(caught.value.problems)


def test_everything_that_can_be_declared_is_read():
    first, old, desk = parse_sources(WHOLE, Path("/home/onrecord.toml"))
    assert first == Declared(
        name="skarn-harbours",
        institution="Harbour Council of Skarn",
        feeds=("https://harbours.example/feed.xml",),
        lists=("https://harbours.example/news", "https://harbours.example/speeches"),
        sitemaps=("https://harbours.example/sitemap.xml",),
        layout=(Layout("layout", ("div.text",), Slot("h1"), Slot("time", "datetime")),),
        pace=2.0,
        allow=("intranet.example",),
        include=("/news/*",),
        exclude=("*/print",),
        pages=3,
        line=2,
    )
    assert old.archives == (Path("/home/old/2001.warc.gz"), Path("/data/2002.wacz"))
    assert (old.folders, old.line) == ((Path("/home/pages"),), 20)
    assert desk.api == Api(
        "https://desk.example/api/releases",
        "data.items",
        {"address": "url", "title": "headline"},
        "links.next",
    )


def test_a_home_without_the_file_declares_nothing(tmp_path: Path):
    assert load_sources(tmp_path) == ()
    (tmp_path / "onrecord.toml").write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert [one.name for one in load_sources(tmp_path)] == ["skarn-harbours", "old", "desk"]


def test_a_file_that_is_named_must_be_there(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"other\.toml: it cannot be read"):
        load_sources(tmp_path, tmp_path / "other.toml")


LAYOUT = "[[source]]\nname = 'a'\nlists = 'https://h.example/'\n[[source.layout]]\n"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("title = 'h1'", ["4: the layout has no 'body'"]),
        ("body = 'p'", ["4: the layout has no 'title'"]),
        ("title = 'h1['\nbody = ['p', 'div >']", ["5: 'h1[' is no CSS", "6: 'div >' is no CSS"]),
        ("title = 'h1'\nbody = 'p'\nstamp = 'i'", ["7: there is no key 'stamp'"]),
        ("title = 'h1'\nbody = 'p'\ndate = 3", ["7: 'date' is a number"]),
        ("title = 'h1'\nbody = 'p'\ndate = { pattern = 'a' }", ["7: 'date' has no selector"]),
        ("title = 'h1'\nbody = 'p'\ndate = { select = 'b', pattern = '(' }", ["7: '(' is no reg"]),
        ("title = 'h1'\nbody = 'p'\nfrom = '2024-02-30'", ["7: there is no day 2024-02-30"]),
        ("title = 'h1'\nbody = 'p'\nuntil = 2024", ["7: 'until' is a number"]),
        (
            "title = 'h1'\nbody = 'p'\nfrom = 2024-05-01\nuntil = '2024-04-30'",
            ["8: 2024-04-30 is before 2024-05-01"],
        ),
        (
            "title = 'h1'\nbody = 'p'\n[[source.layout]]\ntitle = 'h2'\nbody = 'p'",
            ["4: two layouts are named 'layout'"],
        ),
    ],
)
def test_a_layout_that_cannot_be_used_is_told(lines: str, wanted: list[str]):
    problems = find_problems(LAYOUT + lines)
    assert len(problems) == len(wanted), problems
    for problem, beginning in zip(problems, wanted, strict=True):
        assert problem.startswith("onrecord.toml:" + beginning)


def test_everything_that_is_wrong_is_told_at_once_with_its_line():
    text = """\
[[source]]
name = "skarn"
feedz = ["https://harbours.example/feed.xml"]
lists = [
    "https://harbours.example/news",
    "ftp://harbours.example/news",
    7,
]
pace = -1
layout = "scarn"

[[source]]
name = "Skarn"

[sourcs]
"""
    problems = find_problems(text)
    assert problems == [
        "onrecord.toml:3: there is no key 'feedz' (did you mean 'feeds'?)",
        "onrecord.toml:6: 'ftp://harbours.example/news' is no http or https address "
        "(write it like 'https://www.example.org/news')",
        "onrecord.toml:7: 'lists' is a number (write a text in quotes)",
        "onrecord.toml:9: a pace of -1 is impossible (write seconds between 0.2 and 3600)",
        "onrecord.toml:10: 'layout' is a text (write [[source.layout]] and its keys below)",
        "onrecord.toml:12: the source has nothing to read "
        "(add one of lists, feeds, sitemaps, archives, folders, api)",
        "onrecord.toml:13: 'Skarn' is the name of line 2 (give each its own)",
        "onrecord.toml:15: there is no table 'sourcs' (did you mean [[source]]?)",
    ]


FEED = 'feeds = ["https://h.example/f"]\n'


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("name = ''", ["2: 'name' is empty"]),
        ("name = 'a b'", ["2: 'a b' cannot be a name"]),
        ("name = true", ["2: 'name' is true or false"]),
        ("institution = 3", ["1: the source has no name", "2: 'institution' is a number"]),
        ("name = 'a'\nlang = 'English'", ["3: 'English' is no code of a language"]),
        ("name = 'a'\npace = 'slow'", ["3: 'pace' is a text"]),
        ("name = 'a'\npace = nan", ["3: a pace of nan is impossible"]),
        ("name = 'a'\npace = 0.01", ["3: a pace of 0.01 is no polite one"]),
        ("name = 'a'\npages = 0", ["3: 'pages' is 0"]),
        ("name = 'a'\npages = true", ["3: 'pages' is True"]),
        ("name = 'a'\ninclude = ['news/*']", ["3: 'news/*' matches no path"]),
        ("name = 'a'\nallow = ['http://h']", ["3: 'http://h' is no host"]),
        ("name = 'a'\nlists = ['https://u:p@h.example/']", ["3: 'https://u:p@h.example/' has a"]),
        ("name = 'a'\nlists = ['https://[::1/']", ["3: 'https://[::1/' is no address"]),
        ("name = 'a'\nlists = ['https://h:99999/']", ["3: 'https://h:99999/' is no address"]),
        ("name = 'a'\nlists = ['http://127.0.0.1/']", ["3: '127.0.0.1' is a private address"]),
        ("name = 'a'\narchives = ['a.docx']", ["3: 'a.docx' is no web archive"]),
        ("name = 'a'\nfolders = ['https://h/']", ["3: 'https://h/' is no path on disk"]),
        ("name = 'a'\napi = 'https://h/'", ["3: 'api' is a text"]),
        ("name = 'a'\napi = { item = '' }", ["3: there is no key", "3: 'api' has no address"]),
        (
            "name = 'a'\napi = { address = 'https://h.example/', fields = { url = 'u' } }",
            ["3: there is no key 'url' (one of address"],
        ),
        (
            "name = 'a'\napi = { address = 'https://h.example/', next = 'n', page = 'p' }",
            ["3: 'api' has both"],
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_told(lines: str, wanted: list[str]):
    problems = find_problems(f"[[source]]\n{lines}\n{FEED}")
    assert len(problems) == len(wanted), problems
    for problem, beginning in zip(problems, wanted, strict=True):
        assert problem.startswith("onrecord.toml:" + beginning)
        assert problem.endswith(")")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[source]\nname = 'a'\n", "1: 'source' is no list of tables (write [[source]] above"),
        ("source = [3]", "1: 'source' is a number (write [[source]]"),
        ("name = 'a'", "1: there is no table 'name' (it belongs below [[source]])"),
        ("[[source]]\nname = 'a'\nname = 'b'\n", "3: it is no TOML: cannot overwrite a value"),
        ("[[source]]\nname = 'a\n", "2: it is no TOML: "),
        ("[[source]]\nfeeds = ['a',", "2: it is no TOML: "),
    ],
)
def test_a_file_of_another_form_is_told(text: str, wanted: str):
    (problem,) = find_problems(text)
    assert problem.startswith("onrecord.toml:" + wanted)


def test_a_file_that_is_no_text_is_told_with_the_line(tmp_path: Path):
    path = tmp_path / "onrecord.toml"
    path.write_bytes(b"[[source]]\nname = 'caf\xe9'\n")
    with pytest.raises(ConfigError, match=r"onrecord\.toml:2: it is not in UTF-8"):
        load_sources(tmp_path)
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(ConfigError, match="nested too deep"):
        load_sources(tmp_path)


def test_a_private_host_may_be_allowed_and_asked_at_any_pace():
    text = "[[source]]\nname = 'a'\nlists = ['http://127.0.0.1:8080/']\nallow = '127.0.0.1'\n"
    (source,) = parse_sources(text + "pace = 0\n", Path("onrecord.toml"))
    assert (source.allow, source.pace) == (("127.0.0.1",), 0.0)


def test_every_key_is_documented():
    settings = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
    text = settings.read_text(encoding="utf-8")
    missing = [key for key in (*KEYS, *API_KEYS, *LAYOUT_KEYS) if f"`{key}`" not in text]
    assert missing == []
