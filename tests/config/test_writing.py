"""Writing sources: what stood there stands there still, and what is written can be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.config.parsing import load_sources
from onrecord.config.sources import Declared
from onrecord.config.writing import add_source, render_source
from onrecord.errors import ConfigError, InputError

SKARN = Declared("skarn", lists=("https://skarn.example/news",))
WHOLE = Declared(
    'a.b-c', 'Council of "Skarn" \\ Lesk\u2019s', "de", feeds=("https://a.example/f?x=1&y='2'",),
    sitemaps=("https://a.example/s.xml",), lists=("https://a.example/l", "http://intern.example/"),
    include=("/news/*",), allow=("intern.example",), pace=2.5,
)  # fmt: skip
OTHERS = (
    b"# What we follow.\n\n[[source]] # the first\nname   = 'old' # keep\nfolders = [ 'pages',]\n",
    b"[[source]]\nname = 'old'\nfeeds = ['https://b.example/']\n[source.api]\n"
    b"address = 'https://b.example/api'  # and this",
    b"\xef\xbb\xbf# with a mark\r\n[[source]]\r\nname = 'old'\r\nfolders = 'p'\r\n",
    b"# nothing yet\n",
    b"",
)


@pytest.mark.parametrize("before", OTHERS)
def test_a_source_is_added_and_the_rest_stays_to_the_byte(tmp_path: Path, before: bytes):
    path = tmp_path / "onrecord.toml"
    path.write_bytes(before)
    known = load_sources(tmp_path)
    add_source(path, SKARN)
    after = path.read_bytes()
    assert after.startswith(before)
    assert (b"\r\n" in before) == (b"\r\n" in after)
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r\n" not in before
    assert [one.name for one in load_sources(tmp_path)] == [*(one.name for one in known), "skarn"]


@pytest.mark.parametrize("source", [SKARN, WHOLE])
def test_what_is_written_is_read_as_it_was_meant(tmp_path: Path, source: Declared):
    path = tmp_path / "deep" / "onrecord.toml"
    add_source(path, source)
    [found] = load_sources(path.parent)
    assert replace(found, line=0) == source


def test_what_needs_not_be_said_is_left_out():
    assert render_source(SKARN) == (
        '[[source]]\nname = "skarn"\nlists = ["https://skarn.example/news"]\n'
    )


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (b"[[source]]\nname = 'SKARN'\nfolders = 'p'\n", "'skarn' is the name of line 2"),
        (b"source = [{ name = 'old', folders = 'p' }]\n", "it is no TOML"),
        (b"[[source]]\nname = 'old'\n", "the source has nothing to read"),
    ],
)
def test_what_would_not_be_right_is_not_written(tmp_path: Path, before: bytes, told: str):
    path = tmp_path / "onrecord.toml"
    path.write_bytes(before)
    with pytest.raises(ConfigError, match=told):
        add_source(path, SKARN)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["onrecord.toml"]


def test_a_link_and_the_mode_of_the_file_stay(tmp_path: Path):
    real = tmp_path / "etc" / "sources.toml"
    real.parent.mkdir()
    real.write_bytes(b"")
    real.chmod(0o640)
    link = tmp_path / "onrecord.toml"
    link.symlink_to(real)
    add_source(link, SKARN)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert load_sources(tmp_path)[0].name == "skarn"


def test_what_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path):
    (tmp_path / "home").write_text("no folder", "utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        add_source(tmp_path / "home" / "onrecord.toml", SKARN)
